"""The state tables: what every record is now, derived from the journal and the domain's field tables."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Index,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    bindparam,
    delete,
    insert,
    select,
)

from fieldwalk.domain.fields import Json, Kind, Place, Spans
from fieldwalk.domain.records import RECORDS, REMOVED, Photo, field_table
from sync.protocol.changes import Change
from sync.protocol.merge import State, merge
from sync.server.store.bulk import insert_rows, one_of
from sync.server.store.tables import DERIVED, JOURNAL

STATES = MetaData()
_SHAPED = (Place, Spans)
"""Kinds whose values are lists: kept as JSON text."""


_FOUND_BY = {Photo.name: ("walk_id", "issue_id", "sha256", "thumbnail")}
"""What a record is looked up by, beside its id; others by their walk."""


class Key(NamedTuple):
    """One record of one organisation."""

    organisation: str
    record: str
    record_id: str


def _column(name: str, kind: Kind) -> Column[Any]:
    return Column(name, BigInteger if kind.column == "INTEGER" else Text)


def _table(record: str) -> Table:
    fields = field_table(RECORDS[record])
    columns = [_column(name, kind) for name, kind in fields.items()]
    own = (Column("organisation", Text), Column("id", Text), Column("stamps", Text), Column(REMOVED, Boolean))
    found_by = [Index(f"{record}_{name}", "organisation", name) for name in _FOUND_BY.get(record, ("walk_id",))]
    indexes = found_by if "walk_id" in fields else []
    return Table(f"state_{record}", STATES, *own, *columns, PrimaryKeyConstraint("organisation", "id"), *indexes)


TABLES: dict[str, Table] = {record: _table(record) for record in RECORDS}

_SHAPES = {
    record: [name for name, kind in field_table(RECORDS[record]).items() if isinstance(kind, _SHAPED)]
    for record in RECORDS
}
"""The fields of each record that are kept as JSON text."""


_COMPACT = json.JSONEncoder(separators=(",", ":"), sort_keys=True).encode


def values_of(record: str, row: Any) -> dict[str, Json]:
    """The fields of a state table's ``row`` as the domain holds them."""
    fields = field_table(RECORDS[record])
    return {name: _from_column(kind, row[name]) for name, kind in fields.items()}


def _from_column(kind: Kind, value: Any) -> Json:
    shaped = value is not None and isinstance(kind, _SHAPED)
    return json.loads(value) if shaped else value  # type: ignore[no-any-return]


def state_of(connection: Connection, key: Key) -> State:
    """What the record is now; an empty state when nobody has written it."""
    return states_of(connection, [key]).get(key, State())


def states_of(connection: Connection, keys: Iterable[Key]) -> dict[Key, State]:
    """What those of the records that exist are now, in a few queries however many they are."""
    found: dict[Key, State] = {}
    for (organisation, record), ids in grouped(keys).items():
        for row in _rows_of(connection, organisation, TABLES[record], ids) if record in TABLES else ():
            values = {**values_of(record, row), REMOVED: bool(row[REMOVED])}
            found[Key(organisation, record, row["id"])] = State(values, json.loads(row["stamps"]))
    return found


def _rows_of(connection: Connection, organisation: str, table: Table, ids: Sequence[str]) -> Iterator[Any]:
    where = (table.c.organisation == organisation, one_of(connection, table.c.id, ids))
    return iter(connection.execute(select(table).where(*where)).mappings())


def save_states(
    connection: Connection, states: Mapping[Key, tuple[State, str | None]], there: Container[Key] = frozenset()
) -> None:
    """Make each record what its state says, in the walk that the journal says it belongs to.

    The journal must hold every change that the states came from. ``there`` are those that have a row already.
    """
    by_table: dict[str, list[dict[str, Any]]] = {}
    for key, (state, walk_id) in states.items():
        by_table.setdefault(key.record, []).append(_row(key, state, walk_id))
    for record, rows in by_table.items():
        table = TABLES[record]
        mine = (table.c.organisation == bindparam("own"), table.c.id == bindparam("one"))
        old = [(r["organisation"], r["id"]) for r in rows if Key(r["organisation"], record, r["id"]) in there]
        if old:
            connection.execute(delete(table).where(*mine), [{"own": own, "one": one} for own, one in old])
        insert_rows(connection, table, rows)


def _row(key: Key, state: State, walk_id: str | None) -> dict[str, Any]:
    fields = {name: state.values.get(name) for name in field_table(RECORDS[key.record])}
    for name in _SHAPES[key.record]:
        if fields[name] is not None:
            fields[name] = _COMPACT(fields[name])
    if "walk_id" in fields:
        fields["walk_id"] = fields["walk_id"] or walk_id
    own = {"organisation": key.organisation, "id": key.record_id, "stamps": _COMPACT(dict(state.stamps))}
    return {**own, REMOVED: state.removed, **fields}


def grouped(keys: Iterable[Key]) -> dict[tuple[str, str], list[str]]:
    """The ids of ``keys`` by organisation and record, each once."""
    groups: dict[tuple[str, str], dict[str, None]] = {}
    for key in keys:
        groups.setdefault((key.organisation, key.record), {})[key.record_id] = None
    return {group: list(ids) for group, ids in groups.items()}


def derive(connection: Connection) -> list[str]:
    """Build anew every state table whose shape is not today's, and return their records' names."""
    STATES.create_all(connection)
    known = {row.record: row.shape for row in connection.execute(select(DERIVED).where(DERIVED.c.ready))}
    stale = [record for record in TABLES if known.get(record) != _shape(record)]
    for record in stale:
        _rebuild(connection, record)
    return stale


def _shape(record: str) -> str:
    columns = [(column.name, str(column.type)) for column in TABLES[record].columns]
    indexes = sorted(str(index.name) for index in TABLES[record].indexes)
    return hashlib.sha256(json.dumps([columns, indexes]).encode()).hexdigest()


def _rebuild(connection: Connection, record: str) -> None:
    TABLES[record].drop(connection)
    TABLES[record].create(connection)
    query = select(JOURNAL).where(JOURNAL.c.record == record).order_by(JOURNAL.c.organisation, JOURNAL.c.record_id)
    states: dict[Key, State] = {}
    walks: dict[Key, str] = {}
    for row in connection.execute(query.execution_options(yield_per=500)):
        key = Key(row.organisation, row.record, row.record_id)
        change = Change(row.stamp, row.person, row.record, row.record_id, json.loads(row.fields))
        states[key] = merge(states.get(key, State()), change).state
        walks[key] = row.walk_id or walks.get(key, "")
    save_states(connection, {key: (state, walks[key] or None) for key, state in states.items()})
    connection.execute(delete(DERIVED).where(DERIVED.c.record == record))
    connection.execute(insert(DERIVED).values(record=record, shape=_shape(record), ready=True))
