"""Catch-up: each caller gets what they may hold, whole and once, in the order it was taken."""

from dataclasses import replace

import pytest

from fieldwalk.domain.roles import ROLES, may
from sync.protocol.clock import restamped
from sync.server import catchup
from tests.fakes.central_world import World

pytestmark = pytest.mark.both_stores


@pytest.mark.parametrize("role", ROLES)
def test_persons_and_reporters_are_told_only_to_those_who_may_know(world: World, role: str) -> None:
    writer = world.phone("leader")
    writer.push(writer.change("issue", world.issue, words="av ledaren"))

    pulled = world.phone(role).pull()

    assert ("person" in {change.record for change in pulled}) == (may(role, "see.persons"))
    assert any(change.person for change in pulled) == (may(role, "see.reporter"))


def test_a_walker_gets_their_walk_and_the_ground_and_nothing_else(world: World) -> None:
    leader = world.phone("leader")
    other = world.identity()
    leader.push(leader.change("walk", other, title="Hemlig"), leader.change("issue", world.identity(), walk_id=other))

    pulled = world.phone("walker").pull()

    assert {change.record for change in pulled} == {"organisation", "area", "walk", "issue"}
    assert {change.record_id for change in pulled if change.record == "walk"} == {world.walk}


def test_a_cursor_moves_past_what_the_caller_may_not_hold(world: World) -> None:
    walker, leader = world.phone("walker"), world.phone("leader")
    walker.pull()
    leader.push(leader.change("walk", world.identity(), title="Inte din"))

    response = walker.turn()

    assert (response.changes, response.more) == ([], False)
    assert walker.cursor == leader.turn().cursor


def test_what_got_another_stamp_and_was_handed_back_by_ones_other_phone_is_told_to_its_writer(world: World) -> None:
    me = world.identity()
    writer, other = (world.phone("leader", person_id=me) for _ in range(2))
    written = writer.change("issue", world.issue, words="mitt")
    became = replace(written, stamp=str(replace(written.moment, replica=restamped(written.moment))), person=me)

    other.push(became)  # the server had forgotten it, and the writer may have it under a third stamp

    assert [change.stamp for change in writer.turn().changes if change.record == "issue"][-1] == became.stamp


def test_no_phone_is_sent_its_own_changes_back(world: World) -> None:
    phone = world.phone("leader")
    change = phone.change("issue", world.issue, words="min")
    phone.push(change)

    assert change.stamp not in [got.stamp for got in phone.pull()]
    assert change.stamp in [got.stamp for got in world.phone("leader").pull()]


def test_what_another_hands_back_is_told_to_its_writer_too(world: World) -> None:
    """Under its first stamp they may never have had it: a restored server gives a fast clock's changes another."""
    author, bearer = world.phone("leader"), world.phone("coordinator")
    change = author.change("issue", world.issue, words="min")
    bearer.push(change)

    assert change.stamp in [got.stamp for got in author.pull()]


def test_five_thousand_changes_arrive_in_pages_whole_and_in_order(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catchup, "MOST_CHANGES", 2000)
    writer, reader = world.phone("leader"), world.phone("coordinator")
    sent = [writer.change("issue", world.issue, words=str(n)) for n in range(5000)]
    for begin in range(0, len(sent), 2000):
        assert writer.push(*sent[begin : begin + 2000]) == [None] * len(sent[begin : begin + 2000])

    first = reader.turn(cursor=0)
    got = reader.pull()

    assert len(first.changes) == 2000
    assert first.more
    assert [change.stamp for change in got if change.record_id == world.issue][1:] == [change.stamp for change in sent]


def test_a_page_of_heavy_bursts_is_cut_where_a_phone_would_run_out_of_memory(world: World) -> None:
    leader, reader = world.phone("leader"), world.phone("coordinator")
    bursts = [leader.change("fixes", world.identity(), walk_id=world.walk, packed="A" * 200_000) for _ in range(40)]
    leader.push(*bursts)

    assert reader.turn(cursor=0).more
    assert {change.stamp for change in bursts} <= {change.stamp for change in reader.pull()}


def test_another_organisations_changes_are_never_in_a_page(world: World) -> None:
    other = world.other()
    mine = {change.record_id for change in world.phone("coordinator").pull()}
    theirs = {change.record_id for change in other.phone("coordinator").pull()}

    assert other.walk in theirs
    assert not mine & theirs


def test_who_pushes_gets_a_small_page_and_the_rest_in_the_turns_behind(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catchup, "BESIDE_A_PUSH", 2)
    first, second = world.phone("leader"), world.phone("leader")
    second.turn()
    written = [first.change("issue", world.identity(), walk_id=world.walk, words=str(n)) for n in range(5)]
    first.push(*written)

    beside = second.turn(second.change("issue", world.issue, words="och detta"))
    rest = second.turn()

    assert (len(beside.changes), beside.more, beside.digest) == (2, True, None)
    assert [change.stamp for change in (*beside.changes, *rest.changes)] == [change.stamp for change in written]
    assert (rest.more, rest.digest is None) == (False, False)
