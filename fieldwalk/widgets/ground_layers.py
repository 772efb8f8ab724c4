"""The drawn ground as map layers in the tones of the day or the night. Built once: nothing in it moves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import flet as ft
import flet_map as fm

from fieldwalk.domain.ground import Degrees, Ground, Shape
from fieldwalk.theme import Look, style

_PATH, _ROAD, _TUNNEL = 3.0, 7.5, 4.0
"""Widths in metres."""

_GLOW = (18.0, 11.0, 6.0)
"""Radii in metres of the light round a lamp at night, one over the other."""


def ground_layers(ground: Ground, look: Look, *, named: bool = True) -> list[fm.MapLayer]:
    """Land, water and green lowest, then ways, trees, houses, lamps; names last, where there is room for them."""
    tones = look.map
    names = ground.of("name") if named else ()
    return [
        fm.PolygonLayer(polygons=[*_areas(ground, tones)]),
        fm.PolylineLayer(polylines=[*_ways(ground, tones)]),
        fm.CircleLayer(circles=[_disc(tree, tree.radius or 4, tones["tree"]) for tree in ground.of("tree")]),
        fm.PolygonLayer(polygons=[_area(h, tones["house"], tones["house_edge"], 1.2) for h in ground.of("house")]),
        fm.CircleLayer(circles=[*_lamps(ground, look)]),
        fm.MarkerLayer(markers=[_name(shape, tones) for shape in names]),
    ]


def place(latitude: float, longitude: float) -> fm.MapLatitudeLongitude:
    """A position as the map takes it (WGS 84 degrees)."""
    return fm.MapLatitudeLongitude(latitude, longitude)


def line(points: Iterable[Degrees]) -> list[Any]:
    """The points of a line or an outline as they travel to the map.

    Not as objects of Flet's: it visits each of those at every drawing, and the maps have thousands.
    """
    return [{"latitude": latitude, "longitude": longitude} for latitude, longitude in points]


def _areas(ground: Ground, tones: Mapping[str, str]) -> Iterable[fm.PolygonMarker]:
    for kind, fill, edge in (
        ("green", "park", "park"),
        ("square", "square", "square"),
        ("water", "water", "shore"),
    ):
        for shape in ground.of(kind):
            yield _area(shape, tones[fill], tones[edge], 2 if kind == "water" else 0)


def _ways(ground: Ground, tones: Mapping[str, str]) -> Iterable[fm.PolylineMarker]:
    for path in ground.of("path"):
        yield _way(path, tones["path"], _PATH, tones["path_edge"])
    for road in ground.of("road"):
        yield _way(road, tones["road"], _ROAD, tones["road_edge"])
    for tunnel in ground.of("tunnel"):
        yield fm.PolylineMarker(
            coordinates=line(tunnel.points),
            color=tones["house_edge"],
            border_color=tones["house_edge"],
            stroke_width=_TUNNEL,
            use_stroke_width_in_meter=True,
            stroke_pattern=fm.DashedStrokePattern(segments=[5, 5]),
        )


def _way(shape: Shape, colour: str, metres: float, edge: str) -> fm.PolylineMarker:
    return fm.PolylineMarker(
        coordinates=line(shape.points),
        color=colour,
        stroke_width=metres,
        use_stroke_width_in_meter=True,
        border_color=edge,
        border_stroke_width=1.5,
        stroke_cap=ft.StrokeCap.ROUND,
        stroke_join=ft.StrokeJoin.ROUND,
    )


def _area(shape: Shape, fill: str, edge: str, width: float) -> fm.PolygonMarker:
    return fm.PolygonMarker(
        coordinates=line(shape.points),
        color=fill,
        border_color=edge,
        border_stroke_width=width,
    )


def _lamps(ground: Ground, look: Look) -> Iterable[fm.CircleMarker]:
    tones = look.map
    if look.dark:
        for radius in _GLOW:
            yield from (_disc(lamp, radius, tones["glow"]) for lamp in ground.lit)
    for lamp in ground.lit:
        yield fm.CircleMarker(coordinates=place(*lamp.at), radius=2.6, color=tones["lamp"])
    for lamp in ground.dead:
        yield fm.CircleMarker(
            coordinates=place(*lamp.at),
            radius=4,
            color=tones["land"],
            border_color=tones["dead"],
            border_stroke_width=2,
        )


def _disc(shape: Shape, metres: float, colour: str) -> fm.CircleMarker:
    return fm.CircleMarker(
        coordinates=place(*shape.at),
        radius=metres,
        color=colour,
        border_color=colour,
        use_radius_in_meter=True,
    )


def _name(shape: Shape, tones: Mapping[str, str]) -> fm.Marker:
    word = ft.Text(shape.name, style=style("small"), color=tones["name"], no_wrap=True, text_align=ft.TextAlign.CENTER)
    return fm.Marker(content=word, coordinates=place(*shape.at), width=200, height=24)
