"""The journal's writing half: numbers, appends, and what was set aside."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, and_, func, insert, select, update

from sync.protocol.changes import Change
from sync.protocol.messages import Receipt
from sync.server.caller import Caller
from sync.server.store.tables import JOURNAL, ORGANISATIONS, PARKED

_AT_ONCE = 500
"""Values in one IN list: below every store's limit."""


@dataclass(frozen=True)
class Taken:
    """A change on its way into the journal."""

    change: Change
    sha256: str
    walk_id: str | None


class Journal:
    """The journal of one organisation, inside one write transaction."""

    def __init__(self, connection: Connection, caller: Caller, now: int) -> None:
        self._connection, self._caller, self._now = connection, caller, now
        self._head = self._hold_head()

    @property
    def head(self) -> int:
        return self._head

    def answered(self, stamps: Sequence[str]) -> dict[str, Receipt]:
        """The receipts already given for ``stamps``: of what was taken and of what was refused."""
        receipts: dict[str, Receipt] = {}
        for begin in range(0, len(stamps), _AT_ONCE):
            some = stamps[begin : begin + _AT_ONCE]
            receipts |= {row.stamp: Receipt(row.stamp, row.sha256, row.code) for row in self._of(PARKED, some)}
            receipts |= {row.stamp: Receipt(row.stamp, row.sha256) for row in self._of(JOURNAL, some)}
        return receipts

    def append(self, taken: Taken) -> None:
        """Write the change under the next number. Raises nothing that a caller may swallow: a fault ends the batch."""
        self._head += 1
        change = taken.change
        place = {"seq": self._head, "walk_id": taken.walk_id, "replica": change.stamp[17:]}
        self._connection.execute(insert(JOURNAL).values({**self._row(change, taken.sha256), **place}))

    def park(self, change: Change, sha256: str, code: str, details: dict[str, object]) -> None:
        """Set the refused change aside with its reason."""
        row = {**self._row(change, sha256), "code": code, "details": json.dumps(details, default=str)}
        self._connection.execute(insert(PARKED).values(row))

    def walk_of(self, record: str, record_id: str) -> str | None:
        """The walk that the record's changes so far belong to."""
        where = (*self._of_record(record, record_id), JOURNAL.c.walk_id.is_not(None))
        return self._connection.scalar(select(JOURNAL.c.walk_id).where(*where).limit(1))

    def settle(self, record: str, record_id: str, walk_id: str) -> None:
        """Number anew the record's changes that came before its walk was known.

        Holders of that walk may have read past their first numbers, without being shown them.
        """
        where = (*self._of_record(record, record_id), JOURNAL.c.walk_id.is_(None))
        for seq in list(self._connection.scalars(select(JOURNAL.c.seq).where(*where).order_by(JOURNAL.c.seq))):
            self._head += 1
            row = and_(JOURNAL.c.organisation == self._caller.organisation, JOURNAL.c.seq == seq)
            self._connection.execute(update(JOURNAL).where(row).values(seq=self._head, walk_id=walk_id))

    def close(self) -> None:
        """Note how far the numbers have come."""
        mine = ORGANISATIONS.c.organisation == self._caller.organisation
        self._connection.execute(update(ORGANISATIONS).where(mine).values(head=self._head))

    def _hold_head(self) -> int:
        """Held until the end of the transaction, so that numbers appear in the order of the commits."""
        mine = ORGANISATIONS.c.organisation == self._caller.organisation
        head = self._connection.scalar(select(ORGANISATIONS.c.head).where(mine).with_for_update())
        if head is None:
            raise LookupError("an organisation must be founded before it writes")
        return int(head)

    def _row(self, change: Change, sha256: str) -> dict[str, object]:
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

    def _of(self, table: Any, stamps: Sequence[str]) -> Sequence[Row[Any]]:
        where = (table.c.organisation == self._caller.organisation, table.c.stamp.in_(stamps))
        return self._connection.execute(select(table).where(*where)).all()

    def _of_record(self, record: str, record_id: str) -> tuple[Any, ...]:
        own = JOURNAL.c.organisation == self._caller.organisation
        return own, JOURNAL.c.record == record, JOURNAL.c.record_id == record_id


def head_of(connection: Connection, organisation: str) -> int:
    """The last number that the organisation's journal has given out; 0 before the first."""
    query = select(func.coalesce(func.max(ORGANISATIONS.c.head), 0)).where(ORGANISATIONS.c.organisation == organisation)
    return int(connection.scalar(query) or 0)
