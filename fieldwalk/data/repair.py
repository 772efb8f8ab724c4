"""A damaged file: set aside whole, never written to again, and what can be read of it carried over.

The state tables are drawn from the journal anyway; so what is carried over is the journal, row by row as
far as rows can be read, recordings under way, and the phone's own facts. Killed halfway, the next opening starts over.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from fieldwalk.data.opening import open_database
from fieldwalk.domain.refusals import Refused
from sync.client.schema import prepare
from sync.client.state_tables import is_intact

SPARES = ("damaged-1.db", "damaged-2.db", "damaged-3.db")
"""Where damaged files go, beside the file itself. A fixed list: the browser's disk knows no other names."""

CARRIED = {"journal": "n", "files": "rowid", "parts": "n", "device": "rowid"}
"""The tables that can not be drawn anew, and the number that orders each."""

_FURTHEST = 50_000
"""Where the search for rows ends when the file does not say how many there were."""


@dataclass(frozen=True)
class Opened:
    """A sound database; ``carried`` is how many journal rows were saved from a damaged one, else ``None``."""

    database: Database
    carried: int | None = None


def open_sound(path: Path) -> Opened:
    """The database at ``path``, sound: a damaged one is set aside first and what can be read of it carried over.

    Raises :class:`sqlite3.OperationalError` when another process holds the file, :class:`Refused`
    ``store_damaged`` when it is damaged and there is no spare place left: then nothing was written.
    """
    database = _sound(path)
    spare = _last_spare(path)
    if database is None:
        spare = _set_aside(path)
    elif spare is None or not _is_blank(database):
        return Opened(database)
    else:
        database.conn.close()
    return _carry_over(spare, path)


def damaged_files(path: Path) -> dict[str, bytes]:
    """The files that were set aside beside ``path``, by name."""
    places = [place for spare in _spares(path) for place in (spare, _wal(spare))]
    return {place.name: place.read_bytes() for place in places if _holds(place)}


def forget_damaged(path: Path) -> None:
    """The files that were set aside beside ``path`` hold nothing any more."""
    for spare in _spares(path):
        for place in filter(_holds, (_wal(spare), spare)):
            place.write_bytes(b"")


def _sound(path: Path) -> Database | None:
    try:
        database = open_database(path)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        return None
    if is_intact(database):
        return database
    database.conn.close()
    return None


def _is_blank(database: Database) -> bool:
    return not database.execute("select 1 from sqlite_master limit 1").fetchall()


def _spares(path: Path) -> list[Path]:
    return [path.with_name(name) for name in SPARES]


def _last_spare(path: Path) -> Path | None:
    return next((spare for spare in reversed(_spares(path)) if _holds(spare)), None)


def _holds(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


def _wal(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def _set_aside(path: Path) -> Path:
    free = next((spare for spare in _spares(path) if not _holds(spare)), None)
    if free is None:
        raise Refused("store_damaged")
    # The log before the file: a spare counts as kept when the file itself is there.
    for source, copy in ((_wal(path), _wal(free)), (path, free)):
        if _holds(source):
            _copy_durably(source, copy)
    for left in (_wal(path), path):
        if left.exists():
            left.unlink()
    return free


def _copy_durably(source: Path, copy: Path) -> None:
    try:
        with source.open("rb") as read, copy.open("wb") as written:
            shutil.copyfileobj(read, written)
            written.flush()
            os.fsync(written.fileno())
    except OSError:
        copy.unlink(missing_ok=True)  # half a copy must not pass for a spare that is taken
        raise


def _carry_over(spare: Path, path: Path) -> Opened:
    fresh = open_database(path)
    rows = {table: list(_readable(spare, table, order)) for table, order in CARRIED.items()}
    with fresh.atomic():  # all or nothing: a blank file means that this has still to be done
        prepare(fresh)
        for table, kept in rows.items():
            for row in kept:
                _insert(fresh, table, row)
    return Opened(fresh, len(rows["journal"]))


def _insert(database: Database, table: str, row: dict[str, Any]) -> None:
    marks = ", ".join("?" * len(row))
    columns = ", ".join(row)
    database.execute(f"insert or ignore into {table} ({columns}) values ({marks})", list(row.values()))


def _readable(spare: Path, table: str, order: str) -> Iterator[dict[str, Any]]:
    try:
        connection = sqlite3.connect(spare, isolation_level=None)
        connection.execute("pragma locking_mode = exclusive")
    except sqlite3.DatabaseError:
        return
    try:
        last = _last(connection, table)
        names = [row[1] for row in connection.execute(f"pragma table_info({table})").fetchall()]
        for row in _between(
            connection, f"select {', '.join(names)} from {table} where {order} between ? and ?", 0, last
        ):
            yield dict(zip(names, row, strict=True))
    except sqlite3.DatabaseError:
        return
    finally:
        connection.close()


def _last(connection: sqlite3.Connection, table: str) -> int:
    try:
        row = connection.execute("select seq from sqlite_sequence where name = ?", (table,)).fetchone()
    except sqlite3.DatabaseError:
        return _FURTHEST
    return int(row[0]) if row else _FURTHEST


def _between(connection: sqlite3.Connection, sql: str, first: int, last: int) -> Iterator[Sequence[Any]]:
    """All rows from ``first`` to ``last`` that can be read: where a stretch can not, its halves are tried."""
    try:
        yield from connection.execute(sql, (first, last)).fetchall()
    except sqlite3.DatabaseError:
        if first == last:
            return
        middle = (first + last) // 2
        yield from _between(connection, sql, first, middle)
        yield from _between(connection, sql, middle + 1, last)
