"""The state tables: what every record is now, derived from the journal and the domain's field tables.

The intake writes the journal alone: whoever reads state tables has them drawn first (:meth:`Database.read`), so that
nobody waits for them who only brings and fetches changes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Index,
    MetaData,
    PrimaryKeyConstraint,
    Select,
    Table,
    Text,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from fieldwalk.domain.fields import Json, Kind, Place, Spans
from fieldwalk.domain.hanging import FILES, HUNG
from fieldwalk.domain.records import RECORDS, REMOVED, field_table
from sync.protocol.changes import Change
from sync.protocol.merge import State, merge
from sync.server.store.bulk import any_of, insert_rows, one_of, these
from sync.server.store.once import insert_once
from sync.server.store.tables import DERIVED, JOURNAL, ORGANISATIONS

STATES = MetaData()
_SHAPED = (Place, Spans)
"""Kinds whose values are lists: kept as JSON text."""


_FOUND_BY = {kind.name: ("walk_id", "issue_id", *FILES[kind.name]) for kind in HUNG}
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

DRAWN = Table("state_drawn", STATES, Column("organisation", Text, primary_key=True), Column("seq", BigInteger))
"""How far each organisation's journal has been drawn into the tables."""

_AT_ONCE = 1000
"""Changes that are drawn together."""

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
    """What those of the records that exist are now, by the journal: in a few queries however many they are."""
    found: dict[Key, State] = {}
    for (organisation, record), ids in grouped(keys).items():
        if record not in TABLES:
            continue
        asked = {"own": organisation, "record": record, **these(connection, ids)}
        for row in connection.execute(_written(connection.dialect.name), asked):
            key = Key(organisation, record, row.record_id)
            found[key] = merge(found.get(key, State()), _change(row)).state
    return found


_CHANGE = (JOURNAL.c.stamp, JOURNAL.c.record, JOURNAL.c.record_id, JOURNAL.c.fields, JOURNAL.c.walk_id, JOURNAL.c.seq)


@cache
def _written(dialect: str) -> Select[Any]:
    """Every change of some records."""
    own = (JOURNAL.c.organisation == bindparam("own"), JOURNAL.c.record == bindparam("record"))
    return select(*_CHANGE).where(*own, any_of(dialect, JOURNAL.c.record_id))


def _change(row: Any) -> Change:
    return Change(row.stamp, "", row.record, row.record_id, msgspec.json.decode(row.fields))


def _drawn(connection: Connection, keys: Iterable[Key]) -> dict[Key, State]:
    """What the tables say of those of the records that they hold."""
    found: dict[Key, State] = {}
    for (organisation, record), ids in grouped(keys).items():
        table = TABLES[record]
        where = (table.c.organisation == organisation, one_of(connection, table.c.id, ids))
        for row in connection.execute(select(table).where(*where)).mappings():
            values = {**values_of(record, row), REMOVED: bool(row[REMOVED])}
            found[Key(organisation, record, row["id"])] = State(values, json.loads(row["stamps"]))
    return found


def behind(connection: Connection) -> list[str]:
    """The organisations whose journals hold more than the state tables show."""
    return list(connection.scalars(_BEHIND))


_BEHIND = (
    select(ORGANISATIONS.c.organisation)
    .select_from(ORGANISATIONS.outerjoin(DRAWN, DRAWN.c.organisation == ORGANISATIONS.c.organisation))
    .where(ORGANISATIONS.c.head > func.coalesce(DRAWN.c.seq, 0))
)


def draw(connection: Connection, organisation: str, most: int | None = None) -> None:
    """Make the state tables show what the journal of ``organisation`` holds, or ``most`` changes more of it.

    Drawing a change twice, or in another order, gives the same. Nobody else draws the same at the same time.
    What a transaction that is not at its end has numbered is left for later: lower numbers may still come.
    """
    insert_once(connection, DRAWN, {"organisation": organisation, "seq": 0})
    mine = DRAWN.c.organisation == organisation
    seq = int(connection.scalar(select(DRAWN.c.seq).where(mine).with_for_update()) or 0)
    head = int(connection.scalar(select(ORGANISATIONS.c.head).where(ORGANISATIONS.c.organisation == organisation)) or 0)
    query = select(*_CHANGE).where(JOURNAL.c.organisation == organisation, JOURNAL.c.seq <= head)
    query, done = query.order_by(JOURNAL.c.seq), 0
    while seq < head and (most is None or done < most):
        rows = connection.execute(query.where(JOURNAL.c.seq > seq).limit(_AT_ONCE)).all()
        _draw(connection, organisation, [row for row in rows if row.record in TABLES])
        # To the head where nothing follows: what was purged before it was drawn would be waited for by every reader.
        seq, done = rows[-1].seq if len(rows) == _AT_ONCE else head, done + len(rows)
    connection.execute(update(DRAWN).where(mine).values(seq=seq))


def draw_all(connection: Connection) -> None:
    """Make the state tables show what every journal holds."""
    for organisation in behind(connection):
        draw(connection, organisation)


def _draw(connection: Connection, organisation: str, rows: Sequence[Any]) -> None:
    keys = [Key(organisation, row.record, row.record_id) for row in rows]
    there = _drawn(connection, keys)
    after: dict[Key, tuple[State, str | None]] = {}
    for key, row in zip(keys, rows, strict=True):
        state, walk_id = after.get(key) or (there.get(key, State()), None)
        after[key] = (merge(state, _change(row)).state, row.walk_id or walk_id)
    save_states(connection, after, there)


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


def redraw(connection: Connection, key: Key) -> None:
    """The record is drawn anew from its whole history by whoever reads it next."""
    table = TABLES.get(key.record)
    if table is not None:
        connection.execute(delete(table).where(table.c.organisation == key.organisation, table.c.id == key.record_id))
        connection.execute(delete(DRAWN).where(DRAWN.c.organisation == key.organisation))


def derive(connection: Connection) -> list[str]:
    """Draw every state table that lags, anew when its shape is not today's; return the names of those records."""
    STATES.create_all(connection)
    known = {row.record: row.shape for row in connection.execute(select(DERIVED).where(DERIVED.c.ready))}
    stale = [record for record in TABLES if known.get(record) != _shape(record)]
    for record in stale:
        _clear(connection, record)
    draw_all(connection)
    return stale


def _shape(record: str) -> str:
    columns = [(column.name, str(column.type)) for column in TABLES[record].columns]
    indexes = sorted(str(index.name) for index in TABLES[record].indexes)
    return hashlib.sha256(json.dumps([columns, indexes]).encode()).hexdigest()


def _clear(connection: Connection, record: str) -> None:
    """An empty table of today's shape. What is in the others stays, and is drawn over."""
    TABLES[record].drop(connection)
    TABLES[record].create(connection)
    connection.execute(delete(DRAWN))
    connection.execute(delete(DERIVED).where(DERIVED.c.record == record))
    connection.execute(insert(DERIVED).values(record=record, shape=_shape(record), ready=True))
