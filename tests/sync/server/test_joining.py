"""Joining: a link, a QR or six digits; guessing is hopeless, and wrong looks like ended."""

from __future__ import annotations

import json
from contextlib import closing
from typing import Any

import pytest
from httpx2 import Response
from sqlalchemy import select

from fieldwalk.domain.refusals import Refused
from sync.server.app import assemble
from sync.server.entering import RESIDENT_DAYS
from sync.server.guesses import CODES, MINUTE
from sync.server.settings import DAY
from sync.server.store.tables import SOURCES
from tests.fakes.central_world import World

pytestmark = pytest.mark.both_stores

MOST_FAILURES, MOST_FAILURES_IN_ALL = (limit.most for limit in CODES)


def join(world: World, code: str) -> Response:
    return world.client.post("/api/v1/join", json={"code": code, "replica": "0123456789abcdef"})


def invite(world: World, role: str = "walker", **wish: Any) -> dict[str, Any]:
    leader = world.phone("leader")
    path = f"/api/v1/walks/{world.walk}/invitations"
    reply = world.client.post(path, json={"role": role, **wish}, headers=leader.headers)
    assert reply.status_code == 201, reply.text
    return dict(reply.json())


def test_link_and_six_digits_open_the_same_walk(world: World) -> None:
    invited = invite(world)
    by_link, by_code = join(world, invited["url"].rsplit("/", 1)[-1]).json(), join(world, invited["code"]).json()

    assert invited["url"].startswith("https://walks.example/join/")
    assert by_link["walk_id"] == by_code["walk_id"] == world.walk
    assert by_link["organisation_title"] == "Fittjahem"
    assert by_link["person_id"] != by_code["person_id"]
    assert by_link["expires_at"] == world.clock.now + RESIDENT_DAYS * DAY


def test_six_digits_are_read_with_a_gap_too(world: World) -> None:
    code = invite(world)["code"]

    assert join(world, f" {code[:3]} {code[3:]}\n").status_code == 200


def test_the_qr_is_a_picture_of_the_link(world: World) -> None:
    invited = invite(world)

    assert invited["qr"].startswith("<svg")
    assert invited["url"] in invited["qr"]


def test_an_invitation_with_a_person_gives_their_name_and_role(world: World) -> None:
    opened = world.central.joining.invite(world.organisation, "coordinator", person_id=world.coordinator)

    joined = join(world, opened.code).json()

    assert (joined["name"], joined["role"], joined["walk_id"]) == ("Asha", "coordinator", None)


def test_a_wrong_and_an_ended_code_cannot_be_told_apart(world: World) -> None:
    code = invite(world, days=1)["code"]
    assert join(world, code).status_code == 200
    world.clock.now += DAY

    ended, wrong = join(world, code), join(world, "000000" if code != "000000" else "000001")

    assert (ended.status_code, ended.json()) == (wrong.status_code, wrong.json())
    assert ended.json()["code"] == "code_not_known"


def test_ten_wrong_codes_a_minute_from_one_address_and_even_the_right_one_waits(world: World) -> None:
    code = invite(world)["code"]
    for n in range(MOST_FAILURES):
        assert join(world, f"{n:06}" if f"{n:06}" != code else "999999").status_code == 404

    refused = join(world, code)
    world.clock.now += MINUTE

    assert refused.json()["code"] == "too_many_tries"
    assert refused.headers["retry-after"] == "60"
    assert join(world, code).status_code == 200


def test_a_hundred_wrong_codes_a_minute_from_everywhere_close_the_digits_but_not_the_links(world: World) -> None:
    invited = invite(world)
    joining = world.central.joining
    wrong = [f"{n:06}" for n in range(MOST_FAILURES_IN_ALL + 1) if f"{n:06}" != invited["code"]]
    for n in range(MOST_FAILURES_IN_ALL):
        with pytest.raises(Refused, match="code_not_known"):
            joining.join(wrong[n], f"address-{n}")

    assert join(world, invited["code"]).json()["code"] == "too_many_tries"
    assert join(world, invited["url"].rsplit("/", 1)[-1]).status_code == 200



def test_a_wrong_link_is_no_guess_of_digits(world: World) -> None:
    invited = invite(world)
    for n in range(MOST_FAILURES_IN_ALL + 1):
        assert join(world, f"no-link-of-ours-{n}").json()["code"] == "code_not_known"

    assert join(world, invited["code"]).status_code == 200


@pytest.mark.parametrize("code", ["", "\ud800", "x" * 200, "1' OR '1'='1", "\x00"])
def test_nonsense_is_just_a_wrong_code(world: World, code: str) -> None:
    body = json.dumps({"code": code}).encode()
    reply = world.client.post("/api/v1/join", content=body, headers={"Content-Type": "application/json"})

    assert reply.json()["code"] in ("code_not_known", "message_not_readable", "field_not_valid")


def everything_stored(world: World) -> bytes:
    if not world.settings.database_url:
        return world.settings.database.read_bytes()
    with world.central.database.read() as connection:
        return repr([connection.execute(select(table)).all() for table in SOURCES.sorted_tables]).encode()


def test_nothing_that_opens_a_door_is_readable_in_the_database(world: World) -> None:
    invited = invite(world)
    token = join(world, invited["code"]).json()["token"]

    stored = everything_stored(world)

    for secret in (token, invited["url"].rsplit("/", 1)[-1], invited["code"]):
        assert secret.encode() not in stored


