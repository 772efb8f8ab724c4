"""The journal's writing half: numbers, appends, and what was set aside."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Table, func, insert, select, update

from sync.protocol.changes import Change
from sync.protocol.messages import Receipt
from sync.server.caller import Caller
from sync.server.store.states import AT_ONCE, Key, grouped
from sync.server.store.tables import JOURNAL, ORGANISATIONS, PARKED


class Journal:
    """The journal of one organisation, inside one write transaction. Nothing is written before :meth:`close`."""

    def __init__(self, connection: Connection, caller: Caller, now: int) -> None:
        self._connection, self._caller, self._now = connection, caller, now
        self._head = self._hold_head()
        self._taken: list[dict[str, Any]] = []
        self._parked: list[dict[str, Any]] = []
        self._walks: dict[Key, str] = {}
        self._unsettled: set[Key] = set()

    def answered(self, stamps: Sequence[str]) -> dict[str, Receipt]:
        """The receipts already given for ``stamps``: of what was taken and of what was refused."""
        receipts: dict[str, Receipt] = {}
        for begin in range(0, len(stamps), AT_ONCE):
            some = stamps[begin : begin + AT_ONCE]
            receipts |= {row.stamp: Receipt(row.stamp, row.sha256, row.code) for row in self._of(PARKED, some)}
            receipts |= {row.stamp: Receipt(row.stamp, row.sha256) for row in self._of(JOURNAL, some)}
        return receipts

    def recall(self, keys: Iterable[Key]) -> None:
        """Learn which walks the records belong to, as far as their changes so far say. Comes before :meth:`walk_of`."""
        for (_, record), ids in grouped(keys).items():
            for begin in range(0, len(ids), AT_ONCE):
                self._recall(record, ids[begin : begin + AT_ONCE])

    def walk_of(self, key: Key) -> str | None:
        """The walk that the record belongs to, by its changes so far and those of this batch."""
        return self._walks.get(key)

    def append(self, key: Key, change: Change, sha256: str, walk_id: str | None) -> None:
        """The change takes the next number, in its walk if that is known."""
        if walk_id is None:
            self._unsettled.add(key)
        elif key in self._unsettled:
            self._settle(key, walk_id)
        if walk_id is not None:
            self._walks[key] = walk_id
        place = {"seq": self._next(), "walk_id": walk_id, "replica": change.stamp[17:]}
        self._taken.append({**self._row(change, sha256), **place})

    def park(self, change: Change, sha256: str, code: str, details: dict[str, object]) -> None:
        """The refused change is set aside with its reason."""
        why = {"code": code, "details": json.dumps(details, default=str)}
        self._parked.append({**self._row(change, sha256), **why})

    def close(self) -> None:
        """Write everything, and how far the numbers have come."""
        for table, rows in ((JOURNAL, self._taken), (PARKED, self._parked)):
            if rows:
                self._connection.execute(insert(table), rows)
        mine = ORGANISATIONS.c.organisation == self._caller.organisation
        self._connection.execute(update(ORGANISATIONS).where(mine).values(head=self._head))

    def _settle(self, key: Key, walk_id: str) -> None:
        """The record's walk is known now: number anew what was kept before without one.

        Holders of that walk may have read past the first numbers, without being shown what was there.
        """
        self._unsettled.discard(key)
        for row in self._taken:
            if (row["record"], row["record_id"], row["walk_id"]) == (key.record, key.record_id, None):
                row["walk_id"] = walk_id
        lost = (*self._of_record(key.record, [key.record_id]), JOURNAL.c.walk_id.is_(None))
        for seq in self._connection.scalars(select(JOURNAL.c.seq).where(*lost).order_by(JOURNAL.c.seq)).all():
            one = (JOURNAL.c.organisation == self._caller.organisation, JOURNAL.c.seq == seq)
            self._connection.execute(update(JOURNAL).where(*one).values(seq=self._next(), walk_id=walk_id))

    def _next(self) -> int:
        self._head += 1
        return self._head

    def _hold_head(self) -> int:
        """Held until the end of the transaction, so that numbers appear in the order of the commits."""
        mine = ORGANISATIONS.c.organisation == self._caller.organisation
        head = self._connection.scalar(select(ORGANISATIONS.c.head).where(mine).with_for_update())
        if head is None:
            raise LookupError("an organisation must be founded before it writes")
        return int(head)

    def _recall(self, record: str, ids: Sequence[str]) -> None:
        known = func.max(JOURNAL.c.walk_id).label("walk_id")
        lost = func.count().label("all") - func.count(JOURNAL.c.walk_id)
        query = select(JOURNAL.c.record_id, known, lost.label("lost")).where(*self._of_record(record, ids))
        for row in self._connection.execute(query.group_by(JOURNAL.c.record_id)):
            key = Key(self._caller.organisation, record, row.record_id)
            if row.walk_id is not None:
                self._walks[key] = row.walk_id
            if row.lost:
                self._unsettled.add(key)

    def _row(self, change: Change, sha256: str) -> dict[str, Any]:
        return {
            "organisation": self._caller.organisation,
            "stamp": change.stamp,
            "sha256": sha256,
            "person": self._caller.person_id,
            "record": change.record,
            "record_id": change.record_id,
            "fields": json.dumps(dict(change.fields), separators=(",", ":")),
            "received_at": self._now,
        }

    def _of(self, table: Table, stamps: Sequence[str]) -> Sequence[Row[Any]]:
        where = (table.c.organisation == self._caller.organisation, table.c.stamp.in_(stamps))
        return self._connection.execute(select(table).where(*where)).all()

    def _of_record(self, record: str, ids: Sequence[str]) -> tuple[Any, ...]:
        own = JOURNAL.c.organisation == self._caller.organisation
        return own, JOURNAL.c.record == record, JOURNAL.c.record_id.in_(ids)


def head_of(connection: Connection, organisation: str) -> int:
    """The last number that the organisation's journal has given out; 0 before the first."""
    query = select(func.coalesce(func.max(ORGANISATIONS.c.head), 0)).where(ORGANISATIONS.c.organisation == organisation)
    return int(connection.scalar(query) or 0)
