"""A running demo of the built app, and phones to visit it with."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error, Playwright

from tests.browser.app import App
from tests.browser.phone import CALM, Phone
from tests.journeys.demo import ROOT, Demo

NewPhone = Callable[..., Phone]
FAILED = pytest.StashKey[bool]()
FAILURES = ROOT / "build" / "failures"


@pytest.fixture(scope="session")
def filled(built_app: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's data as they are before anybody has visited it: filling takes longer than starting."""
    data = tmp_path_factory.mktemp("filled") / "data"
    Demo(data, built_app).stop()
    return data


@pytest.fixture(scope="module")
def demo(built_app: Path, filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A server of its own for each journey, over a copy of the same data."""
    running = Demo(shutil.copytree(filled, tmp_path_factory.mktemp("demo") / "data"), built_app)
    yield running
    running.stop()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Remembers that a journey failed, so that its phones are pictured before they are put away."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed  # type: ignore[attr-defined]
    return report


@pytest.fixture
def new_phone(playwright: Playwright, demo: Demo, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[NewPhone]:
    """Makes phones that visit the demo, each with a profile of its own by name; all are put away at the end."""
    phones: list[Phone] = []

    def make(name: str, **options: Any) -> Phone:
        phones.append(Phone(playwright, tmp_path / name, demo.origin, **{**CALM, **options}))
        return phones[-1]

    yield make
    for one in phones:
        if request.node.stash.get(FAILED, False):
            picture(one, request.node.name)
        one.close()


def picture(phone: Phone, test: str) -> None:
    """What each tab of a phone showed when its journey failed, and what could be read there."""
    FAILURES.mkdir(parents=True, exist_ok=True)
    for number, page in enumerate(phone.context.pages):
        name = f"{test}-{phone.profile.name}-{number}"
        with suppress(Error):
            page.screenshot(path=FAILURES / f"{name}.png")
            print(name, App(page, phone.origin).texts(), phone.errors[-5:])
