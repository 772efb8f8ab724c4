"""The ground of the map: water, green, houses, ways, trees, and lamps that shine or do not."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from fieldwalk.documents.draw import Pen
from fieldwalk.documents.frame import Frame, Spot
from fieldwalk.documents.marks import Room, width_of
from fieldwalk.domain.ground import LINES, Ground, Shape

_NAME_SIZE = 15.5


def draw_ground(pen: Pen, ground: Ground) -> None:
    """Everything of ``ground`` that the frame shows, from the water up to the lamps."""
    for kind in ("green", "water", "square"):
        for spots in _shown(pen.frame, ground.of(kind)):
            pen.path(_closed(spots), fill=kind)
    _draw_roads(pen, ground)
    for spots in _shown(pen.frame, ground.of("path")):
        pen.path(_line(spots), stroke="path", thick=3, dashes="1 6.5")
    for spots in _shown(pen.frame, ground.of("house")):
        pen.path(_closed(spots), fill="house", stroke="house-edge", thick=1.2)
    for spots in _shown(pen.frame, ground.of("tunnel")):
        pen.path(_line(spots), stroke="house-edge", thick=_way(pen.frame) + 5, ends="butt")
        pen.path(_line(spots), stroke="case", thick=_way(pen.frame) - 1, dashes="5 4", ends="butt")
    _draw_trees_and_lamps(pen, ground)


def draw_names(pen: Pen, room: Room, ground: Ground) -> None:
    """The names of ways and places, each once and only where it covers nothing."""
    drawn: set[str] = set()
    with pen.group("ml"):
        for shape in ground:
            spots = pen.frame.spots(shape.points)
            if shape.name not in ("", *drawn) and pen.frame.shows(spots) and _draw_name(pen, room, shape, spots):
                drawn.add(shape.name)


def _draw_roads(pen: Pen, ground: Ground) -> None:
    shown = list(_shown(pen.frame, ground.of("road")))
    for tone, more in (("case", 4.0), ("road", 0.0)):
        for spots in shown:
            pen.path(_line(spots), stroke=tone, thick=_way(pen.frame) + more)


def _draw_trees_and_lamps(pen: Pen, ground: Ground) -> None:
    for tree in ground.of("tree"):
        radius = max(4.0, (tree.radius or 4) * pen.frame.scale)
        pen.circle(pen.frame.spot(tree.at), round(radius, 1), fill="tree")
    for lamp in ground.lit:
        spot = pen.frame.spot(lamp.at)
        pen.circle(spot, 12, fill="lit", opacity=0.26)
        pen.circle(spot, 3.4, fill="lit", stroke="unlit", thick=0.8)
    for lamp in ground.dead:
        pen.circle(pen.frame.spot(lamp.at), 3.8, fill="land", stroke="unlit", thick=2)


def _draw_name(pen: Pen, room: Room, shape: Shape, spots: Sequence[Spot]) -> bool:
    """Whether there was a place for the name of ``shape``."""
    long = width_of(shape.name, _NAME_SIZE)
    if shape.kind in LINES:
        return _draw_name_along(pen, room, shape.name, spots)
    spot = room.first_free(spots if shape.kind == "name" else [_seen_middle(pen.frame, spots)], long, 20)
    if spot:
        tone = "water-name" if shape.kind == "water" else "name"
        pen.words(shape.name, (spot[0], spot[1] + 5), size=_NAME_SIZE, weight=600, fill=tone, haloed=True)
    return spot is not None


def _draw_name_along(pen: Pen, room: Room, name: str, spots: Sequence[Spot]) -> bool:
    long = width_of(name, _NAME_SIZE)
    for turn, spot in _beside(spots, long, _way(pen.frame) / 2 + 11):
        free = room.first_free([spot], *((long, 20) if abs(turn) < 45 else (20, long)))
        if free:
            pen.words(name, _lowered(free, turn), size=_NAME_SIZE, turn=turn, haloed=True)
            return True
    return False


def _beside(spots: Sequence[Spot], long: float, away: float) -> Iterator[tuple[float, Spot]]:
    """Where a word ``long`` units long can stand beside the way, and how it turns: the longest straight first."""
    pieces = sorted(pairwise(spots), key=lambda piece: -math.dist(*piece))
    for (x, y), (to_x, to_y) in pieces:
        if math.dist((x, y), (to_x, to_y)) < long:
            return
        turn = (math.degrees(math.atan2(to_y - y, to_x - x)) + 90) % 180 - 90
        side_x, side_y = math.sin(math.radians(turn)) * away, -math.cos(math.radians(turn)) * away
        for share in (0.5, 0.3, 0.7, 0.15, 0.85):
            for sign in (1, -1):
                yield turn, (x + (to_x - x) * share + sign * side_x, y + (to_y - y) * share + sign * side_y)


def _lowered(spot: Spot, turn: float) -> Spot:
    """The baseline of a word whose middle is ``spot``."""
    return spot[0] - math.sin(math.radians(turn)) * 5, spot[1] + math.cos(math.radians(turn)) * 5


def _shown(frame: Frame, shapes: Iterable[Shape]) -> Iterator[list[Spot]]:
    for shape in shapes:
        spots = frame.spots(shape.points)
        if spots and frame.shows(spots):
            yield spots


def _way(frame: Frame) -> float:
    """How wide a road is drawn: eleven metres, within what still looks like a road."""
    return round(min(22.0, max(7.0, 11 * frame.scale)), 1)


def _seen_middle(frame: Frame, spots: Sequence[Spot]) -> Spot:
    """About the middle of the part of a shape that the frame shows."""
    spots = [(min(frame.width, max(0.0, x)), min(frame.height, max(0.0, y))) for x, y in spots]
    return sum(spot[0] for spot in spots) / len(spots), sum(spot[1] for spot in spots) / len(spots)


def _line(spots: Sequence[Spot]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in spots)


def _closed(spots: Sequence[Spot]) -> str:
    return _line(spots) + "Z"
