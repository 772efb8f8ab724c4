"""The simulation's own parts: a kill is known for what it is, whatever it hits."""

import sqlite3
from contextlib import closing

import pytest

from tests.sync.simulation.parts import _put, is_kill


def test_a_kill_that_hits_a_statement_about_to_read_a_restored_schema_is_a_kill() -> None:
    with closing(sqlite3.connect(":memory:")) as raw:
        raw.execute("create table walks (id text)")
        raw.execute("select id from walks").fetchall()
        _put(raw.serialize(), raw)
        raw.set_progress_handler(lambda: 1, 1)

        with pytest.raises(sqlite3.OperationalError, match="schema has changed") as killed:
            raw.execute("select id from walks")

    assert is_kill(killed.value)


def test_a_statement_that_fails_by_itself_is_no_kill() -> None:
    with closing(sqlite3.connect(":memory:")) as raw, pytest.raises(sqlite3.OperationalError) as failed:
        raw.execute("select * from nothing")

    assert not is_kill(failed.value)
