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
    """What the place is called: its own words cut short, else its category, else its number."""
    words = (issue.words or "").strip().split("\n")[0]
    if words:
        return words if len(words) <= 60 else words[:57].rstrip() + "…"
    if issue.category:
        return look.say(f"category.{drawn_category(issue.category)}")
    return look.say("issue.title", number=issue.number or 0)


def place_of(issue: Issue, look: Look) -> str:
    """Its number and where it is, without what its title says already."""
    title = title_of(issue, look)
    number = look.say("issue.title", number=issue.number or 0)
    category = look.say(f"category.{drawn_category(issue.category)}") if issue.category else ""
    told = [number, issue.place or category]
    return " · ".join(part for part in told if part and part != title) or look.say("issue.undescribed")


def tags(issue: Issue, action: Action | None, look: Look, *, state: bool = True) -> list[ft.Control]:
    """How urgent it is and how far it has come; a good place has no urgency."""
    severity = issue.severity if issue.kind != "good" and issue.severity in (1, 2, 3) else None
    chips: list[ft.Control] = [severity_chip(severity, look)] if severity else []
    if state and issue.kind != "good":
        chips.append(state_chip(action.state if action else None, look))
    return chips


def issue_head(issue: Issue, look: Look, *trailing: ft.Control, lit: bool = False) -> ft.Row:
    """Badge, name and place of an issue."""
    words = lines(text(title_of(issue, look), "label", lines=2), quiet(place_of(issue, look), lines=1), expand=True)
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
