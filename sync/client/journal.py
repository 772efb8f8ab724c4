"""The journal: the one door through which every write of this phone goes, its own and those it receives."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlite_utils import Database

from fieldwalk.domain.fields import Json
from fieldwalk.domain.records import RECORDS, words_of
from fieldwalk.listeners import Dispose, Listeners
from sync.client import state_tables
from sync.client.holding import Holding, is_about
from sync.client.looking import leaves_files
from sync.client.outbox import Batch, Outbox
from sync.client.restamping import Restamping
from sync.client.rows import QUARANTINED, UNSENT, change_of, changes_where, fetch_all, fetch_one
from sync.client.schema import prepare
from sync.client.soundness import sound_of
from sync.client.wording import shared
from sync.protocol.changes import Change, check
from sync.protocol.clock import Stamp, is_of, tick, witness
from sync.protocol.receipts import Receipt

WITHDRAWN = "withdrawn"
"""What the server says of a change that it holds and the phone may not; and the fact when that was last (UTC ms)."""

RIGHT_ENDED = "right_ended"
"""The fact that the server has ended this phone's right to be there, and that nobody has joined since."""

TO_SWEEP = "to_sweep"
"""The fact that files are to be looked through for those that no record names any more."""

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


def new_replica() -> str:
    """A name that no other installation has."""
    return secrets.token_hex(8)


