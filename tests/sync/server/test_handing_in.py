"""What a token that has ended still brings in has an end, and nothing of it is lost on the phone."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path

import pytest
from sqlalchemy import select, update

from fieldwalk.domain.refusals import Refused
from sync.protocol.messages import PATH
from sync.server.entering import RESIDENT_DAYS
from sync.server.keys import hashed
from sync.server.limits import HANDED_BYTES, HANDED_ITEMS
from sync.server.settings import DAY
from sync.server.store import doors
from sync.server.store.tables import PARKED, TOKENS
from tests.fakes.central_world import JPEG, Phone, World
from tests.fakes.levelled import real_phone

SHA = hashlib.sha256(JPEG).hexdigest()


def handed_in(world: World, phone: Phone, items: int, size: int = 0) -> None:
    """So much has come by the phone's token already."""
    with world.central.database.write() as connection:
        mine = update(TOKENS).where(TOKENS.c.hash == hash_of(phone))
        connection.execute(mine.values(handed_items=items, handed_bytes=size))


def hash_of(phone: Phone) -> str:
    return hashed(phone.headers["Authorization"].removeprefix("Bearer "))


def put_out(world: World, phone: Phone) -> None:
    with world.central.database.write() as connection:
        doors.revoke(connection, hash_of(phone), world.clock.now)


def said(world: World, phone: Phone, changes: int = 1) -> str:
    """The code with which a push of so many points is refused; empty when it is taken."""
    points = [phone.change("issue", world.identity(), walk_id=world.walk, words="Sent") for _ in range(changes)]
    reply = world.client.post(PATH, content=phone.packed(*points), headers=phone.headers)
    return "" if reply.status_code == 200 else str(reply.json()["code"])


@pytest.mark.both_stores
def test_an_ended_token_hands_in_up_to_the_bound_and_not_beyond(world: World) -> None:
    phone = world.phone("walker")
    world.clock.now += RESIDENT_DAYS * DAY + 1
    handed_in(world, phone, HANDED_ITEMS - 3)
    assert said(world, phone, 4) == "handed_in_enough"
    assert said(world, phone, 3) == ""
    assert said(world, phone, 1) == "handed_in_enough"
    with world.central.database.read() as connection:
        assert len(connection.execute(select(PARKED.c.stamp)).all()) == 3


def test_bytes_are_counted_as_well_as_items(world: World) -> None:
    phone = world.phone("walker")
    world.clock.now += RESIDENT_DAYS * DAY + 1
    handed_in(world, phone, 0, HANDED_BYTES - 10)
    assert said(world, phone) == "handed_in_enough"
    reply = world.client.put(f"/api/v1/files/{SHA}", content=JPEG, headers=phone.headers)
    assert (reply.status_code, reply.json()["code"]) == (403, "handed_in_enough")
    part = {**phone.headers, "Content-Range": f"bytes 0-99/{len(JPEG)}"}
    reply = world.client.put(f"/api/v1/files/{SHA}", content=JPEG[:100], headers=part)
    assert reply.json()["code"] == "handed_in_enough"
    reply = world.client.get(f"/api/v1/files/{SHA}/parts", headers=phone.headers)
    assert reply.json()["held"] == 0


def test_what_is_refused_names_a_next_step(world: World) -> None:
    phone = world.phone("walker")
    world.clock.now += RESIDENT_DAYS * DAY + 1
    handed_in(world, phone, HANDED_ITEMS)
    point = phone.change("issue", world.identity(), walk_id=world.walk)
    headers = {**phone.headers, "Accept-Language": "sv"}
    told = world.client.post(PATH, content=phone.packed(point), headers=headers).json()
    assert "fil" in told["next"]


def test_who_was_put_out_is_told_so_beyond_the_bound_too(world: World) -> None:
    phone = world.phone("walker")
    put_out(world, phone)
    handed_in(world, phone, HANDED_ITEMS)
    assert said(world, phone) == "right_ended"


def test_a_token_that_is_good_is_not_counted(world: World) -> None:
    phone = world.phone("walker")
    handed_in(world, phone, HANDED_ITEMS, HANDED_BYTES)
    assert said(world, phone) == ""
    assert world.client.put(f"/api/v1/files/{SHA}", content=JPEG, headers=phone.headers).status_code == 201


def test_nothing_is_lost_on_the_phone_and_a_new_code_brings_it_in(world: World, tmp_path: Path) -> None:
    phone = real_phone(world, tmp_path, "walker")
    world.clock.now += RESIDENT_DAYS * DAY + 1
    handed_in(world, Phone(world.client, str(phone.token), world.clock), HANDED_ITEMS)
    phone.write(world.identity(), walk_id=world.walk, words="Kvar i telefonen")
    with pytest.raises(Refused, match="handed_in_enough"):
        asyncio.run(phone.exchange.level())
    assert [change.fields["words"] for change in phone.journal.own()] == ["Kvar i telefonen"]
    assert phone.journal.waiting() == 1
    phone.token = world.phone("walker").headers["Authorization"].removeprefix("Bearer ")
    asyncio.run(phone.exchange.level())
    assert phone.journal.waiting() == 0
    phone.close()