def test_a_token_ends_and_a_revoked_one_has_ended(world: World) -> None:
    token = join(world, invite(world)["code"]).json()["token"]
    headers = {"Authorization": f"Bearer {token}"}
    assert world.client.get("/api/v1/walks", headers=headers).status_code == 200

    world.clock.now += RESIDENT_DAYS * DAY

    assert world.client.get("/api/v1/walks", headers=headers).json()["code"] == "sign_in_needed"


@pytest.mark.parametrize("role", ["walker", "caretaker", "auditor", "police"])
def test_who_does_not_lead_invites_nobody(world: World, role: str) -> None:
    phone = world.phone(role)

    reply = world.client.post(f"/api/v1/walks/{world.walk}/invitations", json={}, headers=phone.headers)

    assert reply.json()["code"] == "not_allowed"


def test_nobody_invites_to_a_walk_of_another_organisation(world: World) -> None:
    other = world.other()
    phone = world.phone("coordinator")

    reply = world.client.post(f"/api/v1/walks/{other.walk}/invitations", json={}, headers=phone.headers)

    assert reply.json()["code"] == "not_found"


@pytest.mark.parametrize("wish", [{"role": "company_admin"}, {"days": 0}, {"days": 1000}])
def test_an_invitation_gives_no_higher_role_and_does_not_last_for_ever(world: World, wish: dict[str, Any]) -> None:
    phone = world.phone("coordinator")

    reply = world.client.post(f"/api/v1/walks/{world.walk}/invitations", json=wish, headers=phone.headers)

    assert (reply.status_code, reply.json()["code"]) == (422, "field_not_valid")


def test_the_count_of_failures_survives_a_restart(world: World) -> None:
    for n in range(MOST_FAILURES):
        join(world, f"{n:06}")

    again = assemble(world.settings, world.clock)
    with closing(again), pytest.raises(Refused, match="too_many_tries"):
        again.joining.join("123456", "testclient")


def test_a_walks_way_in_is_for_many_and_staffs_for_one(world: World) -> None:
    walkers, leads = invite(world), invite(world, "leader")

    assert [join(world, walkers["code"]).status_code for _ in range(3)] == [200, 200, 200]
    assert join(world, leads["code"]).status_code == 200
    used = world.client.post("/api/v1/join", json={"code": leads["code"], "replica": "fedcba9876543210"})
    assert (used.status_code, used.json()["code"]) == (404, "code_not_known")


def test_a_phone_that_heard_no_answer_asks_again_with_a_way_in_that_is_for_one(world: World) -> None:
    leads = invite(world, "leader")
    first, again = join(world, leads["code"]), join(world, leads["url"].rsplit("/", 1)[-1])

    assert (first.status_code, again.status_code) == (200, 200)
    nameless = world.client.post("/api/v1/join", json={"code": leads["code"]})
    assert nameless.json()["code"] == "code_not_known"


def listed(world: World, role: str = "leader") -> list[dict[str, Any]]:
    path = f"/api/v1/walks/{world.walk}/invitations"
    return list(world.client.get(path, headers=world.phone(role).headers).json())


def closed(world: World, way: str, **query: Any) -> Response:
    path = f"/api/v1/walks/{world.walk}/invitations/{way}"
    return world.client.delete(path, params=query, headers=world.phone("coordinator").headers)


def test_a_way_in_that_is_closed_looks_like_a_wrong_one_and_who_came_in_stays(world: World) -> None:
    invited = invite(world)
    token = join(world, invited["code"]).json()["token"]
    [way] = [each for each in listed(world) if each["role"] == "walker"]
    assert (way["uses"], way["is_for_one"], way["revoked_at"]) == (1, False, None)

    assert closed(world, way["id"]).json() == {"put_out": 0}

    wrong = join(world, "000000" if invited["code"] != "000000" else "000001")
    assert join(world, invited["code"]).json() == join(world, invited["url"]).json() == wrong.json()
    assert world.client.get("/api/v1/walks", headers={"Authorization": f"Bearer {token}"}).status_code == 200
    [way] = [each for each in listed(world) if each["role"] == "walker"]
    assert way["revoked_at"] == world.clock.now


def test_everybody_who_came_in_by_it_can_be_put_out_with_it_and_nobody_else(world: World) -> None:
    invited, other = invite(world), invite(world)
    tokens = [join(world, each["code"]).json()["token"] for each in (invited, invited, other)]
    ways = {each["uses"]: each["id"] for each in listed(world)}

    assert closed(world, ways[2], everybody=True).json() == {"put_out": 2}

    said = [world.client.get("/api/v1/walks", headers={"Authorization": f"Bearer {token}"}) for token in tokens]
    assert [reply.status_code for reply in said] == [403, 403, 200]
    assert said[0].json()["code"] == "right_ended"
    line = world.central.audit.lines(world.organisation)[-1]
    assert (line.act, line.about["tokens"]) == ("revoked", 2)


def test_a_list_of_ways_in_opens_no_door(world: World) -> None:
    invited = invite(world)
    text = json.dumps(listed(world))

    assert invited["code"] not in text
    assert invited["url"].rsplit("/", 1)[-1] not in text


def test_nobody_closes_a_way_into_a_walk_of_another_organisation(world: World) -> None:
    other = world.other()
    invite(other)
    [theirs] = [each.id for each in world.central.joining.invitations(other.admin, other.walk)]
    desk = world.phone("coordinator")

    for walk in (world.walk, other.walk):
        reply = world.client.delete(f"/api/v1/walks/{walk}/invitations/{theirs}", headers=desk.headers)
        assert (reply.status_code, reply.json()["code"]) == (404, "not_found")
