"""What is kept of whoever walks, why and for how long, who sees it and what they may ask: in plain words, offline."""

from __future__ import annotations

import flet as ft

from fieldwalk import routes
from fieldwalk.domain.retention import KEPT, Keeping, periods
from fieldwalk.screens.here import go, use_records
from fieldwalk.screens.views import page_view
from fieldwalk.theme import XL, Look, M
from fieldwalk.widgets.buttons import Act
from fieldwalk.widgets.fields import asked
from fieldwalk.widgets.frames import body, card, column_width, screen, stack_of, top_bar
from fieldwalk.widgets.words import lines, quiet, text

PLAIN = (("who", ("account", "seen", "anonymous", "track", "photos", "voices")), ("where", ("phone", "public")))
"""The first groups of sentences, in the order in which people ask."""
ASK = ("rights", "complain")


@ft.component
def Privacy() -> ft.View:
    """The page under the settings; the periods are those of the organisation that this phone has joined."""
    here = use_records("organisation")
    organisation = here.fieldwalk.store.organisation()
    me = here.fieldwalk.joining.me()
    title = (organisation and organisation.title) or (me and me.organisation_title) or here.look.say("privacy.company")
    months = periods(vars(organisation) if organisation else {})
    return page_view(draw_privacy(here.look, title, months, go(routes.MORE)))


def draw_privacy(look: Look, organisation: str, months: dict[str, int], back: Act) -> ft.Control:
    """The sentences first, then the table a card each, then whom to ask."""

    def sentences(name: str, keys: tuple[str, ...]) -> ft.Control:
        told = [text(look.say(f"privacy.{key}", organisation=organisation)) for key in keys]
        return asked(look.say(f"privacy.{name}"), card(stack_of(*told, spacing=M)))

    kept = [draw_kept(look, keeping, months.get(keeping.kind), organisation) for keeping in KEPT.values()]
    groups = [
        *(sentences(name, keys) for name, keys in PLAIN),
        asked(look.say("privacy.kept"), *kept),
        sentences("ask", ASK),
    ]
    page = screen(top_bar(look.say("privacy.title"), look, back=back), body(*groups, spacing=XL))
    return column_width(page, look)


def draw_kept(look: Look, keeping: Keeping, months: int | None, organisation: str) -> ft.Control:
    """One kind of record: what it is, on what ground, how long."""
    if months is None:
        period = look.say("privacy.while_here", organisation=organisation)
    else:
        period = look.count("privacy.months", months)
    ground = look.say(f"privacy.{keeping.ground}")
    purpose = text(look.say(f"retention.{keeping.kind}.purpose"), "label")
    return card(lines(purpose, quiet(f"{period} {ground}"), spacing=4))
