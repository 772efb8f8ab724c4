"""Organisations on one server share the templates that they mark, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from fieldwalk.domain.roles import ROLES, may
from sync.server.keys import new_identity
from tests.fakes.central_world import Phone, World
from tests.fakes.reading import Reader
from tests.fakes.stories import quick

SHARED = "/api/v1/templates/shared"
KEEPERS = [role for role in ROLES if may(role, "write.template")]


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, World]]:
    """Mine, and another organisation with a shared template, one of its own and one that it took back."""
    mine = quick(World(tmp_path_factory.mktemp("templates")))
    with mine.client:
        theirs = mine.other()
        desk = theirs.phone("coordinator")
        for sharing, more in (("shared", {}), ("own", {}), ("shared", {"removed": True})):
            template(theirs, desk, sharing, **more)
        yield mine, theirs


def template(world: World, phone: Phone, sharing: str, **more: Any) -> str:
    made = new_identity(world.clock.now)
    says = f"deras-{'removed' if more else sharing}"
    change = phone.change("template", made, title=says, questions=f"{says}?", version=3, sharing=sharing, **more)
    assert phone.push(change) == [None]
    return made


def listed(world: World, phone: Phone) -> list[dict[str, Any]]:
    return list(world.client.get(SHARED, headers=phone.headers).json())


@pytest.mark.parametrize("role", ROLES)
def test_nothing_of_another_organisation_is_in_any_answer_but_what_it_shares(
    two: tuple[World, World], role: str
) -> None:
    mine, theirs = two
    phone = mine.phone(role)
    token = phone.headers["Authorization"].removeprefix("Bearer ")
    reader = Reader(mine.client, mine.app, role, token)

    answers = dict(reader.looked_up({"walk_id": [theirs.walk], "issue_id": [theirs.issue]}))
    shared = answers.pop(SHARED, "")
    others = "\n".join([*answers.values(), *reader.exchanged()])

    assert not [word for word in ("deras", "Deras", "Botkyrka hus", theirs.organisation) if word in others]
    assert ("deras-shared" in shared, "Botkyrka hus" in shared) == (may(role, "write.template"),) * 2
    assert not [word for word in ("deras-own", "deras-removed", "Deras", theirs.organisation) if word in shared]


@pytest.mark.parametrize("role", KEEPERS)
def test_a_copy_is_ones_own_and_says_whose_it_was(two: tuple[World, World], role: str) -> None:
    mine, _ = two
    phone = mine.phone(role)
    (shared,) = listed(mine, phone)

    reply = mine.client.post(f"{SHARED}/{shared['id']}/copies", headers=phone.headers)

    assert reply.status_code == 201
    (copy,) = [change.fields for change in phone.pull() if change.record_id == reply.json()["id"]]
    assert copy == {
        "title": "deras-shared", "questions": "deras-shared?", "version": 1, "sharing": "own",
        "origin": "Botkyrka hus", "origin_version": 3,
    }  # fmt: skip
    assert reply.json()["id"] != shared["id"]


def test_what_is_not_shared_cannot_be_copied_and_looks_like_nothing(two: tuple[World, World]) -> None:
    mine, theirs = two
    phone, desk = mine.phone("coordinator"), theirs.phone("coordinator")
    ids = [change.record_id for change in desk.pull() if change.record == "template"]
    (shared,) = [each["id"] for each in listed(mine, phone)]

    replies = [
        mine.client.post(f"{SHARED}/{one}/copies", headers=phone.headers)
        for one in [*(each for each in ids if each != shared), mine.identity()]
    ]

    assert len(replies) == 3
    assert {(reply.status_code, reply.text) for reply in replies} == {(404, replies[0].text)}


def test_ones_own_are_not_among_the_others(two: tuple[World, World]) -> None:
    _, theirs = two
    assert "deras-shared" not in str(listed(theirs, theirs.phone("coordinator")))


@pytest.mark.both_stores
def test_a_template_is_written_by_the_desk_and_held_by_all_staff(world: World) -> None:
    desk = world.phone("coordinator")
    made = new_identity(world.clock.now)
    assert desk.push(desk.change("template", made, title="Kväll", version=1, questions="Ser du?", sharing="own")) == [
        None
    ]
    leader = world.phone("leader")
    assert leader.push(leader.change("template", made, title="Annat")) == ["not_allowed"]

    held = {role for role in ROLES if made in {change.record_id for change in world.phone(role).pull()}}
    assert held == set(ROLES) - {"guest", "walker"}
    other = world.other().phone("coordinator")
    assert listed(world, other) == []
    assert desk.push(desk.change("template", made, sharing="shared")) == [None]
    assert [each["title"] for each in listed(world, other)] == ["Kväll"]
