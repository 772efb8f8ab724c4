"""Taking over the marks that the first screen kept before the app was there: each exactly once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from fieldwalk.data.store import Store
from fieldwalk.device.ports import Inbox, Tap
from fieldwalk.domain.refusals import Refused
from fieldwalk.services.reports import Reports
from fieldwalk.services.walks import Walks
from sync.client.journal import Journal


class TakingOver:
    """Moves marks from the inbox into the journal.

    The mark's identity is the tap's own, and the inbox forgets only what the journal holds: killed anywhere
    between, the next start finds the mark in the journal and writes no second one. ``joined`` names the walk
    that this phone has joined, if any.
    """

    def __init__(
        self,
        inbox: Inbox,
        journal: Journal,
        store: Store,
        walks: Walks,
        reports: Reports,
        joined: Callable[[], str | None],
    ) -> None:
        self._inbox = inbox
        self._journal = journal
        self._store = store
        self._walks = walks
        self._reports = reports
        self._joined = joined
        self._woken = asyncio.Event()

    async def run(self) -> None:
        """Take over whatever comes, for as long as the app lives, and tell the first screen which walk goes on."""
        self._inbox.listen(self._woken.set)
        self._store.subscribe(self._changed)
        self._remember()
        while True:
            self._woken.clear()
            await self._try()
            await self._woken.wait()

    async def take_over(self) -> int:
        """Take over what waits and has a walk to go to; returns how many messages. The others go on waiting.

        Raises :class:`Refused` when a mark could not be kept; it then waits on.
        """
        taken = [tap.key for tap in await self._inbox.waiting() if self._take(tap)]
        if taken:
            await self._inbox.forget(taken)
        return len(taken)

    async def _try(self) -> None:
        try:
            await self.take_over()
        except Refused:
            return  # what could not be taken over waits where it is, durably

    def _take(self, tap: Tap) -> bool:
        if self._journal.history("issue", tap.id):
            if tap.position is not None:
                self._reports.place(tap.id, tap.position)
            return True
        walk_id = self._walk_of(tap)
        if walk_id is None:
            return False
        self._reports.take_over(tap.id, walk_id, tap.at, tap.position)
        return True

    def _walk_of(self, tap: Tap) -> str | None:
        under_way = self._walks.under_way()
        likely = (tap.walk_id, under_way.id if under_way else None, self._joined())
        return next((walk_id for walk_id in likely if walk_id and self._store.walk(walk_id)), None)

    def _changed(self, records: frozenset[str]) -> None:
        if records & {"walk", "device"}:
            self._woken.set()
        if "walk" in records:
            self._remember()

    def _remember(self) -> None:
        walk = self._walks.under_way()
        self._inbox.remember((walk.id, walk.title or "") if walk else None)
