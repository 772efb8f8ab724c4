"""The track of a walk: fixes, honest breaks, length and the share that was recorded.

The rule of a break: no fix for more than 30 seconds is a break, whatever the device. A device that records
only now and then (one fix a minute, say) therefore gives many short segments and a low share recorded: that
is what it knows, and a straight line between two fixes would claim more. What a person who stands still does
to the track is not a break: see :mod:`fieldwalk.domain.gate`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median

from fieldwalk.domain.fixes import Fix, distance, pack, unpack
from fieldwalk.domain.gate import GAP, Gate, leaps
from fieldwalk.domain.ground import Bounds, Metres, Plane, bounds
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
    "readable",
    "simplify",
    "track_of",
    "unpack",
]

Spans = Iterable[Sequence[int | None]]
"""Stretches of time, ``[from, to]`` in UTC milliseconds; an open one ends in ``None``."""

# Chosen on synthetic walks whose length is known: tests/fieldwalk/domain/test_tracks.py holds them to 3 %.
_CALM, _TOLERANCE = 0.25, 0.7


@dataclass(frozen=True)
class Segment:
    """Fixes with no break between them, in order of time. ``number`` counts from 0 along the track."""

    number: int
    fixes: tuple[Fix, ...]

    @cached_property
    def length(self) -> float:
        """Metres walked: the noise is taken out first, for the sum of raw fixes is always too long."""
        noise, (plane, points) = _noise(self.fixes), _flattened(self.fixes)
        calmed = _calmed(points, noise / 2)
        kept = [Fix(0, *plane.degrees(calmed[index]), 0.0) for index in _corners(calmed, _TOLERANCE * noise)]
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
    """Where a walk went, as far as it is known. Nothing is ever drawn or counted between two segments.

    What takes long to reckon is reckoned once: a track never changes, and is asked at every drawing.
    """

    segments: tuple[Segment, ...] = ()
    pauses: tuple[tuple[int, float], ...] = ()

    @cached_property
    def fixes(self) -> tuple[Fix, ...]:
        """All fixes of all segments, in their order."""
        return tuple(fix for segment in self.segments for fix in segment.fixes)

    @cached_property
    def bounds(self) -> Bounds | None:
        """The box round all fixes."""
        return bounds((fix.latitude, fix.longitude) for fix in self.fixes)

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


def readable(packed: str) -> Sequence[Fix]:
    """The fixes of a burst; none of one that cannot be unpacked."""
    try:
        return unpack(packed)
    except Refused:
        return ()


def track_of(bursts: Iterable[Fixes], pauses: Spans = (), read: Callable[[str], Sequence[Fix]] = readable) -> Track:
    """The track that the ``bursts`` of one walk make, in whatever order they come; ``read`` unpacks one.

    A burst twice, or one that cannot be unpacked, changes nothing: what is readable is always shown. A new
    segment begins at every new segment number and wherever :func:`breaks` says so.
    """
    runs: dict[int, dict[int, Fix]] = {}
    for burst in bursts:
        if burst.packed is not None:
            runs.setdefault(burst.segment or 0, {}).update((fix.at, fix) for fix in read(burst.packed))
    split = [part for _, run in sorted(runs.items()) for part in _split([run[at] for at in sorted(run)])]
    segments = tuple(Segment(number, part) for number, part in enumerate(split))
    return Track(segments, _joined(pauses))


def simplify(fixes: Sequence[Fix], tolerance: float) -> tuple[Fix, ...]:
    """``fixes`` without those less than ``tolerance`` metres beside the line through the ones that stay.

    First and last always stay. Douglas and Peucker, "Algorithms for the reduction of the number of points
    required to represent a digitized line" (1973), with a stack of its own: no track is too long for it.
    """
    return tuple(fixes[index] for index in _corners(_flattened(fixes)[1], tolerance))


def _flattened(fixes: Sequence[Fix]) -> tuple[Plane, list[Metres]]:
    """The plane round the first fix, and where each lies on it."""
    plane = Plane(fixes[0].latitude, fixes[0].longitude) if fixes else Plane(0, 0)
    return plane, [plane.metres((fix.latitude, fix.longitude)) for fix in fixes]


def _noise(fixes: Sequence[Fix]) -> float:
    return min(12.0, max(2.0, median(fix.accuracy for fix in fixes))) if fixes else 2.0


def _calmed(points: Sequence[Metres], most: float) -> Sequence[Metres]:
    """Each point a quarter of the way to the middle of its neighbours, at most ``most`` metres from its place."""
    inner = (_nearer(point, a, b, most) for a, point, b in zip(points, points[1:], points[2:], strict=False))
    return (points[0], *inner, points[-1]) if len(points) > 2 else points


def _nearer(point: Metres, a: Metres, b: Metres, most: float) -> Metres:
    east, north = (a[0] + b[0]) / 2 - point[0], (a[1] + b[1]) / 2 - point[1]
    far = math.hypot(east, north)
    share = min(_CALM, most / far) if far else 0.0
    return point[0] + share * east, point[1] + share * north


def _corners(points: Sequence[Metres], tolerance: float) -> Sequence[int]:
    """Which ``points`` stay when a line is simplified: see :func:`simplify`."""
    if len(points) < 3:
        return range(len(points))
    last = len(points) - 1
    kept, stretches = {0, last}, [(0, last)]
    while stretches:
        first, last = stretches.pop()
        square, at = _farthest(points, first, last)
        if square > tolerance * tolerance:
            kept.add(at)
            stretches += [(first, at), (at, last)]
    return sorted(kept)


def _farthest(points: Sequence[Metres], first: int, last: int) -> tuple[float, int]:
    """The square of the metres, and the index, of the point between that lies farthest from the line.

    Written out: every point of a long track comes by here a dozen times.
    """
    (x, y), (end_x, end_y) = points[first], points[last]
    along_x, along_y = end_x - x, end_y - y
    length = along_x * along_x + along_y * along_y
    most, at = 0.0, 0
    for index in range(first + 1, last):
        east, north = points[index]
        east, north = east - x, north - y
        share = (east * along_x + north * along_y) / length if length else 0.0
        if share > 0.0:
            share = min(share, 1.0)
            east, north = east - share * along_x, north - share * along_y
        square = east * east + north * north
        if square > most:
            most, at = square, index
    return most, at


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
