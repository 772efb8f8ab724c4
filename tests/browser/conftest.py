"""The little app of probe/, its server, and phones to open it with."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright

from tests.browser import probing
from tests.browser.evidence import quiet_page
from tests.browser.fixtures import built
from tests.browser.phone import CALM, Phone, phone
from tests.browser.probing import Probe, probe
from tests.browser.serving import FileServer
from tests.browser.walkers import on_a_walk, until_kept

NewPhone = Callable[..., Phone]

# Hundreds of kills of the whole app are `make crash`'s; `make test` kills it in the journeys and at the first screen.
collect_ignore = [] if "FIELDWALK_CRASH_ROUNDS" in os.environ else ["test_crashes.py"]


@pytest.fixture(scope="session")
def built_probe() -> Path:
    """The browser app around the little app, built once and kept while nothing it is made of changes."""
    return built("probe", entry="probe_app", extra=probing.FOLDER)


@pytest.fixture
def server(built_probe: Path) -> Iterator[FileServer]:
    """The little app's server; a test may stop it and start it again."""
    running = FileServer(built_probe)
    yield running
    running.close()


@pytest.fixture
def new_phone(playwright: Playwright, server: FileServer, tmp_path: Path) -> Iterator[NewPhone]:
    """Makes phones for the little app, each with a profile of its own by name; all are put away at the end."""
    phones: list[Phone] = []

    def make(name: str = "phone", origin: str = server.origin, **options: Any) -> Phone:
        phones.append(Phone(playwright, tmp_path / name, origin, **{**CALM, **options}))
        return phones[-1]

    yield make
    for one in phones:
        one.close()


@pytest.fixture(scope="module")
def lasting_server(built_probe: Path) -> Iterator[FileServer]:
    """The server behind ``app``; a test that stops it starts it again."""
    running = FileServer(built_probe)
    yield running
    running.close()


@pytest.fixture(scope="module")
def app(
    playwright: Playwright, lasting_server: FileServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Probe]:
    """The little app, started once for a file's tests that leave it as they found it: a start takes seconds."""
    profile = tmp_path_factory.mktemp("profile")
    with phone(playwright, profile, lasting_server.origin, **CALM) as one:
        yield probe(one.page(), one.origin).open()


@pytest.fixture(scope="session")
def app_server(built_app: Path) -> Iterator[FileServer]:
    """The real app's files; its server's answers are missing, as far from any network.

    A test that stops it starts it again.
    """
    running = FileServer(built_app)
    yield running
    running.close()


def dressed(playwright: Playwright, wardrobe: Path, origin: str, profile: Path) -> Phone:
    """A phone with a copy of the profile in the wardrobe, which is made when there is none."""
    if not wardrobe.exists():
        with phone(playwright, wardrobe, origin, **CALM) as first:
            on_a_walk(first)
            until_kept(quiet_page(first))
    shutil.copytree(wardrobe, profile, ignore=shutil.ignore_patterns("Singleton*"))
    return Phone(playwright, profile, origin, **CALM)


@pytest.fixture(scope="session")
def wardrobe(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the profile lies that every ``walker`` begins with: the first visit is paid for once."""
    return tmp_path_factory.mktemp("wardrobe") / "profile"


@pytest.fixture(scope="module")
def walker(
    playwright: Playwright, app_server: FileServer, wardrobe: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Phone]:
    """A phone with the real app and a walk under way with no place marked, of its own for each file's tests."""
    one = dressed(playwright, wardrobe, app_server.origin, tmp_path_factory.mktemp("walker") / "profile")
    yield one
    one.close()
