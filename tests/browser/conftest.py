"""What the browser's tests share: one Playwright, one build, a phone for each test."""

import fcntl
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright

from fieldwalk.bundle.build import build_if_changed
from tests.browser import probing
from tests.browser.phone import Phone
from tests.browser.serving import FileServer

ROOT = Path(__file__).resolve().parents[2]
NewPhone = Callable[..., Phone]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def built_probe() -> Path:
    """The browser app around the little app of probe/, built once and kept while nothing it is made of changes."""
    out = ROOT / "build" / "probe"
    out.parent.mkdir(exist_ok=True)
    with (out.parent / ".probe.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        build_if_changed(out, entry="probe_app", extra=probing.FOLDER, compress=False)
    return out


@pytest.fixture
def server(built_probe: Path) -> Iterator[FileServer]:
    """The little app's server; a test may stop it and start it again."""
    running = FileServer(built_probe)
    yield running
    running.stop()


@pytest.fixture
def new_phone(playwright: Playwright, server: FileServer, tmp_path: Path) -> Iterator[NewPhone]:
    """Makes phones for the little app, each with a profile of its own by name; all are put away at the end."""
    phones: list[Phone] = []

    def make(name: str = "phone", origin: str = server.origin, **options: object) -> Phone:
        phones.append(Phone(playwright, tmp_path / name, origin, **options))
        return phones[-1]

    yield make
    for one in phones:
        one.close()
