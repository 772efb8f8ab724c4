"""Phones for the client's tests: a journal over a real SQLite file, with a clock moved by hand."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlite_utils import Database

from fieldwalk.data.opening import open_database
from fieldwalk.domain.records import Issue
from sync.client import state_tables
from sync.client.exchange import Exchange
from sync.client.journal import Edit, Journal
from sync.client.network import Network
from sync.client.shelf import Shelf
from tests.fakes.device import FakeClock, MemoryFiles


class Phone:
    """One phone: journal, exchange and shelf over one file."""

    def __init__(self, path: Path, replica: str, network: Network, clock: FakeClock) -> None:
        self.path, self.clock = path, clock
        self.db: Database = open_database(path)
        self.journal = Journal(self.db, clock.now, replica)
        self.files = MemoryFiles()
        self.token: str | None = "token"
        self.exchange = Exchange(self.journal, network, lambda: self.token, clock.now)
        self.shelf = Shelf(self.db, self.files, network, lambda: self.token)

    def write(self, issue_id: str = "issue-0001", record: str = "issue", **fields: object) -> None:
        self.journal.write("amina", [Edit(record, issue_id, {"walk_id": "walk-0001", **fields})])  # type: ignore[dict-item]

    def issues(self) -> list[Issue]:
        return state_tables.records(self.db, Issue)

    def state(self) -> dict[str, list[tuple[object, ...]]]:
        """Every row of every state table."""
        names = [
            row[0] for row in self.db.execute("select name from sqlite_master where name like 'state%'").fetchall()
        ]
        tables = [name for name in names if self.db[name].exists()]
        return {name: sorted(map(tuple, self.db.execute(f"select * from {name}").fetchall())) for name in tables}

    def close(self) -> None:
        self.db.conn.close()


def copied(path: Path, to: Path) -> sqlite3.Connection:
    """A second look at the file as it lies on the disk, as after a power cut."""
    for suffix in ("", "-wal"):
        source = path.with_name(path.name + suffix)
        if source.exists():
            to.with_name(to.name + suffix).write_bytes(source.read_bytes())
    return sqlite3.connect(to)
