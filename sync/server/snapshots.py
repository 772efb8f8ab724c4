"""The first pages of a new phone, squeezed once and kept for all who may hold the same.

Two hundred phones that join a walk ask for the same pages. A kept page is given only while the kept pages and what
came after them add up to what the asker may hold: where a right, a class or a walk has become another, they do not,
and the pages are made anew.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field, replace

from fieldwalk.domain.roles import may
from sync.protocol.digest import added, weight
from sync.protocol.messages import pack_changes
from sync.protocol.table import Tables
from sync.server.caller import Caller
from sync.server.catchup import Page, page_of
from sync.server.store.database import Database
from sync.server.store.holdings import Holdings
from sync.squeeze import squeeze

MOST_BYTES = 64 * 1024 * 1024
"""Of all that is kept; what was asked for longest ago goes first."""

LEAST_CHANGES = 500
"""In a first page that is worth keeping."""

MOST_BEHIND = 2_000
"""Changes after the kept pages; with more, they are made anew."""


@dataclass
class _Kept:
    """Pages one after another from the beginning: by the cursor that they begin at."""

    pages: dict[int, Page] = field(default_factory=dict)
    cursor: int = 0
    more: bool = True
    total: int = 0
    size: int = 0

    def add(self, page: Page, packed: bytes) -> Page:
        """Keep one more page, and return it as it is sent."""
        self.total = added(self.total, *map(weight, page.changes.hashes))
        sent = self.pages[self.cursor] = replace(page, changes=Tables(()), packed=packed)
        self.cursor, self.more, self.size = page.cursor, page.more, self.size + len(packed)
        return sent


class Snapshots:
    """What this process has kept, for every organisation."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._turn = threading.Lock()

    def page_after(self, database: Database, caller: Caller, cursor: int, replica: str, like: bytes) -> Page:
        """As :func:`sync.server.catchup.page_after`; a page that is kept comes packed, squeezed as ``like`` was."""
        with database.read_sources() as connection:
            holdings = Holdings(connection, caller)
            if not (self._may_know(cursor) and holdings.is_all_others(replica)):
                return page_of(connection, holdings, cursor, replica)
            key = (holdings.audience, like[:2] == b"\x1f\x8b")
            with self._turn:
                kept = self._kept.get(key)
            if kept and cursor in kept.pages and (page := _given(kept, cursor, holdings)):
                return page
            page = page_of(connection, holdings, cursor, replica)
        if any(page.changes.persons) and not may(caller.role, "see.reporter"):
            return page  # it tells this reader which words are their own: nobody else may be told so
        return self._keep(key, cursor, page, like)

    def _may_know(self, cursor: int) -> bool:
        """Whether a page that begins at ``cursor`` is kept for anybody, or may be from now on."""
        with self._turn:
            return not cursor or any(cursor in kept.pages or cursor == kept.cursor for kept in self._kept.values())

    def _keep(self, key: Hashable, cursor: int, page: Page, like: bytes) -> Page:
        """``page`` as it is sent; kept, when it is a first one or goes on from the last that is kept."""
        with self._turn:
            begun = self._kept.get(key)
        if cursor == 0 and len(page.changes) >= LEAST_CHANGES:
            kept = _Kept()
        elif begun and begun.more and page.changes and cursor == begun.cursor:
            kept = replace(begun, pages=dict(begun.pages))
        else:
            return page
        sent = kept.add(page, squeeze(pack_changes(page.changes), like, always=True))
        with self._turn:
            self._kept[key] = kept
            self._kept.move_to_end(key)
            while sum(each.size for each in self._kept.values()) > MOST_BYTES:
                self._kept.popitem(last=False)
        return sent


def _given(kept: _Kept, cursor: int, holdings: Holdings) -> Page | None:
    """The kept page that begins at ``cursor``, if all the kept ones are still what the caller may hold."""
    behind = holdings.hashes_after(kept.cursor, MOST_BEHIND + 1)
    digest = holdings.digest()
    if len(behind) > MOST_BEHIND or added(kept.total, *map(weight, behind)) != digest:
        return None
    page = kept.pages[cursor]
    more = page.cursor < kept.cursor or bool(behind)
    return replace(page, more=more, digest=None if more else digest)
