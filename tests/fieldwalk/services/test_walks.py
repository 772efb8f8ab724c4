"""A walk from the plan to the published summary."""

import pytest

from fieldwalk.domain.refusals import Refused
from tests.fieldwalk.services.conftest import Phone


def test_a_planned_walk_keeps_what_was_told(phone: Phone) -> None:
    walk_id = phone.fieldwalk.walks.plan(
        "Ljusvandring", purpose="Lampor", leader="Samira", planned_at=1_795_100_000_000
    )
    walk = phone.fieldwalk.store.walk(walk_id)
    assert walk is not None
    assert (walk.title, walk.purpose, walk.leader, walk.state) == ("Ljusvandring", "Lampor", "Samira", "planned")


def test_the_walk_under_way_is_the_latest_started(phone: Phone, walk_id: str) -> None:
    assert phone.fieldwalk.walks.under_way() == phone.fieldwalk.store.walk(walk_id)
    phone.fieldwalk.walks.finish(walk_id)
    assert phone.fieldwalk.walks.under_way() is None


def test_time_stands_still_in_a_pause(phone: Phone, walk_id: str) -> None:
    walks, store = phone.fieldwalk.walks, phone.fieldwalk.store
    phone.clock.move(600_000)
    walks.pause(walk_id)
    walks.pause(walk_id)
    phone.clock.move(300_000)
    walks.resume(walk_id)
    phone.clock.move(60_000)
    walk = store.walk(walk_id)
    assert walk is not None
    assert walks.elapsed(walk) == 660


def test_a_walk_finished_in_a_pause_ends_where_the_pause_began(phone: Phone, walk_id: str) -> None:
    phone.clock.move(600_000)
    phone.fieldwalk.walks.pause(walk_id)
    phone.clock.move(300_000)
    phone.fieldwalk.walks.finish(walk_id)
    walk = phone.fieldwalk.store.walk(walk_id)
    assert walk is not None
    assert phone.fieldwalk.walks.elapsed(walk) == 600


def test_a_started_walk_that_is_started_again_goes_on_where_it_was(phone: Phone, walk_id: str) -> None:
    first = phone.fieldwalk.store.walk(walk_id)
    phone.clock.move(600_000)
    phone.fieldwalk.walks.finish(walk_id)
    phone.fieldwalk.walks.start(walk_id)
    again = phone.fieldwalk.store.walk(walk_id)
    assert first is not None
    assert again is not None
    assert (again.started_at, again.finished_at, again.state) == (first.started_at, None, "under_way")


@pytest.mark.parametrize(("told", "lacks"), [({"leader": "Samira"}, "purpose"), ({"purpose": "Lampor"}, "leader")])
def test_a_walk_without_purpose_or_leader_is_not_published(phone: Phone, told: dict[str, str], lacks: str) -> None:
    walk_id = phone.fieldwalk.walks.plan("Ljusvandring", **told)
    with pytest.raises(Refused) as caught:
        phone.fieldwalk.walks.publish(walk_id)
    assert (caught.value.code, caught.value.details["field"]) == ("walk_incomplete", lacks)


def test_a_removed_walk_comes_back(phone: Phone, walk_id: str) -> None:
    phone.fieldwalk.walks.remove(walk_id)
    assert phone.fieldwalk.store.walks() == []
    phone.fieldwalk.walks.bring_back(walk_id)
    assert [walk.id for walk in phone.fieldwalk.store.walks()] == [walk_id]


def test_a_walk_that_is_not_there_is_told_so(phone: Phone) -> None:
    with pytest.raises(Refused) as caught:
        phone.fieldwalk.walks.start("walk-that-never-was")
    assert caught.value.code == "not_found"
