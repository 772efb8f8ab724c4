"""A place in a list."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from fieldwalk.domain.categories import drawn_category
from fieldwalk.domain.records import Action, Issue
from fieldwalk.theme import CARD, Look, M, S
from fieldwalk.widgets.buttons import pressable
from fieldwalk.widgets.chips import severity_chip, state_chip
from fieldwalk.widgets.frames import CENTER
from fieldwalk.widgets.pictures import issue_badge
from fieldwalk.widgets.words import lines, quiet, text

C = ft.Colors


def title_of(issue: Issue, look: Look) -> str:
    """What the place is called: where it is, else its own first words, else its category, else its number."""
    named = (issue.place or "").strip() or first_words(issue)
    if named:
        return named
    return category_of(issue, look) or look.say("issue.title", number=issue.number or 0)


def told_of(issue: Issue, look: Look, *, numbered: bool = True) -> str:
    """Its number, and what is the matter there, without what its title says already."""
    title, words = title_of(issue, look), first_words(issue)
    number = look.say("issue.title", number=issue.number or 0) if numbered else ""
    category = category_of(issue, look)
    what = category if words in ("", title) else words if numbered else look.row(category, words)
    return look.row(*(part for part in (number, what) if part != title)) or look.say("issue.undescribed")


def first_words(issue: Issue) -> str:
    """The first line of the walker's own words, cut short."""
    words = (issue.words or "").strip().split("\n")[0]
    return words if len(words) <= 60 else words[:57].rstrip() + "…"


def category_of(issue: Issue, look: Look) -> str:
    """The category's name; empty when none is chosen."""
    return look.say(f"category.{drawn_category(issue.category)}") if issue.category else ""


def tags(issue: Issue, action: Action | None, look: Look, *, state: bool = True) -> list[ft.Control]:
    """How urgent it is and how far it has come; a good place has no urgency."""
    severity = issue.severity if issue.kind != "good" and issue.severity in (1, 2, 3) else None
    chips: list[ft.Control] = [severity_chip(severity, look)] if severity else []
    if state and issue.kind != "good":
        chips.append(state_chip(action.state if action else None, look))
    return chips


def issue_head(issue: Issue, look: Look, *trailing: ft.Control, lit: bool = False) -> ft.Row:
    """Badge, name and place of an issue."""
    name = text(look.own(title_of(issue, look)), "label", lines=2)
    words = lines(name, quiet(told_of(issue, look), lines=2), expand=True)
    return ft.Row([issue_badge(issue, look, lit=lit), words, *trailing], spacing=M, vertical_alignment=CENTER)


def issue_row(
    issue: Issue,
    look: Look,
    act: Callable[[], None] | None,
    *trailing: ft.Control,
    action: Action | None = None,
    state: bool = False,
    chosen: bool | None = None,
) -> ft.Control:
    """A place as a row that opens it."""
    end = trailing or (ft.Icon(ft.Icons.CHEVRON_RIGHT_ROUNDED, color=C.ON_SURFACE_VARIANT),)
    chips = tags(issue, action, look, state=state)
    rows: list[ft.Control] = [issue_head(issue, look, *end)]
    if chips:
        rows.append(ft.Row(chips, spacing=S, wrap=True, run_spacing=S))
    return pressable(
        ft.Column(rows, spacing=M, tight=True),
        act,
        selected=chosen,
        bgcolor=C.PRIMARY_CONTAINER if chosen else C.SURFACE_CONTAINER_LOW,
        border_radius=CARD,
        padding=M,
    )
