"""The phone's position, asked for by the page and passed on to Python's worker."""

from collections.abc import Callable
from typing import Any

from fieldwalk.device.browser.bridge import browser, lasting
from fieldwalk.domain.tracks import Fix


class BrowserPosition:
    """ports.PositionSource over assets/browser/position.mjs."""

    def __init__(self) -> None:
        self._kept: list[Any] = []

    def start(self, on_fix: Callable[[Fix], None], on_trouble: Callable[[str], None]) -> None:
        self.stop()

        def moved(at: int, latitude: float, longitude: float, accuracy: float) -> None:
            on_fix(Fix(int(at), float(latitude), float(longitude), float(accuracy)))

        self._kept = [lasting(moved), lasting(on_trouble)]
        browser.positionStart(*self._kept)

    def stop(self) -> None:
        browser.positionStop()
        for proxy in self._kept:
            proxy.destroy()
        self._kept = []
