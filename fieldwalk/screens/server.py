"""In the settings, where the app did not come from a server: which one it asks, and whether that answers."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from fieldwalk.domain.refusals import Refused
from fieldwalk.screens.here import use_following, use_here
from fieldwalk.screens.holding import use_holding
from fieldwalk.theme import Look, M
from fieldwalk.widgets.buttons import plain_button
from fieldwalk.widgets.fields import asked, writing
from fieldwalk.widgets.frames import card, stack_of, told
from fieldwalk.widgets.states import refused
from fieldwalk.widgets.words import lines, quiet, text

ASKING, ANSWERED = "asking", "answered"


@ft.component
def ServerChoice() -> ft.Control:
    """The address to write, and the press that asks there. Nothing where the page's own server is the one."""
    here = use_here()
    server, joining = here.fieldwalk.server, here.fieldwalk.joining
    use_following(here.fieldwalk.settings.subscribe)
    written = use_holding(server.base)
    state, set_state = ft.use_state("")
    version, set_version = ft.use_state("")
    page = ft.context.page

    async def check() -> None:
        set_state(ASKING)
        try:
            answered = await server.check(written.now())
        except Refused as refusal:
            set_state(refusal.code)
            return
        written.change(lambda _: answered.base)
        set_version(answered.version)
        set_state(ANSWERED)

    def write(words: str) -> None:
        written.change(lambda _: words)
        set_state("")

    if not server.is_named:
        return ft.Container(width=0)
    me = joining.me()
    joined = server.base if me else ""
    return draw_server(here.look, written.shown, write, lambda: page.run_task(check), state, version, joined)


def draw_server(
    look: Look,
    written: str,
    write: Callable[[str], None],
    check: Callable[[], object],
    state: str,
    version: str = "",
    joined: str = "",
) -> ft.Control:
    """``joined`` is the server at which this phone has joined: shown, and to be asked, and not to be changed here."""
    asking = state == ASKING
    ready = bool(joined or written.strip()) and not asking
    if joined:
        field: ft.Control = card(lines(text(joined, "label"), quiet(look.say("server.joined")), spacing=4))
    else:
        label = look.say("server.address")
        field = writing(written, "https://", write, label=label, exact=True, on_submit=check if ready else None)
    word = look.say("server.asking" if asking else "server.check")
    button = plain_button(word, check if ready else None, ft.Icons.DNS_OUTLINED, filled=False)
    return asked(
        look.say("server.title"),
        stack_of(quiet(look.say("server.words")), field, button, *_said(look, state, version), spacing=M),
    )


def _said(look: Look, state: str, version: str) -> list[ft.Control]:
    if state == ANSWERED:
        words = look.say("server.answers", version=version)
        return [told(words, ft.Icons.CHECK_CIRCLE_ROUNDED)]
    return [refused(state, look)] if state and state != ASKING else []
