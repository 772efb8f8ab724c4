"""What every test with a browser shares, wherever it stands: one Playwright, and the browser app as it is now.

tests/conftest.py imports them. Two Playwrights in one process do not go together, so nobody starts another.
"""

import fcntl
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright

from fieldwalk.bundle.build import ENTRY, build_if_changed

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """The one Playwright. It ends with its module: as long as it runs, no other test can start an event loop."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def built_app() -> Path:
    """The folder that `make setup` builds, anew only when something it is made of has changed."""
    return built("app", compress=True)


def built(name: str, entry: str = ENTRY, extra: Path | None = None, *, compress: bool = False) -> Path:
    """build/NAME with the app that ``entry`` starts. One process builds, others wait for it."""
    out = ROOT / "build" / name
    out.parent.mkdir(exist_ok=True)
    with (out.parent / f".{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        build_if_changed(out, entry=entry, extra=extra, compress=compress)
    return out
