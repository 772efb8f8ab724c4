"""How long a walker waits for a change to be safe on the disk: the cost that lies under every tap."""

import json
import sqlite3
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.benchmarks.figures import Figure, percentile
from tests.benchmarks.machine import milliseconds

COMMITS = 1000
CHANGE = json.dumps({"what": "Trasig lampa vid gångtunneln", "category": "lighting", "severity": 3})


def bench_durable_commits() -> Iterator[Figure]:
    """Commits like the journal's, one change and one state row each, as durable as SQLite makes them."""
    with tempfile.TemporaryDirectory() as folder:
        took = _commit_often(Path(folder) / "walks.sqlite")
    yield Figure(f"{COMMITS:,} SQLite commits (WAL, FULL), median", percentile(took, 0.5), "ms")
    yield Figure(f"{COMMITS:,} SQLite commits (WAL, FULL), 99 of 100", percentile(took, 0.99), "ms")


def _commit_often(path: Path) -> list[float]:
    database = sqlite3.connect(path, isolation_level=None)
    try:
        database.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
            "CREATE TABLE change (id TEXT PRIMARY KEY, clock TEXT, record TEXT, body TEXT);"
            "CREATE TABLE issue (id TEXT PRIMARY KEY, body TEXT);"
        )
        return [milliseconds(partial(_commit, database, number)) for number in range(COMMITS)]
    finally:
        database.close()


def _commit(database: sqlite3.Connection, number: int) -> None:
    change = (f"{number:032x}", f"{number:020d}", f"{number % 50:032x}", CHANGE)
    database.execute("BEGIN IMMEDIATE")
    database.execute("INSERT INTO change VALUES (?, ?, ?, ?)", change)
    database.execute("INSERT OR REPLACE INTO issue VALUES (?, ?)", change[2:])
    database.execute("COMMIT")
