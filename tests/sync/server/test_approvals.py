"""Latecomers: what they captured waits for a yes or a no, and is neither dropped nor shown before."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from fieldwalk.domain.roles import ROLES, may
from sync.protocol.messages import PATH
from sync.server.entering import RESIDENT_DAYS, STAFF_DAYS
from sync.server.keys import hashed
from sync.server.settings import DAY
from sync.server.store import doors
from sync.server.store.doors import LATE
from tests.fakes.central_world import JPEG, Phone, World

pytestmark = pytest.mark.both_stores

SHA = hashlib.sha256(JPEG).hexdigest()


def finish(world: World) -> None:
    leader = world.phone("leader")
    assert leader.push(leader.change("walk", world.walk, state="finished")) == [None]


def capture(world: World, phone: Phone, **fields: Any) -> str:
    """A point with a photo; what came of each change is returned by the phone's next look."""
    issue = world.identity()
    told = {"walk_id": world.walk, "words": "Mörkt i tunneln", **fields}
    refused = phone.push(
        phone.change("issue", issue, **told),
        phone.change("photo", world.identity(), walk_id=world.walk, issue_id=issue, sha256=SHA),
    )
    assert refused == ["awaits_approval", "awaits_approval"]
    return issue


def waiting(world: World, role: str = "leader") -> list[dict[str, Any]]:
    reply = world.client.get(f"/api/v1/walks/{world.walk}/waiting", headers=world.phone(role).headers)
    assert reply.status_code == 200, reply.text
    return list(reply.json())


def decide(world: World, point: str, answer: str, role: str = "leader") -> tuple[int, Any]:
    path = f"/api/v1/walks/{world.walk}/waiting/{point}"
    reply = world.client.post(path, json={"answer": answer}, headers=world.phone(role).headers)
    return reply.status_code, reply.json()


def seen(world: World, role: str = "walker") -> set[str]:
    return {change.record_id for change in world.phone(role).pull() if change.record == "issue"}


def test_who_joins_when_the_walk_is_over_sees_it_and_what_they_tell_waits(world: World) -> None:
    finish(world)
    late = world.phone("walker")
    assert world.walk in {change.record_id for change in late.pull()}

    issue = capture(world, late)

    assert issue not in seen(world) | seen(world, "coordinator")
    [held] = waiting(world)
    assert (held["id"], held["values"]["words"], held["photos"]) == (issue, "Mörkt i tunneln", 1)


def test_a_yes_makes_it_a_point_like_any_other_once(world: World) -> None:
    finish(world)
    late = world.phone("walker")
    issue = capture(world, late)

    assert decide(world, issue, "accept") == (200, {"changes": 2})

    assert issue in seen(world)
    assert waiting(world) == []
    assert decide(world, issue, "accept")[0] == 404
    [line] = [line for line in world.central.audit.lines(world.organisation) if line.act == "approved"]
    assert (line.role, line.about) == ("leader", {"walk": world.walk, "point": issue, "changes": 2})


def test_after_a_no_nobody_is_shown_it_and_it_is_kept(world: World) -> None:
    finish(world)
    late = world.phone("walker")
    change = late.change("issue", world.identity(), walk_id=world.walk, words="nej")
    late.push(change)

    assert decide(world, change.record_id, "decline") == (200, {"changes": 1})

    assert change.record_id not in seen(world)
    assert waiting(world) == []
    assert late.push(change) == ["declined"]


def test_the_next_day_reading_is_refused_and_what_was_captured_is_handed_in(world: World) -> None:
    phone = world.phone("walker")
    world.clock.now += RESIDENT_DAYS * DAY
    empty = world.client.post(PATH, content=phone.packed(), headers=phone.headers)
    assert (empty.status_code, empty.json()["code"]) == (401, "sign_in_needed")
    assert world.client.get("/api/v1/walks", headers=phone.headers).status_code == 401

    issue = capture(world, phone)
    kept = world.client.put(f"/api/v1/files/{SHA}", content=JPEG, headers=phone.headers)

    assert kept.status_code == 201
    assert world.client.get(f"/api/v1/files/{SHA}", headers=phone.headers).status_code == 401
    assert [held["id"] for held in waiting(world)] == [issue]
    assert decide(world, issue, "accept")[0] == 200
    leader = world.phone("leader")
    assert world.client.get(f"/api/v1/files/{SHA}", headers=leader.headers).status_code == 200


def test_handing_in_tells_nothing_of_the_walk(world: World) -> None:
    phone = world.phone("walker")
    world.clock.now += RESIDENT_DAYS * DAY

    response = phone.turn(phone.change("issue", world.identity(), walk_id=world.walk, words="sent"), cursor=0)

    assert (response.changes, response.more, response.digest) == ([], False, None)


def test_a_token_that_ended_long_ago_hands_in_nothing_nor_does_staffs(world: World) -> None:
    phone, staff = world.phone("walker"), world.phone("caretaker")
    world.clock.now += RESIDENT_DAYS * DAY + LATE + STAFF_DAYS * DAY
    for old in (phone, staff):
        reply = world.client.post(PATH, content=old.packed(old.change("issue", world.identity())), headers=old.headers)
        assert (reply.status_code, reply.json()["code"]) == (401, "sign_in_needed")


