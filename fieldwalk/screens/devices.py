"""The devices that somebody came in with, and for who keeps them the staff's: to end, or to report lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import flet as ft

from fieldwalk import routes
from fieldwalk.domain.roles import may
from fieldwalk.screens.attempting import use_asked
from fieldwalk.screens.here import go, use_here, use_receipt
from fieldwalk.screens.under_way import said_bar
from fieldwalk.screens.views import page_view
from fieldwalk.services.devices import Device
from fieldwalk.text.moments import day_and_time
from fieldwalk.theme import XL, Look, M, S
from fieldwalk.widgets.buttons import plain_button
from fieldwalk.widgets.fields import asked
from fieldwalk.widgets.frames import body, bottom_sheet, card, column_width, screen, sheet, stack_of, top_bar
from fieldwalk.widgets.states import loading, refused
from fieldwalk.widgets.words import heading, lines, quiet, text

END, LOSE, FIND = "end", "lose", "find"
_DONE = {END: "devices.ended", LOSE: "devices.reported", FIND: "devices.found"}


@dataclass(frozen=True)
class Wish:
    """What somebody wants done with a device, and in which list they pressed it."""

    device: Device
    act: str
    own: bool


Choose = Callable[[Wish], None]


@ft.component
def Devices() -> ft.View:
    """Asked of the server when the page opens, and again after each step."""
    here = use_here()
    devices, look = here.fieldwalk.devices, here.look
    keeps = may(here.fieldwalk.joining.role(), "devices")
    wish, set_wish = ft.use_state(_NO_WISH)
    receipt, give = use_receipt()
    page = ft.context.page

    async def load() -> tuple[list[Device], list[Device]]:
        return await devices.own(), await devices.staff() if keeps else []

    listed = use_asked(load)
    own, staff = listed.told or (None, [])

    async def do(wanted: Wish) -> None:
        async def act() -> None:
            if wanted.act == END:
                await devices.end(wanted.device, own=wanted.own)
            else:
                await devices.lose(wanted.device, lost=wanted.act == LOSE)

        set_wish(None)
        if await listed.attempt(act):
            give(look.say(_DONE[wanted.act]))
            await listed.ask()

    def close() -> None:
        set_wish(None)

    def choose(wanted: Wish) -> None:
        if wanted.act == FIND:
            page.run_task(do, wanted)
        else:
            set_wish(wanted)

    asking = draw_question(look, wish, lambda: page.run_task(do, wish), close) if wish else None
    ft.use_dialog(bottom_sheet(asking, close) if asking else None)
    done = said_bar(receipt, look, margin=0)
    return page_view(draw_devices(look, own, staff, choose, go(routes.MORE), listed.trouble, done))


_NO_WISH: Wish | None = None


def draw_devices(
    look: Look,
    own: Sequence[Device] | None,
    staff: Sequence[Device],
    choose: Choose,
    back: Callable[[], None],
    trouble: str,
    done: ft.Control | None = None,
) -> ft.Control:
    """Mine first; the staff's below. ``done`` says what was just done."""
    told = [refused(trouble, look)] if trouble else []
    groups: list[ft.Control] = [*told, *([done] if done else [])]
    if own is None and not trouble:
        groups.append(loading(look))
    if own:
        groups.append(asked(look.say("devices.own"), *(_row(look, device, choose, own=True) for device in own)))
    if staff:
        groups.append(asked(look.say("devices.staff"), *(_row(look, device, choose, own=False) for device in staff)))
    head = top_bar(look.say("devices.title"), look, back=back)
    return column_width(screen(head, body(*groups, spacing=XL)), look)


def draw_question(look: Look, wish: Wish, do: Callable[[], object], close: Callable[[], None]) -> ft.Control:
    """What will happen, before it does."""
    go_word = "devices.end" if wish.act == END else "devices.lose_go"
    return sheet(
        stack_of(
            heading(look.say(f"devices.{wish.act}_ask"), "headline", 1),
            text(_name(look, wish.device, own=wish.own), "label"),
            quiet(look.say(f"devices.{wish.act}_words"), "body"),
        ),
        stack_of(plain_button(look.say(go_word), do), plain_button(look.say("go.close"), close, filled=False)),
    )


def _row(look: Look, device: Device, choose: Choose, *, own: bool) -> ft.Control:
    seen = quiet(look.say("devices.seen", when=day_and_time(device.seen_at, look.language)))
    words = lines(text(_name(look, device, own=own), "label"), seen, *_fate(look, device), spacing=4)
    buttons = [_button(look, Wish(device, act, own), choose) for act in _acts(device, own=own)]
    row = [ft.Row([ft.Container(button, expand=True) for button in buttons], spacing=S)] if buttons else []
    return card(stack_of(words, *row, spacing=M))


def _acts(device: Device, *, own: bool) -> list[str]:
    """What can be done with it. This device itself is left by leaving."""
    if device.wiped_at is not None or device.is_this:
        return []
    if own:
        return [END]
    return [FIND] if device.lost_at is not None else [END, LOSE]


def _button(look: Look, wish: Wish, choose: Choose) -> ft.Control:
    return plain_button(look.say(f"devices.{wish.act}"), lambda: choose(wish), filled=wish.act != END)


def _fate(look: Look, device: Device) -> list[ft.Control]:
    for word, at in (("devices.wiped", device.wiped_at), ("devices.lost", device.lost_at)):
        if at is not None:
            return [text(look.say(word, when=day_and_time(at, look.language)), "small")]
    return []


def _name(look: Look, device: Device, *, own: bool) -> str:
    whose = "" if own else device.name
    this = look.say("devices.this") if device.is_this else ""
    return look.row(whose, device.kind or look.say("devices.unknown"), this)
