"""Getting everything off this phone in one file, for the day when it can not be sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fieldwalk.services.drafts import Drafts
from fieldwalk.services.joining import Joining
from sync.client.journal import Journal
from sync.client.shelf import Shelf
from sync.protocol.rescue import Rescue, pack_rescue


class Rescuing:
    """Packs the rescue file. ``damaged`` gives the database files that were set aside on this phone."""

    def __init__(
        self,
        journal: Journal,
        shelf: Shelf,
        joining: Joining,
        drafts: Drafts,
        damaged: Callable[[], Mapping[str, bytes]],
    ) -> None:
        self._journal = journal
        self._shelf = shelf
        self._joining = joining
        self._drafts = drafts
        self._damaged = damaged

    async def file(self) -> bytes:
        """All changes that this phone wrote, every own photo that the server lacks, and the drafts, as one ZIP."""
        files = {sha256: content async for sha256, content in self._shelf.unsent()}
        me = self._joining.me()
        organisation, person = (me.organisation, me.person_id) if me else ("", "")
        rescue = Rescue(organisation, person, tuple(self._journal.own()), files, drafts=self._drafts.all())
        return pack_rescue(rescue, self._damaged())