def test_a_latecomer_may_no_more_than_who_came_in_time(world: World) -> None:
    finish(world)
    late = world.phone("walker")

    refused = late.push(
        late.change("walk", world.walk, title="Min nu"),
        late.change("issue", world.identity(), walk_id=world.identity()),
        late.change("issue", world.identity(), walk_id=world.walk, severity=9),
    )

    assert refused == ["not_allowed", "not_allowed", "field_not_valid"]
    assert waiting(world) == []


@pytest.mark.parametrize("role", ROLES)
def test_only_who_may_approve_sees_what_waits_and_decides(world: World, role: str) -> None:
    finish(world)
    issue = capture(world, world.phone("walker"))
    path = f"/api/v1/walks/{world.walk}/waiting"
    phone = world.phone(role, walk_id=world.walk)

    status = 200 if may(role, "approve") else 403
    assert world.client.get(path, headers=phone.headers).status_code == status
    assert decide(world, issue, "accept", role)[0] == status


def test_what_waits_is_told_only_to_those_who_see_its_class_and_never_who_captured_it(world: World) -> None:
    finish(world)
    person = world.identity()
    late = world.phone("walker", person_id=person)
    issue = capture(world, late, category="overlook", words="fönstret på tre")

    assert waiting(world) == []
    assert decide(world, issue, "accept")[0] == 404
    [held] = waiting(world, "coordinator")
    assert held["values"]["words"] == "fönstret på tre"
    assert person not in str(held)


def test_more_about_a_point_that_became_secret_waits_for_who_sees_it(world: World) -> None:
    desk = world.phone("coordinator")
    desk.push(desk.change("issue", world.issue, for_est="kept"))
    finish(world)
    late = world.phone("walker")
    assert late.push(late.change("issue", world.issue, words="mer om den")) == ["awaits_approval"]

    assert waiting(world) == []
    assert [held["id"] for held in waiting(world, "coordinator")] == [world.issue]


def test_nothing_waits_where_another_organisation_looks(world: World) -> None:
    finish(world)
    issue = capture(world, world.phone("walker"))
    desk = world.other().phone("coordinator")

    path = f"/api/v1/walks/{world.walk}/waiting"
    assert world.client.get(path, headers=desk.headers).status_code == 404
    assert world.client.post(f"{path}/{issue}", json={"answer": "accept"}, headers=desk.headers).status_code == 404


def test_what_a_latecomer_may_not_take_away_does(world: World) -> None:
    finish(world)
    leader, late = world.phone("leader"), world.phone("walker")
    leader.push(leader.change("issue", world.issue, words="ledarens"))
    change = late.change("issue", world.issue, removed=True)
    late.push(change)

    assert waiting(world) == []
    assert late.push(change) == ["not_allowed"]
    assert world.issue in seen(world)


def put_out(world: World, phone: Phone) -> None:
    with world.central.database.write() as connection:
        doors.revoke(connection, hashed(phone.headers["Authorization"].removeprefix("Bearer ")), world.clock.now)
    world.clock.now += 1


def anywhere(world: World, role: str = "coordinator") -> list[dict[str, Any]]:
    return list(world.client.get("/api/v1/waiting", headers=world.phone(role).headers).json())


@pytest.mark.parametrize("role", ["leader", "walker"])
def test_what_a_phone_still_held_whose_right_somebody_ended_waits_at_the_desk(world: World, role: str) -> None:
    phone = world.phone(role)
    put_out(world, phone)
    issue = capture(world, phone)

    assert world.client.put(f"/api/v1/files/{SHA}", content=JPEG, headers=phone.headers).status_code == 201
    told = world.client.post(PATH, content=phone.packed(), headers=phone.headers)
    assert (told.status_code, told.json()["code"]) == (403, "right_ended")
    assert issue not in seen(world)
    [held] = anywhere(world)
    assert (held["id"], held["walk_id"], held["photos"], held["others"]) == (issue, world.walk, 1, 0)
    decided = world.client.post(
        f"/api/v1/waiting/{issue}", json={"answer": "accept"}, headers=world.phone("coordinator").headers
    )
    assert decided.json() == {"changes": 2}
    assert issue in seen(world)
    assert anywhere(world) == []


def test_what_staff_wrote_that_was_put_out_is_taken_with_the_rights_of_who_says_yes(world: World) -> None:
    phone = world.phone("coordinator")
    put_out(world, phone)
    answer = phone.change("action", world.issue, walk_id=world.walk, state="planned", owner="Drift")
    assert phone.push(answer) == ["awaits_approval"]
    [held] = waiting(world)
    assert (held["id"], held["values"], held["others"]) == (world.issue, {}, 1)

    assert decide(world, world.issue, "accept", "leader")[0] == 200

    assert [c.fields for c in world.phone("leader").pull() if c.record == "action"] == []
    assert phone.push(answer) == ["not_allowed"]


def test_a_token_that_somebody_ended_long_ago_hands_in_nothing(world: World) -> None:
    phone = world.phone("leader")
    put_out(world, phone)
    world.clock.now += LATE
    reply = world.client.post(
        PATH, content=phone.packed(phone.change("issue", "issue-00000009")), headers=phone.headers
    )

    assert (reply.status_code, reply.json()["code"]) == (403, "right_ended")
