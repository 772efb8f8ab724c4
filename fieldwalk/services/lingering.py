"""What a phone keeps of a walk that is over, and meets no server about: it goes in its time, but for what is unsent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fieldwalk.data.store import Store
from fieldwalk.domain.retention import months_after, periods
from fieldwalk.domain.roles import ONE_WALK
from fieldwalk.domain.walks import OVER
from fieldwalk.services.drafts import Drafts
from fieldwalk.services.joining import Joining, Membership
from sync.client.journal import RIGHT_ENDED, Journal
from sync.client.shelf import Shelf

_DONE = "lingered"
"""The fact of which end, or which contact after it, all was forgotten that could be."""


class Lingering:
    """``now`` gives UTC milliseconds; ``rest`` stops what still writes, ``wipe`` empties the phone."""

    def __init__(
        self,
        store: Store,
        journal: Journal,
        shelf: Shelf,
        drafts: Drafts,
        joining: Joining,
        now: Callable[[], int],
        rest: Callable[[], Awaitable[None]],
        wipe: Callable[[], Awaitable[None]],
    ) -> None:
        self._store, self._journal, self._shelf = store, journal, shelf
        self._drafts, self._joining, self._now = drafts, joining, now
        self._rest, self._wipe = rest, wipe

    def forgets_at(self) -> int | None:
        """When the phone forgets what it has here, if it meets no server before (UTC ms); ``None`` before the end.

        The end is that of the right to be there, and for who walks along that of the walk. The period is the
        organisation's, and a contact after the end begins it anew.
        """
        since = self._since()
        organisation = self._store.organisation()
        months = periods(vars(organisation) if organisation else {})["device"]
        return None if since is None else months_after(since, months)

    async def forget(self) -> None:
        """After a contact that did not come about: forget what is due. What no server has taken stays, with the right
        to hand it in; without any, the phone is as if the app had never been opened on it, and says that a right ended.

        Safe to cut and to repeat.
        """
        me, since, at = self._joining.me(), self._since(), self.forgets_at()
        if me is None or at is None or self._now() < at or self._forgotten(me) == since:
            return
        await self._rest()
        if self._journal.quarantined() or self._shelf.waiting() or self._drafts.all():
            self._journal.withdraw_all()
            self._journal.keep_fact(_DONE, f"{since} {me.expires_at}")
            return
        await self._wipe()
        self._journal.keep_fact(RIGHT_ENDED, "yes")

    def _since(self) -> int | None:
        """The end, or the last contact after it; ``None`` before the end."""
        me = self._joining.me()
        if me is None:
            return None
        forgotten = self._forgotten(me)
        ends = [end for end in (self._ends(me) if forgotten is None else (forgotten,)) if end is not None]
        if not ends or min(ends) > self._now():
            return None
        return max(min(ends), int(self._journal.fact("met_at") or 0))

    def _forgotten(self, me: Membership) -> int | None:
        """Since when all was forgotten that could be: the walk is not here any more to say when it was over."""
        since, _, expires_at = (self._journal.fact(_DONE) or "").partition(" ")
        return int(since) if expires_at == str(me.expires_at) else None

    def _ends(self, me: Membership) -> tuple[int | None, ...]:
        walk = self._store.walk(me.walk_id) if me.walk_id and me.role in ONE_WALK else None
        return me.expires_at, walk.finished_at if walk and walk.state in OVER else None
