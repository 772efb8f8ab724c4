"""What to say when a text may point somebody out: why, one press that hides it, one that lets it stand.

Nobody is stopped from writing.
"""

from __future__ import annotations

import flet as ft

from fieldwalk.domain.guard import kinds_in, masked
from fieldwalk.screens.drafting import Draft
from fieldwalk.screens.issue_rows import title_of
from fieldwalk.services.drafts import Held
from fieldwalk.theme import CARD, L, Look, M, S
from fieldwalk.widgets.buttons import Act, text_button
from fieldwalk.widgets.fields import deciding_row
from fieldwalk.widgets.frames import edges, stack_of
from fieldwalk.widgets.words import lines, text

C = ft.Colors


def guard_notice(draft: Draft, look: Look) -> list[ft.Control]:
    """A notice under the field, when there is anything to notice. Said aloud when it appears."""
    kinds = kinds_in([draft.words])
    if not kinds:
        return []

    def hide() -> None:
        draft.write(masked(draft.words))
        draft.keep()

    what = look.say("list.comma").join(look.say(f"guard.kind.{kind}") for kind in kinds)
    words = lines(
        text(look.say("guard.found", what=what), "label", C.ON_TERTIARY_CONTAINER),
        text(look.say("guard.why"), "small", C.ON_TERTIARY_CONTAINER),
        expand=True,
    )
    icon = ft.Icon(ft.Icons.SHIELD_OUTLINED, size=22, color=C.ON_TERTIARY_CONTAINER)
    stand = text_button(look.say("guard.stand"), draft.keep, color=C.ON_TERTIARY_CONTAINER)
    mask = text_button(look.say("guard.mask"), hide, ft.Icons.VISIBILITY_OFF_OUTLINED, C.ON_TERTIARY_CONTAINER)
    # The presses below the words: beside them there is no room for both on a narrow phone with large text.
    presses = [stand, mask] if draft.held else [mask]
    said, press = ft.Row([icon, words], spacing=M), ft.Row(presses, alignment=ft.MainAxisAlignment.END, wrap=True)
    box = ft.Container(
        stack_of(said, press, spacing=0),
        bgcolor=C.TERTIARY_CONTAINER,
        border_radius=CARD,
        padding=ft.Padding.only(**edges(look, start=L, end=S, top=M)),
    )
    return [ft.Semantics(content=box, container=True, live_region=True)]


def held_row(look: Look, held: Held, act: Act) -> ft.Control:
    """A row that says that a text waits for its writer, and leads to it."""
    question = look.say("issue.photo_shows" if held.field == "description" else f"issue.{held.field}")
    below = look.row(title_of(held.issue, look), question)
    return deciding_row(look.say("guard.held"), below, ft.Icons.SHIELD_OUTLINED, act)
