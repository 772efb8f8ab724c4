"""One part that cannot be drawn does not stop the others."""

import asyncio

import flet as ft

from fieldwalk.screens.mishaps import tell_mishaps
from fieldwalk.theme import Look
from tests.fakes.flet_client import Client


@ft.component
def Counter() -> ft.Control:
    count, set_count = ft.use_state(0)
    return ft.Button(ft.Text(f"count {count}"), on_click=lambda _: set_count(count + 1))


@ft.component
def Fragile() -> ft.Control:
    broken, set_broken = ft.use_state(False)
    if broken:
        raise RuntimeError("cannot be drawn")
    return ft.Button(ft.Text("whole"), on_click=lambda _: set_broken(True))


@ft.component
def Both() -> ft.View:
    return ft.View(controls=[Counter(), Fragile()])


def main(page: ft.Page) -> None:
    tell_mishaps(page, lambda: Look(dark=False, language="sv"))
    page.render_views(Both)


def test_what_cannot_be_drawn_is_told_and_the_rest_goes_on() -> None:
    async def story() -> None:
        async with Client(main) as client:
            await client.press("whole")
            assert client.dialog(ft.SnackBar)
            await client.press("count 0")
            await client.press("count 1")
            assert "count 2" in client.texts

    asyncio.run(story())
