"""Catch-up: what a phone lacks, as far as its holder may have it."""

from __future__ import annotations

from dataclasses import dataclass

from sync.protocol.changes import Change
from sync.server.caller import Caller
from sync.server.store.database import Database
from sync.server.store.holdings import Holdings
from sync.server.store.journal import head_of
from sync.server.store.migrations import epoch

MOST_CHANGES = 2_000
MOST_CHARACTERS = 4_000_000
"""Of one page's values: a page of track bursts stays small enough for a phone's memory."""


@dataclass(frozen=True)
class Page:
    """Changes in the order they were taken. All that the caller may hold up to ``cursor`` has been given."""

    changes: list[Change]
    cursor: int
    more: bool
    epoch: str


def page_after(database: Database, caller: Caller, cursor: int, replica: str) -> Page:
    """What came after ``cursor``, but for what ``replica`` wrote itself. An empty page moves the cursor too."""
    with database.read() as connection:
        head, name = head_of(connection, caller.organisation), epoch(connection)
        changes: list[Change] = []
        size, last = 0, cursor
        for seq, change in Holdings(connection, caller).changes_after(cursor, replica):
            if len(changes) >= MOST_CHANGES or size > MOST_CHARACTERS:
                return Page(changes, last, True, name)
            changes.append(change)
            size += sum(len(value) for value in change.fields.values() if isinstance(value, str))
            last = seq
        return Page(changes, head, False, name)
