"""SQLite: one file, one writer at a time, durable when a transaction has ended."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.pool import StaticPool

from fieldwalk.domain.refusals import Refused
from sync.server.store.database import Database

_WRITES = "fieldwalk_writes"


class Sqlite(Database):
    """One connection that all threads take in turn, whatever the turn is called.

    The rollback journal, not WAL: SQLite before 3.51.3 may damage a WAL database that two
    connections use, and the command line is a second connection to a running server's file.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        url = URL.create("sqlite", database=str(path))
        options = {"check_same_thread": False, "timeout": 30, "isolation_level": None}
        super().__init__(create_engine(url, poolclass=StaticPool, connect_args=options, hide_parameters=True))
        self._turn, self._is_closed = threading.RLock(), False
        _discipline(self._engine)

    @contextmanager
    def write(self, turn: str = "") -> Iterator[Connection]:  # noqa: ARG002  the file itself is the turn
        with self._begun(writes=True) as connection:
            yield connection

    @contextmanager
    def read_sources(self) -> Iterator[Connection]:
        with self._begun(writes=False) as connection:
            yield connection

    @property
    def version(self) -> str:
        return f"SQLite {sqlite3.sqlite_version}"

    def close(self) -> None:
        """Waits for a transaction that is under way in another thread. Nothing begins afterwards: ``store_away``."""
        with self._turn:
            self._is_closed = True
            super().close()

    @contextmanager
    def _begun(self, *, writes: bool) -> Iterator[Connection]:
        with self._turn, self._connected() as connection:
            connection.execution_options(**{_WRITES: writes})
            with connection.begin():
                yield connection

    def _connected(self) -> Connection:
        if self._is_closed:
            raise Refused("store_away")
        return self._engine.connect()


def _discipline(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def careful(raw: Any, _record: Any) -> None:
        raw.execute("PRAGMA journal_mode=TRUNCATE")
        raw.execute("PRAGMA synchronous=FULL")
        raw.execute("PRAGMA foreign_keys=ON")
        raw.execute("PRAGMA cache_size=-16384")  # KiB: a full push is written out once, not each time 2 MB are full

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # IMMEDIATE: a transaction that reads first and writes later must not find the file taken halfway.
        writes = connection.get_execution_options().get(_WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
