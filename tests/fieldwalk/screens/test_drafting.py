"""Words on their way, on the screens: a kill loses none of them, and none is sent that its writer may still hide."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import flet as ft
import pytest
from sqlite_utils import Database

from fieldwalk import routes
from fieldwalk.screens import drafting
from fieldwalk.screens.app import show
from fieldwalk.services.fieldwalk import Fieldwalk
from tests.fakes.flet_client import Client
from tests.screens_sample import SamplePhone

NUMBER = "Ring 070-174 06 05"
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
            await client.press("Dölj")
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


def test_to_leave_the_field_keeps_the_words_and_gives_time_to_press_hide() -> None:
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


async def leave(client: Client) -> None:
    """The field loses the focus, as it does on a phone before whatever is pressed beside it."""
    field = next(field for field in client.all(ft.TextField) if field.value == NUMBER)
    await client.event(field, "blur")
