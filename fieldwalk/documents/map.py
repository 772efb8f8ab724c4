"""The map of a walk as SVG text: the ground, the track with its honest breaks, the points and the good places.

The palette gives every tone a colour for print, or a CSS variable for a page that knows day and night.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

from fieldwalk.documents.draw import Pen
from fieldwalk.documents.draw_ground import draw_ground, draw_names
from fieldwalk.documents.draw_track import draw_ends, draw_gap_words, draw_track, fixed_spots, take_track
from fieldwalk.documents.frame import Frame, Spot, frame_of
from fieldwalk.documents.marks import Room, spread
from fieldwalk.domain.points import Place
from fieldwalk.domain.summary import Summary


@dataclass(frozen=True)
class MapWords:
    """The words on a map. ``gaps`` has one for each gap of the track, ``scales`` one for each scale in metres."""

    description: str
    gaps: tuple[str, ...]
    start: str
    goal: str
    start_and_goal: str
    north: str
    scales: Mapping[int, str]


def draw_map(summary: Summary, words: MapWords, palette: Mapping[str, str], font: str) -> str | None:
    """The map as one ``<svg>`` element; ``None`` when the walk has no place at all.

    Nothing is drawn between two segments of the track. Every point that has a position has its mark, pushed
    aside with a line to its place where marks would lie upon each other.
    """
    if summary.bounds is None:
        return None
    frame = frame_of(summary.bounds)
    pen = Pen(frame, palette, font, words.description)
    room = Room(frame)
    fixed = fixed_spots(frame, summary.track)
    marks = _mark_spots(summary, frame, fixed)
    if summary.ground:
        draw_ground(pen, summary.ground)
    draw_track(pen, summary.track, [spot for _, _, spot in marks])
    _draw_stops(pen, summary)
    room.take((frame.width - 120, frame.height - 26), 230, 46)
    room.take((frame.width - 32, 44), 50, 66)
    stops = [frame.spot(_degrees(stop.place)) for stop in summary.stops if stop.place]
    for spot in (*fixed, *(spot for _, _, spot in marks), *stops):
        room.take(spot, 36, 36)
    take_track(room, frame, summary.track)
    gaps = draw_gap_words(pen, room, summary.track, words.gaps)
    if not summary.is_trimmed:
        draw_ends(pen, room, summary.track, words.start, words.goal, words.start_and_goal)
    if summary.ground:
        draw_names(pen, room, summary.ground)
    _draw_marks(pen, marks)
    pen.add(gaps)
    _draw_north_and_scale(pen, words)
    return ElementTree.tostring(pen.svg, encoding="unicode")


Mark = tuple[str, Spot, Spot]
"""What it is called, where its place is, where its mark stands."""


def _mark_spots(summary: Summary, frame: Frame, fixed: Sequence[Spot]) -> list[Mark]:
    placed = [(point.mark, point.place) for point in (*summary.points, *summary.good)]
    known = [(mark, frame.spot(_degrees(place))) for mark, place in placed if place]
    return [
        (mark, place, spot)
        for (mark, place), spot in zip(known, spread([place for _, place in known], frame, fixed), strict=True)
    ]


def _draw_stops(pen: Pen, summary: Summary) -> None:
    for stop in summary.stops:
        if stop.place:
            x, y = pen.frame.spot(_degrees(stop.place))
            pen.path(f"M{x} {y - 8}l8 8l-8 8l-8-8z", fill="halo", stroke="track", thick=2.6)


def _draw_marks(pen: Pen, marks: list[Mark]) -> None:
    for _, (x, y), (to_x, to_y) in marks:
        if abs(to_x - x) + abs(to_y - y) > 6:
            pen.path(f"M{x} {y}L{to_x} {to_y}", stroke="halo", thick=5)
            pen.path(f"M{x} {y}L{to_x} {to_y}", stroke="track", thick=2)
            pen.circle((x, y), 4, fill="track", stroke="halo", thick=1.5)
    for name, _, spot in marks:
        with pen.group("mk"):
            (_point if name[0].isdigit() else _good)(pen, spot)
            tone = "number" if name[0].isdigit() else "good"
            pen.words(name, (spot[0], spot[1] + 6.4), size=18.5 if len(name) < 3 else 14, weight=700, fill=tone)


def _point(pen: Pen, spot: Spot) -> None:
    pen.circle(spot, 16.5, fill="track", stroke="halo", thick=3)


def _good(pen: Pen, spot: Spot) -> None:
    pen.box(spot, 36, 36, 8, fill="halo")
    pen.box(spot, 30, 30, 6, fill="good-fill", stroke="good", thick=3.5)


def _draw_north_and_scale(pen: Pen, words: MapWords) -> None:
    right, bottom, metres = pen.frame.width - 24, pen.frame.height - 22, pen.frame.bar
    long = round(metres * pen.frame.scale, 1)
    with pen.group("ms"):
        shape = f"M{right - long} {bottom - 8}v8H{right}v-8M{right - long / 2:.1f} {bottom}v-5"
        for tone, thick in (("halo", 6.0), ("name", 2.4)):
            pen.path(shape, stroke=tone, thick=thick)
        pen.words(words.scales[metres], (right - long / 2, bottom - 12), size=15, weight=600, haloed=True)
    x = pen.frame.width - 32
    pen.path(f"M{x} 20l11 30l-11-7l-11 7z", fill="name", stroke="halo", thick=1.5)
    pen.words(words.north, (x, 68), size=16, weight=700, haloed=True)


def _degrees(place: Place) -> tuple[float, float]:
    return place.latitude, place.longitude
