"""Who wishes to be nobody is named nowhere: not to the coordinator, and nothing kept leads from them to their words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import MetaData, select

from fieldwalk.domain.anonymity import is_nobody, nobody
from fieldwalk.domain.roles import ROLES, may
from sync.server.keys import hashed
from sync.server.store.tables import JOURNAL, SOURCES, TOKENS
from tests.fakes.central_world import Phone, World
from tests.fakes.levelled import alarms, held, level, real_phone
from tests.sync.server.test_joining import invite

REPLICA = "0123456789abcdef"


def join(world: World, role: str = "walker", **wish: Any) -> dict[str, Any]:
    code = invite(world, role)["url"].rsplit("/", 1)[-1]
    told = {"code": code, "replica": REPLICA, **wish}
    return dict(world.client.post("/api/v1/join", json=told, headers={"User-Agent": "Android"}).json())


def tell(world: World, token: str, words: str) -> Phone:
    phone = Phone(world.client, token, world.clock)
    assert phone.push(phone.change("issue", world.identity(), walk_id=world.walk, words=words)) == [None]
    return phone


def rows(world: World) -> dict[str, list[str]]:
    """Everything that is kept, as text, by table."""
    tables = MetaData()
    with world.central.database.read() as connection:
        tables.reflect(connection)
        return {name: [str(tuple(row)) for row in connection.execute(select(t))] for name, t in tables.tables.items()}


def test_nothing_that_is_kept_leads_from_an_entrance_to_the_words(world: World) -> None:
    me = join(world, as_nobody=True)
    phone = tell(world, me["token"], "under bron")

    kept = rows(world)
    (entrance,) = [row for row in kept["tokens"] if hashed(me["token"]) in row]
    assert (me["is_nobody"], is_nobody(me["person_id"])) == (True, True)
    assert not [word for word in (me["person_id"], REPLICA, phone.replica, "Android") if word in entrance]
    assert {name for name, lines in kept.items() if me["person_id"] in str(lines)} == {"journal"}
    assert not [name for name, lines in kept.items() if me["token"] in str(lines) or REPLICA in str(lines)]
    assert SOURCES.tables.keys() <= kept.keys()


def test_no_role_is_told_who_nobody_is(world: World) -> None:
    me = join(world, as_nobody=True)
    tell(world, me["token"], "under bron")

    for role in ROLES:
        (told,) = [change for change in world.phone(role).pull() if change.fields.get("words") == "under bron"]
        assert told.person == ""


def test_a_phone_knows_its_own_words_again_and_may_take_them_back(world: World) -> None:
    me = join(world, as_nobody=True)
    phone = tell(world, me["token"], "under bron")
    again = Phone(world.client, me["token"], world.clock)
    (mine,) = [change for change in again.pull() if change.fields.get("words") == "under bron"]
    assert phone.push(phone.change("issue", mine.record_id, removed=True)) == [None]
    police = world.phone("police")
    assert police.push(police.change("issue", mine.record_id, for_police="kept")) == [None]

    assert mine.record_id in {change.record_id for change in again.pull()}
    assert mine.record_id not in {change.record_id for change in world.phone("walker").pull()}


def test_staff_answer_for_what_they_do_and_are_never_nobody(world: World) -> None:
    me = join(world, "leader", as_nobody=True)

    assert (me["is_nobody"], is_nobody(me["person_id"])) == (False, False)
    reply = world.client.post("/api/v1/anonymous", headers={"Authorization": f"Bearer {me['token']}"})
    assert (reply.status_code, may("leader", "be_nobody")) == (403, False)


@pytest.mark.both_stores
def test_who_becomes_nobody_later_is_let_go_of_in_what_they_told_before(world: World, tmp_path: Path) -> None:
    me = join(world)
    tell(world, me["token"], "under bron")
    headers = {"Authorization": f"Bearer {me['token']}"}

    became = [world.client.post("/api/v1/anonymous", headers=headers).json()["person_id"] for _ in range(2)]

    kept = rows(world)
    assert became == [nobody(me["token"])] * 2
    assert not [name for name, lines in kept.items() if me["person_id"] in str(lines)]
    with world.central.database.read() as connection:
        assert became[0] in set(connection.scalars(select(JOURNAL.c.person)))
        (row,) = connection.execute(select(TOKENS).where(TOKENS.c.hash == hashed(me["token"]))).all()
    assert (row.person_id, row.replica, row.device, row.seen_at) == ("", None, None, None)
    (device,) = world.client.get("/api/v1/devices", headers=headers).json()
    assert (device["is_this"], device["kind"]) == (True, "")


def test_nobody_is_alarmed_when_somebody_becomes_nobody(world: World, tmp_path: Path) -> None:
    walker, desk = (real_phone(world, tmp_path, role) for role in ("walker", "coordinator"))
    point = {"walk_id": world.walk, "words": "under bron", "for_est": "kept"}
    walker.write(world.identity(), **point)
    level(walker, desk)

    world.client.post("/api/v1/anonymous", headers={"Authorization": f"Bearer {walker.token}"})
    level(walker, desk)

    assert (alarms(world), walker.journal.holding.total()) == (0, held(world, walker))


def test_who_became_nobody_is_found_by_nobody_who_asks_for_what_is_kept_of_them(world: World) -> None:
    me = join(world)
    tell(world, me["token"], "under bron")
    world.client.post("/api/v1/anonymous", headers={"Authorization": f"Bearer {me['token']}"})

    asked = f"/api/v1/people/{me['person_id']}/extract"
    reply = world.client.get(asked, headers=world.phone("coordinator").headers)

    assert reply.status_code == 404
    assert json.loads(reply.content)["code"] == "not_found"
