"""Asking for a reason in words: why it can not, or will not, be done."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from fieldwalk.screens.here import use_here
from fieldwalk.screens.holding import use_holding
from fieldwalk.theme import M
from fieldwalk.widgets.buttons import lamp_button, plain_button
from fieldwalk.widgets.fields import writing
from fieldwalk.widgets.frames import sheet, stack_of
from fieldwalk.widgets.words import heading, quiet


def reason_sheet(
    title: str, words: str, send: str, tell: Callable[[str], None], close: Callable[[], None]
) -> ft.Control:
    """The sheet; ``title``, ``words`` and ``send`` are keys of texts."""
    return Reason(title, words, send, tell, close)


@ft.component
def Reason(title: str, words: str, send: str, tell: Callable[[str], None], close: Callable[[], None]) -> ft.Control:
    """One field and one lit button, dark until there are words."""
    look = use_here().look
    reason = use_holding("")
    ready = bool(reason.shown.strip())

    def write(words: str) -> None:
        reason.change(lambda _: words)

    field = writing(reason.shown, look.say("care.cannot_hint"), write, label=look.say(title), high=2)
    return sheet(
        stack_of(heading(look.say(title), "headline", 1), quiet(look.say(words), "body")),
        field,
        stack_of(
            lamp_button(look.say(send), ft.Icons.SEND_ROUNDED, (lambda: tell(reason.now())) if ready else None),
            plain_button(look.say("go.back"), close),
            spacing=M,
        ),
    )
