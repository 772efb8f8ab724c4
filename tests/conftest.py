"""What every test shares: honest reporting of the input used, and a fair split between the workers."""

import gc
import os
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from xdist.scheduler import LoadScopeScheduling

from tests import real_input
from tests.browser.fixtures import built_app, playwright

__all__ = ["built_app", "playwright"]

ROOT = Path(__file__).resolve().parent.parent
IN_A_BROWSER = ("tests/browser/", "tests/journeys/")
# About as long as each other; the files of the first share one prepared phone.
HALVES = {"tests/browser/test_durability.py": "second", "tests/browser/": "first", "tests/journeys/": "second"}

# No deadline: a loaded machine is not a fault of ours. Derandomised: the same tree gives the same verdict;
# HYPOTHESIS_PROFILE=search looks for new cases instead.
hypothesis.settings.register_profile("same", deadline=None, derandomize=True)
hypothesis.settings.register_profile("search", deadline=None, max_examples=2000, print_blob=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


def pytest_report_header() -> str:
    return f"journeys run on: {real_input.described()}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser's tests are marked so, and start first: they take the longest."""
    for item in items:
        if item.nodeid.startswith(IN_A_BROWSER):
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: not item.nodeid.startswith(IN_A_BROWSER))


def pytest_collection_finish() -> None:
    """Thousands of tests and their modules stand until the end: no collection looks through them again."""
    gc.collect()
    gc.freeze()


def lane(nodeid: str) -> str:
    """What must stay with one worker: a file's tests, and all that needs a browser, in two halves."""
    return next((half for start, half in HALVES.items() if nodeid.startswith(start)), nodeid.partition("::")[0])


class TwoBrowserLanes(LoadScopeScheduling):
    """Hands a worker a file at a time, and each half of the browser's files to one: they mostly wait for a screen."""

    def _split_scope(self, nodeid: str) -> str:
        return lane(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> TwoBrowserLanes:
    return TwoBrowserLanes(config, log)


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """A test that is an ``async def`` runs on asyncio, as the app does."""
    return "asyncio"


@pytest.fixture
def root() -> Path:
    """The repository's root."""
    return ROOT


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes go by their argument's name: compressed ones may differ from worker to worker, and are nothing to read."""
    return argname if isinstance(val, bytes) else None
