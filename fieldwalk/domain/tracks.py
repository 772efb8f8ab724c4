"""The track of a walk: fixes, honest breaks, length and the share that was recorded.

The rule of a break: no fix for more than 30 seconds is a break, whatever the device. A device that records
only now and then (one fix a minute, say) therefore gives many short segments and a low share recorded: that
is what it knows, and a straight line between two fixes would claim more. What a person who stands still does
to the track is not a break: see :mod:`fieldwalk.domain.gate`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from fieldwalk.domain.fixes import Fix, distance, pack, unpack
from fieldwalk.domain.gate import GAP, Gate, leaps
from fieldwalk.domain.records import Fixes
from fieldwalk.domain.refusals import Refused

__all__ = [
    "GAP",
    "Fix",
    "Gap",
    "Gate",
    "Segment",
    "Track",
    "breaks",
    "distance",
    "pack",
    "simplify",
    "track_of",
    "unpack",
]

Spans = Iterable[Sequence[int | None]]
"""Stretches of time, ``[from, to]`` in UTC milliseconds; an open one ends in ``None``."""

_METRES_PER_DEGREE = 111_195.0
# Chosen on synthetic walks whose length is known: tests/fieldwalk/domain/test_tracks.py holds them to 3 %.
_CALM, _TOLERANCE = 0.25, 0.7


@dataclass(frozen=True)
class Segment:
    """Fixes with no break between them, in order of time. ``number`` counts from 0 along the track."""

    number: int
    fixes: tuple[Fix, ...]

    @property
    def length(self) -> float:
        """Metres walked: the noise is taken out first, for the sum of raw fixes is always too long."""
        noise = _noise(self.fixes)
        kept = simplify(_calmed(self.fixes, noise / 2), _TOLERANCE * noise)
        return sum(distance(a, b) for a, b in pairwise(kept))


@dataclass(frozen=True)
class Gap:
    """A break between two segments that no pause explains: from the last fix before to the first after."""

    before: Fix
    after: Fix

    @property
    def duration(self) -> int:
        """Milliseconds with no fix."""
        return self.after.at - self.before.at


@dataclass(frozen=True)
class Track:
    """Where a walk went, as far as it is known. Nothing is ever drawn or counted between two segments."""

    segments: tuple[Segment, ...] = ()
    pauses: tuple[tuple[int, float], ...] = ()

    @property
    def fixes(self) -> tuple[Fix, ...]:
        """All fixes of all segments, in their order."""
        return tuple(fix for segment in self.segments for fix in segment.fixes)

    @property
    def length(self) -> float:
        """Metres walked in all segments; what lies between two segments is not guessed."""
        return sum(segment.length for segment in self.segments)

    @property
    def recorded(self) -> float:
        """The share, 0 to 1, of the time from first to last fix that is recorded; pauses count as neither."""
        if not self.segments:
            return 0.0
        known = sum(self._active(s.fixes[0].at, s.fixes[-1].at) for s in self.segments)
        whole = known + sum(self._active(gap.before.at, gap.after.at) for gap in self._breaks())
        return known / whole if whole else 1.0

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The breaks longer than :data:`GAP` that no pause explains."""
        return tuple(gap for gap in self._breaks() if self._active(gap.before.at, gap.after.at) > GAP)

    def _breaks(self) -> Iterator[Gap]:
        for before, after in pairwise(self.segments):
            yield Gap(before.fixes[-1], after.fixes[0])

    def _active(self, begin: int, end: int) -> float:
        paused = sum(max(0.0, min(end, until) - max(begin, since)) for since, until in self.pauses)
        return max(0.0, end - begin - paused)


def breaks(a: Fix, b: Fix) -> bool:
    """Whether the track is broken between ``a`` and ``b``: too long ago, not later, or no walker's pace."""
    return not 0 < b.at - a.at <= GAP or leaps(a, b)


