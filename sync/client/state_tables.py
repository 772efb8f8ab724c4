"""State tables: what every record is now, drawn from the journal by merging.

One table per record of the domain, a column per field. They may be dropped at any time: drawn again
they are equal. A table whose columns are not today's is drawn again when the store opens.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from sqlite_utils import Database

from fieldwalk.domain.fields import FLAG, PLACE, SPANS, Json, Kind
from fieldwalk.domain.records import RECORDS, Record, field_table, make
from sync.client.rows import Row, fetch_all, fetch_one, in_lists
from sync.protocol.changes import Change
from sync.protocol.merge import State, merge

RecordT = TypeVar("RecordT", bound=Record)
_AS_JSON = (PLACE, SPANS)
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def table_of(record: str) -> str:
    """The table that holds the state of every ``record``."""
    return f"state_{record}"


def ensure(db: Database) -> bool:
    """Make every state table today's shape. Returns whether any was missing or old, so that all were emptied."""
    if all(_columns(db, name) == _wanted(record) for name, record in RECORDS.items()):
        return False
    for name, record in RECORDS.items():
        _create(db, name, record)
    return True


def _create(db: Database, name: str, record: type[Record]) -> None:
    columns = ", ".join(f'"{column}" {kind}' for column, kind in _wanted(record).items() if column != "id")
    db.execute(f"drop table if exists {table_of(name)}")
    db.execute(f"create table {table_of(name)} (id text primary key, {columns})")
    for key in ("walk_id", "issue_id"):
        if key in field_table(record):
            db.execute(f"create index {table_of(name)}_{key} on {table_of(name)} ({key})")


def _wanted(record: type[Record]) -> dict[str, str]:
    own = {field: kind.column for field, kind in field_table(record).items()}
    return {"id": "TEXT", **own, "is_removed": "INTEGER", "stamps": "TEXT", "carried": "TEXT"}


def _columns(db: Database, name: str) -> dict[str, str]:
    return {row[1]: row[2].upper() for row in db.execute(f"pragma table_info({table_of(name)})").fetchall()}


def apply(db: Database, changes: Iterable[Change]) -> None:
    """Merge ``changes`` into their records. A record that this version does not know stays in the journal alone."""
    by_record: dict[str, list[Change]] = {}
    for change in changes:
        if change.record in RECORDS:
            by_record.setdefault(change.record, []).append(change)
    for name, some in by_record.items():
        _apply(db, RECORDS[name], some)


def redraw(db: Database, name: str, record_id: str, history: Iterable[Change]) -> None:
    """Draw one record anew from its whole ``history``."""
    if name in RECORDS:
        db.execute(f"delete from {table_of(name)} where id = ?", (record_id,))
        apply(db, history)


def stamps_of(db: Database, name: str, record_id: str) -> dict[str, str]:
    """For each field of the record that was ever written, the stamp of what it says now."""
    row = fetch_one(db, f"select stamps from {table_of(name)} where id = ?", (record_id,))
    stamps: dict[str, str] = json.loads(row["stamps"]) if row else {}
    return stamps


def _apply(db: Database, record: type[Record], changes: Sequence[Change]) -> None:
    before = _states(db, record, list({change.record_id for change in changes}))
    after = dict(before)
    for change in changes:
        after[change.record_id] = merge(after.get(change.record_id, State()), change).state
    known = field_table(record)
    as_json = [place for place, kind in enumerate(known.values()) if kind in _AS_JSON]
    rows = [_row(known, as_json, key, state) for key, state in after.items() if state != before.get(key)]
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        db.conn.executemany(f"insert or replace into {table_of(record.name)} values ({marks})", rows)


def _states(db: Database, record: type[Record], ids: Sequence[str]) -> dict[str, State]:
    found = {}
    for marks, some in in_lists(ids):
        for row in fetch_all(db, f"select * from {table_of(record.name)} where id in ({marks})", some):
            found[row["id"]] = _state(record, row)
    return found


def _state(record: type[Record], row: Row) -> State:
    stamps = json.loads(row["stamps"])
    values = {**_values(record, row), **json.loads(row["carried"])}
    return State({name: values[name] for name in stamps}, stamps)


def _row(known: Mapping[str, Kind], as_json: Sequence[int], record_id: str, state: State) -> list[Any]:
    """A row of the state table, where the fields at the places ``as_json`` are texts. SQLite keeps a flag as 0 or 1."""
    own: list[Any] = list(map(state.values.get, known))
    for place in as_json:
        if own[place] is not None:
            own[place] = _json(own[place])
    carried = {name: value for name, value in state.values.items() if name not in known}
    return [record_id, *own, int(state.removed), _json(dict(state.stamps)), _json(carried) if carried else "{}"]


def _values(record: type[Record], row: Row) -> dict[str, Json]:
    return {name: _from_column(kind, row[name]) for name, kind in field_table(record).items()}


def _from_column(kind: Kind, value: Any) -> Json:
    if value is None:
        return None
    if kind in _AS_JSON:
        decoded: Json = json.loads(value)
        return decoded
    return bool(value) if kind is FLAG else value


def _json(value: Json) -> str:
    return _ENCODE(value)


def records(
    db: Database, record: type[RecordT], where: str = "1", arguments: Iterable[Any] = (), order: str = "id"
) -> list[RecordT]:
    """The records that stand (never a removed one) and fit ``where``, in ``order``."""
    sql = f"select * from {table_of(record.name)} where not is_removed and ({where}) order by {order}"
    return [make(record, row["id"], _values(record, row)) for row in fetch_all(db, sql, arguments)]


def is_intact(db: Database) -> bool:
    """Whether SQLite finds nothing wrong with the file."""
    try:
        return [tuple(row) for row in db.execute("pragma quick_check").fetchall()] == [("ok",)]
    except sqlite3.DatabaseError:
        return False
