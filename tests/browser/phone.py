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

from tests.browser.chromium import FLAGS, executable

PORTRAIT = {"width": 412, "height": 915}


class Phone:
    """A persistent Chromium profile. What it asks for outside ``origin``, and its errors, are remembered."""

    def __init__(self, playwright: Playwright, profile: Path, origin: str, **options: Any) -> None:
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
        for process in self._processes():
            os.kill(process, signal.SIGKILL)
        _wait_until(lambda: not self._processes(), "the browser process is gone")
        self.close()

    def _start(self) -> None:
        self._context = self._playwright.chromium.launch_persistent_context(
            str(self.profile), executable_path=executable(), headless=True, args=list(FLAGS), **self._options
        )
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
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            with suppress(OSError):
                words = (entry / "cmdline").read_bytes().decode(errors="replace").split("\0")
                state = (entry / "stat").read_text().rpartition(")")[2].split()[0]
                if own in words and state != "Z" and not any(word.startswith("--type=") for word in words):
                    found.append(int(entry.name))
        return found


@contextmanager
def phone(playwright: Playwright, profile: Path, origin: str, **options: Any) -> Iterator[Phone]:
    """A phone that is put away at the end, whatever happened."""
    one = Phone(playwright, profile, origin, **options)
    try:
        yield one
    finally:
        one.close()


def _wait_until(condition: Callable[[], bool], what: str, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"waited {seconds} s in vain until {what}"
        time.sleep(0.02)
