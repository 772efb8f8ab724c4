"""The questions that a walk was planned with, where its places are described."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from fieldwalk.screens.here import Here, use_here
from fieldwalk.services.templates import questions_of
from fieldwalk.theme import S
from fieldwalk.widgets.fields import fold
from fieldwalk.widgets.frames import stack_of
from fieldwalk.widgets.words import lines, text


def question_parts(here: Here, walk_id: str | None) -> list[ft.Control]:
    """:func:`Questions` of a walk that has any, else nothing."""
    walk = here.fieldwalk.store.walk(walk_id) if walk_id else None
    questions = questions_of(walk.questions) if walk else []
    return [Questions(questions)] if questions else []


@ft.component
def Questions(questions: Sequence[str]) -> ft.Control:
    """A line that unfolds them."""
    is_open, set_open = ft.use_state(False)
    line = fold(use_here().look.say("plan.template"), lambda: set_open(not is_open), is_open=is_open)
    return stack_of(line, *([lines(*map(text, questions), spacing=S)] if is_open else []), spacing=S)
