"""A phone: one Chromium process with a profile of its own, that can be killed and started again."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Page, Playwright, Request

from tests.browser.chromium import FLAGS, SPEAKING, executable
from tests.browser.settling import watch

PORTRAIT = {"width": 412, "height": 915}
CALM: dict[str, Any] = {"reduced_motion": "reduce"}
"""What a person chooses who wants less to move. Flutter then draws a few frames where it drew dozens; a picture of each
by software is what a machine with no graphics card works longest at. The rescue journey and `make bench` go without."""
LONGEST_MS = 180_000
"""Ends a wait for what never comes; a slow machine is no failure."""


class Phone:
    """A persistent Chromium profile. What it asks for outside ``origin``, and its errors, are remembered.

    ``speaks``: its microphone hears a beep every second, and nobody is asked whether it may.
    """

    def __init__(
        self, playwright: Playwright, profile: Path, origin: str, *, speaks: bool = False, **options: Any
    ) -> None:
        self._flags = [*FLAGS, *(SPEAKING if speaks else ())]
        self._playwright, self.profile, self.origin = playwright, profile, origin
        self._options: dict[str, Any] = {"viewport": PORTRAIT, "locale": "sv-SE", **options}
        self._context: BrowserContext | None = None
        self.strangers: list[str] = []
        self.errors: list[str] = []
        self.on_start: Callable[[BrowserContext], None] = lambda context: None

    @property
    def context(self) -> BrowserContext:
        if self._context is None:
            self._start()
        assert self._context is not None
        return self._context

    def page(self) -> Page:
        """A new tab."""
        return self.context.new_page()

    def close(self) -> None:
        """Closed as a person closes it."""
        if self._context is not None:
            with suppress(Error):
                self._context.close()
        self._context = None

    def kill(self) -> None:
        """SIGKILL of the browser process: nothing is saved on the way out."""
        browser = self._processes()
        whole = _with_children(browser)
        for process in browser:
            os.kill(process, signal.SIGKILL)
        # The others end by themselves; until then one of them may hold a file that the next browser opens.
        _wait_until(lambda: not any(map(_lives, whole)), "the browser and all its processes are gone")
        self.close()

    def _start(self) -> None:
        self._context = self._playwright.chromium.launch_persistent_context(
            str(self.profile), executable_path=executable(), headless=True, args=self._flags, **self._options
        )
        self._context.set_default_timeout(LONGEST_MS)
        watch(self._context)
        self._context.on("request", self._note_request)
        self._context.on("console", self._note_console)
        self.on_start(self._context)

    def _note_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        ours = f"{address.scheme}://{address.netloc}" == self.origin
        if not ours and address.scheme not in ("about", "blob", "data"):
            self.strangers.append(request.url)

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def _processes(self) -> list[int]:
        """The browser's main process, found by its profile: Playwright does not tell its number."""
        own = f"--user-data-dir={self.profile}"
        found = []
        for number in _numbers():
            with suppress(OSError):
                words = Path(f"/proc/{number}/cmdline").read_bytes().decode(errors="replace").split("\0")
                if own in words and _lives(number) and not any(word.startswith("--type=") for word in words):
                    found.append(number)
        return found


@contextmanager
def phone(playwright: Playwright, profile: Path, origin: str, **options: Any) -> Iterator[Phone]:
    """A phone that is put away at the end, whatever happened."""
    one = Phone(playwright, profile, origin, **options)
    try:
        yield one
    finally:
        one.close()


def _numbers() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _state(number: int) -> list[str]:
    """A process's state and its parent's number; nothing when it is gone."""
    with suppress(OSError):
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[:2]
    return []


def _lives(number: int) -> bool:
    return _state(number)[:1] not in ([], ["Z"])


def _with_children(processes: list[int]) -> set[int]:
    """These processes, and all that they have begun."""
    parents = {number: int(parent) for number in _numbers() for _, parent in [_state(number) or ("", "0")]}
    whole: set[int] = set()
    more = set(processes)
    while more:
        whole |= more
        more = {number for number, parent in parents.items() if parent in more} - whole
    return whole


def _wait_until(condition: Callable[[], bool], what: str, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"waited {seconds} s in vain until {what}"
        time.sleep(0.02)
