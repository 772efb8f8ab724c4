"""Levelling with the server in the background: whenever there is something to send, and every so often anyway."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable

from fieldwalk.data.store import Store
from fieldwalk.domain.refusals import Refused
from fieldwalk.listeners import Dispose, Listeners
from fieldwalk.services.safety import Safety, safety
from fieldwalk.services.troubles import code_of
from sync.client.exchange import Exchange
from sync.client.journal import TO_SWEEP, Journal
from sync.client.shelf import Shelf

SHORTEST = 2.0
LONGEST = 60.0
"""Seconds between two tries when the server does not answer: doubling from the shortest to the longest."""
IDLE = 20.0
"""Seconds between two turns when all is level."""


async def _goes_on() -> bool:
    return False


async def _nothing() -> None:
    return None


class Levelling:
    """Runs the exchange: words first, then thumbnails, recordings and photos. Never throws; says what stands
    in the way.

    ``jitter`` gives a number from 0 to 1, so that many phones do not knock at the same moment. Photos wait as
    long as ``photos_travel`` says no, and are asked about anew before each. ``ended`` is called when the server
    says that the right to be there has ended. ``held`` is how many texts wait for their writer.
    ``lost`` is called when it says that this phone was lost, and answers whether all of it was forgotten. ``unmet`` is
    called when no server answered, or none that knows this phone.
    """

    def __init__(
        self,
        store: Store,
        journal: Journal,
        exchange: Exchange,
        shelf: Shelf,
        jitter: Callable[[], float],
        photos_travel: Callable[[], bool] = lambda: True,
        ended: Callable[[], None] = lambda: None,
        held: Callable[[], int] = lambda: 0,
        lost: Callable[[], Awaitable[bool]] = _goes_on,
        unmet: Callable[[], Awaitable[None]] = _nothing,
    ) -> None:
        self._store = store
        self._journal = journal
        self._exchange = exchange
        self._shelf = shelf
        self._jitter = jitter
        self._photos_travel = photos_travel
        self._ended = ended
        self._held = held
        self._lost = lost
        self._unmet = unmet
        self._awake = asyncio.Event()
        self._listeners: Listeners[[]] = Listeners()
        self._failures = 0
        self._sending = False
        self._reason: str | None = None
        journal.subscribe(lambda _: self.wake())

    def safety(self, walk_id: str | None = None) -> Safety:
        """What is safe and what waits, of one walk or of everything."""
        return safety(
            self._store,
            self._journal,
            self._shelf,
            sending=self._sending,
            reason=self._reason,
            photos_travel=self._photos_travel(),
            held=self._held(),
            walk_id=walk_id,
        )

    async def turn(self) -> bool:
        """Send and fetch all there is. Returns whether both sides are level; what failed is kept for the next time."""
        self._sending = True
        self._listeners.tell()
        try:
            await self._sweep()
            await self._exchange.level()
            await self._sweep()
            await self._carry(self._shelf.send_one)
            await self._carry(self._shelf.fetch_one)
            self._reason, self._failures = None, 0
        except (Refused, sqlite3.OperationalError) as error:
            self._reason = code_of(error)
            self._failures += 1
            await self._follow(self._reason)
        finally:
            self._sending = False
            self._listeners.tell()
        return self._reason is None

    async def _follow(self, said: str) -> None:
        """Do what the server's word asks of this phone; what cannot be done now is asked again at the next contact."""
        if said == "right_ended":
            self._ended()
            await self._sweep()
        try:
            if said == "phone_lost":
                await self._lost()
            if said in ("unreachable", "sign_in_needed"):
                await self._unmet()
        except (Refused, sqlite3.OperationalError) as error:
            self._reason = code_of(error)

    async def _sweep(self) -> None:
        """Files of what was withdrawn go as well, at once or at the next turn."""
        if self._journal.fact(TO_SWEEP) == "yes":
            await self._shelf.sweep()
            self._journal.keep_fact(TO_SWEEP, "")

    async def _carry(self, one: Callable[..., Awaitable[bool]]) -> None:
        """Files one by one, and whatever was written meanwhile before the next of them."""
        while await one(photos=self._photos_travel()):
            self._listeners.tell()
            if self._journal.waiting():
                await self._exchange.level()

    async def run(self) -> None:
        """Level for ever. Waits for :meth:`wake`, or a while that grows as long as the server does not answer."""
        while True:
            self._awake.clear()
            level = await self.turn()
            try:
                await asyncio.wait_for(self._awake.wait(), IDLE if level else self.pause())
            except TimeoutError:
                continue
            await asyncio.sleep(0.3 if level else SHORTEST)

    def wake(self) -> None:
        """There is something to send, or the network is back: try soon."""
        self._awake.set()

    def pause(self) -> float:
        """Seconds to the next try after as many failures as there were in a row."""
        longest = min(LONGEST, SHORTEST * 2 ** min(self._failures, 10))
        return float(longest * (0.5 + self._jitter() / 2))

    def subscribe(self, listener: Callable[[], object]) -> Dispose:
        """Call ``listener`` when the safety may have changed, until the returned disposer is called."""
        return self._listeners.subscribe(listener)
