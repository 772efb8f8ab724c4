"""Newer versions of the app, as the page's service worker brings them."""

from collections.abc import Callable
from typing import Any

from fieldwalk.device.browser.bridge import browser, lasting


class BrowserUpdates:
    """ports.Updates over assets/browser/offline.mjs."""

    def __init__(self) -> None:
        self._kept: Any = None

    async def waiting(self) -> bool:
        return bool(await browser.updateWaiting())

    async def apply(self) -> bool:
        return bool(await browser.updateApply())

    def listen(self, heard: Callable[[], None]) -> None:
        self._kept = lasting(heard)
        browser.updateListen(self._kept)
