"""The guard again on the server: what is handed on is masked, what is kept is not, and who answers is told where."""

import pytest

from fieldwalk.domain.roles import ROLES, may
from tests.fakes.central_world import Phone, World

PHONE, FLAT = "070-174 06 05", "lgh 1203"


def told(world: World) -> Phone:
    leader = world.phone("leader")
    photo = leader.change("photo", world.identity(), walk_id=world.walk, issue_id=world.issue, description=FLAT)
    assert leader.push(
        leader.change("issue", world.issue, words=f"Ring {PHONE}", place="Port 4"),
        leader.change("action", world.issue, walk_id=world.walk, reason="Ring 08-465 004 12"),
        photo,
    ) == [None, None, None]
    return leader


@pytest.mark.parametrize("format_", ["csv", "geojson", "html"])
def test_a_summary_is_handed_on_with_what_points_somebody_out_hidden(world: World, format_: str) -> None:
    leader = told(world)
    path = f"/api/v1/walks/{world.walk}/exports"
    ordered = world.client.post(path, json={"format": format_}, headers=leader.headers).json()

    text = world.client.get(ordered["url"]).text

    assert PHONE not in text
    assert FLAT not in text
    assert "•••" in text
    assert "Port 4" in text


def test_what_was_written_is_kept_as_it_was(world: World) -> None:
    told(world)

    words = [c.fields.get("words") for c in world.phone("coordinator").pull() if c.record_id == world.issue]
    assert f"Ring {PHONE}" in words


@pytest.mark.parametrize("role", ROLES)
def test_who_answers_is_told_where_without_the_words(world: World, role: str) -> None:
    told(world)
    phone = world.phone(role, walk_id=world.walk)

    reply = world.client.get(f"/api/v1/walks/{world.walk}/personal-data", headers=phone.headers)

    assert reply.status_code == (200 if may(role, "answer") else 403)
    assert PHONE not in reply.text
    if reply.status_code == 200:
        found = {(each["record"], each["field"]): each["kinds"] for each in reply.json()}
        assert found == {("issue", "words"): ["phone"], ("photo", "description"): ["flat"]}


def test_nobody_is_told_of_a_class_above_their_own(world: World) -> None:
    told(world)
    police, desk = world.phone("police"), world.phone("coordinator")
    police.push(police.change("issue", world.issue, for_police="kept"))

    reply = world.client.get(f"/api/v1/walks/{world.walk}/personal-data", headers=desk.headers)

    assert reply.json() == []
