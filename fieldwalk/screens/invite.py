"""Letting others into a walk: a square to scan, six digits to type. No account on either side."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from fieldwalk import routes
from fieldwalk.domain.refusals import Refused
from fieldwalk.screens.here import go, use_here
from fieldwalk.screens.views import page_view
from fieldwalk.theme import XL, Look
from fieldwalk.widgets.frames import body, column_width, screen, stack_of, top_bar
from fieldwalk.widgets.qr import to_scan
from fieldwalk.widgets.states import loading, refused
from fieldwalk.widgets.words import centred, text


@ft.component
def Invite() -> ft.View:
    """The way into the walk in the address, made by the server when the page opens."""
    here = use_here()
    walk_id = ft.use_route_params().get("walk_id", "")
    way, set_way = ft.use_state(("", ""))
    trouble, set_trouble = ft.use_state("")
    tries, set_tries = ft.use_state(0)

    async def ask() -> None:
        try:
            said = await here.fieldwalk.exports.invitation(walk_id, "walker")
        except Refused as refusal:
            set_trouble(refusal.code)
            return
        set_trouble("")
        set_way((said.get("url", ""), said.get("code", "")))

    ft.use_effect(ask, dependencies=[walk_id, tries])
    again = lambda: set_tries(tries + 1)  # noqa: E731
    walk = here.fieldwalk.store.walk(walk_id)
    subtitle = (walk.title or "") if walk else ""
    return page_view(draw_invite(here.look, subtitle, way[0], way[1], trouble, again, go(routes.walk(walk_id))))


def draw_invite(
    look: Look,
    subtitle: str,
    url: str,
    code: str,
    trouble: str,
    again: Callable[[], None],
    back: Callable[[], None],
) -> ft.Control:
    """The square large in the middle, the code under it."""
    if trouble:
        content: list[ft.Control] = [refused(trouble, look, again)]
    elif not url:
        content = [loading(look)]
    else:
        content = [
            centred(look.say("invite.scan")),
            to_scan(url, look.say("invite.qr_label"), 260, XL),
            stack_of(
                centred(look.say("invite.code")),
                ft.Semantics(content=text(look.own(spaced(code)), "display", align=ft.TextAlign.CENTER), label=code),
            ),
            centred(look.say("invite.words"), "small"),
        ]
    head = top_bar(look.say("invite.title"), look, subtitle=subtitle, back=back)
    return column_width(screen(head, body(*content, spacing=XL)), look)


def spaced(code: str) -> str:
    """Six digits as two groups, as people say them."""
    return f"{code[:3]} {code[3:]}" if len(code) == 6 else code
