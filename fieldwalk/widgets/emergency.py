"""112 and 114 14: always in sight, never dialled by one stray tap."""

from __future__ import annotations

import flet as ft

from fieldwalk.theme import SHEET, TARGET, XS, L, Look
from fieldwalk.widgets.buttons import Act, plain_button
from fieldwalk.widgets.frames import CENTER, sheet
from fieldwalk.widgets.words import heading, lines, quiet, text

C = ft.Colors


def emergency_pill(look: Look, act: Act) -> ft.Control:
    """Opens the sheet with both numbers."""
    ink = C.ON_ERROR_CONTAINER
    pill = ft.Container(
        ft.Row(
            [
                ft.Icon(ft.Icons.CALL_ROUNDED, size=20, color=ink),
                text("112", "label", ink, lines=1),
                ft.Container(width=1, height=18, bgcolor=ink, opacity=0.4),
                text(look.own("114 14"), "label", ink, lines=1),
            ],
            spacing=8,
            tight=True,
        ),
        bgcolor=C.ERROR_CONTAINER,
        border_radius=TARGET / 2,
        height=TARGET,
        padding=ft.Padding.symmetric(horizontal=14),
        ink=True,
        on_click=act,
    )
    return ft.Semantics(content=pill, container=True, button=True, tooltip=look.say("help.open"))


def emergency_sheet(look: Look, where: str, close: Act) -> ft.Container:
    """Both numbers with when to call them, and where the phone is."""
    return sheet(
        lines(heading(look.say("help.title"), "headline", 1), quiet(where, "body"), spacing=XS),
        _call(look.say("help.call_112"), look.say("help.when_112"), "tel:112", C.ERROR, C.ON_ERROR),
        _call(
            look.say("help.call_11414"),
            look.say("help.when_11414"),
            "tel:11414",
            C.SECONDARY_CONTAINER,
            C.ON_SECONDARY_CONTAINER,
        ),
        plain_button(look.say("go.back"), close),
    )


def _call(word: str, when: str, number: str, ground: ft.ColorValue, ink: ft.ColorValue) -> ft.Control:
    content = ft.Container(
        ft.Row(
            [
                ft.Icon(ft.Icons.CALL_ROUNDED, size=32, color=ink),
                lines(text(word, "headline", ink), text(when, "small", ink), spacing=0, expand=True),
            ],
            spacing=L,
            vertical_alignment=CENTER,
        ),
        bgcolor=ground,
        border_radius=SHEET,
        padding=ft.Padding.symmetric(horizontal=20, vertical=L),
        ink=True,
        url=number,
    )
    return ft.Semantics(content=content, container=True, button=True)
