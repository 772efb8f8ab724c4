"""The journal's writing half: numbers, appends, and what was set aside."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from itertools import repeat
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    Text,
    and_,
    bindparam,
    cast,
    delete,
    func,
    insert,
    literal_column,
    null,
    select,
    union_all,
    update,
)

from fieldwalk.domain.fields import Json
from fieldwalk.domain.records import Voice
from fieldwalk.domain.secrecy import CLASSED
from sync.protocol.changes import Change
from sync.protocol.receipts import Receipt
from sync.protocol.table import Table as ChangeTable
from sync.server.caller import Caller
from sync.server.store.bulk import any_of, insert_columns, insert_rows, one_of, these
from sync.server.store.classes import Classes, hanging
from sync.server.store.migrations import note_raise
from sync.server.store.purged import purged_among
from sync.server.store.states import Key, draw, grouped
from sync.server.store.sums import Sums, section_of
from sync.server.store.tables import BATCHES, JOURNAL, ORGANISATIONS, PARKED, RESTAMPED


class Journal:
    """The journal of one organisation, inside one write transaction. Nothing is written before :meth:`close`."""

    def __init__(self, connection: Connection, caller: Caller, now: int) -> None:
        self._connection, self._caller, self._now = connection, caller, now
        self._head = self._hold_head()
        self._taken: list[dict[str, Any]] = []
        self._parked: list[dict[str, Any]] = []
        self._restamped: list[dict[str, Any]] = []
        self._plain: list[dict[str, Iterable[Any]]] = []
        self._plain_walks: dict[str, dict[str, str]] = {}
        self._sums = Sums(caller.organisation)
        self._walks: dict[Key, str] = {}
        self._classes = Classes()
        self._asked: set[tuple[str, str]] = set()
        self._known: set[Key] = set()
        self.classed: list[tuple[str, int, int]] = []
        """After :meth:`close` the points that were there and have another class now: id, rank before and after."""
        self._unsettled: set[Key] = set()
        self._raised = False

    def answered(self, stamps: Sequence[str]) -> dict[str, Receipt]:
        """The receipts already given for ``stamps``: of what was taken and of what was refused."""
        asked = {"own": self._caller.organisation, **these(self._connection, stamps)}
        rows = self._connection.execute(_answering(self._connection.dialect.name), asked).all()
        # What was taken counts before what was refused: where there are two answers to a stamp, the last one stays.
        return {row.stamp: Receipt(*row[:-1]) for row in sorted(rows, key=itemgetter(-1))}

    def named(self, replica: str, number: int, sha256: str) -> bool:
        """Whether this batch is the only one that ``replica`` has ever given this number; it is from now on."""
        own = {"organisation": self._caller.organisation, "replica": replica, "number": number}
        before = self._connection.scalar(_NAMED, own)
        if before is None:
            self._connection.execute(_NAME, {**own, "sha256": sha256})
        return before in (None, sha256)

    def recall(self, keys: Iterable[Key]) -> None:
        """Learn which walks the records belong to, as far as their changes so far say. Comes before :meth:`walk_of`."""
        for (_, record), ids in grouped(keys).items():
            if unasked := [one for one in ids if (record, one) not in self._asked]:
                self.known(record, unasked)

    def known(self, record: str, ids: Sequence[str]) -> set[str]:
        """Those of the records of one kind that there were before this batch; learns of them as :meth:`recall` does."""
        asked = {"own": self._caller.organisation, "record": record, **these(self._connection, ids)}
        rows = self._connection.execute(_recalling(self._connection.dialect.name), asked).all()
        self._asked.update(zip(repeat(record), ids, strict=False))
        for row in rows:
            key = Key(self._caller.organisation, record, row.record_id)
            self._known.add(key)
            if row.walk_id is not None:
                self._walks[key] = row.walk_id
            if row.lost:
                self._unsettled.add(key)
            self._classes.learn(key, row.secrecy)
        return {row.record_id for row in rows}

    def knows(self, key: Key) -> bool:
        """Whether there were changes of the record before this batch. Comes after :meth:`recall`."""
        return key in self._known

    def walk_of(self, key: Key) -> str | None:
        """The walk that the record belongs to, by its changes so far and those of this batch."""
        return self._walks.get(key) or self._plain_walks.get(key.record, {}).get(key.record_id)

    def purged(self, changes: Sequence[Change]) -> set[str]:
        """The stamps of those of ``changes`` that were purged, or that are about a record that was."""
        return purged_among(self._connection, self._caller.organisation, changes)

    def has(self, stamp: str) -> bool:
        """Whether a change with this stamp was kept before this batch, such as one that another phone handed back."""
        return self._connection.execute(_HAS, {"own": self._caller.organisation, "stamp": stamp}).first() is not None

    def only_by(self, key: Key, person: str) -> bool:
        """Whether nobody but ``person`` has ever written the record.

        Who looked a photo through wrote nothing in it, and who wrote a recording out did not speak in it.
        """
        others = (JOURNAL.c.person != person, SPEAKS if key.record == Voice.name else ~_APPROVES)
        query = select(JOURNAL.c.seq).where(*self._of_record(key.record, [key.record_id]), *others).limit(1)
        taken = [row for row in self._taken if row["record_id"] == key.record_id and _makes(key.record, row["fields"])]
        return all(row["person"] == person for row in taken) and self._connection.execute(query).first() is None

    def append(self, key: Key, change: Change, walk_id: str | None, values: Mapping[str, Json], *, writer: str) -> None:
        """The change takes the next number, in its walk if that is known, in the class of what the record is now.

        ``writer`` is the person who wrote it, empty when nobody may be named.
        """
        if walk_id is None:
            self._unsettled.add(key)
        elif key in self._unsettled:
            self._settle(key, walk_id)
        if walk_id is not None:
            self._walks[key] = walk_id
        row = self._row(change, change.sha256(), writer)
        row["seq"], row["walk_id"], row["replica"] = self._next(), walk_id, change.stamp[17:]
        row["secrecy"] = self._classes.of(key, change, values)
        self._taken.append(row)

    def append_plain(self, table: ChangeTable, walks: Sequence[str]) -> None:
        """Every row takes the next number, in its walk: the caller's own first words about an open record."""
        count, first = len(table.stamps), self._head + 1
        self._head += count
        self._plain_walks.setdefault(table.record, {}).update(zip(table.ids, walks, strict=True))
        sections = {walk: section_of(table.record, walk) for walk in set(walks)}
        self._sums.add_all(map(sections.__getitem__, walks), table.hashes)
        self._plain.append({
            "seq": range(first, first + count), "stamp": table.stamps, "sha256": table.hashes, "secrecy": repeat(0),
            "record": repeat(table.record), "record_id": table.ids, "walk_id": walks, "fields": table.contents,
            "organisation": repeat(self._caller.organisation), "person": repeat(self._caller.person_id),
            "received_at": repeat(self._now), "replica": [stamp[17:] for stamp in table.stamps],
        })  # fmt: skip

    def claim(self, key: Key, walk_id: str) -> None:
        """The record belongs to ``walk_id``, if some of its changes have no walk yet."""
        if key in self._unsettled:
            self._settle(key, walk_id)
            self._walks[key] = walk_id

    def rename(self, stamp: str, became: str) -> Key | None:
        """What was kept under ``stamp`` goes by ``became`` from now on, under a new number; a resend is told so.

        Returns the record, whose state must be drawn anew; ``None`` when there is no such change.
        """
        mine = (JOURNAL.c.organisation == self._caller.organisation, JOURNAL.c.stamp == stamp)
        row = self._connection.execute(select(JOURNAL).where(*mine)).first()
        if row is None:
            return None
        change = Change(became, row.person, row.record, row.record_id, json.loads(row.fields))
        self._sums.take(_section(row._asdict()), row.sha256)
        if self.has(became):
            self._connection.execute(delete(JOURNAL).where(*mine))
        else:
            self._sums.add(_section(row._asdict()), change.sha256())
            moved = {"stamp": became, "sha256": change.sha256(), "seq": self._next(), "replica": became[17:]}
            self._connection.execute(update(JOURNAL).where(*mine).values(**moved))
        known = {"organisation": self._caller.organisation, "stamp": stamp, "sha256": row.sha256}
        self._restamped.append({**known, "became": became})
        return Key(self._caller.organisation, row.record, row.record_id)

    def restamp(self, change: Change, became: str) -> None:
        """The change was kept, but goes by another stamp."""
        own = {"organisation": self._caller.organisation, "stamp": change.stamp, "sha256": change.sha256()}
        self._restamped.append({**own, "became": became})

    def park(
        self, change: Change, sha256: str, code: str, details: dict[str, object], *, walk_id: str | None, writer: str
    ) -> None:
        """The refused change is set aside with its reason; ``walk_id`` is the walk of one that waits for a yes."""
        why = {"code": code, "details": json.dumps(details, default=str)}
        self._parked.append({**self._row(change, sha256, writer), **why, "walk_id": walk_id})

    def close(self) -> None:
        """Write everything, and how far the numbers have come."""
        if self._classes.became or self._classes.hung():
            self._classify()
        for columns in self._plain:
            insert_columns(self._connection, JOURNAL, columns)
        for table, rows in ((JOURNAL, self._taken), (PARKED, self._parked), (RESTAMPED, self._restamped)):
            insert_rows(self._connection, table, rows)
        for row in self._taken:
            self._sums.add(_section(row), row["sha256"])
        self._sums.save(self._connection)
        if self._raised:
            note_raise(self._connection, self._caller.organisation)
        self._connection.execute(_SET_HEAD, {"own": self._caller.organisation, "head": self._head})

    def _settle(self, key: Key, walk_id: str) -> None:
        """The record's walk is known now: number anew what was kept before without one.

        Holders of that walk may have read past the first numbers, without being shown what was there.
        """
        self._unsettled.discard(key)
        for row in self._taken:
            if (row["record"], row["record_id"], row["walk_id"]) == (key.record, key.record_id, None):
                row["walk_id"] = walk_id
        lost = (*self._of_record(key.record, [key.record_id]), JOURNAL.c.walk_id.is_(None))
        self._move(lost, {"walk_id": walk_id})

    def _classify(self) -> None:
        """Points have another class now, and so has what hangs on them."""
        own = self._caller.organisation
        draw(self._connection, own)
        for row in self._taken:
            if row["record"] in CLASSED:
                row["secrecy"] = self._classes.now(Key(own, row["record"], row["record_id"]))
        for issue_id, secrecy in self._classes.became.items():
            if issue_id in self._classes.stood:
                self.classed.append((issue_id, self._classes.stood[issue_id], secrecy))
            for record, ids in hanging(self._connection, own, issue_id):
                self._reclass(record, ids, secrecy)
        for hung, secrecy in self._classes.hung().items():
            self._reclass(hung.record, [hung.record_id], secrecy)

    def _reclass(self, record: str, ids: Collection[str], secrecy: int) -> None:
        self._move((*self._of_record(record, ids), JOURNAL.c.secrecy != secrecy), {"secrecy": secrecy})

    def _move(self, which: Sequence[ColumnElement[bool]], to: Mapping[str, Any]) -> None:
        """Give those changes other values, and new numbers if more people see them so.

        They may have read past the first numbers, without being shown what was there.
        """
        rows = self._connection.execute(select(JOURNAL).where(*which).order_by(JOURNAL.c.seq)).mappings().all()
        self._raised |= any(to.get("secrecy", 0) > row["secrecy"] for row in rows)
        for row in map(dict, rows):
            after = {**row, **to}
            self._sums.move(_section(row), _section(after), row["sha256"])
            seq = row["seq"] if after["secrecy"] > row["secrecy"] else self._next()
            one = (JOURNAL.c.organisation == self._caller.organisation, JOURNAL.c.seq == row["seq"])
            self._connection.execute(update(JOURNAL).where(*one).values(seq=seq, **to))

    def _next(self) -> int:
        self._head += 1
        return self._head

    def _hold_head(self) -> int:
        """Held until the end of the transaction, so that numbers appear in the order of the commits."""
        return hold_head(self._connection, self._caller.organisation)

    def _row(self, change: Change, sha256: str, writer: str) -> dict[str, Any]:
        return {
            "organisation": self._caller.organisation,
            "stamp": change.stamp,
            "sha256": sha256,
            "person": writer,
            "record": change.record,
            "record_id": change.record_id,
            "fields": change.content,
            "received_at": self._now,
        }

    def _of_record(self, record: str, ids: Iterable[str]) -> tuple[Any, ...]:
        own = JOURNAL.c.organisation == self._caller.organisation
        return own, JOURNAL.c.record == record, one_of(self._connection, JOURNAL.c.record_id, ids)


