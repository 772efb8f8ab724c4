"""The intake: the one door through which changes enter the server."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy import Connection

from fieldwalk.domain.hanging import issue_named
from fieldwalk.domain.records import RECORDS, Action, Issue, Walk
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.secrecy import CLASSES
from sync.protocol.changes import Change, all_sound, check
from sync.protocol.clock import TOLERANCE, Stamp, apart, is_of, is_stamp, restamped, tick
from sync.protocol.merge import State, merge
from sync.protocol.receipts import Receipt
from sync.protocol.residents import Resident
from sync.protocol.table import Table, Tables, by_shape
from sync.server.caller import Caller
from sync.server.plain import Sieve, walks_of
from sync.server.rules import AWAITS, asks_nothing, check_rights, check_rules, walk_named
from sync.server.store.database import Database
from sync.server.store.holdings import Holdings
from sync.server.store.journal import Journal
from sync.server.store.replaced import are_others, note_replaced, replaced_by
from sync.server.store.states import Key, states_of
from sync.server.store.vouched import spoken_for

LARGEST_PARKED = 1_000_000
"""Characters of a refused change that are set aside; a larger one stays with the phone that wrote it."""

WITHDRAWN = "withdrawn"
"""The refusal of what is here, and what who sent it may not hold any more."""

Clock = Callable[[], int]
Note = Callable[..., object]
"""Writes a line into the audit log: connection, caller, act, and what it is about."""


def _silent(_connection: Connection, _caller: Caller, _act: str, **_about: object) -> None:
    return None


@dataclass(frozen=True)
class Pushed:
    """Under which name and number a phone pushed a batch, the batch's hash, and how far its clock is ahead (ms).

    ``checked``: it comes from the server above this one, which has asked everything: it is kept as it is, and its
    writers too. ``residents`` are those whom a hub speaks for: see :mod:`sync.server.store.vouched`.
    """

    replica: str
    number: int
    sha256: str
    ahead: int = 0
    checked: bool = False
    residents: Sequence[Resident] = ()


def take(
    database: Database,
    clock: Clock,
    caller: Caller,
    changes: Sequence[Change],
    pushed: Pushed | None = None,
    note: Note = _silent,
) -> list[Receipt]:
    """Take ``changes`` in one transaction and answer with a receipt for each, in their order.

    When this returns, every change without a refusal is on the disk. A refused change is set aside with its reason and
    never stops the others. A change that came before gets the receipt it got then. The writer is always ``caller``,
    whatever the change says; nobody is named as the writer of what one phone hands back for another, but whom the
    ``caller`` may speak for. No change is refused for its clock: a stamp too far ahead becomes another, and so does one
    that means something else here, of what is handed on for a copied phone.
    ``note`` tells the audit log whose point became more or less secret.
    Raises :class:`Refused` ``replica_taken``, and takes nothing, when somebody else pushed under the name that pushes.
    """
    with database.write() as connection:
        return take_within(connection, clock, caller, changes, pushed, note)


def take_within(
    connection: Connection,
    clock: Clock,
    caller: Caller,
    changes: Sequence[Change],
    pushed: Pushed | None = None,
    note: Note = _silent,
) -> list[Receipt]:
    """As :func:`take`, in a transaction that does more."""
    batch = _Batch(connection, caller, clock(), pushed)
    if pushed and not pushed.checked:
        batch.spoken_for = spoken_for(connection, caller, pushed.residents, clock(), note)
    receipts = batch.take(changes)
    for issue_id, before, after in batch.classed:
        note(connection, caller, "lowered" if after < before else "raised", issue=issue_id,
             before=CLASSES[before], after=CLASSES[after])  # fmt: skip
    return receipts


class _Batch:
    """One transaction's work: read what the changes touch, ask and merge in memory, write it all at the end."""

    def __init__(self, connection: Connection, caller: Caller, now: int, pushed: Pushed | None) -> None:
        self._connection, self._caller, self._now, self._pushed = connection, caller, now, pushed
        self._is_checked = pushed is not None and pushed.checked
        self._too_far, self._restamped = str(Stamp(now + TOLERANCE + 1, 0, "")), Stamp(0, 0, "")
        self._journal = Journal(connection, caller, now)
        self._states: dict[Key, State] = {}
        self._sound: set[int] = set()
        """The changes, by their ``id``, whose form is right: asked of all that are alike at once."""
        self._unasked: set[int] = set()
        """Those that no rule has anything to say about where they are the first of their record."""
        self._waiting: dict[Key, str] = {}
        """The walks of those that wait for a yes."""
        self.spoken_for: Mapping[str, Caller] = {}
        """Whom the caller may name as writers, each with the rights that are asked."""
        self.classed: Sequence[tuple[str, int, int]] = ()
        """The points that were there and have another class now: id, rank before and after."""

    def take(self, changes: Sequence[Change]) -> list[Receipt]:
        stamps = changes.stamps if isinstance(changes, Tables) else [change.stamp for change in changes]
        answered = self._journal.answered(list(filter(is_stamp, stamps)))
        known = {(stamp, before.sha256) for stamp, before in answered.items() if not before.refused}
        gone = self._journal.purged(changes)
        plain, others = self._parted(changes, {*answered, *gone})
        self._refuse_twins(others, answered)
        for table in plain:
            self._journal.append_plain(table, [str(walk) for walk in walks_of(table)])
        receipts = self._withdrawn(self._each(others, answered, gone), known)
        self._journal.close()
        self.classed = self._journal.classed
        if not plain:
            return receipts
        if not others and isinstance(changes, Tables):
            return list(map(Receipt, changes.stamps, changes.hashes))
        told = dict(zip((change.stamp for change in others), receipts, strict=True))
        for table in plain:
            told.update(zip(table.stamps, map(Receipt, table.stamps, table.hashes), strict=True))
        return [told[stamp] for stamp in stamps]

    def _parted(self, changes: Sequence[Change], answered: Collection[str]) -> tuple[list[Table], Sequence[Change]]:
        """What is plain, and what has to be looked at change by change."""
        if self._is_checked or not isinstance(changes, Tables):
            return [], changes
        replica = self._pushed.replica if self._pushed else ""
        return Sieve(self._caller, replica, self._journal.known, answered, self._too_far).part(changes)

    def _each(self, changes: Sequence[Change], answered: dict[str, Receipt], gone: Collection[str]) -> list[Receipt]:
        self._read([change for change in changes if change.stamp not in gone and _hash(change)])
        receipts = []
        for change in changes:
            before = answered.get(change.stamp) or _of_purged(change, gone)
            receipt = self._again(change, before) if before else self._one(change)
            answered[change.stamp] = receipt
            receipts.append(receipt)
        return receipts

    def _again(self, change: Change, before: Receipt) -> Receipt:
        """Something came under this stamp: the same, which is answered as it was then, or something else."""
        if before.sha256 != _hash(change):
            return self._one_apart(change)
        if not before.refused:
            self._claim(change)
        return before

    def _withdrawn(self, receipts: list[Receipt], known: Collection[tuple[str, str]]) -> list[Receipt]:
        """What came before and comes again from somebody who may not hold it any more: they are told to forget it."""
        kept = {receipt.became or receipt.stamp for receipt in receipts if receipt[:2] in known}
        gone = kept - Holdings(self._connection, self._caller).among(sorted(kept)) if kept else kept
        return [
            receipt._replace(refused=WITHDRAWN, became=None)
            if receipt[:2] in known and (receipt.became or receipt.stamp) in gone
            else receipt
            for receipt in receipts
        ]

    def _refuse_twins(self, changes: Sequence[Change], answered: Mapping[str, Receipt]) -> None:
        """A stamp, or a batch's number, that already means something else was given twice: two phones, one name."""
        for change in changes:
            before = answered.get(change.stamp)
            if before and before.sha256 != _hash(change) and self._pushed and self._is_own(change):
                raise Refused("replica_taken")
        named = self._pushed
        if named and named.number and not self._journal.named(named.replica, named.number, named.sha256):
            raise Refused("replica_taken")

    def _is_own(self, change: Change) -> bool:
        return self._pushed is None or is_of(change.stamp, self._pushed.replica)

    def _writer(self, change: Change) -> str:
        if self._is_checked:
            return change.person
        return self._caller.person_id if self._is_own(change) else change.person if self._is_named(change) else ""

    def _is_named(self, change: Change) -> bool:
        return change.person in self.spoken_for

    def _asked(self, change: Change) -> Caller:
        """Whose rights are asked: the caller's, or those of whom they speak for."""
        return self._caller if self._is_own(change) else self.spoken_for.get(change.person, self._caller)

    def _read(self, changes: Sequence[Change]) -> None:
        keys = [self._key(change) for change in changes]
        self._journal.recall([*keys, *filter(None, map(_issue_of, keys, changes))])
        self._states = states_of(self._connection, filter(self._journal.knows, keys))
        for (record, *fields), alike in by_shape(changes).items():
            if all_sound(alike):
                self._sound.update(map(id, alike))
            if len(self.spoken_for) <= 1 and asks_nothing(self._caller, record, fields):
                self._unasked.update(map(id, alike))

    def _one(self, change: Change) -> Receipt:
        sha256 = _hash(change)
        try:
            if id(change) not in self._sound:
                check(change)
                _check_numbers(change)
            followed = self._followed(change)
            if followed is not change and self._journal.has(followed.stamp):
                self._claim(followed)
            else:
                self._keep(followed)
        except Refused as refused:
            self._set_aside(change, sha256, refused)
            return Receipt(_sendable(change.stamp), sha256, refused.code)
        if followed is change:
            return Receipt(change.stamp, sha256)
        self._journal.restamp(change, followed.stamp)
        return Receipt(change.stamp, sha256, None, followed.stamp)

    def _one_apart(self, change: Change) -> Receipt:
        """What is handed on for a phone whose stamp means something else here goes under another, always the same."""
        if not (sha256 := _hash(change)):
            return self._one(change)
        other = replace(change, stamp=apart(change.stamp, sha256))
        kept = self._journal.answered([other.stamp]).get(other.stamp) or self._one(other)
        return Receipt(change.stamp, sha256, kept.refused, None if kept.refused else kept.became or other.stamp)

    def _claim(self, change: Change) -> None:
        """What came before without a walk, and comes again from a holder of one walk, belongs to that walk.

        After a restored backup the staff's phones may hand back first what a resident wrote.
        """
        key = self._key(change)
        walk_id = self._walk(key, change)
        if walk_id is not None:
            self._journal.claim(key, walk_id)

    def _followed(self, change: Change) -> Change:
        """``change`` under a stamp that other clocks can follow: its own, unless that is too far ahead.

        It then gets the moment at which it was really written, as far as the phone's clock tells today, and
        stays behind what the phone wrote before it.
        """
        if self._is_checked:
            return change
        if change.stamp < self._too_far:
            return change
        stamp = change.moment
        ahead = max(0, self._pushed.ahead) if self._pushed else 0
        became = Stamp(min(self._now, stamp.time - ahead), 0, "")
        if became <= self._restamped:
            became = tick(self._restamped, became.time)
        self._restamped = became
        return replace(change, stamp=str(replace(became, replica=restamped(stamp))))

    def _keep(self, change: Change) -> None:
        """Everything is asked before anything is noted, so that a refusal leaves nothing behind."""
        key = self._key(change)
        state, walk_id = self._states.get(key, State()), self._walk(key, change)
        merged = merge(state, change).state
        if not self._is_checked and (state.stamps or id(change) not in self._unasked):
            asked = self._asked(change)
            check_rights(asked, change, state, walk_id)
            alone = partial(self._journal.only_by, key, asked.person_id)
            check_rules(asked, change, state, merged, alone, partial(are_others, self._connection, key))
        self._journal.append(key, change, walk_id, merged.values, writer=self._writer(change))
        for sha256 in replaced_by(change, state.values, merged.values):
            note_replaced(self._connection, key.organisation, sha256)
        if change.record in RECORDS:
            self._states[key] = merged

    def _key(self, change: Change) -> Key:
        return Key(self._caller.organisation, change.record, change.record_id)

    def _walk(self, key: Key, change: Change) -> str | None:
        """The walk that the change belongs to: an action's is its issue's.

        What holders of one walk write belongs to that walk.
        """
        if key.record == Walk.name:
            return key.record_id
        issue = _issue_of(key, change) if key.record == Action.name else None
        issues = self._journal.walk_of(issue) if issue else None
        return self._journal.walk_of(key) or walk_named(change) or issues or self._asked(change).only_walk

    def _set_aside(self, change: Change, sha256: str, refused: Refused) -> None:
        if not (sha256 and is_stamp(change.stamp) and (self._is_own(change) or self._is_named(change))):
            return
        if len(change.content) + len(change.record_id) <= LARGEST_PARKED:
            walk_id = self._waits_in(change) if refused.code == AWAITS else None
            asked = self._asked(change)
            self._journal.park(change, sha256, refused.code, refused.details, walk_id=asked.only_walk or walk_id,
                               writer=asked.person_id)  # fmt: skip

    def _waits_in(self, change: Change) -> str | None:
        """The walk in which a change waits for a yes: its point's, that may wait in the same push."""
        key = self._key(change)
        issue = _issue_of(key, change)
        walk_id = self._walk(key, change) or (issue and (self._waiting.get(issue) or self._journal.walk_of(issue)))
        if walk_id:
            self._waiting[key] = walk_id
        return walk_id or None


def _of_purged(change: Change, gone: Collection[str]) -> Receipt | None:
    """Whoever still has what was purged forgets it, and what they have said of it since."""
    return Receipt(change.stamp, _hash(change), WITHDRAWN) if change.stamp in gone else None


def _issue_of(key: Key, change: Change) -> Key | None:
    """The issue that an action is about, which has the same id, or that a photo or recording says it is of."""
    issue_id = issue_named(key.record, key.record_id, change.fields) if key.record != Issue.name else None
    return Key(key.organisation, Issue.name, issue_id) if issue_id else None


def _check_numbers(change: Change) -> None:
    """NaN and the infinities are no JSON: other stores and other languages could not read them back."""
    if "NaN" not in change.content and "Infinity" not in change.content:
        return
    try:
        json.dumps(dict(change.fields), allow_nan=False)
    except ValueError:
        raise Refused("field_not_valid", record=change.record) from None


def _hash(change: Change) -> str:
    """The change's hash; empty for one that cannot even be written down, which :func:`check` refuses."""
    try:
        return change.sha256()
    except (ValueError, RecursionError):
        return ""


def _sendable(stamp: str) -> str:
    return stamp.encode("utf-8", "replace").decode()
