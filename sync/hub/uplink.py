"""The uplink: the hub levels with the central server whenever it is within reach, as any device does."""

from __future__ import annotations

import asyncio
import json
import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fieldwalk.data.opening import open_database
from fieldwalk.domain.looking import RIGHT
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.roles import may
from fieldwalk.domain.voices import may_hear
from sync.client.exchange import Exchange, answered
from sync.client.journal import new_replica
from sync.client.network import Network
from sync.client.shelf import Shelf
from sync.hub.bridge import Bridge, HubJournal
from sync.hub.forgetting import Forgetting
from sync.server.caller import Caller
from sync.server.central import Central
from sync.server.store.passing import settle

FILE = "uplink.sqlite"
SHORTEST, LONGEST = 2.0, 60.0
"""Seconds between two tries: twice as long after each that failed."""

_MEMBERSHIP = "membership"
_LOG = logging.getLogger("fieldwalk.hub")


@dataclass(frozen=True)
class Membership:
    """As whom the hub joined the central server."""

    token: str
    role: str
    organisation: str
    title: str
    person: str = ""


class HubFiles:
    """The hub's own files as a device's file store. A server forgets no file."""

    def __init__(self, central: Central, keeper: Caller) -> None:
        self._central, self._keeper = central, keeper

    async def save(self, sha256: str, content: bytes) -> None:
        self._central.files.put(self._keeper, sha256, content)

    async def load(self, sha256: str) -> bytes | None:
        return self._central.files.content(self._keeper, sha256)

    async def remove(self, sha256: str) -> None:
        """Nothing: phones in the field may still ask for it."""


class Uplink:
    """One hub's way to the central server behind ``network``. Used by one thread."""

    def __init__(self, central: Central, data: Path, network: Network) -> None:
        self._central, self._network = central, network
        self._db = open_database(data / FILE)
        self._journal = HubJournal(self._db, central.clock, new_replica())
        self._failures = 0

    async def join(self, code: str) -> Membership:
        """Become a member of the organisation that ``code`` opens; without a code, or a network, stay what it was.

        Raises :class:`Refused` ``unreachable`` when the hub never was one and the central server is away,
        ``code_not_known`` and the like, ``other_organisation`` when it keeps the walks of another one.
        """
        kept = self.membership()
        try:
            me = await self._asked(code) if code or kept is None else kept
        except Refused as refused:
            if kept is None or refused.code != "unreachable":
                raise
            me = kept
        if kept and kept.organisation != me.organisation:
            raise Refused("other_organisation", title=kept.title)
        self._journal.keep_fact(_MEMBERSHIP, json.dumps(vars(me)))
        with self._central.database.write() as connection:
            settle(connection, me.organisation)
        return me

    async def _asked(self, code: str) -> Membership:
        body = json.dumps({"code": code, "replica": self._journal.replica}).encode()
        reply = await self._network.send("POST", "/api/v1/join", body, {"Content-Type": "application/json"})
        told = json.loads(answered(reply).body)
        return Membership(
            told["token"], told["role"], told["organisation"], told["organisation_title"], told["person_id"]
        )

    def membership(self) -> Membership | None:
        """As whom this hub joined, if it has."""
        kept = self._journal.fact(_MEMBERSHIP)
        return Membership(**json.loads(kept)) if kept else None

    async def level(self) -> None:
        """Give both sides all that the other lacks: words, then thumbnails, then recordings, then photos.

        What one has forgotten both forget.

        Raises :class:`Refused` as an exchange does; what has gone over by then stays where it came.
        """
        me = self.membership()
        if me is None:
            raise Refused("sign_in_needed")
        keeper = Caller(me.organisation, "keeper", "company_admin")
        files = HubFiles(self._central, keeper)
        looks, hears = may(me.role, RIGHT), may_hear(me.role)
        shelf = Shelf(self._db, files, self._network, lambda: me.token, lambda: looks, lambda: hears)
        bridge = Bridge(self._central, keeper, self._journal, shelf)
        exchange = Exchange(self._journal, self._network, lambda: me.token, self._central.clock, bridge.residents)
        bridge.up()
        await exchange.level()
        bridge.down()
        for sha256 in await Forgetting(self._central, keeper, self._journal, self._network, lambda: me.token).level():
            await shelf.forget(sha256)
        while await shelf.fetch_one() or await shelf.send_one():
            pass

    def refused(self) -> int:
        """How many changes the central server did not take; they stay here."""
        return int(self._db.execute("select count(*) from journal where refused is not null").fetchone()[0])

    async def run(self, stopped: Callable[[], bool] = lambda: False) -> None:
        """Level for ever, until ``stopped`` says so."""
        while not stopped():
            try:
                await self.level()
                self._failures = 0
            except Refused as refused:
                self._failures += 1
                if self._failures == 1:
                    _LOG.warning("The central server is away (%s). Everything is kept here until it is back.", refused)
            longest = min(LONGEST, SHORTEST * 2 ** min(self._failures, 10))
            await asyncio.sleep(longest * (0.5 + random.random() / 2))

    def close(self) -> None:
        self._db.conn.close()
