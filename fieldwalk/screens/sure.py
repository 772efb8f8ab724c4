"""Asking first, before what is not easily undone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import flet as ft

from fieldwalk.domain.refusals import Refused
from fieldwalk.screens.here import use_here
from fieldwalk.theme import Look, M
from fieldwalk.widgets.buttons import Act, lamp_button, plain_button
from fieldwalk.widgets.frames import bottom_sheet, sheet, stack_of
from fieldwalk.widgets.words import heading, quiet


def use_sure(title: str, words: str, yes: str, act: Callable[[], Awaitable[None]]) -> tuple[str, Act]:
    """The code of what stood in the way the last time, empty when nothing did; and a press that asks in a sheet.

    ``act`` is done after ``yes`` alone. What it refuses is told by the code.
    """
    look, page = use_here().look, ft.context.page
    asking, set_asking = ft.use_state(False)
    trouble, set_trouble = ft.use_state("")

    def close() -> None:
        set_asking(False)

    async def go() -> None:
        try:
            await act()
        except Refused as refusal:
            set_trouble(refusal.code)

    def sure() -> None:
        close()
        set_trouble("")
        page.run_task(go)

    ft.use_dialog(bottom_sheet(draw_question(look, title, words, yes, sure, close), close) if asking else None)
    return trouble, lambda: set_asking(True)


def draw_question(look: Look, title: str, words: str, yes: str, act: Act, close: Act) -> ft.Control:
    """A title, what it means, yes, and the way back."""
    return sheet(
        stack_of(heading(title, "headline", 1), quiet(words, "body")),
        stack_of(
            lamp_button(yes, ft.Icons.CHECK_ROUNDED, act), plain_button(look.say("go.back"), close), spacing=M
        ),
    )
