"""Opening the local file, so that a commit is durable when it returns."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlite_utils import Database

PRAGMAS = (
    # Before WAL: without shared memory (the browser's disk has none) WAL needs the lock held first.
    "pragma locking_mode = exclusive",
    "pragma journal_mode = wal",
    # FULL is what makes a commit reach the disk before it returns.
    "pragma synchronous = full",
    "pragma temp_store = memory",
    "pragma foreign_keys = off",
)


def open_database(path: Path | str) -> Database:
    """The database at ``path``, created when missing. One process at a time holds it.

    Raises :class:`sqlite3.OperationalError` when another holds it, :class:`sqlite3.DatabaseError` when it is no
    database.
    """
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        for pragma in PRAGMAS:
            connection.execute(pragma)
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return Database(connection)
