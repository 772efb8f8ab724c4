"""How a screen is laid out: bars at the top, a body that scrolls, a foot for the thumb, cards and sheets."""

from __future__ import annotations

from typing import Any

import flet as ft

from fieldwalk.theme import CARD, SHEET, TARGET, XL, XS, L, Look, M, S
from fieldwalk.widgets.buttons import Act, pressable, round_button, text_button
from fieldwalk.widgets.words import heading, lines, quiet, text

C = ft.Colors
CENTER = ft.CrossAxisAlignment.CENTER
STRETCH = ft.CrossAxisAlignment.STRETCH


def edges(look: Look, *, start: float = 0, end: float = 0, top: float = 0, bottom: float = 0) -> dict[str, float]:
    """Room at the edges, for a padding's or a margin's ``only``: its left and right never mirror by themselves."""
    left, right = (end, start) if look.rtl else (start, end)
    return {"left": left, "right": right, "top": top, "bottom": bottom}


def screen(*controls: ft.Control) -> ft.Column:
    """Everything on a page, from top to foot."""
    return ft.Column(list(controls), expand=True, spacing=0, horizontal_alignment=STRETCH)


def body(*controls: ft.Control, spacing: int = L) -> ft.ListView:
    """What scrolls. Lines stay readable on a wide page: see :func:`column_width`."""
    return ft.ListView(
        list(controls),
        expand=True,
        spacing=spacing,
        padding=ft.Padding.only(left=L, right=L, top=S, bottom=XL),
    )


def column_width(control: ft.Control, look: Look, most: int = 640) -> ft.Control:
    """``control`` in the middle of a wide page, never wider than ``most`` pixels; as it is on a phone."""
    if look.width <= most + 2 * L:
        return control
    return ft.Row(
        [ft.Container(control, width=most)],
        alignment=ft.MainAxisAlignment.CENTER,
        vertical_alignment=STRETCH,
        expand=True,
    )


def foot(*controls: ft.Control) -> ft.Container:
    """The thumb's place: what you do next."""
    return ft.Container(
        ft.Column(list(controls), spacing=M, tight=True, horizontal_alignment=STRETCH),
        padding=ft.Padding.only(left=L, right=L, top=M, bottom=L),
        border=ft.Border.only(top=ft.BorderSide(1, C.OUTLINE_VARIANT)),
        bgcolor=C.SURFACE,
    )


def top_bar(
    title: str, look: Look, *trailing: ft.Control, subtitle: str | None = None, back: Act | None = None
) -> ft.Container:
    """The page's name, the way back, and what is always in sight at the end."""
    words: list[ft.Control] = []
    if title:
        words.append(ft.Semantics(content=text(title, "title", lines=2), header=True, heading_level=1))
    if subtitle:
        words.append(quiet(subtitle, lines=1))
    lead = [round_button(ft.Icons.ARROW_BACK_ROUNDED, look.say("go.back"), back)] if back else []
    return ft.Container(
        ft.Row(
            [*lead, lines(*words, spacing=0, expand=True), *trailing],
            spacing=XS,
            vertical_alignment=CENTER,
        ),
        padding=ft.Padding.only(**edges(look, start=XS if back else L, end=M, top=S, bottom=S)),
    )


def root_bar(title: str, over: str, *trailing: ft.Control) -> ft.Container:
    """The head of a tab: a quiet line over the large name, the sync sign at the end."""
    words = lines(quiet(over), heading(title, "headline", 1), expand=True)
    return ft.Container(
        ft.Row([words, *trailing], vertical_alignment=CENTER, spacing=S),
        padding=ft.Padding.only(left=L, right=L, top=XL, bottom=S),
    )


def section(word: str, *trailing: ft.Control) -> ft.Control:
    """A heading over a group, with what can be added to it."""
    head = ft.Container(heading(word), expand=True, padding=ft.Padding.only(top=0 if trailing else S))
    return ft.Row([head, *trailing], vertical_alignment=CENTER)


def card(content: ft.Control, *, raised: bool = False, padding: int = L) -> ft.Container:
    """A group on its own tone."""
    return ft.Container(
        content,
        bgcolor=C.SURFACE_CONTAINER_HIGH if raised else C.SURFACE_CONTAINER_LOW,
        border_radius=CARD,
        padding=padding,
    )


