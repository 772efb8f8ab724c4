"""One database, one writer at a time, durable when a transaction has ended."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.pool import StaticPool

_WRITES = "fieldwalk_writes"


class Database:
    """SQLite with one connection that all threads take in turn.

    The rollback journal, not WAL: SQLite before 3.51.3 may damage a WAL database that two
    connections use, and the command line is a second connection to a running server's file.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        url = URL.create("sqlite", database=str(path))
        options = {"check_same_thread": False, "timeout": 30, "isolation_level": None}
        self._engine = create_engine(url, poolclass=StaticPool, connect_args=options)
        self._turn = threading.RLock()
        _discipline(self._engine)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction. When the block has ended its work is on the disk; when it raised, nothing of it is."""
        with self._turn, self._engine.connect() as connection:
            connection.execution_options(**{_WRITES: True})
            with connection.begin():
                yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One moment of the database, the same for every query in the block."""
        with self._turn, self._engine.connect() as connection:
            connection.execution_options(**{_WRITES: False})
            with connection.begin():
                yield connection

    def close(self) -> None:
        self._engine.dispose()


def engine_version() -> str:
    """The database engine by name and number, for the health page."""
    return f"SQLite {sqlite3.sqlite_version}"


def _discipline(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def careful(raw: Any, _record: Any) -> None:
        raw.execute("PRAGMA journal_mode=TRUNCATE")
        raw.execute("PRAGMA synchronous=FULL")
        raw.execute("PRAGMA foreign_keys=ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # IMMEDIATE: a transaction that reads first and writes later must not find the file taken halfway.
        writes = connection.get_execution_options().get(_WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
