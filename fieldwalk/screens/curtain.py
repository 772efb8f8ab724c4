"""The curtain: a clock that hides everything, what opens it again, and where it is chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import flet as ft

from fieldwalk.domain.refusals import Refused
from fieldwalk.screens.here import Here, use_following, use_here, use_ticking
from fieldwalk.text.moments import clock, day_and_time, local, long_day
from fieldwalk.theme import XL, Look, M, S
from fieldwalk.widgets.buttons import lamp_button, plain_button, pressable, round_button, text_button
from fieldwalk.widgets.fields import asked, choice_row, writing
from fieldwalk.widgets.frames import bottom_sheet, card, column_width, sheet, stack_of
from fieldwalk.widgets.states import refused
from fieldwalk.widgets.words import centred, heading, quiet, text

C = ft.Colors
WANTED = ("off", "on")
MINUTE = 60.0


@dataclass(frozen=True)
class Opening:
    """What may be done on the way back in. ``opens``: when it opens without a PIN, in words, if it was forgotten."""

    open: Callable[[], None]
    write: Callable[[str], None]
    forget: Callable[[], None]
    mark: Callable[[], None] | None
    opens: str = ""


@ft.component
def Curtained() -> ft.View:
    """Instead of every page while it is closed: the clock, and at a press what asks for the PIN."""
    here = use_here()
    curtain = here.fieldwalk.curtain
    use_ticking(MINUTE)
    use_following(curtain.subscribe)
    asking, set_asking = ft.use_state(False)
    pin, set_pin = ft.use_state("")
    told, set_told = ft.use_state("")
    trouble, set_trouble = ft.use_state("")

    def open_it() -> None:
        set_pin("")
        try:
            curtain.open(pin)
        except Refused as refusal:
            set_trouble(refusal.code)

    def press() -> None:
        if curtain.has_pin:
            set_asking(True)
        else:
            curtain.open()

    def mark() -> None:
        set_told(marked(here))

    now, look = here.now(), here.look
    opens = day_and_time(curtain.opens_at, look.language) if curtain.opens_at else ""
    opening = Opening(open_it, set_pin, curtain.forget, mark if here.fieldwalk.walks.under_way() else None, opens)
    drawn = draw_opening(look, pin, trouble, told, opening) if asking else draw_clock(look, now, press)
    return ft.View(controls=[ft.SafeArea(drawn, expand=True)], padding=0, can_pop=False)


def marked(here: Here) -> str:
    """Marks a place of the walk under way, and says so: capture waits for no PIN."""
    fieldwalk = here.fieldwalk
    walk = fieldwalk.walks.under_way()
    issue = fieldwalk.store.issue(fieldwalk.reports.mark(walk.id, fieldwalk.recorder.latest)) if walk else None
    return here.look.say("walk.marked", number=issue.number) if issue else ""


@ft.component
def CurtainButton() -> ft.Control:
    """The one press, where it is wanted."""
    here = use_here()
    curtain = here.fieldwalk.curtain
    use_following(curtain.subscribe)
    if not curtain.wanted:
        return ft.Container(width=0)
    return round_button(ft.Icons.VISIBILITY_OFF_ROUNDED, here.look.say("curtain.hide"), curtain.close)


@ft.component
def CurtainChoice() -> ft.Control:
    """In the settings: whether there is a button that closes it, and a PIN that opens."""
    here = use_here()
    curtain, look = here.fieldwalk.curtain, here.look
    use_following(curtain.subscribe)
    choosing, set_choosing = ft.use_state(False)
    pin, set_pin = ft.use_state("")
    trouble, set_trouble = ft.use_state("")

    def close() -> None:
        set_choosing(False)
        set_pin("")
        set_trouble("")

    def choose() -> None:
        try:
            curtain.choose(pin)
        except Refused as refusal:
            set_trouble(refusal.code)
            return
        close()

    ft.use_dialog(bottom_sheet(draw_pin(look, pin, trouble, set_pin, choose, close), close) if choosing else None)
    rows = [
        choice_row(
            look.say(f"curtain.{name}"), _wanting(curtain.want, name == "on"), chosen=curtain.wanted == (name == "on")
        )
        for name in WANTED
    ]
    word = look.say("curtain.change_pin" if curtain.has_pin else "curtain.choose_pin")
    below = [plain_button(word, lambda: set_choosing(True), ft.Icons.PIN_ROUNDED)] if curtain.wanted else []
    return asked(look.say("curtain.title"), quiet(look.say("curtain.words")), stack_of(*rows), *below)


def draw_clock(look: Look, now: int, press: Callable[[], None]) -> ft.Control:
    """A clock and nothing else; the whole page can be pressed."""
    face = ft.Column(
        [
            text(clock(now), "display", align=ft.TextAlign.CENTER),
            centred(long_day(local(now).date(), look.language)),
        ],
        alignment=ft.MainAxisAlignment.CENTER,
        horizontal_alignment=ft.CrossAxisAlignment.CENTER,
        spacing=S,
    )
    return pressable(face, press, expand=True, alignment=ft.Alignment.CENTER)


def draw_opening(look: Look, pin: str, trouble: str, told: str, opening: Opening) -> ft.Control:
    """The PIN, the mark where a walk goes on, and what to do when the PIN is forgotten."""
    marks = [plain_button(look.say("walk.mark"), opening.mark, ft.Icons.PLACE_ROUNDED)] if opening.mark else []
    opens = look.say("curtain.opens_at", when=opening.opens) if opening.opens else ""
    rows = [
        asked(look.say("curtain.pin"), _pin_field(look, pin, opening.write, opening.open)),
        *([refused(trouble, look)] if trouble else []),
        lamp_button(look.say("curtain.open"), ft.Icons.LOCK_OPEN_ROUNDED, opening.open),
        *marks,
        *([ft.Semantics(content=centred(told), live_region=True)] if told else []),
        card(text(opens)) if opens else text_button(look.say("curtain.forgotten"), opening.forget),
    ]
    return column_width(ft.Container(stack_of(*rows, spacing=M), padding=XL), look, 420)


def draw_pin(
    look: Look,
    pin: str,
    trouble: str,
    write: Callable[[str], None],
    choose: Callable[[], None],
    close: Callable[[], None],
) -> ft.Control:
    """Choosing a PIN: what it is good for, the digits, and saving them."""
    words = stack_of(
        heading(look.say("curtain.choose_pin"), "headline", 1), quiet(look.say("curtain.pin_words"), "body")
    )
    return sheet(
        words,
        stack_of(_pin_field(look, pin, write, choose), *([refused(trouble, look)] if trouble else []), spacing=M),
        stack_of(
            lamp_button(look.say("curtain.save"), ft.Icons.CHECK_ROUNDED, choose),
            plain_button(look.say("go.back"), close),
            spacing=M,
        ),
    )


def _pin_field(look: Look, pin: str, write: Callable[[str], None], submit: Callable[[], None]) -> ft.Control:
    return writing(pin, "", write, label=look.say("curtain.pin"), digits=True, secret=True, on_submit=submit)


def _wanting(want: Callable[[bool], None], wanted: bool) -> Callable[[], None]:
    return lambda: want(wanted)
