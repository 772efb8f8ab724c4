"""What was set aside for good can be looked at, taken in after all and taken away, by the server's keeper alone."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from click.testing import CliRunner

from fieldwalk.domain.refusals import Refused
from sync.server import aside
from sync.server.command import main
from sync.server.rules import DECLINED
from tests.fakes.central_world import JPEG, World

TORN = JPEG[:-10]
SHA = hashlib.sha256(TORN).hexdigest()


def lost(world: World) -> tuple[str, str]:
    """A caretaker's phone that was lost has handed in what it had: the stamps of what was refused and of what waits."""
    phone, admin = world.phone("caretaker"), world.phone("company_admin")
    devices = world.client.get("/api/v1/organisation/devices", headers=admin.headers).json()
    [device] = [each["id"] for each in devices if each["role"] == "caretaker"]
    early = phone.change("walk", world.walk, title="Inte min sak")
    world.client.post(f"/api/v1/organisation/devices/{device}/lost", json={}, headers=admin.headers)
    late = phone.change("issue", world.issue, words="Efteråt")
    assert phone.push(early, late) == ["not_allowed", "awaits_approval"]
    assert world.client.put(f"/api/v1/files/{SHA}", content=TORN, headers=phone.headers).status_code == 201
    return early.stamp, late.stamp


def acts(world: World) -> list[tuple[str, object]]:
    lines = world.central.audit.lines(world.organisation)
    return [(line.act, line.about.get("what")) for line in lines if line.act in ("read", "approved", "taken_away")]


def test_what_a_lost_phone_handed_in_is_listed_but_for_what_waits_at_the_desk(world: World) -> None:
    early, _ = lost(world)

    found = aside.listed(world.central, world.admin)

    assert {(each.id, each.why, each.what) for each in found} == {
        (early, "not_allowed", f"walk {world.walk}"),
        (SHA, "photo_unreadable", f"file of {len(TORN)} bytes"),
    }
    assert acts(world) == [("read", "aside")]
    assert aside.listed(world.central, world.other().admin) == []


@pytest.mark.both_stores
def test_a_change_is_taken_in_with_the_keepers_rights_and_in_its_writers_name(world: World) -> None:
    early, late = lost(world)

    assert aside.take_in(world.central, world.admin, [early]) == {}

    [change] = [each for each in world.phone("coordinator").pull() if each.stamp == early]
    assert (change.fields["title"], change.person not in ("", world.admin.person_id)) == ("Inte min sak", True)
    assert [each.id for each in aside.listed(world.central, world.admin)] == [SHA]
    with pytest.raises(Refused, match="not_found"):
        aside.take_in(world.central, world.admin, [late])  # that is for the desk to say


def test_what_is_refused_again_stays_with_its_reason(world: World) -> None:
    phone = world.phone("walker")
    bad = phone.change("issue", world.issue, walk_id=world.walk, severity="much")
    assert phone.push(bad) == ["field_not_valid"]

    assert aside.take_in(world.central, world.admin, [bad.stamp]) == {bad.stamp: "field_not_valid"}

    assert [each.id for each in aside.listed(world.central, world.admin)] == [bad.stamp]


@pytest.mark.both_stores
def test_what_is_taken_away_is_gone_and_its_point_is_not(world: World) -> None:
    early, late = lost(world)
    other = world.other()
    for keeper, ids in ((other.admin, [early]), (world.admin, [early, "nothing"]), (world.admin, [late])):
        with pytest.raises(Refused, match="not_found"):
            aside.take_away(world.central, keeper, ids)

    aside.take_away(world.central, world.admin, [early, SHA])

    assert aside.listed(world.central, world.admin) == []
    assert not list(world.central.files._place.list(SHA[:2]))
    desk = world.phone("coordinator")
    assert desk.push(desk.change("walk", world.walk, title="Kväll")) == [None]
    assert acts(world)[-1] == ("taken_away", None)


def test_what_was_declined_can_be_had_back(world: World) -> None:
    _, late = lost(world)
    desk = world.phone("coordinator")
    world.client.post(f"/api/v1/waiting/{world.issue}", json={"answer": "decline"}, headers=desk.headers)
    assert {each.why for each in aside.listed(world.central, world.admin)} >= {DECLINED}

    assert aside.take_in(world.central, world.admin, [late]) == {}

    assert late in {each.stamp for each in desk.pull()}


def test_the_command_lists_takes_drops_and_saves(tmp_path: Path) -> None:
    world = World(tmp_path / "data")
    early, _ = lost(world)
    world.central.close()

    def run(*words: str) -> str:
        done = CliRunner().invoke(main, ["aside", *words, "--data", str(world.settings.data)])
        return done.output if done.exit_code == 0 else f"{done.exit_code}: {done.output}"

    assert f"not_allowed  walk {world.walk}" in run()
    assert run("--save", str(tmp_path / "out")).startswith("1 files in")
    assert (tmp_path / "out" / SHA).read_bytes() == TORN
    assert run("--take", early) == f"{early}  taken\n"
    assert run("--drop", SHA) == "1 taken away.\n"
    assert run() == ""
    assert run("--drop", SHA).startswith("1: ")
