"""Inviting somebody to an account of their own: who it is, and then the link to hand over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import flet as ft

from fieldwalk import routes
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.roles import STAFF
from fieldwalk.screens.here import go, use_here
from fieldwalk.screens.holding import use_holding
from fieldwalk.screens.sign_in import TRYING, trouble_foot
from fieldwalk.screens.views import page_view
from fieldwalk.services.accounts import Way
from fieldwalk.text.moments import day_and_time
from fieldwalk.theme import XL, Look
from fieldwalk.widgets.buttons import Act, lamp_button
from fieldwalk.widgets.fields import asked, choice_row, writing
from fieldwalk.widgets.frames import body, column_width, foot, screen, stack_of, top_bar
from fieldwalk.widgets.qr import to_scan
from fieldwalk.widgets.words import centred, text


@dataclass(frozen=True)
class Guest:
    """Who is invited."""

    name: str = ""
    login: str = ""
    role: str = "coordinator"


_NO_WAY: Way | None = None


@ft.component
def InviteAccount() -> ft.View:
    """The form, then the link: it is shown once."""
    here = use_here()
    form = use_holding(Guest())
    way, set_way = ft.use_state(_NO_WAY)
    state, set_state = ft.use_state("")
    page, back = ft.context.page, go(routes.ACCOUNTS)

    async def invite() -> None:
        held = form.now()
        if not held.login.strip():
            return
        set_state(TRYING)
        try:
            set_way(await here.fieldwalk.accounts.invite(held.login.strip(), held.name.strip(), held.role))
        except Refused as refusal:
            set_state(refusal.code)

    def write(**words: str) -> None:
        form.change(lambda held: replace(held, **words))

    if way:
        return page_view(draw_way(here.look, way, back, ft.CopyToClipboard(way.url)))
    return page_view(draw_invitation(here.look, form.shown, write, lambda: page.run_task(invite), back, state))


def draw_invitation(
    look: Look, form: Guest, write: Callable[..., None], invite: Act, back: Act, state: str
) -> ft.Control:
    """A name, what they sign in with, and what they may do."""

    def choosing(role: str) -> Act:
        return lambda: write(role=role)

    roles = [choice_row(look.say(f"role.{role}"), choosing(role), chosen=role == form.role) for role in STAFF]
    name = writing(form.name, "", lambda words: write(name=words), label=look.say("accounts.name"))
    login = writing(form.login, "", lambda words: write(login=words), label=look.say("accounts.login"), exact=True)
    groups = [
        asked(look.say("accounts.name"), name),
        asked(look.say("accounts.login"), login),
        asked(look.say("accounts.role_of"), stack_of(*roles)),
    ]
    ready = bool(form.login.strip()) and state != TRYING
    button = lamp_button(look.say("accounts.make_link"), ft.Icons.LINK_ROUNDED, invite if ready else None)
    trouble = "" if state == TRYING else state
    head = top_bar(look.say("accounts.invite"), look, back=back)
    return column_width(screen(head, body(*groups, spacing=XL), trouble_foot(look, trouble, button)), look, 520)


def draw_way(look: Look, way: Way, done: Act, copying: ft.ClientAction | None = None) -> ft.Control:
    """The link to scan and to copy (``copying``), with its end."""
    shown = [
        centred(look.say("accounts.way_words")),
        to_scan(way.url, look.say("accounts.qr_label"), 240),
        text(look.own(way.url), "small", align=ft.TextAlign.CENTER),
        centred(look.say("accounts.way_ends", when=day_and_time(way.ends_at, look.language)), "small"),
    ]
    copy = lamp_button(
        look.say("accounts.copy"), ft.Icons.CONTENT_COPY_ROUNDED, lambda: None, action=copying
    )
    head = top_bar(look.say("accounts.way"), look, back=done)
    return column_width(screen(head, body(*shown, spacing=XL), foot(copy)), look, 520)
