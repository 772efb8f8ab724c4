"""The marks that the page's first screen kept before Python was there."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from pyodide.ffi import JsException

from fieldwalk.device.browser.bridge import browser, lasting, value
from fieldwalk.device.ports import Tap
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.tracks import Fix


class BrowserInbox:
    """ports.Inbox over assets/browser/inbox.js."""

    def __init__(self) -> None:
        self._kept: Any = None

    async def waiting(self) -> list[Tap]:
        try:
            return [_tap(mark) for mark in json.loads(await browser.marksWaiting())]
        except JsException as error:
            raise Refused("something_broke", why=str(error)) from error

    async def forget(self, keys: Iterable[str]) -> None:
        try:
            await browser.marksForget(value(list(keys)))
        except JsException as error:
            raise Refused("something_broke", why=str(error)) from error

    def listen(self, heard: Callable[[], None]) -> None:
        self._kept = lasting(heard)
        browser.marksListen(self._kept)

    def remember(self, walk: tuple[str, str] | None) -> None:
        browser.rememberWalk(*(walk or ("", "")))


def _tap(mark: dict[str, Any]) -> Tap:
    at, place = int(mark["at"]), mark.get("position")
    position = Fix(at, *(float(number) for number in place)) if place else None
    return Tap(mark["key"], mark["id"], at, position, mark.get("walk"))
