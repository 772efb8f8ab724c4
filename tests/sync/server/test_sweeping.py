"""Sweeping goes on by itself, and a place that does not answer does not end it."""

from __future__ import annotations

import threading
from pathlib import Path

from starlette.testclient import TestClient

from fieldwalk.domain.refusals import Refused
from sync.server.app import assemble, create_app
from sync.server.files import PATIENCE, Files
from sync.server.photos.folder import Folder
from sync.server.settings import Settings
from sync.server.sweeping import sweep_once


class Watched(Folder):
    """Tells when something was taken away."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.swept = threading.Event()

    def remove(self, name: str) -> None:
        super().remove(name)
        self.swept.set()


class Away(Folder):
    def list(self, folder: str) -> object:  # type: ignore[override]
        raise Refused("store_away")


def test_a_server_sweeps_when_it_starts(tmp_path: Path) -> None:
    place = Watched(tmp_path / "files")
    place.keep("parts/one/a/0-1", b"x")
    [kept] = place.list("parts")
    settings = Settings(data=tmp_path, secret="kept")
    central = assemble(settings)
    object.__setattr__(central, "files", Files(central.database, place, lambda: kept.kept_at + PATIENCE + 1))

    with TestClient(create_app(settings, central=central)):
        assert place.swept.wait(60)

    assert list(place.list("parts")) == []


def test_a_place_that_does_not_answer_is_swept_the_next_time(tmp_path: Path) -> None:
    central = assemble(Settings(data=tmp_path, secret="kept"))
    sweep_once(Files(central.database, Away(tmp_path), lambda: 0))
    central.close()