def track_of(bursts: Iterable[Fixes], pauses: Spans = ()) -> Track:
    """The track that the ``bursts`` of one walk make, in whatever order they come.

    A burst twice, or one that cannot be unpacked, changes nothing: what is readable is always shown. A new
    segment begins at every new segment number and wherever :func:`breaks` says so.
    """
    runs: dict[int, dict[int, Fix]] = {}
    for burst in bursts:
        if burst.packed is not None:
            fixes = _readable(burst.packed)
            runs.setdefault(burst.segment or 0, {}).update((fix.at, fix) for fix in fixes)
    split = [part for number in sorted(runs) for part in _split(sorted(runs[number].values(), key=_at))]
    segments = tuple(Segment(number, part) for number, part in enumerate(split))
    return Track(segments, _joined(pauses))


def simplify(fixes: Sequence[Fix], tolerance: float) -> tuple[Fix, ...]:
    """``fixes`` without those less than ``tolerance`` metres beside the line through the ones that stay.

    First and last always stay. Douglas and Peucker, "Algorithms for the reduction of the number of points
    required to represent a digitized line" (1973), with a stack of its own: no track is too long for it.
    """
    if len(fixes) < 3:
        return tuple(fixes)
    points = _plane(fixes)
    kept, stretches = {0, len(fixes) - 1}, [(0, len(fixes) - 1)]
    while stretches:
        first, last = stretches.pop()
        far, at = max(_aside(points, first, last), default=(0.0, 0))
        if far > tolerance:
            kept.add(at)
            stretches += [(first, at), (at, last)]
    return tuple(fixes[index] for index in sorted(kept))


def _noise(fixes: Sequence[Fix]) -> float:
    return min(12.0, max(2.0, median(fix.accuracy for fix in fixes))) if fixes else 2.0


def _calmed(fixes: Sequence[Fix], most: float) -> Sequence[Fix]:
    """Each fix a quarter of the way to the middle of its neighbours, at most ``most`` metres from its place."""
    inner = (_nearer(fix, a, b, most) for a, fix, b in zip(fixes, fixes[1:], fixes[2:], strict=False))
    return (fixes[0], *inner, fixes[-1]) if len(fixes) > 2 else fixes


def _nearer(fix: Fix, a: Fix, b: Fix, most: float) -> Fix:
    middle = replace(fix, latitude=(a.latitude + b.latitude) / 2, longitude=(a.longitude + b.longitude) / 2)
    far = distance(fix, middle)
    share = min(_CALM, most / far) if far else 0.0
    return replace(
        fix,
        latitude=fix.latitude + share * (middle.latitude - fix.latitude),
        longitude=fix.longitude + share * (middle.longitude - fix.longitude),
    )


def _plane(fixes: Sequence[Fix]) -> list[tuple[float, float]]:
    east = _METRES_PER_DEGREE * math.cos(math.radians(fixes[0].latitude))
    return [(fix.longitude * east, fix.latitude * _METRES_PER_DEGREE) for fix in fixes]


def _aside(points: Sequence[tuple[float, float]], first: int, last: int) -> Iterator[tuple[float, int]]:
    (x, y), (end_x, end_y) = points[first], points[last]
    along_x, along_y = end_x - x, end_y - y
    square = along_x * along_x + along_y * along_y
    for index in range(first + 1, last):
        dx, dy = points[index][0] - x, points[index][1] - y
        share = min(1.0, max(0.0, (dx * along_x + dy * along_y) / square)) if square else 0.0
        yield math.hypot(dx - share * along_x, dy - share * along_y), index


def _at(fix: Fix) -> int:
    return fix.at


def _readable(packed: str) -> list[Fix]:
    try:
        return unpack(packed)
    except Refused:
        return []


def _split(fixes: Sequence[Fix]) -> Iterator[tuple[Fix, ...]]:
    start = 0
    for index, (a, b) in enumerate(pairwise(fixes), 1):
        if breaks(a, b):
            yield tuple(fixes[start:index])
            start = index
    if fixes:
        yield tuple(fixes[start:])


def _joined(spans: Spans) -> tuple[tuple[int, float], ...]:
    """``spans`` in order, those that overlap as one: no moment is counted as paused twice."""
    joined: list[tuple[int, float]] = []
    for since, until in sorted((span[0] or 0, math.inf if span[1] is None else span[1]) for span in spans):
        if joined and since <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], until))
        else:
            joined.append((since, until))
    return tuple(joined)
