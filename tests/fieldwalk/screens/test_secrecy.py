"""On the screens: what may point somebody out is told of and hidden by one press; a place is kept in a circle."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from fieldwalk import routes
from fieldwalk.domain.records import Issue
from fieldwalk.screens.app import show
from fieldwalk.screens.circles import circle_of
from fieldwalk.services.fieldwalk import Fieldwalk
from tests.fakes.flet_client import Client
from tests.screens_sample import SamplePhone

WHY = "Flera läser den, och den kan bli allmän handling. Skriv om platsen, inte om personen."


def run(story: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(story())


def app(fieldwalk: Fieldwalk, route: str) -> Client:
    return Client(lambda page: show(page, fieldwalk), route)


def issue_of(fieldwalk: Fieldwalk, issue_id: str) -> Issue:
    issue = fieldwalk.store.issue(issue_id)
    assert issue is not None
    return issue


def test_a_text_that_may_point_somebody_out_says_why_before_it_is_saved_and_is_hidden_by_one_press() -> None:
    async def story() -> None:
        phone = SamplePhone("leader")
        fieldwalk = await phone.fill()
        issue_id = phone.names["described"]
        before = issue_of(fieldwalk, issue_id).words
        async with app(fieldwalk, routes.issue(phone.names["under_way"], issue_id)) as client:
            assert WHY not in client.texts
            await client.write("Med egna ord", "Ring 070-174 06 05 eller 08-465 004 12")
            assert "Texten kan peka ut någon: telefonnummer." in client.texts
            assert WHY in client.texts
            assert issue_of(fieldwalk, issue_id).words == before

            await client.press("Dölj")

            assert WHY not in client.texts
            assert issue_of(fieldwalk, issue_id).words == "Ring ••• eller •••"
            history = fieldwalk.store._journal.history("issue", issue_id)
            assert not [change for change in history if "174 06" in str(change.fields)]

    run(story)


def test_who_leaves_the_warning_as_it_is_is_not_stopped() -> None:
    async def story() -> None:
        phone = SamplePhone("leader")
        fieldwalk = await phone.fill()
        issue_id = phone.names["described"]
        async with app(fieldwalk, routes.issue(phone.names["under_way"], issue_id)) as client:
            await client.write("Med egna ord", "Hon bor i lgh 1203")
            await client.press("Klar")
            assert issue_of(fieldwalk, issue_id).words == "Hon bor i lgh 1203"

    run(story)


def test_what_a_photo_shows_is_read_too() -> None:
    async def story() -> None:
        phone = SamplePhone("leader")
        fieldwalk = await phone.fill()
        issue_id = phone.names["described"]
        async with app(fieldwalk, routes.issue(phone.names["under_way"], issue_id)) as client:
            await client.write("Vad syns på bild 1?", "Bilen ABC 123 står kvar")
            assert "Texten kan peka ut någon: registreringsnummer." in client.texts
            await client.press("Dölj")
            assert [photo.description for photo in fieldwalk.store.photos(issue_id)] == ["Bilen ••• står kvar"]

    run(story)


def test_a_place_of_ones_own_is_kept_in_a_circle_and_the_sheet_says_what_that_means() -> None:
    async def story() -> None:
        phone = SamplePhone("leader")
        fieldwalk = await phone.fill()
        issue_id = phone.names["described"]
        async with app(fieldwalk, routes.issue(phone.names["under_way"], issue_id)) as client:
            await client.press("Orsak och förslag")
            await client.press("Vem får se")
            assert "Vem får se platsen?" in client.texts
            await client.press("Bara EST-kretsen")
            assert issue_of(fieldwalk, issue_id).for_est == "kept"
            assert "Bara EST-kretsen" in client.texts

    run(story)


@pytest.mark.parametrize(
    ("role", "choices"), [("coordinator", ("open", "company", "est")), ("caretaker", ("open", "company"))]
)
def test_of_others_places_the_circles_are_offered_that_the_role_may_give(role: str, choices: tuple[str, ...]) -> None:
    async def story() -> None:
        phone = SamplePhone(role)
        fieldwalk = await phone.fill()
        issue_id = phone.names["new"]
        fieldwalk.store._db.execute("update journal set mine = 0 where record_id = ?", (issue_id,))
        assert fieldwalk.reports.choices(issue_of(fieldwalk, issue_id)) == choices
        async with app(fieldwalk, f"/actions/{issue_id}") as client:
            await client.press("Vem får se")
            assert ("Bara EST-kretsen" in client.texts) == ("est" in choices)

    run(story)


def test_a_resident_is_offered_no_circle_for_others_places_nor_to_take_them_away() -> None:
    async def story() -> None:
        phone = SamplePhone("walker")
        fieldwalk = await phone.fill()
        walk_id, issue_id = phone.names["under_way"], phone.names["described"]
        async with app(fieldwalk, routes.issue(walk_id, issue_id)) as client:
            assert "Ta bort platsen" in client.texts
        fieldwalk.store._db.execute("update journal set mine = 0 where record_id = ?", (issue_id,))
        async with app(fieldwalk, routes.issue(walk_id, issue_id)) as client:
            await client.press("Orsak och förslag")
            assert not {"Ta bort platsen", "Vem får se"} & set(client.texts)

    run(story)


@pytest.mark.parametrize(("role", "offered"), [("coordinator", True), ("leader", False)])
def test_the_est_circles_tiles_are_for_who_sees_it_and_keep_the_place_there(role: str, offered: bool) -> None:
    async def story() -> None:
        phone = SamplePhone(role)
        fieldwalk = await phone.fill()
        walk_id = phone.names["finished"]
        issue_id = fieldwalk.reports.mark(walk_id, None)
        async with app(fieldwalk, routes.issue(walk_id, issue_id)) as client:
            assert ("Plats att återta" in client.texts) == offered
            if offered:
                await client.press("Plats att återta")
                assert "Bara EST-kretsen" in client.texts
                assert circle_of(issue_of(fieldwalk, issue_id)) == "est"

    run(story)
