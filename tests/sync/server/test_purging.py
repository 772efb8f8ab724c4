"""Purging: after the period rows and files are gone, on the phones too; what was counted stays; nobody is alarmed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, insert, select

from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.retention import months_after
from sync.protocol.digest import added, weight
from sync.server import purging, snapshots
from sync.server.central import Central
from sync.server.command import main
from sync.server.purging import Purged, purge_all, purge_quietly
from sync.server.settings import DAY
from sync.server.store.holdings import Holdings
from sync.server.store.purged import tallies
from sync.server.store.states import TABLES
from sync.server.store.sums import derive_sums
from sync.server.store.tables import FILES, JOURNAL, PARKED, PURGED, REPAIRS, SUMS, TRIES
from tests.fakes.central_world import JPEG, World
from tests.fakes.central_world import FakeClock as FakeMoment
from tests.fakes.central_world import Phone as Wired
from tests.fakes.levelled import alarms, held, level, real_phone
from tests.fakes.stories import quick
from tests.sync.client.phones import Phone

MONTH = 31 * DAY
SHA = hashlib.sha256(JPEG).hexdigest()


def told_of(world: World, phone: Wired, *, photo: bytes = JPEG) -> str:
    """A point with an answer and a photo in the world's walk."""
    issue, sha256 = world.identity(), hashlib.sha256(photo).hexdigest()
    assert phone.push(
        phone.change("issue", issue, walk_id=world.walk, kind="care", category="lighting", words="Mörkt"),
        phone.change("action", issue, walk_id=world.walk, state="planned", answer="Vi lagar"),
        phone.change("photo", world.identity(), walk_id=world.walk, issue_id=issue, sha256=sha256),
        phone.change("fixes", world.identity(), walk_id=world.walk, segment=0, packed=""),
    )[:3] == [None, None, None]
    assert world.client.put(f"/api/v1/files/{sha256}", content=photo, headers=phone.headers).status_code == 201
    return issue


def rows(world: World, table: Any = JOURNAL) -> int:
    with world.central.database.read() as connection:
        mine = table.c.organisation == world.organisation
        return int(connection.scalar(select(func.count()).select_from(table).where(mine)) or 0)


def only(done: list[Purged], world: World) -> Purged:
    return next(each for each in done if each.organisation == world.organisation)


@pytest.mark.both_stores
def test_after_24_months_rows_and_files_are_gone_counts_are_kept_and_the_log_says_so(world: World) -> None:
    desk = world.phone("coordinator")
    told_of(world, desk)
    world.clock.now += 25 * MONTH

    done = only(purge_all(world.central), world)

    assert done.records == {"walk": 1, "issue": 2, "action": 1, "photo": 1, "fixes": 1}
    assert done.files == 1
    for record in ("walk", "stop", "issue", "action", "photo", "fixes"):
        assert rows(world, TABLES[record]) == 0
    with world.central.database.read() as connection:
        left = set(connection.scalars(select(JOURNAL.c.record)))
        counted = tallies(connection, world.organisation)
    assert left == {"organisation", "area", "person"}
    assert rows(world, FILES) == 0
    assert not list(world.central.files._place.list(SHA[:2]))
    assert {(record, what): n for (_, record, what), n in counted.items()} == {
        ("walk", ""): 1,
        ("issue", "lighting"): 2,
        ("action", "planned"): 1,
        ("photo", ""): 1,
        ("fixes", ""): 1,
    }
    line = world.central.audit.lines(world.organisation)[-1]
    assert (line.act, line.about) == (
        "purged",
        {
            "records": done.records,
            "waiting": 0,
            "files": 1,
            "accounts": 0,
            "entrances": done.entrances,
            "lines": 0,
            "alarms": 0,
        },
    )
    assert world.central.audit.verify(world.organisation).broken is None
    assert only(purge_all(world.central), world).is_nothing


def test_what_is_younger_than_its_period_stays(world: World) -> None:
    told_of(world, world.phone("coordinator"))
    before = rows(world)
    world.clock.now += 11 * 28 * DAY

    assert only(purge_all(world.central), world).is_nothing
    assert rows(world) == before


def test_the_track_goes_before_the_rest_and_a_company_sets_its_own_periods(world: World) -> None:
    told_of(world, world.phone("coordinator"))
    world.clock.now += 13 * MONTH
    assert only(purge_all(world.central), world).records == {"fixes": 1}
    desk, admin = world.phone("coordinator"), world.phone("company_admin")

    assert desk.push(desk.change("organisation", world.organisation, keep_photo=6)) == ["not_allowed"]
    assert admin.push(admin.change("organisation", world.organisation, keep_photo=6)) == [None]

    assert only(purge_all(world.central), world) == Purged(world.organisation, {"photo": 1}, 0, 1)


