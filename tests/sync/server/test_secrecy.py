"""Secrecy on the server: who sees a class, who raises and lowers it, and what becomes of those who had read past it."""

import pytest

from fieldwalk.domain.records import Action, Issue, Photo
from fieldwalk.domain.roles import ROLES, may, sees
from fieldwalk.domain.secrecy import CLASSES, classed_as
from sync.protocol.digest import added, weight
from sync.server.store.classes import derive_classes
from sync.server.store.holdings import Holdings
from sync.server.store.sums import derive_sums
from sync.server.store.tables import JOURNAL, SUMS
from tests.fakes.central_world import Phone, World
from tests.fakes.classed import Point, tell_of_every_class

both_stores = pytest.mark.both_stores
"""For what the store counts, shows and draws anew. What a role may is asked before any store: of one is enough."""


def of_class(points: list[Point], secrecy: str) -> Point:
    return next(point for point in points if point.secrecy == secrecy)


def about(phone: Phone, point: Point) -> set[str]:
    """The records that a phone gets about a point, anew from the beginning."""
    pulled = phone.pull()
    return {c.record for c in pulled if point.issue in (c.record_id, c.fields.get("issue_id"))}


@pytest.mark.parametrize("role", ROLES)
def test_who_may_not_choose_a_class_may_not_raise_to_it(world: World, role: str) -> None:
    phone = world.phone(role, walk_id=world.walk)
    for secrecy in CLASSES[1:]:
        allowed = may(role, "secrecy.raise") and sees(role, secrecy)
        values = {"category": "lighting"}

        assert phone.push(phone.change("issue", world.issue, **classed_as(values, secrecy))) == [
            None if allowed else "not_allowed"
        ]
        if allowed:
            police = world.phone("police")
            police.push(police.change("issue", world.issue, **classed_as(classed_as(values, secrecy), "open")))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("secrecy", CLASSES[1:])
def test_only_who_may_lower_and_sees_it_lowers_a_class(world: World, role: str, secrecy: str) -> None:
    police = world.phone("police")
    police.push(police.change("issue", world.issue, **classed_as({}, secrecy)))
    phone = world.phone(role, walk_id=world.walk)

    refused = phone.push(phone.change("issue", world.issue, **classed_as(classed_as({}, secrecy), "open")))

    allowed = may(role, "secrecy.lower") and sees(role, secrecy)
    assert refused == [None if allowed else "not_allowed"]
    assert bool(about(world.phone("walker"), Point("", "", world.issue, b""))) == allowed


@both_stores
def test_another_category_does_not_open_what_was_kept_in_the_circle(world: World) -> None:
    desk, leader = world.phone("coordinator"), world.phone("leader")
    assert leader.push(leader.change("issue", world.issue, category="overlook")) == [None]

    assert leader.push(leader.change("issue", world.issue, category="lighting")) == ["not_allowed"]
    assert leader.push(leader.change("issue", world.issue, category="lighting", for_est="kept")) == [None]
    assert desk.push(desk.change("issue", world.issue, category="door", for_est="lifted")) == [None]


@both_stores
def test_a_slip_of_the_finger_is_its_authors_to_take_back_while_nobody_else_has_written(world: World) -> None:
    walker, leader = world.phone("walker"), world.phone("leader")
    mine = world.identity()
    assert walker.push(walker.change("issue", mine, walk_id=world.walk, category="take_back")) == [None]
    assert walker.push(walker.change("issue", mine, category="lighting")) == [None]
    assert walker.push(walker.change("issue", mine, category="take_back")) == [None]

    leader.push(leader.change("issue", mine, severity=2))

    assert walker.push(walker.change("issue", mine, category="lighting")) == ["not_allowed"]


@both_stores
def test_a_lowered_point_reaches_those_who_had_read_past_it_whole(world: World) -> None:
    points = tell_of_every_class(world, "m")
    point, walker, desk = of_class(points, "est"), world.phone("walker"), world.phone("coordinator")
    assert about(walker, point) == set()
    assert walker.turn().changes == []

    desk.push(desk.change("issue", point.issue, **classed_as(classed_as({}, "est"), "open")))

    changes = walker.turn().changes
    assert {change.record for change in changes} == {"issue", "photo", "voice", "action"}
    assert point.marker in str([change.fields for change in changes])
    assert world.client.get(f"/api/v1/files/{point.sha256}", headers=walker.headers).status_code == 200


