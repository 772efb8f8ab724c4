"""Asking for a reason in words: why it can not, or will not, be done."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from fieldwalk.domain.records import Action
from fieldwalk.screens.forms import use_form
from fieldwalk.screens.here import use_here
from fieldwalk.services.drafts import place_of
from fieldwalk.theme import M
from fieldwalk.widgets.buttons import lamp_button, plain_button
from fieldwalk.widgets.fields import writing
from fieldwalk.widgets.frames import bottom_sheet, sheet, stack_of
from fieldwalk.widgets.words import heading, quiet


def use_reason(issue_id: str, about: str, tell: Callable[[str], bool]) -> Callable[[], None]:
    """A press that asks for a reason in a sheet. ``tell`` is given its words, and says whether they were taken.

    ``about`` is where the texts of the sheet are: ``care.cannot``, ``desk.refuse``. Words that were not taken, or were
    never sent, are there again when it is asked for the next time.
    """
    asking, set_asking = ft.use_state(False)

    def close() -> None:
        set_asking(False)

    def told(reason: str) -> bool:
        close()
        return tell(reason)

    ft.use_dialog(bottom_sheet(Reason(issue_id, about, told, close), close) if asking else None)
    return lambda: set_asking(True)


@ft.component
def Reason(issue_id: str, about: str, tell: Callable[[str], bool], close: Callable[[], None]) -> ft.Control:
    """One field and one lit button, dark until there are words."""
    look = use_here().look
    reason = use_form(
        place_of(Action.name, issue_id, "reason"),
        "",
        lambda words, _: words if words.strip() else "",
        lambda draft, _: draft,
    )
    title = look.say(f"{about}_title")

    def write(words: str) -> None:
        reason.change(lambda _: words)

    def back() -> None:
        reason.rest()
        close()

    def send() -> None:
        reason.rest()  # whether the words are taken is known only when this sheet is on its way out
        if tell(reason.now()):
            reason.forget()

    field = writing(reason.shown, look.say("care.cannot_hint"), write, label=title, high=2)
    return sheet(
        stack_of(heading(title, "headline", 1), quiet(look.say(f"{about}_words"), "body")),
        field,
        stack_of(
            lamp_button(look.say(f"{about}_send"), ft.Icons.SEND_ROUNDED, send if reason.shown.strip() else None),
            plain_button(look.say("go.back"), back),
            spacing=M,
        ),
    )