def test_a_point_goes_with_all_that_hangs_on_it_and_not_before_the_last_word_about_it(world: World) -> None:
    desk, admin = world.phone("coordinator"), world.phone("company_admin")
    old, answered = told_of(world, desk), told_of(world, desk, photo=JPEG[:-2] + b"..\xff\xd9")
    admin.push(admin.change("organisation", world.organisation, keep_issue=3, keep_photo=600))
    world.clock.now += 4 * MONTH
    desk.push(desk.change("action", answered, state="done"))

    done = only(purge_all(world.central), world)

    assert done.records == {"issue": 2, "action": 1, "photo": 1}
    ids = {change.record_id for change in admin.pull() if change.record == "issue"}
    assert (answered in ids, old in ids) == (True, False)


def test_another_organisation_keeps_its_own_and_a_file_that_both_have(world: World) -> None:
    other = world.other()
    told_of(world, world.phone("coordinator"))
    told_of(other, other.phone("coordinator"))
    admin = world.phone("company_admin")
    admin.push(admin.change("organisation", world.organisation, keep_walk=1))
    before = rows(other)
    world.clock.now += 3 * MONTH

    done = purge_all(world.central)

    assert only(done, world).records["walk"] == 1
    world.clock.now += 25 * MONTH
    assert only(done, other).is_nothing
    assert rows(other) == before
    assert world.central.files.content(other.admin, SHA) == JPEG


def test_what_latecomers_told_and_nobody_decided_goes_too(world: World) -> None:
    leader = world.phone("leader")
    leader.push(leader.change("walk", world.walk, state="finished"))
    late = world.phone("walker")
    issue = world.identity()
    assert late.push(late.change("issue", issue, walk_id=world.walk, words="För sent")) == ["awaits_approval"]
    world.clock.now += 13 * MONTH

    assert only(purge_all(world.central), world).waiting == 1
    assert rows(world, PARKED) == 0


def test_nothing_more_is_taken_of_what_is_gone_and_nothing_of_it_is_kept(world: World) -> None:
    desk = world.phone("coordinator")
    issue = told_of(world, desk)
    again = desk.change("issue", issue, walk_id=world.walk, words="Innan")
    desk.push(again)
    world.clock.now += 25 * MONTH
    purge_all(world.central)
    before = rows(world), rows(world, PARKED), rows(world, PURGED)
    desk = world.phone("coordinator")

    assert desk.push(again, desk.change("issue", issue, words="Efteråt")) == ["withdrawn", "withdrawn"]
    assert (rows(world), rows(world, PARKED), rows(world, PURGED)) == before
    fresh = desk.change("issue", world.identity(), walk_id=world.walk, words="Ny")
    assert desk.push(fresh) == [None]


def test_kept_first_pages_do_not_bring_back_what_is_gone(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "LEAST_CHANGES", 1)
    told_of(world, world.phone("coordinator"))
    assert world.phone("leader").pull()
    world.clock.now += 25 * MONTH
    purge_all(world.central)

    assert {change.record for change in world.phone("leader").pull()} == {"organisation", "area", "person"}


@pytest.fixture
def phones(world: World, tmp_path: Path) -> Iterator[dict[str, Phone]]:
    made = {role: real_phone(world, tmp_path, role) for role in ("coordinator", "leader", "police", "walker")}
    yield made
    for phone in made.values():
        phone.close()


@pytest.mark.both_stores
def test_phones_that_held_it_are_level_afterwards_and_nobody_is_alarmed(
    world: World, phones: dict[str, Phone]
) -> None:
    admin = world.phone("company_admin")
    admin.push(admin.change("organisation", world.organisation, keep_walk=1))
    young = world.identity()
    level(*phones.values())
    phones["leader"].write(world.identity(), walk_id=world.walk, words="Från ledaren")
    level(*phones.values(), *phones.values())
    world.clock.now += 2 * MONTH
    desk = world.phone("coordinator")
    assert desk.push(
        desk.change("walk", young, title="Ny vandring", state="planned"),
        desk.change("issue", world.identity(), walk_id=young, words="Nyss"),
    ) == [None, None]
    phones["walker"].write(world.issue, walk_id=world.walk, words="Inte skickat")
    purge_all(world.central)

    level(*phones.values(), *phones.values())

    for role, phone in phones.items():
        there = {change.record_id for change in phone.journal.after(0, 1000)[0]}
        assert not there & {world.walk, world.issue}, role
        assert (young in there) == (role != "walker")
        assert phone.journal.holding.total() == held(world, phone)
        assert phone.journal.waiting() == 0
    assert alarms(world) == 0


def test_the_keeper_sets_a_period_and_purges_from_the_command_line(tmp_path: Path) -> None:
    """Long before today: what a world writes is old by the real clock as soon as a month is."""
    world = World(tmp_path, FakeMoment(1_700_000_000_000))
    told_of(world, world.phone("coordinator"))
    world.central.close()
    run = partial(CliRunner().invoke, main, env={"FIELDWALK_DATA": str(tmp_path), "FIELDWALK_SECRET": "kept"})

    listed, done, again = run(["retention", "--set", "photo=6"]), run(["purge"]), run(["purge"])

    assert [line.split()[1:4] for line in listed.output.splitlines()][2] == ["photo", "6", "public_task"]
    assert done.output.endswith("1 photo, 1 walk, 0 set aside, 1 files, 0 accounts, 2 ways in\n")
    assert again.output.endswith("nothing is old enough\n")
    assert run(["retention", "--set", "audit=1"]).exit_code == 2


