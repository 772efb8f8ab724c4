"""The journal: the one door through which every write of this phone goes, its own and those it receives."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from fieldwalk.domain.fields import Json
from fieldwalk.domain.records import RECORDS
from fieldwalk.domain.refusals import Refused
from sync.client import state_tables
from sync.client.schema import prepare
from sync.protocol.changes import Change, canonical, check
from sync.protocol.clock import Stamp, tick, witness
from sync.protocol.messages import Receipt

Listener = Callable[[frozenset[str]], None]


@dataclass(frozen=True)
class Edit:
    """New values for some fields of one record."""

    record: str
    record_id: str
    fields: Mapping[str, Json]


@dataclass(frozen=True)
class Turned:
    """A change that the server refused, and why. It stays in the journal and on the phone."""

    change: Change
    code: str


class Journal:
    """Appends changes and keeps the state tables level with them, in one transaction each time.

    ``now`` gives UTC milliseconds; ``replica`` names this installation (at least 8 of ``0-9a-z``).
    Listeners hear the names of the records that changed, after the commit and never before.
    """

    def __init__(self, db: Database, now: Callable[[], int], replica: str) -> None:
        self._db = db
        self._now = now
        self._listeners: list[Listener] = []
        prepare(db)
        self.replica = self._fact("replica", replica)
        self._last = Stamp.parse(self._fact("clock", str(Stamp(0, 0, self.replica))))
        if state_tables.ensure(db):
            self.rebuild()

    def write(self, person: str, edits: Iterable[Edit]) -> list[Change]:
        """Keep ``edits`` durably, all or none, and return them as changes.

        Raises :class:`Refused` for a value that its field can not hold; nothing is written then.
        """
        last, changes = self._last, []
        for edit in edits:
            last = tick(last, self._now())
            changes.append(Change(str(last), person, edit.record, edit.record_id, dict(edit.fields)))
        for change in changes:
            check(change)
        with self._db.atomic():
            self._append(changes, mine=True)
            self._keep("clock", str(last))
        self._last = last
        self._tell(changes)
        return changes

    def receive(self, changes: Sequence[Change], facts: Mapping[str, str]) -> None:
        """Take over ``changes`` from the server together with ``facts`` such as the cursor: both or neither.

        Safe to repeat. A change that may not be kept raises nothing and stops no other: it is left out.
        """
        fresh, last = self._unknown(changes), self._last
        for change in fresh:
            last = witness(last, Stamp.parse(change.stamp), self._now())
        with self._db.atomic():
            self._append(fresh, mine=False)
            for key, value in {**facts, "clock": str(last)}.items():
                self._keep(key, value)
        self._last = last
        self._tell(fresh)

    def unsent(self, most: int) -> list[Change]:
        """The oldest ``most`` own changes that the server has neither confirmed nor refused, in order."""
        sql = "select * from journal where mine and receipt is null and refused is null order by n limit ?"
        return [_change(row) for row in state_tables.fetch_all(self._db, sql, (most,))]

    def own(self) -> list[Change]:
        """Every change that this phone wrote, sent or not, in order."""
        return [_change(row) for row in state_tables.fetch_all(self._db, "select * from journal where mine order by n")]

    def settle(self, receipts: Iterable[Receipt]) -> list[str]:
        """Note what the server said of own changes. Returns the stamps whose receipt names another hash: not safe."""
        wrong, records = [], set()
        with self._db.atomic():
            for receipt in receipts:
                change = self._unsettled(receipt.stamp)
                if change is None:
                    continue
                records.add(change.record)
                if receipt.refused:
                    self._db.execute("update journal set refused = ? where stamp = ?", (receipt.refused, receipt.stamp))
                elif receipt.sha256 == change.sha256():
                    self._db.execute("update journal set receipt = ? where stamp = ?", (receipt.sha256, receipt.stamp))
                else:
                    wrong.append(receipt.stamp)
        self._announce(frozenset(records))
        return wrong

    def turned(self) -> list[Turned]:
        """What the server refused, oldest first."""
        rows = state_tables.fetch_all(self._db, "select * from journal where refused is not null order by n")
        return [Turned(_change(row), row["refused"]) for row in rows]

    def history(self, record: str, record_id: str) -> list[Change]:
        """Every change of one record that this phone knows, by stamp: beaten values are here."""
        sql = "select * from journal where record = ? and record_id = ? order by stamp"
        return [_change(row) for row in state_tables.fetch_all(self._db, sql, (record, record_id))]

    def rebuild(self) -> None:
        """Draw all state tables anew from the journal, in one transaction. They are equal afterwards."""
        with self._db.atomic():
            for name in RECORDS:
                self._db.execute(f"delete from {state_tables.table_of(name)}")
            rows = state_tables.fetch_all(self._db, "select * from journal order by n")
            state_tables.apply(self._db, map(_change, rows))
        self._announce(frozenset(RECORDS))

    def fact(self, key: str) -> str | None:
        """One of the device's own facts."""
        row = state_tables.fetch_one(self._db, "select value from device where key = ?", (key,))
        return row["value"] if row else None

    def keep_fact(self, key: str, value: str) -> None:
        """Keep a fact of the device durably; facts never leave the phone."""
        with self._db.atomic():
            self._keep(key, value)
        self._announce(frozenset({"device"}))

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener`` after each commit until the returned disposer is called."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def _append(self, changes: Sequence[Change], *, mine: bool) -> None:
        for change in changes:
            self._db.execute(
                "insert into journal (stamp, person, record, record_id, fields, mine) values (?, ?, ?, ?, ?, ?)",
                (
                    change.stamp,
                    change.person,
                    change.record,
                    change.record_id,
                    canonical(dict(change.fields)).decode(),
                    mine,
                ),
            )
        state_tables.apply(self._db, changes)

    def _unsettled(self, stamp: str) -> Change | None:
        sql = "select * from journal where stamp = ? and mine and receipt is null"
        row = state_tables.fetch_one(self._db, sql, (stamp,))
        return _change(row) if row else None

    def _unknown(self, changes: Sequence[Change]) -> list[Change]:
        fresh: dict[str, Change] = {}
        for change in changes:
            try:
                check(change)
            except Refused:
                continue
            if not state_tables.fetch_one(self._db, "select 1 from journal where stamp = ?", (change.stamp,)):
                fresh[change.stamp] = change
        return list(fresh.values())

    def _fact(self, key: str, first: str) -> str:
        value = self.fact(key)
        if value is None:
            self.keep_fact(key, first)
        return value or first

    def _keep(self, key: str, value: str) -> None:
        self._db.execute("insert or replace into device (key, value) values (?, ?)", (key, value))

    def _tell(self, changes: Sequence[Change]) -> None:
        self._announce(frozenset(change.record for change in changes))

    def _announce(self, records: frozenset[str]) -> None:
        if records:
            for listener in list(self._listeners):
                listener(records)


def _change(row: Mapping[str, str]) -> Change:
    return Change(row["stamp"], row["person"], row["record"], row["record_id"], json.loads(row["fields"]))
