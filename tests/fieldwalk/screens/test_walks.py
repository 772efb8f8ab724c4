"""A walk is planned, begun, finished and published."""

from __future__ import annotations

from datetime import UTC, datetime, time

import flet as ft

from fieldwalk import routes
from fieldwalk.text.moments import local
from tests.fieldwalk.screens.in_use import in_use, opened
from tests.screens_sample import SamplePhone


async def test_a_first_walk_begins_with_two_presses() -> None:
    async with in_use("nobody") as app:
        await app.press("Ny vandring")
        await app.press("Börja gå")
        walk = app.fieldwalk.walks.under_way()
        assert walk is not None
        assert app.fieldwalk.recorder.walk_id == walk.id
        assert "Märk ut plats" in app.texts


async def test_a_walk_is_planned_for_another_day() -> None:
    async with in_use("leader", routes.NEW_WALK) as app:
        await app.write("Vad heter vandringen?", "Adventsvandring")
        await app.press("En annan dag")
        await app.press("Dag")
        await app.event(app.dialog(ft.DatePicker), "change", value=datetime(2026, 12, 6, tzinfo=UTC))
        await app.press("Tid")
        await app.event(app.dialog(ft.TimePicker), "change", value=time(17, 0))
        await app.press("Spara vandringen")
        walk = next(walk for walk in app.store.walks() if walk.title == "Adventsvandring")
        assert walk.state == "planned"
        assert local(walk.planned_at or 0).strftime("%d %H:%M") == "06 17:00"


async def test_a_walk_is_saved_with_the_last_letter_of_its_name() -> None:
    async with in_use("leader", routes.NEW_WALK) as app:
        await app.write("Vad heter vandringen?", "Advents")
        await app.press("En annan dag")
        await app.write_and_press("Vad heter vandringen?", "Adventsvandring", "Spara vandringen")
        assert "Adventsvandring" in [walk.title for walk in app.store.walks()]


async def test_finishing_asks_once_and_can_be_let_be() -> None:
    async with in_use("leader", routes.walk("{under_way}")) as app:
        await app.press("Avsluta")
        await app.press("Gå vidare")
        assert app.walk("under_way").state == "under_way"
        await app.press("Avsluta")
        assert "4 platser · 3 bilder" in app.texts
        await app.press("Avsluta")
        assert app.walk("under_way").state == "finished"
        assert "Publicera vandringen" in app.texts


async def test_publishing_names_what_is_missing_and_leads_to_it() -> None:
    phone = SamplePhone("leader")
    await phone.fill()
    phone.fieldwalk.walks.edit(phone.names["finished"], purpose=None)
    async with opened(phone, routes.walk("{finished}")) as app:
        await app.press("Publicera vandringen")
        assert app.walk("finished").state == "finished"
        await app.press("Skriv varför vi gick")
        await app.write("Varför går vi?", "Se hur gården känns")
        await app.press("Spara vandringen")
        await app.press("Publicera vandringen")
        assert app.walk("finished").state == "published"
