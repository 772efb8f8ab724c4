"""Joining a walk: by the link that opened the app, or by six digits."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from fieldwalk import routes
from fieldwalk.domain.refusals import Refused
from fieldwalk.screens.anonymous import draw_wish
from fieldwalk.screens.here import go, use_here, use_receipt
from fieldwalk.screens.holding import use_holding
from fieldwalk.screens.views import page_view
from fieldwalk.services.joining import code_of, server_of
from fieldwalk.theme import FINISH, XL, Look, M
from fieldwalk.widgets.buttons import lamp_button, plain_button
from fieldwalk.widgets.fields import asked, writing
from fieldwalk.widgets.frames import body, column_width, foot, screen, top_bar
from fieldwalk.widgets.pictures import pictogram
from fieldwalk.widgets.states import refused
from fieldwalk.widgets.words import centred, heading, quiet

C = ft.Colors


@ft.component
def Join() -> ft.View:
    """The page of the code; with a code in the address it begins at once."""
    here = use_here()
    token = ft.use_route_params().get("token", "")
    code = use_holding("")
    as_nobody, set_as_nobody = ft.use_state(False)
    state, set_state = ft.use_state("trying" if token else "")
    _, give = use_receipt()
    page = ft.context.page

    async def join(wanted: str) -> None:
        set_state("trying")
        try:
            me = await here.fieldwalk.joining.join(wanted, as_nobody=as_nobody)
        except Refused as refusal:
            if refusal.code == "password_to_choose":
                page.navigate(routes.account(code_of(wanted)))
                return
            set_state(refusal.code)
            return
        here.fieldwalk.exchange.wake()
        await here.fieldwalk.exchange.turn()
        give(here.look.say("join.done"))
        known = me.walk_id and here.fieldwalk.store.walk(me.walk_id)
        page.navigate(routes.walk(me.walk_id) if me.walk_id and known else routes.HOME)

    def begin() -> None:
        if token:
            page.run_task(join, token)

    ft.use_effect(begin, dependencies=[token])
    return page_view(
        draw_join(
            here.look,
            code.shown,
            lambda words: code.change(lambda _: words),
            lambda: page.run_task(join, token or code.now()),
            go(routes.HOME),
            state=state,
            by_link=bool(token),
            links=here.fieldwalk.joining.takes_links,
            anonymous=draw_wish(here.look, as_nobody, lambda: set_as_nobody(not as_nobody)),
        )
    )


def draw_join(
    look: Look,
    code: str,
    write: Callable[[str], None],
    join: Callable[[], object],
    back: Callable[[], None],
    *,
    state: str,
    by_link: bool,
    links: bool = False,
    anonymous: ft.Control | None = None,
) -> ft.Control:
    """Six digits, or a link where that names the server, and one button; what went wrong, with the next step.

    ``anonymous`` is where somebody chooses to be nobody; by a link it is chosen in the settings, as that waits for
    nothing.
    """
    trying = state == "trying"
    ready = by_link or len("".join(filter(str.isdigit, code))) == 6 or (links and bool(server_of(code)))
    press = join if ready and not trying else None
    groups: list[ft.Control] = [
        ft.Row([pictogram("meeting", 56, C.PRIMARY)], alignment=ft.MainAxisAlignment.CENTER),
        heading(look.say("join.title"), "headline", 1),
    ]
    if not by_link:
        groups += _code(look, code, write, join if ready else None, links=links)
        groups += [anonymous] if anonymous else []
    if state and not trying:
        groups.append(refused(state, look))
    word = look.say("join.trying" if trying else "go.try_again" if by_link and state else "join.go")
    hint = "" if ready or trying else look.say(f"join.digits{_either(links)}")
    return column_width(
        screen(top_bar("", look, back=back), body(*groups, spacing=XL), _foot(look, word, press, hint, back)), look, 520
    )


def _either(links: bool) -> str:
    """The end of a text's key where a link is taken too."""
    return "_or_link" if links else ""


def _code(
    look: Look, code: str, write: Callable[[str], None], join: Callable[[], object] | None, *, links: bool
) -> list[ft.Control]:
    """What is asked for, and the field for it."""
    label = look.say(f"join.code{_either(links)}")
    field = writing(
        code, look.own("123 456"), write, label=label, digits=not links, exact=links, on_submit=join
    )
    return [quiet(look.say(f"join.words{_either(links)}"), "body"), asked(label, field)]


def _foot(
    look: Look, word: str, join: Callable[[], object] | None, hint: str, back: Callable[[], None]
) -> ft.Control:
    """``hint`` says what is missing; the button, and the way on without a code."""
    button = lamp_button(word, ft.Icons.GROUP_ADD_ROUNDED, join, height=FINISH, size=20)
    without = plain_button(look.say("join.without"), back, ft.Icons.DIRECTIONS_WALK_ROUNDED)
    return foot(
        *([centred(hint, "small")] if hint else []),
        ft.Column([button, without], spacing=M, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
    )
