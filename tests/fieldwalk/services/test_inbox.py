"""Marks made before the app was there become marks of the walk: each exactly once, whatever was killed when."""

import asyncio
from contextlib import closing
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from fieldwalk.data.opening import open_database
from fieldwalk.device.ports import Tap
from fieldwalk.domain.identities import identity
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.tracks import Fix
from fieldwalk.services.inbox import TakingOver
from tests.fakes.device import MemoryInbox
from tests.fieldwalk.services.conftest import Phone, phone_over

AT = 1_790_000_060_000
HERE = Fix(AT, 59.3361234, 18.0312345, 6.04)


def tap(number: int, position: Fix | None = HERE, walk_id: str | None = None) -> Tap:
    made = identity(AT + number, bytes([number]) * 10)
    return Tap(made, made, AT + number, position, walk_id)


def late(first: Tap) -> Tap:
    return replace(first, key=f"{first.id}/place", position=HERE)


def take_over(phone: Phone) -> int:
    return asyncio.run(phone.fieldwalk.inbox.take_over())


def test_a_tap_becomes_a_mark_with_its_own_identity_moment_place_and_light(phone: Phone, walk_id: str) -> None:
    phone.fieldwalk.reports.mark(walk_id, None)
    phone.inbox.keep(tap(1))
    assert take_over(phone) == 1
    _, issue = phone.fieldwalk.store.issues(walk_id)
    assert (issue.id, issue.number, issue.marked_at) == (tap(1).id, 2, AT + 1)
    assert issue.position == [59.3361234, 18.0312345, 6.0]
    assert issue.light is not None
    assert phone.inbox.held == {}


def test_taken_over_twice_it_is_one_mark_even_when_it_was_removed_between(phone: Phone, walk_id: str) -> None:
    phone.inbox.keep(tap(1))
    take_over(phone)
    phone.fieldwalk.reports.remove(tap(1).id)
    phone.inbox.keep(tap(1))
    assert take_over(phone) == 1
    assert phone.fieldwalk.store.issues(walk_id) == []
    assert len(phone.journal.history("issue", tap(1).id)) == 2


def test_a_position_that_came_late_finds_its_mark_before_and_after_the_take_over(phone: Phone, walk_id: str) -> None:
    for number, steps in ((1, "together"), (2, "apart")):
        first = tap(number, None)
        phone.inbox.keep(first)
        if steps == "apart":
            take_over(phone)
        phone.inbox.keep(late(first))
        take_over(phone)
        issue = phone.fieldwalk.store.issue(first.id)
        assert issue is not None
        assert issue.position == [59.3361234, 18.0312345, 6.0]
        assert issue.light is not None
    assert len(phone.fieldwalk.store.issues(walk_id)) == 2


def test_a_place_that_a_person_has_put_right_is_not_moved_by_a_late_position(phone: Phone, walk_id: str) -> None:
    first = tap(1, None)
    phone.inbox.keep(first)
    take_over(phone)
    phone.fieldwalk.reports.move(first.id, 59.0, 18.0)
    phone.inbox.keep(late(first))
    take_over(phone)
    issue = phone.fieldwalk.store.issue(first.id)
    assert issue is not None
    assert issue.position == [59.0, 18.0, 0.0]


def test_marks_wait_for_a_walk_to_go_to(phone: Phone) -> None:
    phone.inbox.keep(tap(1, walk_id=identity(AT, bytes(10))))
    assert take_over(phone) == 0
    assert list(phone.inbox.held) == [tap(1).key]
    walk_id = phone.fieldwalk.walks.plan("Senare")
    assert take_over(phone) == 0
    phone.fieldwalk.walks.start(walk_id)
    assert take_over(phone) == 1
    assert [issue.id for issue in phone.fieldwalk.store.issues(walk_id)] == [tap(1).id]


def test_a_mark_goes_to_the_walk_it_was_made_in_also_when_that_has_ended(phone: Phone, walk_id: str) -> None:
    phone.inbox.keep(tap(1, walk_id=walk_id))
    phone.fieldwalk.walks.finish(walk_id)
    phone.fieldwalk.walks.start(phone.fieldwalk.walks.plan("En annan"))
    take_over(phone)
    assert [issue.id for issue in phone.fieldwalk.store.issues(walk_id)] == [tap(1).id]


def test_a_mark_that_cannot_be_kept_waits_on(phone: Phone, walk_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise Refused("storage_full")

    phone.inbox.keep(tap(1))
    with monkeypatch.context() as patched:
        patched.setattr(phone.fieldwalk.reports, "take_over", full)
        with pytest.raises(Refused):
            take_over(phone)
    assert list(phone.inbox.held) == [tap(1).key]
    assert take_over(phone) == 1


class Killed(BaseException):
    """The browser is gone."""


class DyingInbox(MemoryInbox):
    """Is killed just before it would forget."""

    async def forget(self, keys: object) -> None:
        raise Killed


@given(st.lists(st.booleans(), min_size=1, max_size=8))
def test_killed_before_forgetting_any_number_of_times_each_tap_is_one_mark(dies: list[bool]) -> None:
    with closing(open_database(":memory:").conn) as connection:
        phone = phone_over(Database(connection))
        walk_id = phone.fieldwalk.walks.plan("Kväll")
        phone.fieldwalk.walks.start(walk_id)
        dying = DyingInbox()
        for number, death in enumerate(dies):
            phone.inbox.keep(tap(number))
            dying.held = phone.inbox.held
            if death:
                services = phone.fieldwalk
                killed = TakingOver(
                    dying, phone.journal, services.store, services.walks, services.reports, lambda: None
                )
                with pytest.raises(Killed):
                    asyncio.run(killed.take_over())
        take_over(phone)
        issues = phone.fieldwalk.store.issues(walk_id)
        assert [issue.id for issue in issues] == [tap(number).id for number in range(len(dies))]
        assert [issue.number for issue in issues] == list(range(1, len(dies) + 1))
        assert phone.inbox.held == {}


def test_while_it_runs_the_first_screen_knows_the_walk_and_late_taps_are_taken(phone: Phone) -> None:
    async def evening() -> None:
        running = asyncio.create_task(phone.fieldwalk.inbox.run())
        await asyncio.sleep(0)
        assert phone.inbox.walk is None
        walk_id = phone.fieldwalk.walks.plan("Kväll")
        phone.fieldwalk.walks.start(walk_id)
        assert phone.inbox.walk == (walk_id, "Kväll")
        phone.inbox.keep(tap(1))
        for _ in range(5):
            await asyncio.sleep(0)
        assert phone.inbox.held == {}
        phone.fieldwalk.walks.finish(walk_id)
        assert phone.inbox.walk is None
        running.cancel()

    asyncio.run(evening())
