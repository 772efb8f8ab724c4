"""The track of the walk that is looked at, as it grows: each burst of it is unpacked once."""

from __future__ import annotations

from collections.abc import Sequence

from fieldwalk.domain.fixes import Fix
from fieldwalk.domain.records import Fixes
from fieldwalk.domain.tracks import Spans, Track, readable, track_of


class TrackReader:
    """Remembers one track, the last that was made, and what was unpacked for it; another walk's takes its place."""

    def __init__(self) -> None:
        self._unpacked: dict[str, Sequence[Fix]] = {}
        self._made_of: object = None
        self._track = Track()

    def track(self, bursts: Sequence[Fixes], pauses: Spans) -> Track:
        """The track that ``bursts`` make: the same object as the last time when they are the same."""
        made_of = [(burst.segment, burst.packed) for burst in bursts], pauses
        if made_of != self._made_of:
            texts = {burst.packed for burst in bursts if burst.packed is not None}
            self._unpacked = {packed: self._unpacked.get(packed) or readable(packed) for packed in texts}
            self._track, self._made_of = track_of(bursts, pauses, self._unpacked.__getitem__), made_of
        return self._track
