"""The database of version 1, as it lay on a phone, opens with today's code; its queue is whole and is sent."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldwalk.data.repair import open_sound
from fieldwalk.domain.records import RECORDS
from sync.client.state_tables import fetch_all
from tests.fieldwalk.services.conftest import Phone, phone_over

VERSION_1 = Path(__file__).resolve().parents[2] / "data" / "version-1.db"


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Phone]:
    path = tmp_path / "fieldwalk.db"
    shutil.copy(VERSION_1, path)
    opened = open_sound(path)
    assert opened.carried is None
    yield phone_over(opened.database)
    opened.database.conn.close()


def test_everything_that_was_written_then_is_read_today(old: Phone) -> None:
    store = old.fieldwalk.store
    walk = old.fieldwalk.walks.under_way()
    assert walk is not None
    assert (walk.title, walk.purpose, walk.leader) == ("Kvällsvandring i Fittja", "Trygga vägar hem", "Samira")
    issues = store.issues(walk.id)
    assert [issue.number for issue in issues] == [1, 2, 3]
    assert [issue.words for issue in issues] == [f"Trasig lampa {number} åäö" for number in (1, 2, 3)]
    assert all(issue.category == "lighting" and issue.severity == 2 and issue.position for issue in issues)
    assert len(store.photos(issues[-1].id)) == 1
    assert len(store.track(walk.id).fixes) == 7
    assert store.walks()[0].title == "Vandring till bryggan"
    assert old.fieldwalk.settings.theme == "dark"


def test_its_queue_is_whole_and_goes_on(old: Phone) -> None:
    waiting = len(old.journal.unsent(1000))
    assert waiting == len(old.journal.own()) > 10
    walk = old.fieldwalk.walks.under_way()
    assert walk is not None
    old.clock.move(3_600_000)
    old.fieldwalk.reports.mark(walk.id, None)
    assert len(old.journal.unsent(1000)) == waiting + 1
    assert old.fieldwalk.store.issues(walk.id)[-1].number == 4


def test_its_state_tables_are_those_that_its_journal_gives(old: Phone) -> None:
    database = old.fieldwalk.store._db

    def everything() -> list[list[object]]:
        return [
            [tuple(row) for row in fetch_all(database, f"select * from state_{name} order by id")] for name in RECORDS
        ]

    before = everything()
    old.journal.rebuild()
    assert everything() == before
