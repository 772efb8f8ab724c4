"""Every place gets an answer: from the desk, from who repairs it, and back to who told of it."""

from __future__ import annotations

from datetime import UTC, datetime

import flet as ft
import pytest

from fieldwalk import routes
from tests.fieldwalk.screens.in_use import DESK, PHONE, in_use


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
async def test_the_coordinator_gives_an_owner_and_an_answer(size: tuple[int, int]) -> None:
    async with in_use("coordinator", routes.ACTIONS, size) as app:
        await app.press("Parkstigen vid dammen")
        await app.press("Ansvarig")
        await app.press("Jonas Berg")
        await app.write("Svar till gruppen", "Vi byter båda lamporna i veckan.")
        await app.press("Planera och svara")
        action = app.action(app.issue_named("Två lampor").id)
        assert (action.state, action.owner, action.answer) == (
            "planned",
            "Jonas Berg",
            "Vi byter båda lamporna i veckan.",
        )


async def test_a_press_right_after_the_last_letter_loses_none_of_them() -> None:
    async with in_use("coordinator", routes.action("{new}")) as app:
        await app.press("Ansvarig")
        await app.press("Jonas Berg")
        await app.write("Svar till gruppen", "Vi byter")
        await app.write_and_press("Svar till gruppen", "Vi byter båda lamporna", "Planera och svara")
        assert app.action("new").answer == "Vi byter båda lamporna"


async def test_a_reason_is_sent_with_its_last_letter() -> None:
    async with in_use("coordinator", routes.action("{new}")) as app:
        await app.press("Görs inte")
        await app.write("Varför görs det inte?", "Kommun")
        await app.write_and_press("Varför görs det inte?", "Kommunens", "Spara skälet")
        assert app.action("new").reason == "Kommunens"


async def test_a_day_is_picked_from_a_calendar() -> None:
    async with in_use("coordinator", routes.ACTIONS) as app:
        await app.press("Parkstigens krök")
        await app.press("Klart senast")
        calendar = app.dialog(ft.DatePicker)
        await app.event(calendar, "change", value=datetime(2026, 12, 11, tzinfo=UTC))
        await app.press("Uppdatera svaret")
        assert app.action(app.issue_named("Buskarna").id).due == "2026-12-11"


async def test_will_not_be_done_needs_a_reason() -> None:
    async with in_use("coordinator", routes.action("{new}")) as app:
        await app.press("Görs inte")
        await app.write("Varför görs det inte?", "Lekplatsen är kommunens")
        await app.press("Spara skälet")
        action = app.action("new")
        assert (action.state, action.reason) == ("wont", "Lekplatsen är kommunens")


async def test_the_caretaker_is_done_with_an_after_photo() -> None:
    async with in_use("caretaker", routes.ACTIONS) as app:
        issue = app.fieldwalk.follow_up.mine()[0]
        await app.take_photo("Klar, ta efterbild", b"door_after")
        action = app.action(issue.id)
        assert action.state == "done"
        assert len(app.store.photos(issue.id, "after")) == 1
        assert "Plats 4 är klar" in app.texts


async def test_the_caretaker_who_cannot_says_why_and_keeps_no_silence() -> None:
    async with in_use("caretaker", routes.ACTIONS) as app:
        await app.press("Gångtunneln, norra sidan")
        await app.press("Kan inte")
        await app.write("Varför går det inte?", "Stegen räcker inte")
        await app.press("Säg till samordnaren")
        action = app.action("progress")
        assert (action.state, action.reason) == ("planned", "Stegen räcker inte")


async def test_the_walker_sees_that_it_was_done() -> None:
    async with in_use("walker", routes.issue("{finished}", "{done}")) as app:
        assert {"Klar", "Före", "Efter", "Vi har tömt och satt in ett kärl till."} <= set(app.texts)


async def test_who_holds_one_walk_has_no_desk() -> None:
    async with in_use("walker") as app:
        bar = app.top.navigation_bar
        assert isinstance(bar, ft.NavigationBar)
        assert [tab.label for tab in bar.destinations] == ["Vandringar", "Karta", "Mer"]
