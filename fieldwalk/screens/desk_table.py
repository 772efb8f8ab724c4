"""The desk's table: a row of 72 dp for each place; columns never clip, titles wrap."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import flet as ft

from fieldwalk.domain.records import Action, Issue
from fieldwalk.screens.issue_rows import title_of, told_of
from fieldwalk.theme import FIELD, L, Look, M, S
from fieldwalk.widgets.buttons import pressable
from fieldwalk.widgets.chips import bars, state_chip
from fieldwalk.widgets.frames import CENTER, edges
from fieldwalk.widgets.pictures import issue_badge
from fieldwalk.widgets.words import lines, quiet, text

C = ft.Colors
WIDTHS = (40, None, 92, 122, 118)


def desk_table(
    issues: Sequence[Issue],
    actions: dict[str, Action],
    look: Look,
    chosen: str,
    choose: Callable[[str], None],
    more: ft.Control | None,
) -> ft.Container:
    """Head and rows; the chosen row has the tone of the chosen pin."""

    def choosing(issue_id: str) -> Callable[[], None]:
        return lambda: choose(issue_id)

    names = ("desk.column_place", "desk.column_severity", "desk.column_state", "desk.column_owner")
    head = ft.Container(_cells(look, [quiet(""), *(quiet(look.say(name)) for name in names)]), height=44)
    rows = [
        desk_row(issue, actions.get(issue.id), look, choosing(issue.id), chosen=issue.id == chosen) for issue in issues
    ]
    below = [ft.Container(more, padding=L)] if more else []
    return ft.Container(
        ft.Column([head, ft.ListView([*rows, *below], expand=True)], spacing=0),
        width=620,
        padding=ft.Padding.only(**edges(look, start=S, bottom=L)),
    )


def desk_row(issue: Issue, action: Action | None, look: Look, act: Callable[[], None], *, chosen: bool) -> ft.Control:
    """One place: what, how urgent, where it stands, whose it is."""
    below = quiet(told_of(issue, look, numbered=False), lines=1)
    names = lines(text(look.own(title_of(issue, look)), "label", lines=2), below, spacing=1)
    return pressable(
        _cells(
            look,
            [
                issue_badge(issue, look, 40),
                names,
                _severity(issue, look),
                state_chip(action.state if action else None, look) if issue.kind != "good" else quiet(""),
                _owner(action, look),
            ],
        ),
        act,
        selected=chosen,
        height=72,
        bgcolor=C.PRIMARY_CONTAINER if chosen else None,
        border_radius=FIELD if chosen else None,
        border=None if chosen else ft.Border.only(bottom=ft.BorderSide(1, C.OUTLINE_VARIANT)),
    )


def _owner(action: Action | None, look: Look) -> ft.Control:
    """The name, and under it what they are: a long pair is never broken in the middle of a word."""
    if not action or not action.owner:
        return quiet(look.say("desk.no_owner"))
    name, _, role = action.owner.partition(", ")
    return lines(text(name, "small", lines=2), *([quiet(role, lines=1)] if role else []), spacing=0)


def _severity(issue: Issue, look: Look) -> ft.Control:
    if issue.kind == "good":
        return quiet(look.say("kind.good"))
    if issue.severity not in (1, 2, 3):
        return quiet("–")
    words = text(look.say(f"severity.{issue.severity}"), "small", lines=1)
    return ft.Row([bars(issue.severity, C.ON_SURFACE, 15), words], spacing=S, tight=True)


def _cells(look: Look, cells: Sequence[ft.Control]) -> ft.Container:
    start = ft.Alignment.CENTER_RIGHT if look.rtl else ft.Alignment.CENTER_LEFT
    boxes = [
        ft.Container(cell, width=width, expand=width is None, alignment=start)
        for cell, width in zip(cells, WIDTHS, strict=True)
    ]
    row = ft.Row(list(boxes), spacing=M, vertical_alignment=CENTER)
    return ft.Container(row, padding=ft.Padding.symmetric(horizontal=L))
