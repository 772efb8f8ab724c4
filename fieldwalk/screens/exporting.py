"""Handing the summary out, in the form that the receiver needs."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import flet as ft

from fieldwalk.domain.records import Walk
from fieldwalk.domain.refusals import Refused
from fieldwalk.screens.here import Here, use_here
from fieldwalk.screens.holding import use_holding
from fieldwalk.services.exports import FORMATS
from fieldwalk.text.moments import local
from fieldwalk.theme import Look, M
from fieldwalk.widgets.buttons import plain_button
from fieldwalk.widgets.frames import sheet, stack_of
from fieldwalk.widgets.states import refused
from fieldwalk.widgets.words import heading, quiet, text

C = ft.Colors
HERE = "html"
"""The form that needs no server."""


@dataclass(frozen=True)
class Asked:
    """The form that was asked for last (empty: none), and what came of it: a file to open, or what is wrong."""

    form: str = ""
    url: str = ""
    trouble: str = ""


@ft.component
def Export(walk: Walk, close: Callable[[], None]) -> ft.Control:
    """Choose a form. The page is made here, with no network; the server makes the others, and a press opens them."""
    here = use_here()
    asked = use_holding(Asked())
    picker = ft.use_memo(ft.FilePicker, [])
    page = ft.context.page

    async def fetch(form: str) -> None:
        asked.change(lambda _: Asked(form))

        def tell(told: Asked) -> None:
            # Another form may have been asked for meanwhile: what comes late is not its file.
            asked.change(lambda now: told if now.form == form else now)

        try:
            if form == HERE:
                content = await here.fieldwalk.summaries.page(walk.id, here.look.language)
                await picker.save_file(file_name=file_name(walk, here), src_bytes=content)
                tell(Asked())
            else:
                tell(Asked(form, url=await here.fieldwalk.exports.link(walk.id, form, here.look.language)))
        except Refused as refusal:
            tell(Asked(form, trouble=refusal.code))

    forms = FORMATS if here.fieldwalk.joining.me() else (HERE,)
    return draw_export(here.look, forms, asked.shown, lambda form: page.run_task(fetch, form), close)


def file_name(walk: Walk, here: Here) -> str:
    """What the page is called: the walk's own name and the day of the walk."""
    title = re.sub(r"\W+", "-", walk.title or "").strip("-").lower()
    day = local(walk.started_at or walk.planned_at or here.now()).date().isoformat()
    return "-".join(filter(None, (title, day))) + ".html"


def draw_export(
    look: Look,
    forms: Sequence[str],
    asked: Asked,
    choose: Callable[[str], object],
    close: Callable[[], None],
) -> ft.Control:
    """The forms; the chosen one becomes a file to open."""
    rows: list[ft.Control] = []
    for form in forms:
        if form == asked.form and asked.url:
            rows.append(open_button(look.say("review.open_file", form=look.say(f"review.format.{form}")), asked.url))
            continue
        busy = form == asked.form and not asked.trouble
        word = look.say("review.preparing" if busy else f"review.format.{form}")
        rows.append(plain_button(word, None if busy else _chooser(choose, form)))
    told = [refused(asked.trouble, look)] if asked.trouble else []
    return sheet(
        stack_of(
            heading(look.say("review.export"), "headline", 1),
            quiet(look.say("review.export_words"), "body"),
            spacing=4,
        ),
        stack_of(*rows, *told, spacing=M),
        plain_button(look.say("go.close"), close, filled=False),
    )


def open_button(word: str, url: str) -> ft.Control:
    """A button that opens ``url`` in a tab of its own, within the press: no browser stops that."""
    row = ft.Row(
        [
            ft.Icon(ft.Icons.OPEN_IN_NEW_ROUNDED, size=22, color=C.ON_PRIMARY),
            text(word, "label", C.ON_PRIMARY),
        ],
        alignment=ft.MainAxisAlignment.CENTER,
        tight=True,
    )
    return ft.FilledButton(row, height=56, bgcolor=C.PRIMARY, url=ft.Url(url, target=ft.UrlTarget.BLANK))


def _chooser(choose: Callable[[str], object], form: str) -> Callable[[], object]:
    return lambda: choose(form)
