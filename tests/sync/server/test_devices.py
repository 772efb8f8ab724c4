"""Devices: everybody sees and ends their own and nobody else's; a lost phone hands in, gets nothing, and is told so."""

from __future__ import annotations

from typing import Any

import pytest
from httpx2 import Response

from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.roles import ONE_WALK, RIGHTS, ROLES, STAFF
from sync.server.devices import SELDOM
from tests.fakes.central_world import JPEG, Phone, World
from tests.fakes.staff import staff
from tests.sync.server.test_audit import lines

OWN, ALL = "/api/v1/devices", "/api/v1/organisation/devices"


def told(phone: Phone, path: str = OWN) -> list[dict[str, Any]]:
    reply = phone.client.get(path, headers=phone.headers)
    assert reply.status_code == 200, reply.text
    return list(reply.json())


def lose(world: World, device_id: str, **body: Any) -> Response:
    return world.client.post(f"{ALL}/{device_id}/lost", json=body, headers=world.phone("company_admin").headers)


def id_of(phone: Phone) -> str:
    return next(str(each["id"]) for each in told(phone) if each["is_this"])


def _goes(phone: Phone) -> bool:
    return bool(phone.client.get("/api/v1/walks", headers=phone.headers).status_code == 200)


def _said(phone: Phone) -> str:
    return str(phone.client.get("/api/v1/walks", headers=phone.headers).json()["code"])


def test_a_person_sees_their_own_devices_and_which_of_them_this_is(world: World) -> None:
    person = staff(world)
    agent = {"User-Agent": "Mozilla/5.0 (Linux; Android 16) Chrome/140"}
    body = {"login": person.login, "password": person.password, "code": person.later(), "replica": "0123456789abcdef"}
    token = world.client.post("/api/v1/sign-in", json=body, headers=agent).json()["token"]
    phone = Phone(world.client, token, world.clock)
    world.phone("coordinator")

    mine = told(phone)

    assert [(each["kind"], each["way"], each["is_this"]) for each in mine] == [
        ("Android", "password", True), ("", "password", False),
    ]  # fmt: skip


def test_one_installation_is_one_device_however_often_it_comes_in(world: World) -> None:
    person = staff(world)
    tokens = [person.sign_in(replica="0123456789abcdef").json()["token"] for _ in range(2)]
    first, second = (Phone(world.client, token, world.clock) for token in tokens)
    assert len(told(second)) == 2

    world.client.delete(f"{OWN}/this", headers=second.headers)

    assert (_said(first), _said(second)) == ("right_ended", "right_ended")


def test_everybody_ends_their_own_and_nobody_anothers(world: World) -> None:
    for role in ROLES:
        person_id = world.identity()
        phone, other = (world.phone(role, person_id=person_id) for _ in range(2))
        stranger = world.phone(role)

        refused = world.client.delete(f"{OWN}/{id_of(other)}", headers=stranger.headers)
        ended = world.client.delete(f"{OWN}/{id_of(other)}", headers=phone.headers)

        assert (refused.json()["code"], ended.status_code) == ("not_found", 204), role
        assert (_goes(phone), _said(other), _goes(stranger)) == (True, "right_ended", True), role


def test_the_staffs_devices_are_for_whom_the_table_names_and_residents_are_not_among_them(world: World) -> None:
    phones = {role: world.phone(role) for role in ROLES}
    replies = {role: world.client.get(ALL, headers=phone.headers) for role, phone in phones.items()}

    assert {role for role, reply in replies.items() if reply.status_code == 200} == RIGHTS["devices"]
    for role in RIGHTS["devices"]:
        assert {each["role"] for each in replies[role].json()} == set(STAFF) == set(ROLES) - ONE_WALK


def test_whoever_keeps_them_ends_one_of_the_staffs_and_none_of_another_organisations(world: World) -> None:
    leader, admin, other = world.phone("leader"), world.phone("company_admin"), world.other().phone("leader")

    ended = world.client.delete(f"{ALL}/{id_of(leader)}", headers=admin.headers)
    refused = world.client.delete(f"{ALL}/{id_of(other)}", headers=admin.headers)

    assert (ended.status_code, refused.json()["code"]) == (204, "not_found")
    assert (_said(leader), _goes(other)) == ("right_ended", True)


