"""What every test shares: honest reporting of the input used, and a fair split between two workers."""

import os
from pathlib import Path

import hypothesis
import pytest

from tests import real_input

ROOT = Path(__file__).resolve().parent.parent
IN_A_BROWSER = (ROOT / "tests" / "browser", ROOT / "tests" / "journeys")

# No deadline: a loaded machine is not a fault of ours. Derandomised: the same tree gives the same verdict;
# HYPOTHESIS_PROFILE=search looks for new cases instead.
hypothesis.settings.register_profile("same", deadline=None, derandomize=True)
hypothesis.settings.register_profile("search", deadline=None, max_examples=2000, print_blob=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


def pytest_report_header() -> str:
    return f"journeys run on: {real_input.described()}"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser journeys keep to one worker and start first: two Chromiums on two cores fight."""
    for item in items:
        if _in_a_browser(item) and not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group("browser"))
    items.sort(key=lambda item: item.get_closest_marker("xdist_group") is None)


def _in_a_browser(item: pytest.Item) -> bool:
    marked = item.get_closest_marker("browser") is not None
    return marked or any(folder in item.path.parents for folder in IN_A_BROWSER)


@pytest.fixture
def root() -> Path:
    """The repository's root."""
    return ROOT
