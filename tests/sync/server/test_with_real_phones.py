"""The phone's own exchange and shelf against the real server, over its real HTTP interface."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from fieldwalk.domain.records import Action, Issue
from sync.client import state_tables
from sync.client.journal import Edit
from tests.fakes.central_world import JPEG, World
from tests.fakes.device import FakeClock
from tests.fakes.little_server import Reply
from tests.sync.client.phones import Phone

PhoneOf = Callable[[str], Phone]


class Wire:
    """The network, ending in the server's application."""

    def __init__(self, world: World) -> None:
        self._client = world.client

    async def send(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Reply:
        reply = await asyncio.to_thread(self._client.request, method, path, content=body, headers=headers)
        return Reply(reply.status_code, reply.content, reply.headers)


@pytest.fixture
def phone_of(world: World, tmp_path: Path) -> Iterator[PhoneOf]:
    phones: list[Phone] = []

    def make(role: str) -> Phone:
        token = world.phone(role).headers["Authorization"].removeprefix("Bearer ")
        name = f"replica{len(phones)}{role}".replace("_", "")
        phone = Phone(tmp_path / f"{name}.db", name, Wire(world), FakeClock(world.clock.now + len(phones)))
        phone.token = token
        phones.append(phone)
        return phone

    yield make
    for phone in phones:
        phone.close()


def level(*phones: Phone) -> None:
    for phone in (*phones, *phones):
        asyncio.run(phone.exchange.level())


def test_the_loop_closes_from_the_resident_to_the_resident(world: World, phone_of: PhoneOf) -> None:
    resident, desk, hands = phone_of("walker"), phone_of("coordinator"), phone_of("caretaker")
    issue = world.identity()
    resident.write(issue, walk_id=world.walk, number=7, words="Trasig lampa")
    level(resident, desk, hands)

    desk.write(issue, record="action", walk_id=world.walk, state="planned", owner="Drift")
    level(desk, hands)
    hands.write(issue, record="action", walk_id=world.walk, state="done")
    level(hands, resident)

    assert [action.state for action in state_tables.records(resident.db, Action)] == ["done"]
    assert "Trasig lampa" in [found.words for found in state_tables.records(hands.db, Issue)]


def test_phones_that_edit_different_fields_offline_both_keep_their_edit(world: World, phone_of: PhoneOf) -> None:
    one, two = phone_of("leader"), phone_of("walker")
    level(one, two)
    one.write(world.issue, walk_id=world.walk, words="från ledaren")
    two.write(world.issue, walk_id=world.walk, severity=3)
    level(one, two)

    for phone in (one, two):
        [issue] = [found for found in phone.issues() if found.id == world.issue]
        assert (issue.words, issue.severity) == ("från ledaren", 3)


def test_what_is_refused_is_listed_on_the_phone_and_the_rest_arrives(world: World, phone_of: PhoneOf) -> None:
    desk, walker = phone_of("coordinator"), phone_of("walker")
    walker.write(world.walk, record="walk", title="Min nu")
    walker.write(world.issue, walk_id=world.walk, words="ändå")
    level(walker, desk)

    assert [turned.code for turned in walker.journal.turned()] == ["not_allowed"]
    assert "ändå" in [issue.words for issue in desk.issues()]


def test_a_photo_goes_up_from_one_phone_and_down_to_another(world: World, phone_of: PhoneOf) -> None:
    walker, desk = phone_of("walker"), phone_of("coordinator")
    asyncio.run(walker.shelf.put(JPEG, "photo"))
    assert asyncio.run(walker.shelf.send_one())
    sha256 = hashlib.sha256(JPEG).hexdigest()
    photo = {"walk_id": world.walk, "issue_id": world.issue, "sha256": sha256}
    walker.journal.write("amina", [Edit("photo", world.identity(), photo)])
    level(walker, desk)

    assert asyncio.run(desk.shelf.fetch_one())
    assert asyncio.run(desk.shelf.get(sha256)) == JPEG