_SAID = '{"approved":'
"""How a change begins that says of a photo that it was looked through."""
_APPROVES = and_(JOURNAL.c.fields.startswith(_SAID), ~JOURNAL.c.fields.contains(","))


_SOUND = '"sha256":'
"""What a change has in it that brings a recording its sound, and no words can have: in them a quote is escaped."""
SPEAKS = JOURNAL.c.fields.contains(_SOUND)
"""Whether a change of a recording brings its sound: whoever wrote it is the speaker, or stood beside them."""


def _makes(record: str, fields: str) -> bool:
    """As :data:`SPEAKS` of a recording's change, and as no :data:`_APPROVES` of any other."""
    if record == Voice.name:
        return _SOUND in fields
    return not (fields.startswith(_SAID) and "," not in fields)


def _section(row: Mapping[str, Any]) -> str:
    return section_of(row["record"], row["walk_id"], row["secrecy"], row["person"])


_MINE = ORGANISATIONS.c.organisation == bindparam("own")
_HOLD_HEAD = select(ORGANISATIONS.c.head).where(_MINE).with_for_update()
_SET_HEAD = update(ORGANISATIONS).where(_MINE)
_HEAD = select(ORGANISATIONS.c.head).where(_MINE)
_NAMED = select(BATCHES.c.sha256).where(
    *(BATCHES.c[name] == bindparam(name) for name in ("organisation", "replica", "number"))
)


