"""Leaving an organisation: only when nothing would be left behind."""

from __future__ import annotations

import flet as ft

from fieldwalk import routes
from fieldwalk.domain.roles import STAFF
from fieldwalk.screens.here import use_following, use_here
from fieldwalk.screens.sure import use_sure
from fieldwalk.theme import S
from fieldwalk.widgets.buttons import text_button
from fieldwalk.widgets.frames import stack_of
from fieldwalk.widgets.states import refused


@ft.component
def Leave() -> ft.Control:
    """The quiet way out, asked once; refused in words while something is unsent."""
    here = use_here()
    joining, look = here.fieldwalk.joining, here.look
    use_following(here.fieldwalk.settings.subscribe)
    page = ft.context.page
    me = joining.me()

    async def sign_out(token: str | None) -> None:
        there = await here.fieldwalk.signing_in.end(token)
        if there:
            await ft.UrlLauncher().launch_url(there, web_only_window_name="_self")

    async def leave() -> None:
        token = joining.token()
        joining.leave()
        page.run_task(sign_out, token)
        page.navigate(routes.MORE)

    signs_out = me is not None and me.role in STAFF
    word = look.say("devices.end" if signs_out else "more.leave")
    title = look.say("leave.sign_out_ask" if signs_out else "more.leave_ask", title=me.organisation_title if me else "")
    words = look.say("leave.sign_out_words" if signs_out else "more.leave_words")
    trouble, ask = use_sure(title, words, word, leave)
    button = text_button(word, ask, ft.Icons.LOGOUT_ROUNDED)
    row = ft.Row([button], alignment=ft.MainAxisAlignment.CENTER)
    return stack_of(row, *([refused(trouble, look)] if trouble else []), spacing=S)
