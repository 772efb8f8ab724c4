"""Who may see a place: the row that says it, and the sheet to choose in for those who may."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict

import flet as ft

from fieldwalk.domain.records import Issue
from fieldwalk.domain.secrecy import OPEN, secrecy_of
from fieldwalk.screens.here import Here, use_records
from fieldwalk.theme import Look
from fieldwalk.widgets.buttons import plain_button
from fieldwalk.widgets.fields import choice_row, fact_field
from fieldwalk.widgets.frames import bottom_sheet, sheet, stack_of, told
from fieldwalk.widgets.words import heading, quiet

_ICON = ft.Icons.LOCK_OUTLINE_ROUNDED


def circle_parts(here: Here, issue: Issue) -> list[ft.Control]:
    """:func:`Circle` where there is something to tell or to choose, else nothing."""
    return [Circle(issue.id)] if circle_of(issue) != OPEN or len(here.fieldwalk.reports.choices(issue)) > 1 else []


@ft.component
def Circle(issue_id: str) -> ft.Control:
    """The place's circle, to be changed by who may."""
    here = use_records("issue")
    is_open, set_open = ft.use_state(False)
    reports, look = here.fieldwalk.reports, here.look
    issue = here.fieldwalk.store.issue(issue_id)
    now = circle_of(issue)
    choices = reports.choices(issue) if issue else ()

    def close() -> None:
        set_open(False)

    def choose(secrecy: str) -> None:
        close()
        reports.classify(issue_id, secrecy)

    def drawn() -> ft.Control:
        return draw_circles(look, now, choices, choose, close)

    ft.use_dialog(bottom_sheet(drawn(), close) if is_open and issue else None)
    if len(choices) > 1:
        return fact_field(
            look.say("secrecy.who"), look.say(f"secrecy.{now}"), _icon(now), lambda: set_open(True), expand=None
        )
    return told(look.say(f"secrecy.{now}"), _ICON) if now != OPEN else ft.Container(height=0)


def circle_of(issue: Issue | None) -> str:
    """The place's class, by its word."""
    return secrecy_of(asdict(issue)) if issue else OPEN


def _icon(secrecy: str) -> ft.IconData:
    return ft.Icons.GROUPS_OUTLINED if secrecy == OPEN else _ICON


def draw_circles(
    look: Look, now: str, choices: Sequence[str], choose: Callable[[str], None], close: Callable[[], None]
) -> ft.Control:
    """The circles that may be chosen, from the widest to the narrowest."""

    def choosing(secrecy: str) -> Callable[[], None]:
        return lambda: choose(secrecy)

    rows = [choice_row(look.say(f"secrecy.{each}"), choosing(each), chosen=each == now) for each in choices]
    return sheet(
        stack_of(heading(look.say("secrecy.choose"), "headline", 1), quiet(look.say("secrecy.words")), spacing=4),
        stack_of(*rows),
        plain_button(look.say("go.close"), close, filled=False),
    )
