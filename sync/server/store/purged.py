"""What was purged: who still has it is told so by its stamp, and nothing more is taken of a record that is gone.

A purged change leaves the journal, its sums and the state tables; its stamp alone stays. Phones compare what they hold
when the organisation's history has another name (:func:`note_raise`), hand back what the server lacks, and are told to
forget it. That is no alarm.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, delete, select

from fieldwalk.domain.fields import IDENTITY, Json
from fieldwalk.domain.records import Action, Issue
from fieldwalk.domain.refusals import Refused
from sync.protocol.changes import Change
from sync.protocol.clock import is_stamp
from sync.server.store.bulk import insert_rows, one_of
from sync.server.store.migrations import note_raise
from sync.server.store.once import insert_once
from sync.server.store.states import TABLES, Key, grouped
from sync.server.store.sums import Sums, section_of
from sync.server.store.tables import JOURNAL, PARKED, PURGED, RESTAMPED, TALLIES

_ANY = select(PURGED.c.stamp).where(PURGED.c.organisation == bindparam("own")).limit(1)
_TOLD_BY = {Issue.name: "category", Action.name: "state"}
"""What is counted of a record beside that there was one."""


def purged_among(connection: Connection, organisation: str, changes: Sequence[Change]) -> set[str]:
    """The stamps of those of ``changes`` that were purged, or that are about a record that was."""
    mine = PURGED.c.organisation == organisation
    if connection.execute(_ANY, {"own": organisation}).first() is None:
        return set()
    sent = [change.stamp for change in changes if is_stamp(change.stamp)]
    stamps = set(connection.scalars(select(PURGED.c.stamp).where(mine, one_of(connection, PURGED.c.stamp, sent))))
    ids = {change.record_id for change in changes if _is_identity(change.record_id)}
    query = select(PURGED.c.record, PURGED.c.record_id).where(mine, one_of(connection, PURGED.c.record_id, ids))
    records = {(row.record, row.record_id) for row in connection.execute(query)}
    records -= living(connection, organisation, records)  # of these a server of earlier took away what waited, by name
    return stamps | {change.stamp for change in changes if (change.record, change.record_id) in records}


def purge(connection: Connection, organisation: str, keys: Iterable[Key], now: int) -> Counter[str]:
    """Take the whole records away, and what waits about them. Returns how many of each record they were.

    The caller holds the journal's head, and the state tables are drawn. Files stay where they are.
    """
    counts: Counter[str] = Counter()
    sums = Sums(organisation)
    for (_, record), ids in grouped(keys).items():
        table = TABLES[record]
        mine = (table.c.organisation == organisation, one_of(connection, table.c.id, ids))
        told = _values(connection, record, mine)
        of = (JOURNAL.c.organisation == organisation, JOURNAL.c.record == record)
        rows = connection.execute(select(JOURNAL).where(*of, one_of(connection, JOURNAL.c.record_id, ids))).mappings()
        counts[record] += _take(connection, organisation, record, list(map(dict, rows)), told, sums, now)
        connection.execute(delete(table).where(*mine))
        parked = (PARKED.c.record == record, one_of(connection, PARKED.c.record_id, ids))
        drop_parked(connection, organisation, parked, now)
    sums.save(connection)
    if +counts:
        note_raise(connection, organisation)
    return +counts


def drop_parked(connection: Connection, organisation: str, which: Sequence[ColumnElement[bool]], now: int) -> int:
    """Take away what was set aside. Returns how many changes that was."""
    mine = (PARKED.c.organisation == organisation, *which)
    rows = list(map(dict, connection.execute(select(PARKED).where(*mine)).mappings()))
    alive = living(connection, organisation, {(row["record"], row["record_id"]) for row in rows})
    for row in rows:  # of what lives on only the stamp is told: else nobody could write about it any more
        row["record_id"] = "" if (row["record"], row["record_id"]) in alive else row["record_id"]
    _bury(connection, organisation, rows, now)
    connection.execute(delete(PARKED).where(*mine))
    return len(rows)


def gone_among(connection: Connection, organisation: str, records: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those of ``records``, each its kind and its id, that were purged."""
    wanted = set(records)
    mine = (PURGED.c.organisation == organisation, one_of(connection, PURGED.c.record_id, {each for _, each in wanted}))
    rows = connection.execute(select(PURGED.c.record, PURGED.c.record_id).where(*mine).distinct())
    gone = wanted.intersection((row.record, row.record_id) for row in rows)
    return gone - living(connection, organisation, gone)