@pytest.mark.both_stores
def test_what_waited_about_a_point_goes_and_the_point_stays_everybodys_to_write_about(world: World) -> None:
    desk = world.phone("coordinator")
    desk.push(desk.change("walk", world.walk, state="finished"))
    late = world.phone("walker")
    change = late.change("issue", world.issue, words="För sent")
    lone = late.change("issue", world.identity(), walk_id=world.walk, words="Aldrig tagen")
    assert late.push(change, lone) == ["awaits_approval"] * 2
    world.clock.now += 13 * MONTH
    desk = world.phone("coordinator")
    desk.push(desk.change("issue", world.issue, cause="Lampan"), desk.change("walk", world.walk, title="Kväll"))
    assert only(purge_all(world.central), world).waiting == 2
    assert desk.push(desk.change("issue", world.issue, severity=3)) == [None]
    assert desk.push(desk.change("issue", lone.record_id, severity=3)) == ["withdrawn"]
    assert desk.push(change) == ["withdrawn"]


def test_a_store_that_is_away_is_purged_the_next_day(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_central: Central) -> list[Purged]:
        raise Refused("store_away")

    monkeypatch.setattr(purging, "purge_all", away)

    purge_quietly(world.central)


MOVES = st.lists(
    st.tuples(st.sampled_from(["tell", "answer", "class", "month", "months", "purge"]), st.integers(0, 2)), max_size=14
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = quick(World(tmp_path_factory.mktemp("purging")))
    with made.client:
        yield made


@settings(max_examples=12)
@given(MOVES)
def test_whatever_was_purged_the_sums_are_those_of_the_journal_and_no_photo_stands_without_its_point(
    server: World, moves: list[tuple[str, int]]
) -> None:
    world = server.other()
    desk, issues = world.caller("coordinator"), [f"issue-00{n}" for n in range(3)]
    phone = Wired(world.client, "nobody", world.clock)
    for move, which in moves:
        if move == "tell":
            photo = phone.change("photo", f"photo-00{which}", walk_id=world.walk, issue_id=issues[which])
            world.central.take(desk, [phone.change("issue", issues[which], walk_id=world.walk, number=1), photo])
        elif move == "answer":
            world.central.take(desk, [phone.change("action", issues[which], state="planned")])
        elif move == "class":
            world.central.take(desk, [phone.change("issue", issues[which], for_est="kept")])
        elif move == "purge":
            purge_all(world.central)
        else:
            world.clock.now += MONTH * (1 if move == "month" else 13)
    check_whole(world)


def check_whole(world: World) -> None:
    with world.central.database.write() as connection:
        mine = SUMS.c.organisation == world.organisation
        sums = {(r.section, r.total) for r in connection.execute(select(SUMS).where(mine)) if r.total != "0"}
        derive_sums(connection)
        assert {(r.section, r.total) for r in connection.execute(select(SUMS).where(mine))} == sums
    with world.central.database.read() as connection:
        photo, issue = TABLES["photo"], TABLES["issue"]
        points = select(issue.c.id).where(issue.c.organisation == world.organisation)
        lone = select(photo.c.id).where(photo.c.organisation == world.organisation, photo.c.issue_id.not_in(points))
        assert connection.scalars(lone).all() == []
        holdings = Holdings(connection, world.caller("police"))
        assert holdings.digest() == added(0, *map(weight, holdings.hashes()))


def test_old_lines_of_the_log_and_old_guesses_go_with_the_rest(world: World) -> None:
    world.client.post("/api/v1/join", json={"code": "000000"})
    world.central.audit.noted(world.admin, "read")
    world.central.audit.noted(world.admin, "read")
    world.clock.now += 61 * 31 * DAY

    done = only(purge_all(world.central), world)

    assert done.lines == 1
    with world.central.database.read_sources() as connection:
        assert connection.execute(select(TRIES)).first() is None
    verdict = world.central.audit.verify(world.organisation)
    assert (verdict.broken, verdict.purged) == (None, 1)


def test_an_alarm_over_a_repair_goes_with_the_log_and_a_younger_one_stays(world: World) -> None:
    alarm = {"organisation": world.organisation, "replica": "replica0", "buckets": 1}
    now = world.clock.now
    with world.central.database.write() as connection:
        for name, at in (("old", now), ("young", now + 2 * DAY)):
            connection.execute(insert(REPAIRS), {**alarm, "id": name, "at": at})
    world.clock.now = months_after(now, 60)

    assert only(purge_all(world.central), world).alarms == 1
    assert alarms(world) == 1
