"""Every screen at every size, and what holds on all of them."""

from __future__ import annotations

from dataclasses import replace

import flet as ft
import pytest

from fieldwalk import routes
from tests.fieldwalk.screens.in_use import DESK, SMALL, TABLET, in_use, opened
from tests.screens_sample import SCREENS, SamplePhone, Shown


@pytest.mark.parametrize("size", [SMALL, TABLET, DESK], ids=lambda size: str(size[0]))
@pytest.mark.parametrize("shown", SCREENS, ids=lambda shown: shown.name)
async def test_every_screen_can_be_drawn_at_every_size(shown: Shown, size: tuple[int, int]) -> None:
    async with in_use(shown.role, shown.route, size) as app:
        for words in shown.press:
            await app.press(words)
        assert len([words for words in app.texts if words.strip()]) > 2


@pytest.mark.parametrize("shown", SCREENS, ids=lambda shown: shown.name)
async def test_at_most_one_thing_is_lit_and_every_semantics_has_its_content(shown: Shown) -> None:
    # Semantics takes the tooltip first: a text handed over without its name draws a grey box.
    async with in_use(shown.role, shown.route) as app:
        assert len(app.all(ft.FilledButton)) <= 1
        assert all(found.content is not None for found in app.all(ft.Semantics))


async def test_back_leads_to_the_list_from_a_link() -> None:
    async with in_use("leader", routes.issue("{finished}", "{done}")) as app:
        await app.press("Tillbaka")
        assert app.route == routes.walk(app.names["finished"])
        await app.press("Tillbaka")
        assert app.route == routes.HOME


@pytest.mark.parametrize("route", ["/nowhere", f"{routes.MORE}/nowhere"])
async def test_an_address_that_leads_nowhere_says_so_and_leads_home(route: str) -> None:
    async with in_use("leader", route) as app:
        assert "Här finns inget" in app.texts
        assert app.all(ft.View) == [app.top]  # a view within a view is drawn as a grey box
        await app.press("Till vandringarna")
        assert app.route == routes.HOME


async def test_a_map_without_its_ground_says_so_and_draws_the_track() -> None:
    phone = SamplePhone("leader")
    await phone.fill()
    area = phone.fieldwalk.store.areas()[0]
    phone.fieldwalk.walks._pen.write("area", area.id, ground="0" * 64)
    async with opened(phone, routes.walk("{finished}")) as app:
        await app.settle(200)
        assert "Kartan saknas, spåret sparas ändå." in app.texts


async def test_a_part_that_cannot_be_drawn_is_told_and_the_rest_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    async with in_use("leader", routes.walk("{under_way}")) as app:
        with monkeypatch.context() as broken:
            broken.setattr("fieldwalk.screens.under_way.draw_sign", lambda *_, **__: 1 / 0)
            latest = app.fieldwalk.recorder.latest
            assert latest is not None
            app.phone.position.give(replace(latest, at=latest.at + 4000))
            await app.settle()
            assert "Något gick sönder hos oss." in app.texts
        await app.press("Märk ut plats")
        assert "Plats 5 sparad i telefonen" in app.texts


async def test_a_handler_that_breaks_is_told_in_words_and_the_page_stands(caplog: pytest.LogCaptureFixture) -> None:
    async with in_use("leader", routes.walk("{under_way}")) as app:
        app.phone.database.execute("drop table journal")
        await app.press("Märk ut plats")
        assert "Något gick sönder hos oss." in app.texts
        assert "Inget är borta. Försök igen om en stund." in app.texts
        assert "Märk ut plats" in app.texts
    assert "no such table" in caplog.text
