"""Phones whose server is the real one, in the same process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fieldwalk.screens.app import show
from fieldwalk.services.fieldwalk import Fieldwalk
from tests.fakes.central_world import World
from tests.fakes.device import AsgiTransport
from tests.fakes.flet_client import Client
from tests.fakes.staff import PASSWORD, Person
from tests.screens_sample import SamplePhone


def phone_of(world: World) -> Fieldwalk:
    """A phone on its first day, whose server is ``world``."""
    fieldwalk = SamplePhone("nobody").fieldwalk
    transport = AsgiTransport(world.app)  # type: ignore[arg-type]
    levelling = fieldwalk.exchange
    services = (fieldwalk.joining, fieldwalk.signing_in, fieldwalk.devices._asking, levelling._exchange)
    for service in (*services, levelling._shelf):
        service._network = transport  # type: ignore[attr-defined]
    return fieldwalk


@asynccontextmanager
async def app(fieldwalk: Fieldwalk, route: str) -> AsyncIterator[Client]:
    async with Client(lambda page: show(page, fieldwalk), route) as client:
        yield client


async def shows(client: Client, words: str) -> None:
    """The server's threads answer when they like."""
    async with asyncio.timeout(60):
        while words not in client.texts:
            await asyncio.sleep(0.01)


async def signed_in(world: World, person: Person) -> Fieldwalk:
    fieldwalk = phone_of(world)
    await fieldwalk.signing_in.sign_in(person.login, PASSWORD, person.later())
    return fieldwalk