def living(connection: Connection, organisation: str, records: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those of ``records``, each its kind and its id, that the journal has."""
    wanted = set(records)
    if not wanted:
        return set()
    ids = one_of(connection, JOURNAL.c.record_id, {each for _, each in wanted})
    rows = connection.execute(
        select(JOURNAL.c.record, JOURNAL.c.record_id).where(JOURNAL.c.organisation == organisation, ids).distinct()
    )
    return wanted.intersection((row.record, row.record_id) for row in rows)


def tallies(connection: Connection, organisation: str) -> dict[tuple[int, str, str], int]:
    """How many there were that are purged now, by year, record, and category or state."""
    rows = connection.execute(select(TALLIES).where(TALLIES.c.organisation == organisation))
    return {(row.year, row.record, row.what): row.number for row in rows}


def _values(connection: Connection, record: str, mine: Sequence[ColumnElement[bool]]) -> dict[str, str]:
    """By which word each record is counted."""
    column = _TOLD_BY.get(record)
    if column is None:
        return {}
    table = TABLES[record]
    return {row.id: row[1] or "" for row in connection.execute(select(table.c.id, table.c[column]).where(*mine))}


def _take(
    connection: Connection,
    organisation: str,
    record: str,
    rows: Sequence[Mapping[str, Any]],
    told: Mapping[str, str],
    sums: Sums,
    now: int,
) -> int:
    began: dict[str, int] = {}
    for row in rows:
        sums.take(section_of(row["record"], row["walk_id"], row["secrecy"], row["person"]), row["sha256"])
        began[row["record_id"]] = min(row["received_at"], began.get(row["record_id"], row["received_at"]))
    _bury(connection, organisation, rows, now)
    gone = (JOURNAL.c.organisation == organisation, one_of(connection, JOURNAL.c.stamp, [r["stamp"] for r in rows]))
    connection.execute(delete(JOURNAL).where(*gone))
    _count(connection, organisation, Counter((_year(at), record, told.get(one, "")) for one, at in began.items()))
    return len(began)


def _bury(connection: Connection, organisation: str, rows: Sequence[Mapping[str, Any]], now: int) -> None:
    """Keep the stamps, and those under which the same changes were first sent."""
    stones = [_stone(organisation, row["stamp"], row["record"], row["record_id"], now) for row in rows]
    by_stamp = {row["stamp"]: row for row in rows}
    became = (RESTAMPED.c.organisation == organisation, one_of(connection, RESTAMPED.c.became, by_stamp))
    for old in connection.execute(select(RESTAMPED).where(*became)).all():
        row = by_stamp[old.became]
        stones.append(_stone(organisation, old.stamp, row["record"], row["record_id"], now))
    connection.execute(delete(RESTAMPED).where(*became))
    named = {stone["stamp"]: stone for stone in stones}
    mine = (PURGED.c.organisation == organisation, one_of(connection, PURGED.c.stamp, named))
    for there in connection.scalars(select(PURGED.c.stamp).where(*mine)).all():
        del named[there]
    insert_rows(connection, PURGED, list(named.values()))


def _stone(organisation: str, stamp: str, record: str, record_id: str, now: int) -> dict[str, Any]:
    return {"organisation": organisation, "stamp": stamp, "record": record, "record_id": record_id, "at": now}


def _count(connection: Connection, organisation: str, gained: Mapping[tuple[int, str, str], int]) -> None:
    for (year, record, what), number in gained.items():
        own = {"organisation": organisation, "year": year, "record": record, "what": what}
        insert_once(connection, TALLIES, {**own, "number": 0})
        mine = (TALLIES.c[name] == value for name, value in own.items())
        connection.execute(TALLIES.update().where(*mine).values(number=TALLIES.c.number + number))


def _year(moment: int) -> int:
    return datetime.fromtimestamp(moment / 1000, UTC).year


def _is_identity(word: Json) -> bool:
    """Whether a database can be asked for it: what a phone sends has not been looked at yet."""
    try:
        IDENTITY.check(word)
    except Refused:
        return False
    return True
