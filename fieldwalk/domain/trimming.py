"""The ends of a track that is handed on: where a walk really began and ended may be where somebody lives.

An official route, one that was planned with stops, begins and ends where everybody knows: it is shown whole.
"""

from __future__ import annotations

from collections.abc import Sequence

from fieldwalk.domain.fixes import Fix, distance
from fieldwalk.domain.tracks import Segment, Track

HIDDEN = 100.0
"""Metres round the first and round the last fix in which the track is not shown."""

LEAST_STOPS = 2
"""Stops with a place that make a planned route."""


def trimmed(track: Track, metres: float = HIDDEN) -> Track:
    """``track`` without its beginning and its end, as long as it stays within ``metres`` of its first and last fix.

    Nothing is left of a walk that went no further. What it left and came back to in its middle is shown, for that does
    not tell where it began. Pauses stay.
    """
    fixes = track.fixes
    if not fixes:
        return track
    begin, end = _outside(fixes, metres), len(fixes) - _outside(fixes[::-1], metres)
    kept = _between(track.segments, begin, end)
    return Track(tuple(Segment(number, part) for number, part in enumerate(kept)), track.pauses)


def _outside(fixes: Sequence[Fix], metres: float) -> int:
    """How many fixes there are before the first that is further than ``metres`` from the first of all."""
    far = (index for index, fix in enumerate(fixes) if distance(fixes[0], fix) > metres)
    return next(far, len(fixes))


def _between(segments: Sequence[Segment], begin: int, end: int) -> list[tuple[Fix, ...]]:
    """What the segments hold of the fixes from number ``begin`` up to ``end``, counted through them all."""
    kept, passed = [], 0
    for segment in segments:
        part = segment.fixes[max(0, begin - passed) : max(0, end - passed)]
        if part:
            kept.append(part)
        passed += len(segment.fixes)
    return kept
