"""What to cover is proposed to who looks photos through, while a photo waits, and kept nowhere."""

from __future__ import annotations

import pytest

from fieldwalk.domain.looking import RIGHT
from fieldwalk.domain.roles import ROLES, may
from sync.server.proposing.finder import Nothing
from tests.fakes.central_world import Phone, World
from tests.fakes.classed import drawn, name_of
from tests.fakes.faces import FACE, FoundEverywhere

PHOTO, LARGE = "photo-00001", drawn("large")


@pytest.fixture
def finder(world: World) -> FoundEverywhere:
    """A photo waits on a server that looks for faces."""
    found = FoundEverywhere()
    object.__setattr__(world.central, "finder", found)
    walker = world.phone("walker")
    own = {"walk_id": world.walk, "issue_id": world.issue}
    assert walker.push(walker.change("photo", PHOTO, **own, sha256=name_of(LARGE))) == [None]
    walker.client.put(f"/api/v1/files/{name_of(LARGE)}", content=LARGE, headers=walker.headers)
    return found


def asked(phone: Phone, photo: str = PHOTO) -> tuple[int, object]:
    reply = phone.client.get(f"/api/v1/photos/{photo}/proposals", headers=phone.headers)
    return reply.status_code, reply.json()


@pytest.mark.parametrize("role", ROLES)
def test_only_who_may_look_photos_through_is_given_any(world: World, finder: FoundEverywhere, role: str) -> None:
    status, told = asked(world.phone(role))
    assert (status, told) == (200, [FACE._asdict()]) if may(role, RIGHT) else status == 403
    assert finder.shown == ([LARGE] if may(role, RIGHT) else [])


def test_nothing_is_looked_for_in_a_photo_that_waits_no_more(world: World, finder: FoundEverywhere) -> None:
    leader = world.phone("leader")
    leader.push(leader.change("photo", PHOTO, approved=name_of(LARGE)))
    assert asked(leader) == (200, [])
    assert finder.shown == []


def test_a_photo_of_others_and_of_a_stricter_class_is_not_there(world: World, finder: FoundEverywhere) -> None:
    desk = world.phone("coordinator")
    desk.push(desk.change("issue", world.issue, for_est="kept"))
    for phone in (world.other().phone("coordinator"), world.phone("leader")):
        assert asked(phone)[0] == asked(phone, "photo-nobody")[0] == 404
    assert finder.shown == []


def test_looking_at_a_classed_one_leaves_a_line_in_the_log(world: World, finder: FoundEverywhere) -> None:
    desk = world.phone("coordinator")
    desk.push(desk.change("issue", world.issue, for_company="kept"))
    assert asked(desk) == (200, [FACE._asdict()])
    assert {"what": "photo", "sha256": name_of(LARGE)} in [
        line.about for line in world.central.audit.lines(world.organisation) if line.act == "read"
    ]


def test_a_server_that_does_not_look_proposes_nothing(world: World, finder: FoundEverywhere) -> None:
    object.__setattr__(world.central, "finder", Nothing())
    assert asked(world.phone("coordinator")) == (200, [])