class Journal:
    """Appends changes and keeps the state tables level with them, in one transaction each time.

    ``now`` gives UTC milliseconds; ``replica`` names this installation (at least 8 of ``0-9a-z``), and ``fresh``
    gives another name when it turns out to be taken. Listeners hear the names of the records that changed,
    after the commit and never before.
    """

    def __init__(
        self, db: Database, now: Callable[[], int], replica: str, fresh: Callable[[], str] = new_replica
    ) -> None:
        self._db = db
        self._now = now
        self._fresh = fresh
        self._listeners: Listeners[[frozenset[str]]] = Listeners()
        prepare(db)
        self._outbox = Outbox(db)
        self.holding = Holding(db)
        self._restamping = Restamping(db, self.holding)
        self.replica = self._fact("replica", replica)
        self._last = Stamp.parse(self._fact("clock", str(Stamp(0, 0, self.replica))))
        with db.atomic():  # emptied and drawn in one: ended between the two, nothing would ever be drawn again
            if state_tables.ensure(db):
                self.rebuild()

    def write(self, person: str, edits: Iterable[Edit], instead_of: Sequence[Change] = ()) -> list[Change]:
        """Keep ``edits`` durably, all or none, and return them as changes.

        ``instead_of`` are some of those that are :meth:`unshown`, which ``edits`` say again: they are gone then.
        Raises :class:`Refused` for a value that its field can not hold; nothing is written then.
        """
        last, changes = self._last, []
        for edit in edits:
            last = tick(last, self._now())
            changes.append(Change(str(last), person, edit.record, edit.record_id, dict(edit.fields)))
        for change in changes:
            check(change)
        with self._db.atomic():
            self._drop([(change.stamp, change.record, change.record_id) for change in instead_of])
            self._append(changes, mine=True)
            self._keep("clock", str(last))
        self._last = last
        self._tell(changes)
        return changes

    def receive(
        self,
        changes: Sequence[Change],
        facts: Mapping[str, str],
        receipts: Sequence[Receipt] = (),
        safe: Batch | None = None,
    ) -> None:
        """Take over what the server said in one turn, all of it or nothing.

        ``receipts`` settle own changes, ``safe`` is a whole batch that the server has just as it was sent,
        ``changes`` are others', ``facts`` are such as the cursor. Safe to repeat.
        A change that may not be kept raises nothing and stops no other: it is left out.
        """
        sound = sound_of(list({change.stamp: change for change in changes}.values()))
        last = self._last
        for change in sound:
            last = witness(last, Stamp.parse(change.stamp), self._now())
        with self._db.atomic():
            settled = self._withdraw([r.stamp for r in receipts if r.refused == WITHDRAWN]) | self._settle(receipts)
            settled |= self._settle_whole(safe) if safe else set()
            self._restamping.follow({receipt.stamp: receipt.became for receipt in receipts if receipt.became})
            fresh, last = self._lacking(sound, last)
            self._append(fresh, mine=False)
            self.holding.add(change.sha256() for change in fresh)
            facts = {**facts, **({TO_SWEEP: "yes"} if any(map(leaves_files, fresh)) else {})}
            for key, value in {**facts, "clock": str(last)}.items():
                self._keep(key, value)
        self._last, self.replica = last, last.replica
        self._announce(frozenset(settled | {change.record for change in fresh}))

    def adopt(self, changes: Sequence[Change]) -> None:
        """Take over what others wrote and the server may lack, as what is to be handed on to it. Safe to repeat."""
        sound = sound_of(changes)
        with self._db.atomic():
            known = self.holding.known([change.stamp for change in sound])
            fresh = [change for change in sound if change.stamp not in known]
            self._append(fresh, mine=2)
        self._tell(fresh)

    def after(self, place: int, most: int) -> tuple[list[Change], int]:
        """At ``most`` so many changes behind ``place``, in the order they came, and the place of the last of them."""
        rows = fetch_all(self._db, "select * from journal where n > ? order by n limit ?", (place, most))
        return [change_of(row) for row in rows], rows[-1]["n"] if rows else place

    def batch(self, most: int) -> Batch | None:
        """The own changes that are to be pushed now: see :meth:`sync.client.outbox.Outbox.batch`."""
        return self._outbox.batch(most)

    def thaw(self) -> int:
        """Take the waiting batch apart: see :meth:`sync.client.outbox.Outbox.thaw`."""
        return self._outbox.thaw()

    def unsent(self, most: int) -> list[Change]:
        """The oldest ``most`` own changes that the server has neither confirmed nor refused, in order."""
        return changes_where(self._db, UNSENT, (most,), "n limit ?")

    def own(self) -> list[Change]:
        """Every change that this phone wrote, sent or not, in order, to be kept elsewhere: it counts as shown."""
        with self._db.atomic():
            self._outbox.show(self._outbox.last())
        return changes_where(self._db, "mine")

    def unshown(self, record: str) -> list[Change]:
        """Own changes that have never left this phone: see :meth:`sync.client.outbox.Outbox.unshown`."""
        return self._outbox.unshown(record)

    def waiting(self) -> int:
        """How many own changes the server has neither confirmed nor refused."""
        row = fetch_one(self._db, f"select count(*) as n from journal where {UNSENT}")
        return int(row["n"]) if row else 0

    def settle(self, receipts: Sequence[Receipt]) -> None:
        """Note what the server said of own changes. Those whose receipt names another hash are not safe yet."""
        self.receive((), {}, receipts)

    def turned(self) -> list[Turned]:
        """What the server refused, oldest first."""
        rows = fetch_all(self._db, "select * from journal where refused is not null and mine order by n")
        return [Turned(change_of(row), row["refused"]) for row in rows]

    def history(self, record: str, record_id: str) -> list[Change]:
        """Every change of one record that this phone knows, by stamp: beaten values are here."""
        return changes_where(self._db, "record = ? and record_id = ?", (record, record_id), "stamp")

    def others_words(self, record: str, record_id: str, fields: Iterable[str]) -> set[str]:
        """The stamps of what the words in ``fields`` say now, where another phone wrote them."""
        wanted = words_of(record).intersection(fields)
        stamps = state_tables.stamps_of(self._db, record, record_id) if wanted else {}
        shown = {stamps[field] for field in wanted if field in stamps}
        return {stamp for stamp in shown if not is_of(stamp, self.replica)}

    def is_mine(self, change: Change) -> bool:
        """Whether this phone wrote the change, under this name or an earlier one."""
        row = fetch_one(self._db, "select mine from journal where stamp = ?", (change.stamp,))
        return is_of(change.stamp, self.replica) or bool(row and row["mine"] == 1)

    def shared(self, after: int) -> tuple[list[tuple[str, str]], int]:
        """Where more than one phone has put words: see :func:`sync.client.wording.shared`."""
        return shared(self._db, after)

    def hand_back(self, forgotten: Iterable[str]) -> None:
        """The server has lost the changes of these stamps: they wait to be sent again, whoever wrote them."""
        with self._db.atomic():
            for stamp in forgotten:
                self.holding.lose(stamp)
        self._announce(frozenset({"device"}))

    def withdraw_all(self) -> None:
        """The right to everything here has ended: forget all that a server holds, and all that others wrote.

        What this phone wrote and no server has taken stays, is shown, and goes along in the rescue file.
        """
        with self._db.atomic():
            self._outbox.thaw()
            self._db.execute(f"delete from journal where not ({QUARANTINED})")
            self.holding.empty()
            # No server's history has this name: whoever joins again compares all, and nobody is alarmed.
            for key, value in (("cursor", "0"), ("epoch", WITHDRAWN), (WITHDRAWN, str(self._now())), (TO_SWEEP, "yes")):
                self._keep(key, value)
        self.rebuild()
        self._announce(frozenset({"device"}))

    def quarantined(self) -> int:
        """How many changes of this phone's own no server has taken."""
        row = fetch_one(self._db, f"select count(*) as n from journal where {QUARANTINED}")
        return int(row["n"]) if row else 0

    def rename(self) -> str:
        """Take another replica name, because another installation writes under this one, and return it.

        What the server has not confirmed is stamped anew in that name, so that no stamp means two changes.
        """
        with self._db.atomic():
            last = self._rename(self._last)
            self._keep("clock", str(last))
        self._last, self.replica = last, last.replica
        return self.replica

    def rebuild(self) -> None:
        """Draw all state tables anew from the journal, in one transaction. They are equal afterwards."""
        with self._db.atomic():
            for name in RECORDS:
                self._db.execute(f"delete from {state_tables.table_of(name)}")
            state_tables.apply(self._db, changes_where(self._db, "1"))
        self._announce(frozenset(RECORDS))

    def fact(self, key: str) -> str | None:
        """One of the device's own facts."""
        row = fetch_one(self._db, "select value from device where key = ?", (key,))
        return row["value"] if row else None

    def keep_fact(self, key: str, value: str) -> None:
        """Keep a fact of the device durably; facts never leave the phone."""
        with self._db.atomic():
            self._keep(key, value)
        self._announce(frozenset({"device"}))

    def subscribe(self, listener: Listener) -> Dispose:
        """Call ``listener`` after each commit until the returned disposer is called."""
        return self._listeners.subscribe(listener)

    def _append(self, changes: Sequence[Change], *, mine: int) -> None:
        sql = (
            "insert into journal (stamp, person, record, record_id, fields, mine, sha256) values (?, ?, ?, ?, ?, ?, ?)"
        )
        rows = [(c.stamp, c.person, c.record, c.record_id, c.content, mine, c.sha256()) for c in changes]
        self._db.conn.executemany(sql, rows)
        state_tables.apply(self._db, changes)

    def _settle(self, receipts: Sequence[Receipt]) -> set[str]:
        """Note the receipts of changes that still wait for one. Returns the names of their records."""
        known = self.holding.known([receipt.stamp for receipt in receipts])
        open_ = [receipt for receipt in receipts if is_about(receipt, known.get(receipt.stamp))]
        self._outbox.settle(open_)
        self.holding.add(receipt.sha256 for receipt in open_ if not receipt.refused)
        return {known[receipt.stamp]["record"] for receipt in open_}

    def _settle_whole(self, batch: Batch) -> set[str]:
        """As :meth:`_settle`, of a batch in which nothing was unusual."""
        rows = self._outbox.settle_whole(batch)
        self.holding.add(row["sha256"] for row in rows)
        return {row["record"] for row in rows}

    def _withdraw(self, stamps: Sequence[str]) -> set[str]:
        """The server holds these and says that this phone may not. Returns the names of their records."""
        known = [row for row in self.holding.known(stamps).values() if not row["settled"]]
        gone = [(row["stamp"], row["record"], row["record_id"]) for row in known]
        self._drop(gone)
        if gone:
            self._keep(WITHDRAWN, str(self._now()))
            self._keep(TO_SWEEP, "yes")
        return {record for _, record, _ in gone}

    def _drop(self, gone: Sequence[tuple[str, str, str]]) -> None:
        """Forget changes, by stamp, record and its id, and draw their records anew."""
        self._db.conn.executemany("delete from journal where stamp = ?", [(stamp,) for stamp, _, _ in gone])
        for record, record_id in {(record, record_id) for _, record, record_id in gone}:
            state_tables.redraw(self._db, record, record_id, self.history(record, record_id))

    def _rename(self, last: Stamp, taken: Iterable[str] = ()) -> Stamp:
        """As :meth:`rename`, inside the caller's transaction: returns ``last`` under the other name."""
        replica = self._fresh()
        self._outbox.thaw()
        self._restamping.rename(self.replica, replica, taken)
        self._keep("replica", replica)
        return replace(last, replica=replica)

    def _lacking(self, changes: Sequence[Change], last: Stamp) -> tuple[list[Change], Stamp]:
        """Those that this phone lacks, and ``last`` as it is then.

        What has the stamp of something else among ``changes`` goes by another. That it is this phone's own, and that
        no server holds it, says that another installation writes under this phone's name.
        """
        stamps = [change.stamp for change in changes]
        known = self.holding.known(stamps)
        if taken := self._restamping.taken(changes, known):
            own = [row["stamp"] for row in taken if is_of(row["stamp"], self.replica) and not row["held"]]
            last = self._rename(last, own) if own else last
            self._restamping.set_apart([row for row in taken if row["stamp"] not in own])
            known = self.holding.known(stamps)
        self.holding.found(change for change in changes if change.stamp in known and not known[change.stamp]["held"])
        return [change for change in changes if change.stamp not in known], last

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
            self._listeners.tell(records)
