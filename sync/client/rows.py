"""Rows of the journal as changes, and how its tables are asked."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlite_utils import Database

from sync.protocol.changes import Change, stored
from sync.protocol.table import Table, Tables

Row = Mapping[str, Any]

AT_ONCE = 500
"""Values in one IN list: below the limit of every SQLite."""

HELD = "(receipt is not null or (not mine and refused is null))"
"""The changes that the server holds too, as far as this phone knows."""

UNSENT = "mine and receipt is null and refused is null"
"""The changes that the server has neither confirmed nor refused."""


QUARANTINED = "mine = 1 and receipt is null"
"""This phone's own changes that no server has taken: they stay whatever right ends."""


def fetch_all(db: Database, sql: str, arguments: Iterable[Any] = ()) -> list[Row]:
    """The rows of ``sql`` as mappings."""
    cursor = db.execute(sql, tuple(arguments))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def fetch_one(db: Database, sql: str, arguments: Iterable[Any] = ()) -> Row | None:
    """The first row of ``sql``, or ``None``."""
    rows = fetch_all(db, sql, arguments)
    return rows[0] if rows else None


def changes_where(db: Database, where: str, arguments: Iterable[Any] = (), order: str = "n") -> list[Change]:
    """The journal's changes that fit ``where``, in ``order``."""
    return [change_of(row) for row in fetch_all(db, f"select * from journal where {where} order by {order}", arguments)]


def tables_where(db: Database, where: str, arguments: Iterable[Any] = ()) -> Tables:
    """The journal's changes that fit ``where``, by stamp, as columns with the hashes that they were kept with."""
    sql = f"select stamp, record, fields, person, record_id, sha256 from journal where {where}"
    # They lie almost in that order already: sorted here in a fraction of the time that SQLite takes.
    rows = sorted(db.execute(sql, tuple(arguments)).fetchall())
    shapes: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
    every = json.loads("[" + ",".join(row[2] for row in rows) + "]")
    for (stamp, record, content, person, record_id, sha256), fields in zip(rows, every, strict=True):
        row = (stamp, person, record_id, content, sha256, *fields.values())
        shapes.setdefault((record, *fields), []).append(row)
    return Tables([Table.known(record, names, alike) for (record, *names), alike in shapes.items()])


def change_of(row: Row) -> Change:
    """The change that a row of the journal holds."""
    return stored(row["stamp"], row["person"], row["record"], row["record_id"], row["fields"])


def in_lists(values: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """``values`` in portions, each with the question marks of its IN list."""
    for begin in range(0, len(values), AT_ONCE):
        some = values[begin : begin + AT_ONCE]
        yield ", ".join("?" * len(some)), some
