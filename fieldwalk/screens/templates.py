"""The organisation's checklists, and those that others on the server share, to be copied."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import flet as ft

from fieldwalk import routes
from fieldwalk.domain.records import SHARED, Template
from fieldwalk.domain.templates import Shared
from fieldwalk.screens.attempting import use_asked
from fieldwalk.screens.here import go, use_receipt, use_records
from fieldwalk.screens.under_way import said_bar
from fieldwalk.screens.views import page_view
from fieldwalk.services.templates import questions_of
from fieldwalk.theme import XL, Look, M
from fieldwalk.widgets.buttons import Act, lamp_button, plain_button
from fieldwalk.widgets.fields import asked
from fieldwalk.widgets.frames import body, card, column_width, foot, row_card, screen, stack_of, top_bar
from fieldwalk.widgets.states import refused
from fieldwalk.widgets.words import lines, quiet, text


@ft.component
def Templates() -> ft.View:
    """One's own from the phone; the others' are asked for when the page opens."""
    here = use_records("template")
    templates, look, page = here.fieldwalk.templates, here.look, ft.context.page
    others = use_asked(templates.shared)
    receipt, give = use_receipt()

    async def copy(chosen: Shared) -> None:
        if await others.attempt(lambda: templates.copy(chosen.id)):
            give(look.say("templates.copied"))
            here.fieldwalk.exchange.wake()

    done = said_bar(receipt, look, margin=0)
    own = here.fieldwalk.store.templates()
    shared, press = others.told or (), lambda one: page.run_task(copy, one)
    return page_view(draw_templates(look, own, shared, press, others.trouble, done))


def draw_templates(
    look: Look,
    own: Sequence[Template],
    others: Sequence[Shared],
    copy: Callable[[Shared], object],
    trouble: str = "",
    done: ft.Control | None = None,
) -> ft.Control:
    """Own ones lead to where they are changed; each of the others says whose it is and what it asks."""
    rows: list[ft.Control] = [_own(look, each) for each in own] or [quiet(look.say("templates.none"), "body")]
    groups: list[ft.Control] = [done] if done else []
    groups.append(asked(look.say("templates.own"), stack_of(*rows, spacing=M)))
    groups += [refused(trouble, look)] if trouble else []
    if others:
        cards = [_other(look, each, copy) for each in others]
        groups.append(asked(look.say("templates.others"), quiet(look.say("templates.others_words")), *cards))
    head = top_bar(look.say("templates.title"), look, back=go(routes.MORE))
    button = lamp_button(look.say("templates.new"), ft.Icons.ADD_ROUNDED, go(routes.template("new")))
    return column_width(screen(head, body(*groups, spacing=XL), foot(button)), look)


def _own(look: Look, template: Template) -> ft.Control:
    sign = ft.Icon(ft.Icons.CHECKLIST_ROUNDED, size=26, color=ft.Colors.ON_SURFACE_VARIANT)
    told = [_size(look, template.questions), look.say("templates.version", number=template.version or 1)]
    if template.sharing == SHARED:
        told.append(look.say("templates.is_shared"))
    open_: Act = go(routes.template(template.id))
    return row_card(sign, template.title or "", open_, quiet(look.row(*told)))


def _other(look: Look, template: Shared, copy: Callable[[Shared], object]) -> ft.Control:
    told = [template.organisation, look.say("templates.version", number=template.version)]
    words = lines(text(template.title, "label"), quiet(look.row(*told)), spacing=4)
    asks = lines(*(text(each, "small") for each in questions_of(template.questions)), spacing=4)
    button = plain_button(look.say("templates.copy"), lambda: copy(template), ft.Icons.CONTENT_COPY_ROUNDED)
    return card(stack_of(words, asks, button, spacing=M))


def _size(look: Look, questions: str | None) -> str:
    return look.count("templates.questions", len(questions_of(questions)))
