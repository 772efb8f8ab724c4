"""The store's shape: reached by steps, the same fresh or upgraded, and never a newer one's."""

from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from fieldwalk.domain.refusals import Refused
from sync.server.store.database import Database
from sync.server.store.migrations import epoch, migrate
from sync.server.store.tables import SOURCES


def opened(path: Path) -> Database:
    database = Database(path / "server.sqlite")
    migrate(database)
    return database


def test_the_steps_lead_to_the_tables_that_the_code_uses(tmp_path: Path) -> None:
    database = opened(tmp_path)
    with database.read() as connection:
        seen = inspect(connection)
        for table in SOURCES.sorted_tables:
            columns = {(c["name"], str(c["type"]), c["nullable"]) for c in seen.get_columns(table.name)}
            assert columns == {(c.name, str(c.type), bool(c.nullable)) for c in table.columns}, table.name
            indexes = {(i["name"], tuple(i["column_names"])) for i in seen.get_indexes(table.name)}
            assert indexes == {(i.name, tuple(c.name for c in i.columns)) for i in table.indexes}, table.name
            keys = {tuple(u["column_names"]) for u in seen.get_unique_constraints(table.name)}
            assert keys == ({("organisation", "stamp")} if table.name == "journal" else set())
    database.close()


def test_opening_again_changes_nothing_and_keeps_the_epoch(tmp_path: Path) -> None:
    first = opened(tmp_path)
    with first.read() as connection:
        name = epoch(connection)
    first.close()
    before = (tmp_path / "server.sqlite").read_bytes()

    again = opened(tmp_path)
    with again.read() as connection:
        assert epoch(connection) == name
    again.close()

    assert len((tmp_path / "server.sqlite").read_bytes()) == len(before)


def test_a_later_versions_database_is_left_alone(tmp_path: Path) -> None:
    database = opened(tmp_path)
    with database.write() as connection:
        connection.execute(text("UPDATE meta SET value = '99' WHERE name = 'schema'"))

    with pytest.raises(Refused, match="store_is_newer"):
        migrate(database)
    database.close()


def test_every_commit_is_on_the_disk_before_it_is_told(tmp_path: Path) -> None:
    database = opened(tmp_path)
    with database.read() as connection:
        assert connection.scalar(text("PRAGMA synchronous")) == 2
        assert connection.scalar(text("PRAGMA journal_mode")) == "truncate"
    database.close()


def test_a_transaction_that_raises_leaves_nothing(tmp_path: Path) -> None:
    database = opened(tmp_path)
    with suppress(ZeroDivisionError), database.write() as connection:
        connection.execute(text("DELETE FROM meta"))
        raise ZeroDivisionError

    with database.read() as connection:
        assert epoch(connection)
    database.close()
