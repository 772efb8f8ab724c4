"""Recording the walk: fixes through the gate, kept in bursts, broken honestly where the phone saw nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from fieldwalk.data.store import Store
from fieldwalk.device.ports import PositionSource
from fieldwalk.domain.fixes import Fix, pack
from fieldwalk.domain.gate import Gate
from fieldwalk.domain.tracks import breaks
from fieldwalk.listeners import Dispose, Listeners
from fieldwalk.services.pen import Pen
from fieldwalk.services.repacking import repack
from sync.client.journal import Journal

_FACT = "recording"

BURST_TIME = 10_000
"""Milliseconds (of the fixes' own time) between two writes of the track."""

BURST_FIXES = 60
"""A burst is written at this many fixes even when the time has not passed."""


@dataclass
class _Recording:
    """One walk being recorded: its open segment, and the burst that is not written yet."""

    walk_id: str
    segment: int
    gate: Gate = field(default_factory=Gate)
    burst: list[Fix] = field(default_factory=list)
    last: Fix | None = None
    paused: bool = False


class Recorder:
    """Keeps the track of one walk at a time. A kill loses at most the last burst.

    ``latest`` is the last fix that came, good or bad; ``trouble`` says why none comes
    (``denied``, ``unavailable``, ``timeout``) and is ``None`` as soon as one does.
    """

    def __init__(self, store: Store, pen: Pen, source: PositionSource, journal: Journal) -> None:
        self._journal = journal
        self._store = store
        self._pen = pen
        self._source = source
        self._listeners: Listeners[[]] = Listeners()
        self._now: _Recording | None = None
        self._watching = False
        self.latest: Fix | None = None
        self.trouble: str | None = None

    @property
    def recording(self) -> bool:
        """Whether fixes are kept at this moment."""
        return self._now is not None and not self._now.paused

    @property
    def walk_id(self) -> str | None:
        """The walk that is being recorded, paused or not."""
        return self._now.walk_id if self._now else None

    @property
    def recent(self) -> Sequence[Fix]:
        """The fixes that are accepted and not yet written: the end of the track, oldest first."""
        return tuple(self._now.burst) if self._now else ()

    @property
    def left_off(self) -> str | None:
        """The walk that this phone recorded when the app was last ended or killed in the middle of it."""
        return self._journal.fact(_FACT) or None

    def watch(self) -> None:
        """Follow the position without recording it. Watching twice is watching once."""
        if not self._watching:
            self._watching = True
            self._source.start(self._on_fix, self._on_trouble)

    def start(self, walk_id: str) -> None:
        """Record ``walk_id`` from now on, in a new segment if the walk has been recorded before."""
        if self.walk_id != walk_id:
            self._end()
            self._now = _Recording(walk_id, self._store.last_segment(walk_id) + 1)
            self._remember(walk_id)
        self.resume()
        self.watch()

    def pause(self) -> None:
        """Keep what is there and record nothing until :meth:`resume`."""
        if self._now and not self._now.paused:
            self._take(self._now, self._now.gate.end())
            self._flush(self._now)
            self._now = _Recording(self._now.walk_id, self._now.segment + 1, paused=True)

    def keep(self) -> None:
        """Write what is accepted and not yet written; the recording goes on in the same segment."""
        if self._now:
            self._flush(self._now)

    def resume(self) -> None:
        """Record on, in a segment of its own."""
        if self._now:
            self._now.paused = False

    def stop(self) -> None:
        """Keep what is there and let the position go."""
        self._end()
        self._remember("")
        if self._watching:
            self._watching = False
            self._source.stop()

    def repack(self, walk_id: str) -> None:
        """The walk is closing: see :func:`fieldwalk.services.repacking.repack`."""
        repack(self._journal, self._pen, walk_id)

    def subscribe(self, listener: Callable[[], object]) -> Dispose:
        """Call ``listener`` at every fix and every trouble until the returned disposer is called."""
        return self._listeners.subscribe(listener)

    def _remember(self, walk_id: str) -> None:
        if (self.left_off or "") != walk_id:
            self._journal.keep_fact(_FACT, walk_id)

    def _end(self) -> None:
        self.pause()
        self._now = None

    def _on_fix(self, fix: Fix) -> None:
        self.latest, self.trouble = fix, None
        if self._now and not self._now.paused:
            self._now.gate, accepted = self._now.gate.step(fix)
            self._take(self._now, accepted)
        self._listeners.tell()

    def _on_trouble(self, code: str) -> None:
        self.trouble = code
        self._listeners.tell()

    def _take(self, now: _Recording, fixes: Iterable[Fix]) -> None:
        for fix in fixes:
            if now.last is not None and breaks(now.last, fix):
                self._flush(now)
                now.segment += 1
            now.last = fix
            now.burst.append(fix)
            if len(now.burst) >= BURST_FIXES or fix.at - now.burst[0].at >= BURST_TIME:
                self._flush(now)

    def _flush(self, now: _Recording) -> None:
        burst, now.burst = now.burst, []
        if not burst:
            return
        self._pen.write(
            "fixes",
            self._pen.new_id(),
            walk_id=now.walk_id,
            segment=now.segment,
            started_at=burst[0].at,
            ended_at=burst[-1].at,
            packed=pack(burst),
        )
