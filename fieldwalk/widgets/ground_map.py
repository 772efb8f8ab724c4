"""The map itself: our own ground as vector layers, no tiles and no network."""

from __future__ import annotations

import math
from collections.abc import Sequence

import flet as ft
import flet_map as fm

from fieldwalk.domain.ground import Bounds
from fieldwalk.theme import Look
from fieldwalk.widgets.ground_layers import place

CLOSE = 18.0
"""The zoom that shows a yard: some 0.3 metres a pixel at our latitudes."""

_DEEPEST, _WIDEST = 20.0, 4.0


def the_map(
    layers: Sequence[fm.MapLayer],
    look: Look,
    *,
    fit: fm.CameraFit | None,
    centre: fm.MapLatitudeLongitude | None,
) -> fm.Map:
    """A map of ``layers``. ``fit`` or ``centre`` say where it opens; it never turns."""
    return fm.Map(
        layers=list(layers),
        bgcolor=look.map["land"],
        expand=True,
        initial_camera_fit=fit,
        initial_center=centre or place(59.25, 17.86),
        initial_zoom=CLOSE if centre else 12,
        max_zoom=_DEEPEST,
        min_zoom=_WIDEST,
        interaction_configuration=fm.InteractionConfiguration(
            flags=fm.InteractionFlag.ALL & ~fm.InteractionFlag.ROTATE
        ),
    )


def fitting(bounds: Bounds, padding: ft.Padding) -> fm.CameraFit:
    """The camera that shows all of ``bounds`` clear of what lies over the map's edges."""
    corners = [place(bounds.south, bounds.west), place(bounds.north, bounds.east)]
    return fm.CameraFit(coordinates=corners, padding=padding, max_zoom=CLOSE + 0.5)


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
