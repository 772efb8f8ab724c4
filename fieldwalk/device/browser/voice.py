"""The microphone and the loudspeaker, which only the page has; Python hears of them in its worker."""

from collections.abc import Callable
from typing import Any

from fieldwalk.device.browser.bridge import Bytes, array, browser, lasting
from fieldwalk.device.ports import Hearing
from fieldwalk.domain.refusals import Refused

_STOPPED = "stopped"


class BrowserMicrophone:
    """ports.Microphone over assets/browser/voice.mjs."""

    def __init__(self) -> None:
        self._kept: list[Any] = []

    async def start(self, hearing: Hearing, longest: int, largest: int) -> bool:
        def part(content: Bytes, until: int) -> None:
            hearing.part(content.to_bytes(), int(until))

        def level(until: int, loud: float) -> None:
            hearing.level(int(until), float(loud))

        for proxy in self._kept:
            proxy.destroy()
        self._kept = [lasting(part), lasting(level), lasting(hearing.end)]
        said = await browser.recordStart(longest, largest, *self._kept)
        if said and said != _STOPPED:
            raise Refused(f"microphone_{said}")
        return not said

    def stop(self) -> None:
        browser.recordStop()


class BrowserLoudspeaker:
    """ports.Loudspeaker over assets/browser/voice.mjs."""

    def __init__(self) -> None:
        self._kept: list[Any] = []

    async def play(self, content: bytes, kind: str, on_end: Callable[[], None]) -> None:
        for proxy in self._kept:
            proxy.destroy()
        self._kept = [lasting(on_end)]
        if not await browser.play(array(content), kind, *self._kept):
            raise Refused("voice_unplayable")

    def stop(self) -> None:
        browser.playStop()
