"""The map itself: our own ground as vector layers, no tiles and no network."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import flet_map as fm

from fieldwalk.domain.fixes import EARTH
from fieldwalk.domain.ground import Bounds, Degrees
from fieldwalk.theme import Look
from fieldwalk.widgets.ground_layers import place

CLOSE = 18.0
"""The zoom that shows a yard: some 0.3 metres a pixel at our latitudes."""

_DEEPEST, _WIDEST = 20.0, 4.0
_STEP = 0.5


def the_map(layers: Sequence[fm.MapLayer], look: Look, centre: Degrees, zoom: float) -> fm.Map:
    """A map of ``layers`` that opens at ``centre`` (WGS 84 degrees) and never turns.

    The zoom is told and not left to the map to fit: it fits to its first size, which may be a passing one.
    """
    return fm.Map(
        layers=list(layers),
        bgcolor=look.map["land"],
        expand=True,
        initial_center=place(*centre),
        initial_zoom=zoom,
        max_zoom=_DEEPEST,
        min_zoom=_WIDEST,
        interaction_configuration=fm.InteractionConfiguration(
            flags=fm.InteractionFlag.ALL & ~fm.InteractionFlag.ROTATE
        ),
    )


@dataclass(frozen=True)
class View:
    """What a map shows: where its middle is (WGS 84 degrees), how close it is, and its size in pixels."""

    centre: Degrees
    zoom: float
    size: tuple[float, float]

    @property
    def step(self) -> float:
        """The zoom to the half step: what is gathered or left out changes there, and not between."""
        return round(self.zoom * 2) / 2

    @property
    def metres(self) -> float:
        """Metres in a pixel at that step (Web Mercator, 256 pixels at zoom 0)."""
        return 2 * math.pi * EARTH * math.cos(math.radians(self.centre[0])) / (256 * 2**self.step)

    @property
    def window(self) -> Bounds:
        """What is seen of the earth, and half as much again on every side."""
        return window(self.centre, self.zoom, *self.size)

    def left_by(self, centre: Degrees, zoom: float) -> bool:
        """Whether a map that is at ``centre`` and ``zoom`` now comes to the edge of the window or of the step."""
        made = self.window
        reach = (made.north - made.south) / 4, (made.east - made.west) / 4
        far = any(abs(centre[axis] - self.centre[axis]) > reach[axis] for axis in (0, 1))
        return far or abs(zoom - self.zoom) >= _STEP


def window(centre: Degrees, zoom: float, width: float, height: float) -> Bounds:
    """What is seen of the earth round ``centre``, and half as much again on every side."""
    across = 360 * width / (256 * 2**zoom)
    along = across * height / max(width, 1.0) * math.cos(math.radians(centre[0]))
    return Bounds(centre[0] - along, centre[1] - across, centre[0] + along, centre[1] + across)


def zoom_for(bounds: Bounds, width: float, height: float) -> float:
    """The zoom at which ``bounds`` fill ``width`` by ``height`` pixels (Web Mercator, 256 pixels at zoom 0)."""
    across = max(bounds.east - bounds.west, 1e-6) / 360
    along = max(_mercator(bounds.north) - _mercator(bounds.south), 1e-9)
    zoom = min(math.log2(max(width, 64) / 256 / across), math.log2(max(height, 64) / 256 / along))
    return min(CLOSE + 0.5, max(_WIDEST, zoom))


def framed(drawn: Bounds, centre: Degrees, zoom: float, high: float) -> tuple[Degrees, float]:
    """The middle and the height of a map, ``high`` pixels at most, with nothing north or south of what is ``drawn``.

    The middle is ``centre`` where that is possible, else the nearest; it is less high where so much is not drawn.
    """
    scale = 256 * 2**zoom
    drawn_high = (_mercator(drawn.north) - _mercator(drawn.south)) * scale
    if drawn_high <= high:
        return (drawn.centre[0], centre[1]), drawn_high
    half = high / 2 * 360 * math.cos(math.radians(centre[0])) / scale
    return (min(max(centre[0], drawn.south + half), drawn.north - half), centre[1]), high


def _mercator(latitude: float) -> float:
    """Northing from 0 to 1 (Snyder, "Map Projections: A Working Manual", 1987, equation 7-2)."""
    bent = math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))
    return bent / (2 * math.pi)
