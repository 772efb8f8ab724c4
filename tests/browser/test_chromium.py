"""A newcomer without Chromium is told what to do, and the one that they name is the one that is driven."""

import sys
from pathlib import Path

import pytest

from tests.browser import chromium


def test_the_chromium_that_is_named_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIELDWALK_CHROMIUM", sys.executable)
    assert chromium.executable() == sys.executable


def test_a_named_chromium_that_cannot_run_is_told_by_its_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("FIELDWALK_CHROMIUM", str(tmp_path / "none"))
    assert chromium.main(["--install"]) == 1
    assert f"FIELDWALK_CHROMIUM names {tmp_path / 'none'}, which cannot be run." in capsys.readouterr().err


def test_without_chromium_and_without_apt_a_sentence_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.delenv("FIELDWALK_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(chromium, "MAC", tmp_path / "none")
    assert chromium.main(["--install"]) == 1
    assert "Install chromium or google-chrome" in capsys.readouterr().err
