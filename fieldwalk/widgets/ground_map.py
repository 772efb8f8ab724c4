"""The map itself: our own ground as vector layers, no tiles and no network."""

from __future__ import annotations

import math
from collections.abc import Sequence

import flet_map as fm

from fieldwalk.domain.ground import Bounds, Degrees
from fieldwalk.theme import Look
from fieldwalk.widgets.ground_layers import place

CLOSE = 18.0
"""The zoom that shows a yard: some 0.3 metres a pixel at our latitudes."""

_DEEPEST, _WIDEST = 20.0, 4.0


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


def _mercator(latitude: float) -> float:
    """Northing from 0 to 1 (Snyder, "Map Projections: A Working Manual", 1987, equation 7-2)."""
    bent = math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))
    return bent / (2 * math.pi)