@both_stores
def test_what_is_added_to_a_classed_point_later_has_its_class_at_once(world: World) -> None:
    point = of_class(tell_of_every_class(world, "m"), "est")
    desk, walker = world.phone("coordinator"), world.phone("walker")
    walker.pull()
    photo = world.identity()
    desk.push(desk.change("photo", photo, walk_id=world.walk, issue_id=point.issue, description="sent"))
    desk.push(
        desk.change("photo", photo, width=10),
        desk.change("action", point.issue, answer="nytt"),
        desk.change("issue", point.issue, words="nytt"),
    )

    assert walker.turn().changes == []


@both_stores
def test_a_photo_that_comes_before_its_point_follows_it_into_the_circle(world: World) -> None:
    desk, walker = world.phone("coordinator"), world.phone("walker")
    issue, early, late = world.identity(), world.identity(), world.identity()
    desk.push(
        desk.change("photo", early, walk_id=world.walk, issue_id=issue, description="före"),
        desk.change("photo", late, walk_id=world.walk, description="utan punkt än"),
    )
    desk.push(desk.change("issue", issue, walk_id=world.walk, category="overlook"))
    desk.push(desk.change("photo", late, issue_id=issue))

    assert about(walker, Point("", "", issue, b"")) == set()
    assert not [change for change in walker.pull() if change.record == "photo"]


@both_stores
def test_a_photo_never_moves_to_another_point(world: World) -> None:
    point = of_class(tell_of_every_class(world, "m"), "est")
    desk = world.phone("coordinator")
    [photo] = [c for c in desk.pull() if c.record == "photo" and c.fields.get("issue_id") == point.issue]

    assert desk.push(desk.change("photo", photo.record_id, issue_id=world.issue)) == ["not_allowed"]


@both_stores
def test_a_resident_keeps_what_they_told_themselves_and_sees_nothing_that_others_add(world: World) -> None:
    desk, joined = world.phone("coordinator"), world.identity()
    walker = world.phone("walker", person_id=joined)
    mine = world.identity()
    walker.push(walker.change("issue", mine, walk_id=world.walk, category="overlook", words="fönstret på tre"))
    desk.push(desk.change("issue", mine, cause="vi vet vem"))

    again = world.phone("walker", person_id=joined).pull()

    assert [change.fields.get("words") for change in again if change.record_id == mine] == ["fönstret på tre"]


@both_stores
@pytest.mark.parametrize("role", ROLES)
def test_both_sides_count_the_same_whatever_the_class(world: World, role: str) -> None:
    tell_of_every_class(world, "m")
    caller = world.caller(role, world.walk)
    with world.central.database.read() as connection:
        holdings = Holdings(connection, caller)
        told = [change.sha256() for change in holdings.told(holdings.rows_after(0, "nobody"))]

        assert holdings.digest() == added(0, *map(weight, told))
        assert sorted(holdings.hashes()) == sorted(told)
        assert sorted(c.sha256() for number in range(256) for c in holdings.changes_in(number)) == sorted(told)


@both_stores
def test_classes_and_sums_are_drawn_again_from_what_the_journal_says(world: World) -> None:
    tell_of_every_class(world, "m")
    order = (JOURNAL.c.organisation, JOURNAL.c.seq)
    with world.central.database.write() as connection:
        classes = connection.execute(JOURNAL.select().order_by(*order)).all()
        sums = {tuple(row) for row in connection.execute(SUMS.select()) if row.total != "0"}
        connection.execute(JOURNAL.update().values(secrecy=0))
        connection.execute(SUMS.delete())
        derive_classes(connection)
        derive_sums(connection)

        assert connection.execute(JOURNAL.select().order_by(*order)).all() == classes
        assert {tuple(row) for row in connection.execute(SUMS.select())} == sums


@both_stores
def test_a_role_of_all_classes_is_asked_no_question_of_each_row(world: World) -> None:
    points = tell_of_every_class(world, "m")
    with world.central.database.read() as connection:
        for kind in (Issue, Action, Photo):
            seen = Holdings(connection, world.caller("police")).records(kind, world.walk)
            assert len(seen) == len(points) + (kind is Issue)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("record", ["issue", "photo"])
def test_what_others_have_told_is_taken_away_only_by_who_may(world: World, role: str, record: str) -> None:
    leader, phone = world.phone("leader"), world.phone(role, walk_id=world.walk)
    theirs, own = world.identity(), world.identity()
    leader.push(leader.change(record, theirs, walk_id=world.walk))

    refused = phone.push(phone.change(record, theirs, removed=True))
    phone.push(phone.change(record, own, walk_id=world.walk))

    assert refused == [None if may(role, f"remove.{record}") else "not_allowed"]
    if may(role, f"write.{record}"):
        assert phone.push(phone.change(record, own, removed=True)) == [None]
