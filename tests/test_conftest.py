"""The suite's own arrangements: one lane for the browser, and an honest word about the input."""

from pathlib import Path

import pytest

from tests import real_input
from tests.conftest import lane


def test_the_browsers_tests_share_two_lanes_and_every_other_file_has_its_own() -> None:
    assert lane("tests/browser/test_photos.py::test_a") == lane("tests/browser/test_tabs.py::test_b")
    assert lane("tests/journeys/test_first_walk.py::test_b[sv]") == lane("tests/journeys/test_rescue.py::test_c")
    assert lane("tests/browser/test_photos.py::test_a") != lane("tests/journeys/test_first_walk.py::test_b[sv]")
    assert lane("tests/sync/test_intake.py::test_c[::1]") == "tests/sync/test_intake.py"


def test_the_report_says_which_input_the_journeys_use(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FIELDWALK_REAL_DATA", str(tmp_path))
    assert real_input.folder() == tmp_path
    assert real_input.described() == "real recordings and photos"
    monkeypatch.setenv("FIELDWALK_REAL_DATA", str(tmp_path / "missing"))
    assert real_input.folder() is None
    assert real_input.described() == "our own synthetic track and drawn photos"
