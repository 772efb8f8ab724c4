"""The intake: the one door through which changes enter the server."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from sqlalchemy import Connection

from fieldwalk.domain.records import RECORDS, Action, Issue, Walk
from fieldwalk.domain.refusals import Refused
from sync.protocol.changes import Change, canonical, check
from sync.protocol.clock import Stamp
from sync.protocol.merge import State, merge
from sync.protocol.messages import Receipt
from sync.server.caller import Caller
from sync.server.rules import check_rights, check_rules, walk_named
from sync.server.store.database import Database
from sync.server.store.journal import Journal, Taken
from sync.server.store.states import Key, save_state, state_of

LARGEST_PARKED = 1_000_000
"""Characters of a refused change that are set aside; a larger one stays with the phone that wrote it."""

Clock = Callable[[], int]


def take(database: Database, clock: Clock, caller: Caller, changes: Sequence[Change]) -> list[Receipt]:
    """Take ``changes`` in one transaction and answer with a receipt for each, in their order.

    When this returns, every change without a refusal is on the disk. A refused change is set aside
    with its reason and never stops the others. A change that came before gets the receipt it got then.
    The writer is always ``caller``, whatever the change says. No change is refused for its clock.
    """
    with database.write() as connection:
        batch = _Batch(connection, caller, clock())
        return batch.take(changes)


class _Batch:
    """One transaction's work."""

    def __init__(self, connection: Connection, caller: Caller, now: int) -> None:
        self._connection, self._caller = connection, caller
        self._journal = Journal(connection, caller, now)

    def take(self, changes: Sequence[Change]) -> list[Receipt]:
        answered = self._journal.answered([change.stamp for change in changes if _has_stamp(change)])
        receipts = []
        for change in changes:
            receipt = answered.get(change.stamp) or self._one(change)
            answered[change.stamp] = receipt
            receipts.append(receipt)
        self._journal.close()
        return receipts

    def _one(self, change: Change) -> Receipt:
        sha256 = _hash(change)
        try:
            check(change)
            _check_numbers(change)
            self._keep(change, sha256)
        except Refused as refused:
            self._set_aside(change, sha256, refused)
            return Receipt(_sendable(change.stamp), sha256, refused.code)
        return Receipt(change.stamp, sha256)

    def _keep(self, change: Change, sha256: str) -> None:
        """Everything is asked before the first write, so that a refusal leaves nothing behind."""
        state = self._state(change)
        walk_id = self._walk(change, state)
        check_rights(self._caller, change, state, walk_id)
        merged = merge(state, change).state
        check_rules(self._caller, change, state, merged)
        if walk_id is not None:
            self._journal.settle(change.record, change.record_id, walk_id)
        self._journal.append(Taken(change, sha256, walk_id))
        if change.record in RECORDS:
            save_state(self._connection, self._key(change), merged, walk_id)

    def _state(self, change: Change) -> State:
        if change.record not in RECORDS:
            return State()
        return state_of(self._connection, self._key(change))

    def _key(self, change: Change) -> Key:
        return Key(self._caller.organisation, change.record, change.record_id)

    def _walk(self, change: Change, state: State) -> str | None:
        """The walk that the change belongs to. What holders of one walk write belongs to that walk."""
        if change.record == Walk.name:
            return change.record_id
        held = state.values.get("walk_id") or self._journal.walk_of(change.record, change.record_id)
        return str(held) if held else walk_named(change) or self._issues_walk(change) or self._caller.only_walk

    def _issues_walk(self, change: Change) -> str | None:
        """An action has its issue's id, and belongs where that issue does."""
        return self._journal.walk_of(Issue.name, change.record_id) if change.record == Action.name else None

    def _set_aside(self, change: Change, sha256: str, refused: Refused) -> None:
        fields = json.dumps(dict(change.fields)) if sha256 else ""
        if sha256 and _has_stamp(change) and len(fields) + len(change.record_id) <= LARGEST_PARKED:
            self._journal.park(change, sha256, refused.code, refused.details)


def _has_stamp(change: Change) -> bool:
    try:
        Stamp.parse(change.stamp)
    except ValueError:
        return False
    return True


def _check_numbers(change: Change) -> None:
    """NaN and the infinities are no JSON: other stores and other languages could not read them back."""
    try:
        json.dumps(dict(change.fields), allow_nan=False)
    except ValueError:
        raise Refused("field_not_valid", record=change.record) from None


def _hash(change: Change) -> str:
    """The change's hash; empty for one that cannot even be written down, which :func:`check` refuses."""
    try:
        canonical(change.record_id)
        return change.sha256()
    except (ValueError, RecursionError):
        return ""


def _sendable(stamp: str) -> str:
    return stamp.encode("utf-8", "replace").decode()
