"""The track on the map: a line a segment, bars where it broke, arrows the way people went."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from xml.etree import ElementTree

from fieldwalk.documents.draw import Pen
from fieldwalk.documents.frame import Frame, Spot
from fieldwalk.documents.marks import Room, around, width_of
from fieldwalk.domain.tracks import Fix, Gap, Track, simplify

_ARROWS_APART = 170.0
_ROUNDING = 14.0
_BAR = 14.0
_SAME_PLACE = 30.0
_CLEAR = 30.0
_SIZE = 15.5
_LABELS, _MANY, _TOUCHING = 4, 12, 9.0


def draw_track(pen: Pen, track: Track, marks: Sequence[Spot]) -> None:
    """Each segment as a line of its own: nothing ever joins two of them. No arrow hides under ``marks``."""
    lines = [_spots(pen.frame, segment.fixes) for segment in track.segments]
    for tone, thick in (("halo", 11.0), ("track", 5.5)):
        for spots in lines:
            pen.path(_rounded(spots), stroke=tone, thick=thick, ends="butt" if len(spots) > 1 else "round")
    for spots in lines:
        for spot, turn in _arrows(spots, marks):
            _draw_arrow(pen, spot, turn)
    for gap in track.gaps:
        _draw_gap(pen, lines, gap, small=len(track.gaps) > _MANY)


def draw_gap_words(pen: Pen, room: Room, track: Track, words: Sequence[str]) -> ElementTree.Element:
    """A label in or close by the longest gaps, to be laid on top of the marks; the caption counts them all."""
    said = sorted(zip(track.gaps, words, strict=True), key=lambda each: -each[0].duration)
    with pen.aside("ml") as group:
        for gap, label in said[:_LABELS]:
            begin, end = _spot(pen.frame, gap.before), _spot(pen.frame, gap.after)
            middle = ((begin[0] + end[0]) / 2, (begin[1] + end[1]) / 2)
            long = width_of(label, _SIZE) + 20
            spot = room.first_free([middle, *around(middle, 34, long)[:4]], long, 27)
            if spot:
                pen.box(spot, long, 27, 5, fill="good-fill", stroke="gap", thick=1.6)
                pen.words(label, (spot[0], spot[1] + 5.4), size=_SIZE, weight=600, fill="gap")
    return group


def take_track(room: Room, frame: Frame, track: Track) -> None:
    """Keep the line of the track free from words."""
    for segment in track.segments:
        for a, b in pairwise(_spots(frame, segment.fixes)):
            steps = max(1, round(math.dist(a, b) / 12))
            for step in range(steps + 1):
                share = step / steps
                room.take((a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share), 12, 12)


def fixed_spots(frame: Frame, track: Track) -> list[Spot]:
    """What no mark and no word may cover: where the track begins, ends and breaks."""
    ends = [track.segments[0].fixes[0], track.segments[-1].fixes[-1]] if track.segments else []
    return [_spot(frame, fix) for fix in (*ends, *(fix for gap in track.gaps for fix in (gap.before, gap.after)))]


def draw_ends(pen: Pen, room: Room, track: Track, start: str, goal: str, both: str) -> None:
    """A ring where the walk began and one where it ended; one ring and one word when that is the same place."""
    if not track.segments:
        return
    begin, end = _spot(pen.frame, track.segments[0].fixes[0]), _spot(pen.frame, track.segments[-1].fixes[-1])
    same = math.dist(begin, end) < _SAME_PLACE
    ends = [(begin, both)] if same else [(begin, start), (end, goal)]
    for spot, said in ends:
        pen.circle(spot, 9, fill="halo", stroke="track", thick=4)
        long = width_of(said, _SIZE)
        free = room.first_free(around(spot, 31, long), long, 20)
        if free:
            with pen.group("ml"):
                pen.words(said, (free[0], free[1] + 5.4), size=_SIZE, weight=600, haloed=True)


def _spot(frame: Frame, fix: Fix) -> Spot:
    return frame.spot((fix.latitude, fix.longitude))


def _spots(frame: Frame, fixes: Sequence[Fix]) -> list[Spot]:
    """What the eye can tell apart, no more: a bend of less than two units goes."""
    spots = [_spot(frame, fix) for fix in simplify(fixes, 2.0 / frame.scale)]
    return [spot for spot, before in zip(spots, [None, *spots], strict=False) if spot != before]


def _rounded(spots: Sequence[Spot]) -> str:
    """The line through ``spots`` with its corners rounded; a lone spot is a dot."""
    if len(spots) == 1:
        return f"M{spots[0][0]:g} {spots[0][1]:g}h0.1"
    parts = [f"M{spots[0][0]:g} {spots[0][1]:g}"]
    for before, corner, after in zip(spots, spots[1:], spots[2:], strict=False):
        (x, y), (to_x, to_y) = _toward(corner, before), _toward(corner, after)
        parts.append(f"L{x:.1f} {y:.1f}Q{corner[0]:g} {corner[1]:g} {to_x:.1f} {to_y:.1f}")
    return "".join([*parts, f"L{spots[-1][0]:g} {spots[-1][1]:g}"])


def _toward(corner: Spot, other: Spot) -> Spot:
    far = math.dist(corner, other)
    share = min(_ROUNDING, far / 2) / far
    return corner[0] + (other[0] - corner[0]) * share, corner[1] + (other[1] - corner[1]) * share


def _arrows(spots: Sequence[Spot], marks: Sequence[Spot]) -> Iterator[tuple[Spot, float]]:
    """Where an arrow is and how it turns: at even distances, on what is straight, clear of ``marks``."""
    walked, following = 0.0, _ARROWS_APART / 2
    for (x, y), (to_x, to_y) in pairwise(spots):
        far = math.dist((x, y), (to_x, to_y))
        if walked + far > following and far > 30:
            wanted = min(0.8, max(0.2, (following - walked) / far))
            for share in (wanted, 0.5, 0.25, 0.75):
                spot = (x + (to_x - x) * share, y + (to_y - y) * share)
                if all(math.dist(spot, mark) > _CLEAR for mark in marks):
                    yield spot, math.degrees(math.atan2(to_y - y, to_x - x))
                    following = walked + far * share + _ARROWS_APART
                    break
        walked += far


def _draw_arrow(pen: Pen, spot: Spot, turn: float) -> None:
    corners = [(10.0, 0.0), (-8.0, 9.0), (-8.0, -9.0)]
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    turned = [(spot[0] + x * cos - y * sin, spot[1] + x * sin + y * cos) for x, y in corners]
    pen.path("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in turned) + "Z", fill="track", stroke="halo", thick=2)


def _draw_gap(pen: Pen, lines: Sequence[Sequence[Spot]], gap: Gap, small: bool) -> None:
    """A bar across each end of the track at ``gap``; one for both where they would touch."""
    begin, end = _spot(pen.frame, gap.before), _spot(pen.frame, gap.after)
    touching = math.dist(begin, end) < _TOUCHING
    for spot in (begin,) if touching else (begin, end):
        _draw_bar(pen, lines, spot, small)


def _draw_bar(pen: Pen, lines: Sequence[Sequence[Spot]], end: Spot, small: bool) -> None:
    """A bar across the track's end; upright where the segment is a lone spot."""
    beside = next((spots[1] if spots[0] == end else spots[-2] for spots in lines if _ends(spots, end)), None)
    x, y = (beside[0] - end[0], beside[1] - end[1]) if beside else (1.0, 0.0)
    far, half, thick = math.hypot(x, y), _BAR / 2 if small else _BAR, 2.5 if small else 5.0
    across, down = -y / far * half, x / far * half
    shape = f"M{end[0] - across:.1f} {end[1] - down:.1f}L{end[0] + across:.1f} {end[1] + down:.1f}"
    pen.path(shape, stroke="halo", thick=thick * 1.8, ends="butt")
    pen.path(shape, stroke="gap", thick=thick, ends="butt")


def _ends(spots: Sequence[Spot], end: Spot) -> bool:
    return len(spots) > 1 and end in (spots[0], spots[-1])
