"""One part that cannot be drawn does not stop the others."""

import flet as ft

from fieldwalk.domain.refusals import Refused
from fieldwalk.screens.mishaps import tell_mishaps
from fieldwalk.text import text
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
def Saving() -> ft.Control:
    page = ft.context.page

    async def later() -> None:
        raise Refused("storage_low")

    async def in_vain() -> None:
        raise TimeoutError

    def save(_: object) -> None:
        raise Refused("storage_full")

    return ft.Column(
        [
            ft.Button(ft.Text("save"), on_click=save),
            ft.Button(ft.Text("save later"), on_click=lambda _: page.run_task(later)),
            ft.Button(ft.Text("ask in vain"), on_click=lambda _: page.run_task(in_vain)),
        ]
    )


@ft.component
def Both() -> ft.View:
    return ft.View(controls=[Counter(), Fragile(), Saving()])


def main(page: ft.Page) -> None:
    tell_mishaps(page, lambda: Look(dark=False, language="sv"))
    page.render_views(Both)


def told(client: Client) -> list[str]:
    return client.words_of(client.dialog(ft.SnackBar))


async def test_what_cannot_be_drawn_is_told_and_the_rest_goes_on() -> None:
    async with Client(main) as client:
        await client.press("whole")
        assert "Något gick sönder hos oss." in told(client)
        await client.press("count 0")
        await client.press("count 1")
        assert "count 2" in client.texts


async def test_a_refusal_is_told_in_its_own_words_with_the_next_step_wherever_it_was_raised() -> None:
    async with Client(main) as client:
        await client.press("save")
        assert told(client) == [text(f"refusal.storage_full{part}", "sv") for part in ("", ".next")]
        await client.press("save later")
        assert told(client) == [text(f"refusal.storage_low{part}", "sv") for part in ("", ".next")]
        await client.press("count 0")
        assert "count 1" in client.texts


async def test_a_question_that_no_client_answers_is_no_mishap() -> None:
    async with Client(main) as client:
        await client.press("ask in vain")
        assert not any(isinstance(dialog, ft.SnackBar) for dialog in client.page._dialogs.controls)
