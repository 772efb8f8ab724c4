"""This phone was lost: what it has not sent is handed in, and then it forgets everything."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fieldwalk.domain.guarded import GUARDED
from fieldwalk.domain.refusals import Refused
from fieldwalk.services.drafts import Drafts
from fieldwalk.services.joining import Joining
from sync.client.exchange import Exchange
from sync.client.journal import Edit, Journal
from sync.client.network import Network
from sync.client.shelf import Shelf

PATH = "/api/v1/devices/wiped"


class Losing:
    """Follows the server's word that the phone was lost. ``rest`` stops what still writes, ``wipe`` empties it all."""

    def __init__(
        self,
        journal: Journal,
        exchange: Exchange,
        shelf: Shelf,
        drafts: Drafts,
        joining: Joining,
        network: Network,
        rest: Callable[[], Awaitable[None]],
        wipe: Callable[[], Awaitable[None]],
    ) -> None:
        self._journal, self._exchange, self._shelf = journal, exchange, shelf
        self._drafts, self._joining, self._network = drafts, joining, network
        self._rest, self._wipe = rest, wipe

    async def hand_over(self) -> bool:
        """Hand in all that the server lacks, then forget everything, then say so. Returns whether it came to that.

        Raises :class:`Refused` when the server is away: nothing is forgotten then, and the next contact tries again; so
        it does when the server does not take all, which it sets aside for a lost phone even where it refused it before.
        Photos do not wait for Wi-Fi any more.
        """
        await self._rest()
        self._hand_in_drafts()
        while self._journal.unsent(1):
            turn = await self._exchange.turn()
            if not turn.pushed + turn.refused:
                return False
        self._shelf.again()
        while await self._shelf.send_one():
            pass
        if self._journal.unsent(1) or self._shelf.waiting():
            return False
        token = self._joining.token()
        await self._wipe()
        await self._say_so(token)
        return True

    def _hand_in_drafts(self) -> None:
        """Words that waited for their writer: nobody else will come for them, and at the server they wait for a yes."""
        for place, words in self._drafts.all().items():
            record, _, rest = place.partition("/")
            if record in GUARDED:
                record_id, _, field = rest.partition("/")
                self._write(place, Edit(record, record_id, {field: words}))

    def _write(self, place: str, edit: Edit) -> None:
        try:
            self._journal.write(self._joining.person_id(), [edit])
        except Refused:
            return  # no such field any more: nobody could take it
        self._drafts.drop(place)

    async def _say_so(self, token: str | None) -> None:
        """The last word; when it does not arrive, the phone is as empty as it is."""
        try:
            await self._network.send("POST", PATH, b"", {"Authorization": f"Bearer {token}"})
        except Refused:
            return
