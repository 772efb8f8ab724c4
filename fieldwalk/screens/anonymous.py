"""Telling as nobody: a wish when joining by a code, later in the settings, and where a place is described."""

from __future__ import annotations

import flet as ft

from fieldwalk.domain.roles import may
from fieldwalk.screens.here import Here, use_following, use_here
from fieldwalk.screens.sure import use_sure
from fieldwalk.theme import Look, M
from fieldwalk.widgets.buttons import Act, plain_button, text_button
from fieldwalk.widgets.fields import choice_row
from fieldwalk.widgets.frames import card, stack_of
from fieldwalk.widgets.states import refused
from fieldwalk.widgets.words import centred, lines, quiet, text


def anonymous_parts(here: Here, *, small: bool = False) -> list[ft.Control]:
    """:func:`Anonymous` for whoever may choose it, else nothing."""
    joining = here.fieldwalk.joining
    return [Anonymous(small)] if joining.me() and may(joining.role(), "be_nobody") else []


@ft.component
def Anonymous(small: bool) -> ft.Control:
    """What nobody learns, and the press that makes it so, asked once. ``small``: where something else is written."""
    here = use_here()
    joining, look = here.fieldwalk.joining, here.look
    use_following(here.fieldwalk.settings.subscribe)
    me = joining.me()

    async def become() -> None:
        await joining.become_nobody()
        here.fieldwalk.exchange.wake()

    trouble, ask = use_sure(
        look.say("anonymous.ask"), look.say("anonymous.ask_words"), look.say("anonymous.go"), become
    )
    draw = draw_small if small else draw_anonymous
    return draw(look, me is not None and me.is_nobody, trouble, ask)


def draw_anonymous(look: Look, is_nobody: bool, trouble: str, ask: Act) -> ft.Control:
    """What holds now, and what may be chosen."""
    state = "is" if is_nobody else "not"
    told = lines(text(look.say(f"anonymous.{state}"), "label"), quiet(look.say(f"anonymous.{state}_words")), spacing=4)
    go = [] if is_nobody else [plain_button(look.say("anonymous.go"), ask, ft.Icons.PERSON_OFF_ROUNDED, filled=False)]
    return card(stack_of(told, *go, *([refused(trouble, look)] if trouble else []), spacing=M))


def draw_small(look: Look, is_nobody: bool, trouble: str, ask: Act) -> ft.Control:
    """One line: what holds, or the press."""
    if is_nobody:
        return centred(look.say("anonymous.is"), "small")
    button = ft.Row(
        [text_button(look.say("anonymous.go"), ask, ft.Icons.PERSON_OFF_ROUNDED)], alignment=ft.MainAxisAlignment.CENTER
    )
    return stack_of(button, *([refused(trouble, look)] if trouble else []))


def draw_wish(look: Look, wished: bool, change: Act) -> ft.Control:
    """Where somebody joins: one row to press."""
    return choice_row(look.say("anonymous.join"), change, chosen=wished, below=look.say("anonymous.join_words"))
