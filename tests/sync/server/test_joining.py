"""Joining: a link, a QR or six digits; guessing is hopeless, and wrong looks like ended."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response

from fieldwalk.domain.refusals import Refused
from sync.server.app import assemble
from sync.server.joining import MINUTE, MOST_FAILURES, MOST_FAILURES_IN_ALL, RESIDENT_DAYS
from sync.server.settings import DAY
from tests.fakes.central_world import World


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
    for n in range(MOST_FAILURES_IN_ALL):
        with pytest.raises(Exception, match="code_not_known"):
            joining.join("not-a-code", f"address-{n}")

    assert join(world, invited["code"]).json()["code"] == "too_many_tries"
    assert join(world, invited["url"].rsplit("/", 1)[-1]).status_code == 200




@pytest.mark.parametrize("code", ["", "\ud800", "x" * 200, "1' OR '1'='1", "\x00"])
def test_nonsense_is_just_a_wrong_code(world: World, code: str) -> None:
    body = json.dumps({"code": code}).encode()
    reply = world.client.post("/api/v1/join", content=body, headers={"Content-Type": "application/json"})

    assert reply.json()["code"] in ("code_not_known", "message_not_readable", "field_not_valid")


def test_nothing_that_opens_a_door_is_readable_in_the_database(world: World) -> None:
    invited = invite(world)
    token = join(world, invited["code"]).json()["token"]

    stored = world.settings.database.read_bytes()

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


def test_the_count_of_failures_survives_a_restart(tmp_path: Path) -> None:
    first = World(tmp_path)
    for n in range(MOST_FAILURES):
        join(first, f"{n:06}")
    first.central.close()

    again = assemble(first.settings, first.clock)
    with pytest.raises(Refused, match="too_many_tries"):
        again.joining.join("123456", "testclient")
    again.close()
