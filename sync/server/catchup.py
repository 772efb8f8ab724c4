"""Catch-up: what a phone lacks, as far as its holder may have it."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, insert, select

from sync.protocol.changes import Change
from sync.protocol.digest import differing, sums
from sync.protocol.table import Tables
from sync.server.caller import Caller
from sync.server.store.database import Database
from sync.server.store.holdings import Holdings
from sync.server.store.journal import head_of
from sync.server.store.tables import REPAIRS

MOST_CHANGES = 6_000
BESIDE_A_PUSH = 400
"""Of a page that answers a push: a crowd that pushes at once is told first that it is safe, and then the rest."""

MOST_CHARACTERS = 4_000_000
"""Of one page's values: a page of track bursts stays small enough for a phone's memory."""

_LOG = logging.getLogger("fieldwalk.server")


@dataclass(frozen=True)
class Page:
    """Changes in the order they were taken. All that the caller may hold up to ``cursor`` has been given.

    ``epoch`` names the history that the cursor counts in, and what the caller may hold of it. ``digest`` is
    the sum over everything that they may hold up to the cursor; ``None`` when more follows.
    """

    changes: Tables
    cursor: int
    more: bool
    epoch: str
    digest: int | None = None
    compared: Sequence[int] | None = None
    packed: bytes = b""
    """The changes as they are sent, squeezed, in the place of ``changes``."""


def page_after(database: Database, caller: Caller, cursor: int, replica: str, *, pushed: bool = False) -> Page:
    """What came after ``cursor``, but for what ``replica`` wrote itself. An empty page moves the cursor too.

    With ``pushed`` at most :data:`BESIDE_A_PUSH` changes: what else there is takes another turn.
    """
    most = min(BESIDE_A_PUSH, MOST_CHANGES) if pushed else MOST_CHANGES
    with database.read_sources() as connection:
        return page_of(connection, Holdings(connection, caller), cursor, replica, most)


def page_of(connection: Connection, holdings: Holdings, cursor: int, replica: str, most: int | None = None) -> Page:
    """The page of at most ``most`` changes, :data:`MOST_CHANGES` when that is not said."""
    head, name = head_of(connection, holdings.organisation), holdings.history
    rows: list[Sequence[Any]] = []
    size, last = 0, cursor
    for row in holdings.rows_after(cursor, replica):
        if len(rows) >= (MOST_CHANGES if most is None else most) or size > MOST_CHARACTERS:
            return Page(holdings.told(rows), last, True, name)
        rows.append(row)
        size += len(row[-2])
        last = row[0]
    return Page(holdings.told(rows), head, False, name, holdings.digest())


def compare(database: Database, caller: Caller, held: Sequence[int], replica: str, known: str, now: int) -> Page:
    """All that the caller may hold in the first buckets in which ``held`` differs, as many as fit in a page.

    A difference within the same history, ``known``, is nobody's restored backup: it is noted and logged.
    """
    with database.write() as connection:
        holdings = Holdings(connection, caller)
        head, name = head_of(connection, caller.organisation), holdings.history
        wrong = differing(sums(holdings.hashes()), held)
        if wrong and known == name:
            _alarm(connection, caller, replica, now, len(wrong))
        changes: list[Change] = []
        answered: list[int] = []
        for number in wrong:
            found = holdings.changes_in(number)
            if answered and (len(changes) + len(found) > MOST_CHANGES or _heavy((*changes, *found))):
                return Page(Tables.of(changes), head, True, name, None, answered)
            changes += found
            answered.append(number)
        return Page(Tables.of(changes), head, False, name, None, answered)


def repairs(connection: Connection) -> int:
    """How often a phone and this server held different things though no backup had been restored."""
    return int(connection.scalar(select(func.count()).select_from(REPAIRS)) or 0)


def _alarm(connection: Connection, caller: Caller, replica: str, now: int, buckets: int) -> None:
    _LOG.error("replica %s and the server differed in %d buckets: nothing explains it", replica, buckets)
    row = {"id": secrets.token_hex(12), "organisation": caller.organisation, "replica": replica, "at": now}
    connection.execute(insert(REPAIRS).values(**row, buckets=buckets))


def _heavy(changes: Sequence[Change]) -> bool:
    return sum(map(_size, changes)) > MOST_CHARACTERS


def _size(change: Change) -> int:
    return sum(len(value) for value in change.fields.values() if isinstance(value, str))
