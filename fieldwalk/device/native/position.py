"""The phone's position by flet-geolocator."""

from collections.abc import Callable
from typing import Any

import flet as ft
import flet_geolocator as fg

from fieldwalk.domain.tracks import Fix


class GeolocatorPosition:
    """ports.PositionSource over Flet's geolocator, which must be told to be silent as well as to speak."""

    def __init__(self, page: ft.Page) -> None:
        self._page = page
        self._geolocator: fg.Geolocator | None = None

    def start(self, on_fix: Callable[[Fix], None], on_trouble: Callable[[str], None]) -> None:
        last: Fix | None = None

        def moved(event: Any) -> None:
            nonlocal last
            fix = _fix(event.position)
            if fix is not None and fix != last:  # the first position comes twice
                last = fix
                on_fix(fix)

        def failed(event: Any) -> None:
            on_trouble("denied" if "denied" in str(event.data).lower() else "unavailable")

        geolocator = self._geolocator or fg.Geolocator()
        self._geolocator = geolocator
        geolocator.configuration = fg.GeolocatorConfiguration(accuracy=fg.GeolocatorPositionAccuracy.BEST)
        geolocator.on_position_change, geolocator.on_error = moved, failed
        self._page.update(geolocator)

    def stop(self) -> None:
        if self._geolocator is None:
            return
        self._geolocator.on_position_change = self._geolocator.on_error = None
        self._page.update(self._geolocator)


def _fix(position: Any) -> Fix | None:
    if position.timestamp is None or position.latitude is None or position.longitude is None:
        return None
    at = round(position.timestamp.timestamp() * 1000)
    return Fix(at, position.latitude, position.longitude, position.accuracy or 0.0)
