"""The gate: what a caller may not hold is not there for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldwalk.domain.records import Area, Issue, Person, Walk
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.roles import ONE_WALK, ROLES, may
from sync.server.caller import Caller
from sync.server.store.holdings import Holdings
from tests.fakes.central_world import World

pytestmark = pytest.mark.both_stores


def test_removed_records_are_gone_and_come_back_with_an_edit(world: World) -> None:
    phone = world.phone("leader")
    phone.push(phone.change("issue", world.issue, removed=True))
    with world.central.database.read() as connection:
        assert Holdings(connection, world.admin).records(Issue) == []

    phone.push(phone.change("issue", world.issue, words="ändå"))
    with world.central.database.read() as connection:
        assert [issue.words for issue in Holdings(connection, world.admin).records(Issue)] == ["ändå"]


@pytest.mark.parametrize("role", ROLES)
def test_no_role_reaches_another_organisation(world: World, role: str) -> None:
    other = world.other()
    caller = Caller(world.organisation, world.identity(), role, other.walk)
    with world.central.database.read() as connection:
        holdings = Holdings(connection, caller)
        with pytest.raises(Refused, match="not_found"):
            holdings.record(Walk, other.walk)
        with pytest.raises(Refused, match="not_found"):
            holdings.record(Issue, other.issue)
        assert other.walk not in [walk.id for walk in holdings.walks()]


@pytest.mark.parametrize("role", sorted(ONE_WALK))
def test_a_role_of_one_walk_without_a_walk_holds_none(world: World, role: str) -> None:
    with world.central.database.read() as connection:
        holdings = Holdings(connection, world.caller(role))
        assert (holdings.walks(), holdings.records(Issue)) == ([], [])
        assert [area.id for area in holdings.records(Area)] == [world.area]


@pytest.mark.parametrize("role", ROLES)
def test_names_of_people_are_for_those_who_may_know_them(world: World, role: str) -> None:
    with world.central.database.read() as connection:
        assert bool(Holdings(connection, world.caller(role)).records(Person)) == (may(role, "see.persons"))


@given(st.sampled_from(sorted(ROLES)), st.booleans())
def test_only_roles_of_one_walk_are_held_to_one(role: str, joined: bool) -> None:
    caller = Caller("o", "p", role, "w" if joined else None)

    assert (caller.only_walk is not None) == (role in ONE_WALK)