def row_card(lead: ft.Control, title: str, act: Act | None, *below: ft.Control) -> ft.Control:
    """A row that leads somewhere: a sign, a name, what matters about it."""
    arrow: list[ft.Control] = [ft.Icon(ft.Icons.CHEVRON_RIGHT_ROUNDED, color=C.ON_SURFACE_VARIANT)] if act else []
    return pressable(
        ft.Row(
            [lead, lines(text(title, "label"), *below, expand=True), *arrow],
            spacing=L,
            vertical_alignment=CENTER,
        ),
        act,
        bgcolor=C.SURFACE_CONTAINER_LOW,
        border_radius=CARD,
        padding=M,
    )


def pinned(
    content: ft.Control,
    look: Look,
    *,
    start: float | None = None,
    end: float | None = None,
    top: float | None = None,
    bottom: float | None = None,
) -> ft.Container:
    """``content`` at the edges of a stack. A stack's own left and right never mirror: here they follow the language."""
    left, right = (end, start) if look.rtl else (start, end)
    return ft.Container(content, left=left, right=right, top=top, bottom=bottom)


def stack_of(*controls: ft.Control, spacing: int = S) -> ft.Column:
    """Rows under each other, as wide as the page."""
    return ft.Column(list(controls), spacing=spacing, tight=True, horizontal_alignment=STRETCH)


def side_by_side(*controls: ft.Control, spacing: int = M) -> ft.Row:
    """Equals beside each other; each expands."""
    return ft.Row(list(controls), spacing=spacing, vertical_alignment=CENTER)


def sheet(*controls: ft.Control, spacing: int = XL) -> ft.Container:
    """What rises from the bottom over a page; scrolls when it is higher than the phone."""
    handle = ft.Container(width=40, height=4, border_radius=2, bgcolor=C.OUTLINE)
    return ft.Container(
        ft.Column(
            [ft.Row([handle], alignment=ft.MainAxisAlignment.CENTER), *controls],
            spacing=spacing,
            tight=True,
            horizontal_alignment=STRETCH,
        ),
        bgcolor=C.SURFACE_CONTAINER_LOW,
        padding=ft.Padding.only(left=XL, right=XL, top=M, bottom=XL),
        border_radius=ft.BorderRadius.only(top_left=SHEET, top_right=SHEET),
    )


def bottom_sheet(content: ft.Control, close: Act) -> ft.BottomSheet:
    """``content`` as a sheet over the page; a press beside it closes it."""
    return ft.BottomSheet(
        content,
        on_dismiss=close,
        scrollable=True,
        bgcolor=C.TRANSPARENT,
        elevation=0,
        size_constraints=ft.BoxConstraints(max_width=560),
    )


def said(
    words: str, look: Look, undo: Act | None = None, more: tuple[str, Act] | None = None, *, margin: int = L
) -> ft.Control:
    """What just happened, above the thumb, with the way on and the way back. Announced by itself."""
    back = [text_button(*more, color=C.INVERSE_PRIMARY)] if more else []
    back += [text_button(look.say("go.undo"), undo, color=C.INVERSE_PRIMARY)] if undo else []
    bar = ft.Container(
        ft.Row(
            [
                ft.Icon(ft.Icons.CHECK_ROUNDED, color=C.INVERSE_PRIMARY, size=22),
                text(words, "small", C.ON_INVERSE_SURFACE, expand=True),
                *back,
            ],
            spacing=S,
            vertical_alignment=CENTER,
        ),
        bgcolor=C.INVERSE_SURFACE,
        border_radius=CARD,
        height=TARGET if not back else None,
        padding=ft.Padding.only(**edges(look, start=L, end=S)),
        margin=ft.Margin.symmetric(horizontal=margin),
    )
    return ft.Semantics(content=bar, live_region=True)


def told(words: str, icon: ft.IconData = ft.Icons.INFO_OUTLINE_ROUNDED, **box: Any) -> ft.Container:
    """Something that a person should know, in plain words."""
    return ft.Container(
        ft.Row(
            [
                ft.Icon(icon, size=22, color=C.ON_TERTIARY_CONTAINER),
                text(words, "small", C.ON_TERTIARY_CONTAINER, expand=True),
            ],
            spacing=M,
            vertical_alignment=CENTER,
        ),
        bgcolor=C.TERTIARY_CONTAINER,
        border_radius=CARD,
        padding=ft.Padding.symmetric(horizontal=L, vertical=M),
        **box,
    )