_NAME = insert(BATCHES)
_HAS = select(JOURNAL.c.stamp).where(JOURNAL.c.organisation == bindparam("own"), JOURNAL.c.stamp == bindparam("stamp"))


@cache
def _answering(dialect: str) -> CompoundSelect[Any]:
    """What was said of some stamps: a :class:`Receipt`, and how much it weighs against another of the same stamp."""
    nothing = cast(null(), Text)
    told = ((PARKED, PARKED.c.code, nothing), (RESTAMPED, nothing, RESTAMPED.c.became), (JOURNAL, nothing, nothing))
    return union_all(*(
        select(table.c.stamp, table.c.sha256, refused, became, literal_column(str(weight)))
        .where(table.c.organisation == bindparam("own"), any_of(dialect, table.c.stamp))
        for weight, (table, refused, became) in enumerate(told)
    ))  # fmt: skip


@cache
def _recalling(dialect: str) -> Select[Any]:
    """What the journal knows of some records: their walks, how many changes have none, their strictest class."""
    lost = (func.count().label("all") - func.count(JOURNAL.c.walk_id)).label("lost")
    told = (lost, func.max(JOURNAL.c.walk_id).label("walk_id"), func.max(JOURNAL.c.secrecy).label("secrecy"))
    own = (JOURNAL.c.organisation == bindparam("own"), JOURNAL.c.record == bindparam("record"))
    which = (*own, any_of(dialect, JOURNAL.c.record_id))
    return select(JOURNAL.c.record_id, *told).where(*which).group_by(JOURNAL.c.record_id)


def hold_head(connection: Connection, organisation: str) -> int:
    """The last number given out, held until the end of the transaction: nobody else writes in this journal."""
    head = connection.scalar(_HOLD_HEAD, {"own": organisation})
    if head is None:
        raise LookupError("an organisation must be founded before it writes")
    return int(head)


def head_of(connection: Connection, organisation: str) -> int:
    """The last number that the organisation's journal has given out; 0 before the first."""
    return int(connection.scalar(_HEAD, {"own": organisation}) or 0)
