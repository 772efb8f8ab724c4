"""Walks for programs that use the API: what the caller may see, in an order that means something."""

from __future__ import annotations

import pytest

from fieldwalk.domain.roles import ONE_WALK, ROLES
from tests.fakes.central_world import World


def test_the_newest_walk_comes_first(world: World) -> None:
    phone = world.phone("coordinator")
    for at in (3_000, 1_000, 2_000):
        phone.push(phone.change("walk", world.identity(), title=str(at), started_at=at))

    titles = [walk["title"] for walk in world.client.get("/api/v1/walks", headers=phone.headers).json()]

    assert titles == ["3000", "2000", "1000", "Kvällsvandring"]


@pytest.mark.parametrize("role", ROLES)
def test_each_role_lists_the_walks_that_it_may_hold(world: World, role: str) -> None:
    leader = world.phone("leader")
    leader.push(leader.change("walk", world.identity(), title="En annan"))

    walks = world.client.get("/api/v1/walks", headers=world.phone(role).headers).json()

    assert len(walks) == (1 if role in ONE_WALK else 2)


def test_a_walk_has_its_issues_by_number_and_no_reporter(world: World) -> None:
    phone = world.phone("coordinator")
    for number in (3, 2):
        phone.push(phone.change("issue", world.identity(), walk_id=world.walk, number=number))

    walk = world.client.get(f"/api/v1/walks/{world.walk}", headers=phone.headers).json()

    assert [issue["number"] for issue in walk["issues"]] == [1, 2, 3]
    assert all("person" not in issue for issue in walk["issues"])


def test_a_walk_of_others_and_a_walk_of_nobody_look_the_same(world: World) -> None:
    headers = world.phone("coordinator").headers
    answers = [world.client.get(f"/api/v1/walks/{walk}", headers=headers) for walk in (world.other().walk, "x", "%00")]

    assert {reply.status_code for reply in answers} == {404}
    assert answers[0].json() == answers[1].json() == answers[2].json()
