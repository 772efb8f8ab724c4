"""The steps of the schema: each once, and never by an older app."""

import sqlite3

import pytest
from sqlite_utils import Database

from fieldwalk.domain.refusals import Refused
from sync.client.schema import prepare, steps


def fresh() -> Database:
    return Database(sqlite3.connect(":memory:", isolation_level=None))


def test_a_fresh_file_gets_every_step_once() -> None:
    db = fresh()
    prepare(db)
    prepare(db)
    assert [step.name for step in steps.applied(db)] == [
        "0001_journal", "0002_files", "0003_device", "0004_batches", "0005_waiting", "0006_parts",
    ]  # fmt: skip
    db.conn.close()


def test_a_file_of_a_newer_app_is_refused_and_left_untouched() -> None:
    db = fresh()
    prepare(db)
    db["_sqlite_migrations"].insert({"migration_set": "fieldwalk", "name": "9999_later", "applied_at": "2030"})
    before = db.conn.total_changes
    with pytest.raises(Refused) as caught:
        prepare(db)
    assert caught.value.code == "store_is_newer"
    assert db.conn.total_changes == before
    db.conn.close()
