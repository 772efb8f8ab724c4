"""Real phones at a test's server: their journals and exchanges, and whether both sides hold the same."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path

from sync.server import catchup
from sync.server.store.holdings import Holdings
from tests.fakes.central_world import World
from tests.fakes.device import FakeClock
from tests.fakes.little_server import Reply
from tests.sync.client.phones import Phone


class Wire:
    """The network, ending in the server's application."""

    def __init__(self, world: World) -> None:
        self._client = world.client

    async def send(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Reply:
        reply = await asyncio.to_thread(self._client.request, method, path, content=body, headers=headers)
        return Reply(reply.status_code, reply.content, reply.headers)


def real_phone(world: World, folder: Path, role: str) -> Phone:
    """A real phone's journal and exchange, joined as ``role``."""
    phone = Phone(folder / f"{role}.db", f"replica0{role.replace('_', '')}", Wire(world), FakeClock(world.clock.now))
    phone.token = world.phone(role).headers["Authorization"].removeprefix("Bearer ")
    return phone


def level(*phones: Phone) -> None:
    for phone in phones:
        asyncio.run(phone.exchange.level())


def alarms(world: World) -> int:
    with world.central.database.read() as connection:
        return catchup.repairs(connection)


def held(world: World, phone: Phone) -> int:
    """The sum over what the server lets the phone's holder hold."""
    caller = world.central.joining.caller(str(phone.token))
    with world.central.database.read() as connection:
        return Holdings(connection, caller).digest()
