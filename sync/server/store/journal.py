"""The journal's writing half: numbers, appends, and what was set aside."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Table, func, insert, select, update

from sync.protocol.changes import Change
from sync.protocol.receipts import Receipt
from sync.server.caller import Caller
from sync.server.store.bulk import insert_rows, one_of
from sync.server.store.states import Key, grouped
from sync.server.store.sums import Sums
from sync.server.store.tables import BATCHES, JOURNAL, ORGANISATIONS, PARKED, RESTAMPED


class Journal:
    """The journal of one organisation, inside one write transaction. Nothing is written before :meth:`close`."""

    def __init__(self, connection: Connection, caller: Caller, now: int) -> None:
        self._connection, self._caller, self._now = connection, caller, now
        self._head = self._hold_head()
        self._taken: list[dict[str, Any]] = []
        self._parked: list[dict[str, Any]] = []
        self._restamped: list[dict[str, Any]] = []
        self._sums = Sums(caller.organisation)
        self._walks: dict[Key, str] = {}
        self._unsettled: set[Key] = set()

    def answered(self, stamps: Sequence[str]) -> dict[str, Receipt]:
        """The receipts already given for ``stamps``: of what was taken and of what was refused."""
        receipts: dict[str, Receipt] = {}
        receipts |= {row.stamp: Receipt(row.stamp, row.sha256, row.code) for row in self._of(PARKED, stamps)}
        receipts |= {r.stamp: Receipt(r.stamp, r.sha256, None, r.became) for r in self._of(RESTAMPED, stamps)}
        receipts |= {row.stamp: Receipt(row.stamp, row.sha256) for row in self._of(JOURNAL, stamps)}
        return receipts

    def named(self, replica: str, number: int, sha256: str) -> bool:
        """Whether this batch is the only one that ``replica`` has ever given this number; it is from now on."""
        own = {"organisation": self._caller.organisation, "replica": replica, "number": number}
        where = [BATCHES.c[name] == value for name, value in own.items()]
        before = self._connection.scalar(select(BATCHES.c.sha256).where(*where))
        if before is None:
            self._connection.execute(insert(BATCHES).values(**own, sha256=sha256))
        return before in (None, sha256)

    def recall(self, keys: Iterable[Key]) -> None:
        """Learn which walks the records belong to, as far as their changes so far say. Comes before :meth:`walk_of`."""
        for (_, record), ids in grouped(keys).items():
            self._recall(record, ids)

    def walk_of(self, key: Key) -> str | None:
        """The walk that the record belongs to, by its changes so far and those of this batch."""
        return self._walks.get(key)

    def has(self, stamp: str) -> bool:
        """Whether a change with this stamp was kept before this batch, such as one that another phone handed back."""
        return bool(self._of(JOURNAL, [stamp]))

    def append(self, key: Key, change: Change, walk_id: str | None, *, own: bool = True) -> None:
        """The change takes the next number, in its walk if that is known. ``own``: its writer is the caller."""
        if walk_id is None:
            self._unsettled.add(key)
        elif key in self._unsettled:
            self._settle(key, walk_id)
        if walk_id is not None:
            self._walks[key] = walk_id
        place = {"seq": self._next(), "walk_id": walk_id, "replica": change.stamp[17:]}
        writer = {} if own else {"person": ""}
        self._taken.append({**self._row(change, change.sha256()), **place, **writer})

    def claim(self, key: Key, walk_id: str) -> bool:
        """The record belongs to ``walk_id``, if some of its changes have no walk yet. Returns whether they had none."""
        lost = key in self._unsettled
        if lost:
            self._settle(key, walk_id)
            self._walks[key] = walk_id
        return lost

    def restamp(self, change: Change, became: str) -> None:
        """The change was kept, but goes by another stamp."""
        own = {"organisation": self._caller.organisation, "stamp": change.stamp, "sha256": change.sha256()}
        self._restamped.append({**own, "became": became})

    def park(self, change: Change, sha256: str, code: str, details: dict[str, object]) -> None:
        """The refused change is set aside with its reason."""
        why = {"code": code, "details": json.dumps(details, default=str)}
        self._parked.append({**self._row(change, sha256), **why})

    def close(self) -> None:
        """Write everything, and how far the numbers have come."""
        for table, rows in ((JOURNAL, self._taken), (PARKED, self._parked), (RESTAMPED, self._restamped)):
            insert_rows(self._connection, table, rows)
        for row in self._taken:
            self._sums.add(row["record"], row["walk_id"], row["sha256"])
        self._sums.save(self._connection)
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
        query = select(JOURNAL.c.seq, JOURNAL.c.sha256).where(*lost).order_by(JOURNAL.c.seq)
        for seq, sha256 in self._connection.execute(query).all():
            self._sums.move(key.record, walk_id, sha256)
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
            "fields": change.content,
            "received_at": self._now,
        }

    def _of(self, table: Table, stamps: Sequence[str]) -> Sequence[Row[Any]]:
        where = (table.c.organisation == self._caller.organisation, one_of(self._connection, table.c.stamp, stamps))
        return self._connection.execute(select(table).where(*where)).all()

    def _of_record(self, record: str, ids: Sequence[str]) -> tuple[Any, ...]:
        own = JOURNAL.c.organisation == self._caller.organisation
        return own, JOURNAL.c.record == record, one_of(self._connection, JOURNAL.c.record_id, ids)


def head_of(connection: Connection, organisation: str) -> int:
    """The last number that the organisation's journal has given out; 0 before the first."""
    query = select(func.coalesce(func.max(ORGANISATIONS.c.head), 0)).where(ORGANISATIONS.c.organisation == organisation)
    return int(connection.scalar(query) or 0)
