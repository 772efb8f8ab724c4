"""Words on their way, on the screens: a kill loses none of them, and none is sent that its writer may still hide."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import flet as ft
import pytest
from sqlite_utils import Database

from fieldwalk import routes
from fieldwalk.screens import drafting, forms
from fieldwalk.screens.app import show
from fieldwalk.services.fieldwalk import Fieldwalk
from tests.fakes.flet_client import Client
from tests.screens_sample import NOW, SamplePhone

NUMBER = "Ring 070-174 06 05"
AGAIN = "En text här nedanför kan peka ut någon. Läs den innan du går vidare."
LABEL = "Med egna ord"


def run(story: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(story())


def app(fieldwalk: Fieldwalk, route: str) -> Client:
    return Client(lambda page: show(page, fieldwalk), route)


def killed(phone: SamplePhone) -> Fieldwalk:
    """A new app over what is on the disk of ``phone`` at this moment; the old one is never heard of again."""
    disk = Database(memory=True)
    phone.database.conn.backup(disk.conn)
    return SamplePhone(phone.role, disk).fieldwalk


def words_of(fieldwalk: Fieldwalk, issue_id: str) -> str | None:
    issue = fieldwalk.store.issue(issue_id)
    assert issue is not None
    return issue.words


def numbers_in_changes(fieldwalk: Fieldwalk) -> list[str]:
    return [change.stamp for change in fieldwalk.store._journal.own() if "174 06" in str(change.fields)]


def test_a_kill_loses_no_words_that_may_point_somebody_out_and_they_wait_for_their_writer() -> None:
    async def story() -> None:
        phone = SamplePhone("leader")
        fieldwalk = await phone.fill()
        issue_id = phone.names["described"]
        place = routes.issue(phone.names["under_way"], issue_id)
        async with app(fieldwalk, place) as client:
            await client.write(LABEL, NUMBER)
            fieldwalk.unsaved.keep()  # the page is hidden: the last that an app hears before it is killed
            later = killed(phone)
            assert numbers_in_changes(fieldwalk) == []
        async with app(later, routes.HOME) as client:
            await client.press("I telefonen")
            assert "En text väntar på dig" in client.texts
            await client.press("En text väntar på dig")
            assert NUMBER in [field.value for field in client.all(ft.TextField)]
            assert AGAIN in client.texts
            await client.press("Dölj")
            assert AGAIN not in client.texts
            assert words_of(later, issue_id) == "Ring •••"
            assert numbers_in_changes(later) == []
            assert later.drafts.all() == {}

    run(story)


def test_a_rest_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafting, "RESTED", 0)

    async def story() -> None:
        phone = SamplePhone("leader")
        fieldwalk = await phone.fill()
        issue_id = phone.names["described"]
        async with app(fieldwalk, routes.issue(phone.names["under_way"], issue_id)) as client:
            await client.write(LABEL, NUMBER)
            assert list(killed(phone).drafts.all().values()) == [NUMBER]
            assert numbers_in_changes(fieldwalk) == []

    run(story)


@pytest.mark.parametrize("cut", ["Låt stå", "Klar"])
def test_what_its_writer_lets_stand_is_saved(cut: str) -> None:
    async def story() -> None:
        phone = SamplePhone("leader")
        fieldwalk = await phone.fill()
        issue_id = phone.names["described"]
        async with app(fieldwalk, routes.issue(phone.names["under_way"], issue_id)) as client:
            await client.write(LABEL, NUMBER)
            await client.press(cut)
            assert words_of(fieldwalk, issue_id) == NUMBER
            assert fieldwalk.drafts.all() == {}
            assert "Låt stå" not in client.texts

    run(story)


def test_to_leave_the_field_keeps_the_words_and_gives_time_to_press_hide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafting, "LEFT", 3600)

    async def story() -> None:
        phone = SamplePhone("leader")
        fieldwalk = await phone.fill()
        issue_id = phone.names["described"]
        async with app(fieldwalk, routes.issue(phone.names["under_way"], issue_id)) as client:
            await client.write(LABEL, NUMBER)
            await leave(client)
            assert list(fieldwalk.drafts.all().values()) == [NUMBER]
            await client.press("Dölj")
            assert words_of(fieldwalk, issue_id) == "Ring •••"
            assert numbers_in_changes(fieldwalk) == []

    run(story)


def test_a_field_that_was_left_a_while_ago_is_right_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafting, "LEFT", 0)

    async def story() -> None:
        phone = SamplePhone("leader")
        fieldwalk = await phone.fill()
        issue_id = phone.names["described"]
        async with app(fieldwalk, routes.issue(phone.names["under_way"], issue_id)) as client:
            await client.write(LABEL, NUMBER)
            await leave(client)
            assert (words_of(fieldwalk, issue_id), fieldwalk.drafts.all()) == (NUMBER, {})

    run(story)


def test_who_hides_and_writes_it_anew_is_asked_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        time_passes = asyncio.Event()
        monkeypatch.setattr(drafting, "sleep", lambda _: time_passes.wait())
        phone = SamplePhone("leader")
        fieldwalk = await phone.fill()
        async with app(fieldwalk, routes.issue(phone.names["under_way"], phone.names["described"])) as client:
            await client.write(LABEL, NUMBER)
            await leave(client)
            await client.press("Dölj")
            await client.write(LABEL, NUMBER)
            time_passes.set()
            await client.settle()
            assert list(fieldwalk.drafts.all().values()) == [NUMBER]
            assert numbers_in_changes(fieldwalk) == []

    run(story)


def test_a_kill_loses_no_word_of_a_walk_that_is_being_planned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "RESTED", 0)

    async def story() -> None:
        phone = SamplePhone("leader")
        fieldwalk = await phone.fill()
        async with app(fieldwalk, routes.NEW_WALK) as client:
            await client.press("En annan dag")
            await client.write("Vad heter vandringen?", "Genom parken")
            later = killed(phone)
            assert len(later.store.walks()) == len(fieldwalk.store.walks())
        later.ports.clock._now = NOW  # type: ignore[attr-defined]
        async with app(later, routes.NEW_WALK) as client:
            assert "Genom parken" in [field.value for field in client.all(ft.TextField)]
            await client.press("Spara vandringen")
            assert "Genom parken" in [walk.title for walk in later.store.walks()]
            assert later.drafts.all() == {}
        async with app(later, routes.NEW_WALK) as client:
            assert "Genom parken" not in [field.value for field in client.all(ft.TextField)]

    run(story)


def test_who_leaves_the_form_of_a_new_walk_finds_it_again_and_of_one_that_there_is_has_changed_nothing() -> None:
    async def story() -> None:
        phone = SamplePhone("leader")
        fieldwalk = await phone.fill()
        planned = phone.names["planned"]
        for route, found in ((routes.NEW_WALK, True), (routes.edit_walk(planned), False)):
            async with app(fieldwalk, route) as client:
                await client.write("Vad heter vandringen?", "Genom parken")
                client.page.navigate(routes.HOME)
                await client.settle()
                client.page.navigate(route)
                await client.settle()
                assert ("Genom parken" in [field.value for field in client.all(ft.TextField)]) == found
        assert list(fieldwalk.drafts.all()) == ["walk/new"]

    run(story)


def test_what_was_changed_of_a_walk_and_not_saved_survives_a_kill() -> None:
    async def story() -> None:
        phone = SamplePhone("leader")
        fieldwalk = await phone.fill()
        route = routes.edit_walk(phone.names["planned"])
        async with app(fieldwalk, route) as client:
            await client.write("Vad heter vandringen?", "Genom parken")
            fieldwalk.unsaved.keep()
            later = killed(phone)
        async with app(later, route) as client:
            await client.press("Spara vandringen")
            walk = later.store.walk(phone.names["planned"])
            assert walk is not None
            assert (walk.title, walk.purpose, later.drafts.all()) == ("Genom parken", "Se hur ljuset räcker", {})

    run(story)


async def leave(client: Client) -> None:
    """The field loses the focus, as it does on a phone before whatever is pressed beside it."""
    field = next(field for field in client.all(ft.TextField) if field.value == NUMBER)
    await client.event(field, "blur")
