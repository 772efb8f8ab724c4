"""Where a person writes or chooses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from fieldwalk.theme import CARD, FIELD, TARGET, L, M, S, style
from fieldwalk.widgets.buttons import Act, pressable, text_button
from fieldwalk.widgets.frames import CENTER
from fieldwalk.widgets.words import heading, lines, quiet, text

C = ft.Colors
Written = Callable[[str], Any]


def outline(colour: ft.ColorValue = C.OUTLINE, width: float = 1) -> ft.OutlineInputBorder:
    """The edge of a field."""
    return ft.OutlineInputBorder(border_radius=FIELD, side=ft.BorderSide(width, colour))


def writing(
    value: str,
    hint: str,
    on_write: Written,
    *,
    label: str,
    high: int = 1,
    on_leave: Act | None = None,
    on_submit: Act | None = None,
    error: str | None = None,
    digits: bool = False,
    secret: bool = False,
    exact: bool = False,
    autofill: ft.AutofillHint | None = None,
    fill: ft.ColorValue = C.SURFACE_CONTAINER,
) -> ft.Control:
    """A field for words. ``value`` must be what was written: a field without it loses the typing at each redraw.

    ``label`` is its name for those who do not see the heading over it. ``secret``: nobody beside can read it, unless
    whoever writes wants to look. ``exact``: no keyboard makes anything of it that was not typed. ``autofill`` is what
    a password manager puts there.
    """
    field = ft.TextField(
        value=value,
        hint_text=hint,
        hint_style=_hint(),
        multiline=high > 1,
        min_lines=high if high > 1 else None,
        max_lines=high + 3 if high > 1 else 1,
        filled=True,
        fill_color=fill,
        border=outline(),
        error=error,
        password=secret,
        can_reveal_password=secret and not digits,
        keyboard_type=ft.KeyboardType.NUMBER if digits else ft.KeyboardType.TEXT,
        capitalization=None if digits or exact else ft.TextCapitalization.SENTENCES,
        autocorrect=not exact,
        enable_suggestions=not exact,
        autofill_hints=[autofill] if autofill else None,
        text_style=style("body"),
        color=C.ON_SURFACE,
        content_padding=L,
        on_change=lambda event: on_write(event.control.value or ""),
        on_blur=on_leave,
        on_submit=on_submit,
    )
    # Merged into the field itself: the hint that names it otherwise is gone with the first letter.
    return ft.MergeSemantics(content=ft.Semantics(content=field, label=label))


def asked(question: str, *answers: ft.Control) -> ft.Column:
    """A question and what answers it."""
    return ft.Column(
        [heading(question), *answers],
        spacing=M,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def choice_row(word: str, act: Act, *, chosen: bool, below: str = "") -> ft.Control:
    """One answer of several, the whole row to press."""
    mark = ft.Icon(
        ft.Icons.CHECK_CIRCLE_ROUNDED if chosen else ft.Icons.RADIO_BUTTON_UNCHECKED_ROUNDED,
        size=26,
        color=C.PRIMARY if chosen else C.OUTLINE,
    )
    words = [text(word, "label"), *([quiet(below)] if below else [])]
    return pressable(
        ft.Row([lines(*words, expand=True), mark], spacing=M, vertical_alignment=CENTER),
        act,
        selected=chosen,
        bgcolor=C.PRIMARY_CONTAINER if chosen else C.SURFACE_CONTAINER_LOW,
        border_radius=CARD,
        padding=ft.Padding.symmetric(horizontal=L, vertical=M),
        height=None if below else 56,
    )


def fact_field(word: str, value: str, icon: ft.IconData, act: Act, *, expand: bool | None = True) -> ft.Control:
    """A fact that opens what can change it: who, when."""
    return pressable(
        ft.Row(
            [
                ft.Icon(icon, size=22, color=C.ON_SURFACE_VARIANT),
                lines(quiet(word, lines=1), text(value, "label", lines=1), spacing=0, expand=True),
            ],
            spacing=S,
            vertical_alignment=CENTER,
        ),
        act,
        expand=expand,
        height=64,
        border=ft.Border.all(1, C.OUTLINE),
        border_radius=FIELD,
        padding=ft.Padding.symmetric(horizontal=M),
    )


def answered(
    lead: ft.Control, what: str, more: str, word: str | None, act: Act | None, kind: str = "title"
) -> ft.Control:
    """An answer that has been given: folded to one row, with a way to change it."""
    change = [text_button(word, act)] if word else []
    words = [text(what, kind), *([quiet(more)] if more else [])]
    return ft.Row([lead, lines(*words, expand=True), *change], spacing=M, vertical_alignment=CENTER)


def deciding_row(word: str, below: str, icon: ft.IconData, act: Act) -> ft.Control:
    """Something that waits for a word of this person's, and leads to it."""
    ink = C.ON_TERTIARY_CONTAINER
    row = ft.Row(
        [
            ft.Icon(icon, size=26, color=ink),
            lines(text(word, "label", ink), text(below, "small", ink), expand=True),
            ft.Icon(ft.Icons.CHEVRON_RIGHT_ROUNDED, color=ink),
        ],
        spacing=M,
        vertical_alignment=CENTER,
    )
    return pressable(row, act, bgcolor=C.TERTIARY_CONTAINER, border_radius=CARD, padding=M)


def fold(word: str, act: Act, *, is_open: bool) -> ft.Control:
    """A line that unfolds what few need."""
    icon = ft.Icons.EXPAND_LESS_ROUNDED if is_open else ft.Icons.EXPAND_MORE_ROUNDED
    row = ft.Row(
        [text(word, "label", C.PRIMARY, expand=True), ft.Icon(icon, color=C.PRIMARY)],
        vertical_alignment=CENTER,
    )
    box = ft.Container(
        row,
        ink=True,
        on_click=act,
        height=TARGET,
        border_radius=FIELD,
        padding=ft.Padding.symmetric(horizontal=S),
    )
    return ft.Semantics(content=box, container=True, button=True, expanded=is_open)


def _hint() -> ft.TextStyle:
    hint = style("body")
    hint.color = C.ON_SURFACE_VARIANT
    return hint