@pytest.mark.both_stores
def test_a_lost_phone_hands_in_what_it_has_and_gets_nothing(world: World) -> None:
    leader, fresh = world.phone("leader"), world.identity()
    before = leader.change("issue", fresh, walk_id=world.walk, words="Skrivet innan")
    world.clock.now += 1000
    assert lose(world, id_of(leader)).status_code == 204
    world.clock.now += 1000
    after = leader.change("issue", world.identity(), walk_id=world.walk, words="Skrivet efter")

    turn = leader.turn(before, after)

    assert [receipt.refused for receipt in leader.receipts(turn, before, after)] == [None, "awaits_approval"]
    assert (turn.changes, turn.more) == ([], False)
    assert leader.client.put(
        f"/api/v1/files/{'0' * 64}", content=JPEG, headers=leader.headers
    ).json()["code"] == "hash_mismatch"  # fmt: skip
    assert _said(leader) == "phone_lost"
    with pytest.raises(AssertionError, match="phone_lost"):
        leader.turn()


def test_what_a_lost_phone_has_written_since_waits_for_a_yes_and_is_taken_with_it(world: World) -> None:
    leader, fresh, desk = world.phone("leader"), world.identity(), world.phone("coordinator")
    lose(world, id_of(leader))
    world.clock.now += 1000
    leader.push(leader.change("issue", fresh, walk_id=world.walk, words="Skrivet efter"))
    path = f"/api/v1/walks/{world.walk}/waiting"

    waiting = world.client.get(path, headers=desk.headers).json()
    world.client.post(f"{path}/{fresh}", json={"answer": "accept"}, headers=desk.headers)

    assert [each["id"] for each in waiting] == [fresh]
    assert fresh in {change.record_id for change in desk.pull()}


def test_a_phone_that_was_found_goes_on_as_before(world: World) -> None:
    leader = world.phone("leader")
    lost = id_of(leader)
    lose(world, lost)
    assert _said(leader) == "phone_lost"

    lose(world, lost, lost=False)

    assert _goes(leader)


def test_a_phone_that_has_forgotten_everything_is_shown_so_and_is_neither_lost_nor_found_again(world: World) -> None:
    leader, admin = world.phone("leader"), world.phone("company_admin")
    lost = id_of(leader)
    assert world.client.post(f"{OWN}/wiped", headers=leader.headers).json()["code"] == "step_not_allowed"
    lose(world, lost)

    assert world.client.post(f"{OWN}/wiped", headers=leader.headers).status_code == 204

    shown = next(each for each in told(admin, ALL) if each["id"] == lost)
    assert shown["wiped_at"] == world.clock.now
    assert _said(leader) == "right_ended"
    assert lose(world, lost, lost=False).json()["code"] == "step_not_allowed"


def test_each_step_leaves_a_line(world: World) -> None:
    person_id = world.identity()
    leader = world.phone("leader", person_id=person_id)
    lost = id_of(leader)
    lose(world, lost)
    lose(world, lost, lost=False)
    lose(world, lost)
    world.client.post(f"{OWN}/wiped", headers=leader.headers)
    walker = world.phone("walker")
    walked = id_of(walker)
    world.client.delete(f"{OWN}/this", headers=walker.headers)

    acts = ("device_lost", "device_found", "device_wiped", "device_ended")
    noted = [(line.act, line.role, line.about) for line in lines(world, *acts)]

    about = {"device": lost, "person": person_id}
    assert noted == [
        ("device_lost", "company_admin", about),
        ("device_found", "company_admin", about),
        ("device_lost", "company_admin", about),
        ("device_wiped", "leader", about),
        ("device_ended", "walker", {"device": walked}),
    ]


def test_when_a_device_was_here_is_noted_now_and_then(world: World) -> None:
    leader = world.phone("leader")
    came = world.clock.now
    for moved, seen in ((SELDOM - 1, came), (1, came + SELDOM), (SELDOM - 1, came + SELDOM)):
        world.clock.now += moved
        leader.turn()
        assert told(leader)[0]["seen_at"] == seen


def test_a_caller_that_is_no_phone_is_never_noted_and_has_no_device(world: World) -> None:
    world.central.devices.seen(world.admin)

    with pytest.raises(Refused, match="step_not_allowed"):
        world.central.devices.wiped(world.admin)
