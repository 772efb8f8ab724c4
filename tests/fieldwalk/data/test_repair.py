"""A damaged file is set aside, and what can be read of its journal is there afterwards."""

import errno
import os
import random
import sqlite3
from pathlib import Path

import pytest

from fieldwalk.data.opening import open_database
from fieldwalk.data.repair import SPARES, open_sound
from fieldwalk.domain.refusals import Refused
from sync.client.journal import Edit, Journal

ROWS = 400
TABLE_LEAF = 0x0D
"""The first byte of a page that holds rows (SQLite file format, section 1.6)."""


def fill(path: Path, rows: int = ROWS) -> None:
    db = open_database(path)
    journal = Journal(db, lambda: 1_795_000_000_000, "aaaaaaaa")
    for number in range(rows):
        journal.write(
            "", [Edit("issue", f"issue-{number:06d}", {"walk_id": "walk-0001", "words": f"Mörkt vid port {number}"})]
        )
    db.conn.close()


def damage(path: Path, seed: int) -> None:
    """Noise over one leaf page of a table, somewhere behind the first page."""
    content = bytearray(path.read_bytes())
    rnd = random.Random(seed)
    leaves = [at for at in range(4096, len(content), 4096) if content[at] == TABLE_LEAF]
    at = rnd.choice(leaves)
    content[at : at + 4096] = rnd.randbytes(4096)
    path.write_bytes(bytes(content))


def journal_rows(path: Path) -> list[str]:
    opened = open_sound(path)
    Journal(opened.database, lambda: 1_795_000_000_000, "bbbbbbbb")
    rows = [row[0] for row in opened.database.execute("select record_id from journal order by n").fetchall()]
    states = [row[0] for row in opened.database.execute("select id from state_issue order by id").fetchall()]
    opened.database.conn.close()
    assert rows == states
    return rows


def test_a_sound_file_is_opened_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "fieldwalk.db"
    fill(path, 20)
    opened = open_sound(path)
    assert opened.carried is None
    opened.database.conn.close()
    assert not any((tmp_path / name).exists() for name in SPARES)


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_page_costs_at_most_its_own_rows(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "fieldwalk.db"
    fill(path)
    damage(path, seed)
    damaged = path.read_bytes()
    rows = journal_rows(path)
    spare = tmp_path / SPARES[0]
    if spare.exists():
        assert spare.read_bytes() == damaged
    assert len(rows) >= ROWS * 0.9
    assert journal_rows(path) == rows


def test_damage_to_a_state_table_costs_no_row_of_the_journal(tmp_path: Path) -> None:
    path = tmp_path / "fieldwalk.db"
    fill(path)
    with sqlite3.connect(path) as db:
        page = db.execute("select rootpage from sqlite_master where name = 'state_issue'").fetchone()[0]
    db.close()
    content = bytearray(path.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    path.write_bytes(bytes(content))
    assert len(journal_rows(path)) == ROWS


def test_what_is_no_database_at_all_is_kept_and_the_phone_starts(tmp_path: Path) -> None:
    path = tmp_path / "fieldwalk.db"
    path.write_bytes(b"this is a shopping list" * 999)
    assert journal_rows(path) == []
    assert (tmp_path / SPARES[0]).read_bytes() == b"this is a shopping list" * 999


def test_a_repair_that_was_cut_short_is_begun_again(tmp_path: Path) -> None:
    path = tmp_path / "fieldwalk.db"
    fill(path)
    path.rename(tmp_path / SPARES[0])
    assert len(journal_rows(path)) == ROWS


def test_a_full_disk_costs_no_spare_place_and_the_repair_is_begun_again_with_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    path = tmp_path / "fieldwalk.db"
    fill(path, 20)
    before = journal_rows(path)
    damage(path, 1)
    with monkeypatch.context() as crowded:
        crowded.setattr(os, "fsync", full)
        for _ in range(len(SPARES) + 1):
            with pytest.raises(OSError, match="No space"):
                open_sound(path)
    assert not any((tmp_path / name).exists() for name in SPARES)
    assert set(journal_rows(path)) <= set(before)
    assert [name for name in SPARES if (tmp_path / name).exists()] == [SPARES[0]]


def test_no_damaged_file_is_ever_written_over(tmp_path: Path) -> None:
    path = tmp_path / "fieldwalk.db"
    for name in SPARES:
        (tmp_path / name).write_bytes(b"an earlier one")
    path.write_bytes(b"noise" * 2000)
    with pytest.raises(Refused) as caught:
        open_sound(path)
    assert caught.value.code == "store_damaged"
    assert path.read_bytes() == b"noise" * 2000


def test_the_phones_own_facts_are_carried_over(tmp_path: Path) -> None:
    path = tmp_path / "fieldwalk.db"
    fill(path)
    path.rename(tmp_path / SPARES[0])
    opened = open_sound(path)
    journal = Journal(opened.database, lambda: 1, "bbbbbbbb")
    assert (journal.replica, opened.carried) == ("aaaaaaaa", ROWS)
    opened.database.conn.close()
