"""One checklist: its name, its questions, and whether other organisations may read and copy it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import flet as ft

from fieldwalk import routes
from fieldwalk.domain.records import SHARED, Template
from fieldwalk.screens.forms import Form, packed_facts, unpacked_facts, use_form
from fieldwalk.screens.here import go, use_records
from fieldwalk.screens.views import page_view
from fieldwalk.services.templates import questions_of
from fieldwalk.theme import XL, Look
from fieldwalk.widgets.buttons import Act, lamp_button, text_button
from fieldwalk.widgets.fields import asked, choice_row, writing
from fieldwalk.widgets.frames import body, column_width, foot, screen, stack_of, top_bar
from fieldwalk.widgets.words import centred, quiet

HIGH = 8
"""Lines of the field for questions."""


@dataclass(frozen=True)
class Checklist:
    """What the form holds. ``shared`` is empty for no."""

    title: str = ""
    questions: str = ""
    shared: str = ""

    @property
    def is_whole(self) -> bool:
        return bool(self.title.strip() and questions_of(self.questions))


@ft.component
def EditTemplate() -> ft.View:
    """A new one, or one that there is; what is written is on the disk before it is saved."""
    here = use_records("template")
    template_id = ft.use_route_params().get("template_id", "")
    templates, page = here.fieldwalk.templates, ft.context.page
    known = here.fieldwalk.store.template(template_id)
    form = use_form(f"template/{template_id}", _of(known), packed_facts, unpacked_facts, stays=known is None)

    def leave() -> None:
        form.forget()
        page.navigate(routes.TEMPLATES)

    def save() -> None:
        now = form.now()
        if known and now.shared != _of(known).shared:
            templates.share(known.id, shared=now.shared == SHARED)
        templates.write(known.id if known else None, now.title, now.questions)
        leave()

    def remove() -> None:
        if known:
            templates.remove(known.id)
        leave()

    return page_view(draw_template(here.look, form, known, save, remove))


def draw_template(look: Look, form: Form[Checklist], known: Template | None, save: Act, remove: Act) -> ft.Control:
    """A new one is shared when it is there to be read; so that is asked of what is kept already."""
    now = form.shown

    def turn(**said: str) -> None:
        form.change(lambda before: replace(before, **said))

    groups: list[ft.Control] = [
        asked(
            look.say("templates.name"),
            writing(now.title, "", lambda words: turn(title=words), label=look.say("templates.name")),
        ),
        asked(
            look.say("templates.questions_field"),
            quiet(look.say("templates.questions_words")),
            writing(
                now.questions,
                "",
                lambda words: turn(questions=words),
                label=look.say("templates.questions_field"),
                high=HIGH,
            ),
        ),
    ]
    if known:
        rows = [_sharing(look, now.shared, shared, turn) for shared in ("", SHARED)]
        groups.append(asked(look.say("templates.sharing"), stack_of(*rows)))
        groups.append(text_button(look.say("templates.remove"), remove, ft.Icons.DELETE_OUTLINE_ROUNDED))
    origin = known.origin if known else None
    if origin:
        said = look.say("templates.origin", organisation=origin, number=known.origin_version or 1 if known else 1)
        groups.insert(0, quiet(said, "body"))
    head = top_bar(look.say("templates.edit" if known else "templates.new"), look, back=go(routes.TEMPLATES))
    button = lamp_button(look.say("templates.save"), ft.Icons.CHECK_ROUNDED, save if now.is_whole else None)
    hint = [centred(look.say("templates.keeps"), "small")] if known else []
    return column_width(screen(head, body(*groups, spacing=XL), foot(*hint, button)), look)


def _sharing(look: Look, now: str, shared: str, turn: Callable[..., None]) -> ft.Control:
    if not shared:
        return choice_row(look.say("templates.keep"), lambda: turn(shared=""), chosen=not now)
    below = look.say("templates.share_words")
    return choice_row(look.say("templates.share"), lambda: turn(shared=shared), chosen=now == shared, below=below)


def _of(template: Template | None) -> Checklist:
    if template is None:
        return Checklist()
    return Checklist(template.title or "", template.questions or "", SHARED if template.sharing == SHARED else "")
