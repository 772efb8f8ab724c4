"""A central server and a hub beneath it, each whole, and phones that level with either."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from fieldwalk.domain.refusals import Refused
from sync.client.exchange import Exchange
from sync.client.shelf import Shelf
from sync.hub.uplink import Uplink
from sync.server.caller import Caller
from sync.server.store.holdings import Holdings
from tests.fakes.central_world import FakeClock as WorldClock
from tests.fakes.central_world import World
from tests.fakes.device import FakeClock
from tests.fakes.little_server import Reply
from tests.fakes.stories import quick
from tests.sync.client.phones import Phone


class Internet:
    """The way to one server; there may be none."""

    def __init__(self, world: World) -> None:
        self._client = world.client
        self.away = False

    async def send(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Reply:
        if self.away:
            raise Refused("unreachable")
        reply = await asyncio.to_thread(self._client.request, method, path, content=body, headers=headers)
        return Reply(reply.status_code, reply.content, reply.headers)


@dataclass
class Field:
    """The central server, the hub, and the hub's way up."""

    central: World
    hub: World
    internet: Internet
    uplink: Uplink
    phones: list[Phone] = field(default_factory=list)

    def join(self, role: str = "coordinator") -> None:
        """The hub becomes a member, as its leader does at home."""
        opened = self.central.central.joining.invite(self.central.organisation, role)
        me = asyncio.run(self.uplink.join(opened.url.rsplit("/", 1)[-1]))
        self.hub.organisation = me.organisation
        asyncio.run(self.uplink.level())

    def phone(self, folder: Path, at: World, role: str = "leader", walk_id: str | None = None) -> Phone:
        """A phone that joined ``at`` the hub or the central server."""
        name = f"phone{len(self.phones):04d}"
        made = Phone(folder / f"{name}.db", name, Internet(at), FakeClock(at.clock.now + len(self.phones)))
        made.token = at.phone(role, walk_id).headers["Authorization"].removeprefix("Bearer ")
        self.phones.append(made)
        return made

    def move(self, phone: Phone, to: World, role: str = "leader") -> None:
        """The phone joins ``to`` instead of where it was."""
        network = Internet(to)
        phone.token = to.phone(role).headers["Authorization"].removeprefix("Bearer ")
        phone.exchange = Exchange(phone.journal, network, lambda: phone.token, FakeClock(to.clock.now).now)
        phone.shelf = Shelf(phone.db, phone.files, network, lambda: phone.token)

    def writers(self) -> set[str]:
        """Whom the hub's way up names as a writer."""
        return {row[0] for row in self.uplink._db.execute("select distinct person from journal").fetchall()} - {""}

    def close(self) -> None:
        for phone in self.phones:
            phone.close()
        self.uplink.close()

    def digests(self) -> set[int]:
        """The sum over all that a coordinator may hold, at each server: one number when they are level."""
        return {self._digest(self.central), self._digest(self.hub)}

    def _digest(self, world: World) -> int:
        caller = Caller(self.central.organisation, "somebody", "coordinator")
        with world.central.database.read() as connection:
            return Holdings(connection, caller).digest()


@pytest.fixture
def field_(tmp_path: Path) -> Iterator[Field]:
    with ExitStack() as stack:
        yield begun(tmp_path, stack)


def begun(folder: Path, stack: ExitStack) -> Field:
    """Both servers, until the end of ``stack``."""
    clock = WorldClock()
    central, hub = quick(World(folder / "central", clock)), quick(World(folder / "hub", clock))
    internet = Internet(central)
    made = Field(central, hub, internet, Uplink(hub.central, folder / "hub", internet))
    stack.enter_context(central.client)
    stack.enter_context(hub.client)
    stack.callback(made.close)
    return made


@pytest.fixture
def level() -> Callable[..., None]:
    """Everybody takes turns until nobody lacks anything."""

    def all_of(*phones: Phone) -> None:
        for phone in (*phones, *phones):
            asyncio.run(_whole(phone))

    return all_of


async def _whole(phone: Phone) -> None:
    await phone.exchange.level()
    while await phone.shelf.send_one() or await phone.shelf.fetch_one():
        pass


def stamps(phone: Phone) -> list[str]:
    """Every change that the phone holds, by its stamp; one that came twice would be here twice."""
    return sorted(row[0] for row in phone.db.execute("select stamp from journal").fetchall())


def words(phone: Phone) -> set[str | None]:
    return {issue.words for issue in phone.issues()}
