"""What the server asks of a change: rights, steps of an action, and what a published walk must have."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldwalk.domain.categories import EST_CATEGORIES
from fieldwalk.domain.fields import Json
from fieldwalk.domain.records import RECORDS, field_table
from fieldwalk.domain.roles import ONE_WALK, ROLES, may_write
from sync.protocol.changes import Change
from sync.protocol.merge import State, merge
from sync.server.caller import Caller
from sync.server.rules import asks_nothing, check_rights, check_rules, walk_named
from tests.fakes.central_world import World

FIELDS = sorted({"removed", *(field for record in RECORDS.values() for field in field_table(record))})
VALUES = st.sampled_from(["walk-0001", "kept", "lifted", "published", "done", *EST_CATEGORIES, True, 1, None])


@pytest.mark.parametrize("role", ROLES)
def test_each_role_writes_what_the_role_table_says_and_nothing_else(world: World, role: str) -> None:
    phone = world.phone(role, walk_id=world.walk)
    own = {"walk": world.walk, "organisation": world.organisation}
    for record in RECORDS:
        scope = {} if record in ("organisation", "area", "person", "walk") else {"walk_id": world.walk}
        change = phone.change(record, own.get(record, world.identity()), removed=False, **scope)
        allowed = may_write(role, record) and not (role in ONE_WALK and record in ("organisation", "area", "person"))
        assert phone.push(change) == [None if allowed else "not_allowed"], (role, record)


def test_a_walker_writes_into_no_other_walk(world: World) -> None:
    phone = world.phone("walker")
    elsewhere = phone.change("issue", world.identity(), walk_id=world.identity())

    assert phone.push(elsewhere) == ["not_allowed"]


def test_a_walker_changes_no_issue_of_another_walk(world: World) -> None:
    leader, walker = world.phone("leader"), world.phone("walker")
    walk, issue = world.identity(), world.identity()
    leader.push(leader.change("walk", walk, title="En annan"), leader.change("issue", issue, walk_id=walk, words="a"))

    assert walker.push(walker.change("issue", issue, words="b")) == ["not_allowed"]


def test_an_action_takes_only_the_steps_of_the_table(world: World) -> None:
    desk = world.phone("coordinator")
    act = world.issue

    assert desk.push(desk.change("action", act, walk_id=world.walk, state="verified")) == ["step_not_allowed"]
    assert desk.push(desk.change("action", act, state="planned", owner="Drift", due="2026-12-01")) == [None]
    assert desk.push(desk.change("action", act, state="wont")) == ["reason_needed"]
    assert desk.push(desk.change("action", act, state="wont", reason="Rivs i vår")) == [None]


def test_a_refused_step_leaves_the_rest_of_the_batch_and_the_state_alone(world: World) -> None:
    desk = world.phone("coordinator")
    refused = desk.push(
        desk.change("action", world.issue, walk_id=world.walk, state="done"),
        desk.change("action", world.issue, state="planned"),
        desk.change("issue", world.issue, words="Fortfarande mörkt"),
    )

    assert refused == ["step_not_allowed", None, None]
    token = desk.headers
    [action] = world.client.get(f"/api/v1/walks/{world.walk}", headers=token).json()["actions"]
    assert action["state"] == "planned"


def test_the_caretaker_carries_out_and_does_not_answer(world: World) -> None:
    desk, hands = world.phone("coordinator"), world.phone("caretaker")
    desk.push(desk.change("action", world.issue, walk_id=world.walk, state="planned", owner="Drift"))

    assert hands.push(hands.change("action", world.issue, owner="Någon annan")) == ["not_allowed"]
    assert hands.push(hands.change("action", world.issue, state="done", done_at=world.clock.now)) == [None]


def test_the_resident_sees_that_it_was_done(world: World) -> None:
    desk, hands = world.phone("coordinator"), world.phone("caretaker")
    desk.push(desk.change("action", world.issue, state="planned"))
    hands.push(hands.change("action", world.issue, state="done"))

    states = [change.fields.get("state") for change in world.phone("walker").pull() if change.record == "action"]
    assert states == ["planned", "done"]


def test_a_walk_without_purpose_or_leader_is_not_published(world: World) -> None:
    leader = world.phone("leader")

    assert leader.push(leader.change("walk", world.walk, state="published")) == ["walk_incomplete"]
    assert leader.push(leader.change("walk", world.walk, purpose="Trygg väg hem", leader=" ")) == [None]
    assert leader.push(leader.change("walk", world.walk, state="published")) == ["walk_incomplete"]
    assert leader.push(leader.change("walk", world.walk, leader="Asha", state="published")) == [None]


def test_a_state_that_a_newer_one_has_beaten_is_kept_without_a_question(world: World) -> None:
    desk, late = world.phone("coordinator"), world.phone("coordinator")
    early = late.change("action", world.issue, walk_id=world.walk, state="verified")
    world.clock.now += 1000
    desk.push(desk.change("action", world.issue, walk_id=world.walk, state="planned"))

    assert late.push(early) == [None]


def test_nobody_writes_another_organisations_own_record(world: World) -> None:
    admin = world.phone("company_admin")

    assert admin.push(admin.change("organisation", world.identity(), title="Nu min")) == ["not_allowed"]


@given(
    st.sampled_from(ROLES),
    st.booleans(),
    st.sampled_from([*RECORDS, "weather"]),
    st.dictionaries(st.sampled_from(FIELDS), VALUES, min_size=1, max_size=5),
)
def test_what_is_asked_of_nobody_would_have_been_allowed(
    role: str, late: bool, record: str, fields: dict[str, Json]
) -> None:
    caller = Caller("org-0001", "person-0001", role, "walk-0001", is_late=late)
    change = Change("0" * 16 + "-" + "a" * 16, "", record, "record-0001", fields)
    walk_id = change.record_id if record == "walk" else walk_named(change) or caller.only_walk

    if asks_nothing(caller, record, fields):
        check_rights(caller, change, State(), walk_id)
        check_rules(caller, change, State(), merge(State(), change).state, lambda: False, lambda _files: False)


def test_a_coordinators_thousands_of_new_points_are_asked_once() -> None:
    coordinator, walker = (Caller("org-0001", "person-0001", role, "walk-0001") for role in ("coordinator", "walker"))

    assert asks_nothing(coordinator, "issue", ["walk_id", "category", "words"])
    assert not asks_nothing(walker, "issue", ["walk_id", "category", "words"])
    assert not asks_nothing(coordinator, "issue", ["walk_id", "for_police"])
    assert not asks_nothing(coordinator, "action", ["owner"])


@pytest.mark.parametrize("role", ROLES)
def test_only_who_leads_adds_to_the_track_so_that_nobody_else_leaves_a_trail(world: World, role: str) -> None:
    phone = world.phone(role, walk_id=world.walk)

    refused = phone.push(phone.change("fixes", world.identity(), walk_id=world.walk, segment=0, packed=""))

    assert refused == [None if role in ("leader", "coordinator", "company_admin") else "not_allowed"]
