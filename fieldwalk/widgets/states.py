"""Nothing there, still coming, gone wrong: each in words, with what to do next."""

from __future__ import annotations

import flet as ft

from fieldwalk.theme import CARD, XL, L, Look, M, S
from fieldwalk.widgets.buttons import Act, lamp_button, plain_button
from fieldwalk.widgets.pictures import pictogram
from fieldwalk.widgets.words import centred, text

C = ft.Colors


def empty(
    drawing: str,
    title: str,
    words: str = "",
    action: ft.Control | None = None,
    *,
    ink: ft.ColorValue = C.ON_SURFACE_VARIANT,
) -> ft.Control:
    """An empty page: a pictogram, a sentence, and the next thing to do."""
    below = [centred(words)] if words else []
    return ft.Container(
        ft.Column(
            [
                ft.Row([pictogram(drawing, 48, ink)], alignment=ft.MainAxisAlignment.CENTER),
                text(title, "title", align=ft.TextAlign.CENTER),
                *below,
                *([ft.Container(action, padding=ft.Padding.only(top=S))] if action else []),
            ],
            spacing=M,
            tight=True,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
        padding=ft.Padding.symmetric(horizontal=XL, vertical=XL * 2),
    )


def refused(code: str, look: Look, again: Act | None = None) -> ft.Control:
    """Something was refused: the sentence, the next step, and a way to try again where that can help."""
    more = [plain_button(look.say("go.try_again"), again, ft.Icons.REFRESH_ROUNDED, filled=False)] if again else []
    return ft.Semantics(
        content=ft.Container(
            ft.Column(
                [
                    ft.Row(
                        [
                            ft.Icon(ft.Icons.ERROR_OUTLINE_ROUNDED, color=C.ON_ERROR_CONTAINER),
                            text(look.say(f"refusal.{code}"), "label", C.ON_ERROR_CONTAINER, expand=True),
                        ],
                        spacing=M,
                    ),
                    text(look.say(f"refusal.{code}.next"), "small", C.ON_ERROR_CONTAINER),
                    *more,
                ],
                spacing=S,
                tight=True,
                horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
            ),
            bgcolor=C.ERROR_CONTAINER,
            border_radius=CARD,
            padding=L,
        ),
        live_region=True,
    )


def loading(look: Look, rows: int = 3) -> ft.Control:
    """Rows where the real ones will come, of the same height."""
    row = [ft.Container(height=80, border_radius=CARD, bgcolor=C.SURFACE_CONTAINER) for _ in range(rows)]
    return ft.Column([*row, centred(look.say("loading.words"), "small")], spacing=S, tight=True)


def not_found(look: Look, home: Act) -> ft.Control:
    """An address that leads nowhere on this phone."""
    words = look.say("not_found.words")
    return empty(
        "sign",
        look.say("not_found.title"),
        words,
        lamp_button(look.say("not_found.home"), ft.Icons.HOME_ROUNDED, home),
    )
