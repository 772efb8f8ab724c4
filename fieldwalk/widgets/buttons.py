"""What can be pressed. Nothing is smaller than 48 dp, and one lit button stands on a screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from fieldwalk.theme import BUTTON, LAMP, PRESSED, SHEET, TARGET, L, M, S, float_shadow, style
from fieldwalk.widgets.words import text

C = ft.Colors
Act = Callable[[], Any]


def pressable(content: ft.Control, act: Act | None, *, selected: bool | None = None, **box: Any) -> ft.Control:
    """Any drawing as a button: its own words are its name. ``selected`` is told for a choice."""
    inked = ft.Container(content, ink=act is not None, on_click=act, **{k: v for k, v in box.items() if k != "expand"})
    return ft.Semantics(content=inked, container=True, button=True, selected=selected, expand=box.get("expand"))


def lamp_button(
    word: str,
    icon: ft.IconData,
    act: Act | None,
    *,
    height: int = BUTTON,
    size: int = 18,
    action: ft.ClientAction | None = None,
    autofocus: bool = False,
) -> ft.Control:
    """The lit button: what you do next. One a screen. With ``autofocus`` a keyboard's Enter presses it."""
    word_style = style("label")
    word_style.size = size
    return ft.FilledButton(
        ft.Row(
            [ft.Icon(icon, size=size + 8, color=LAMP.ink), ft.Text(word, color=LAMP.ink, style=word_style)],
            alignment=ft.MainAxisAlignment.CENTER,
            spacing=M,
            tight=True,
        ),
        bgcolor=LAMP.ground,
        height=height,
        disabled=act is None,
        opacity=0.5 if act is None else 1,
        on_click=act,
        action=action,
        autofocus=autofocus,
        style=ft.ButtonStyle(
            shape=ft.RoundedRectangleBorder(radius=min(height // 2, SHEET)),
            overlay_color=PRESSED,
            padding=ft.Padding.symmetric(horizontal=L),
        ),
    )


def plain_button(
    word: str,
    act: Act | None,
    icon: ft.IconData | None = None,
    *,
    filled: bool = True,
    expand: bool | int | None = None,
    height: int = BUTTON,
    action: ft.ClientAction | None = None,
    url: ft.Url | None = None,
) -> ft.Control:
    """A quiet button, filled with a neutral tone or outlined. One with a ``url`` leads there itself."""
    bits: list[ft.Control] = [ft.Icon(icon, size=22, color=C.ON_SURFACE)] if icon else []
    return ft.OutlinedButton(
        ft.Row(
            [*bits, text(word, "label", lines=1)],
            alignment=ft.MainAxisAlignment.CENTER,
            spacing=S,
            tight=True,
        ),
        height=height,
        expand=expand,
        on_click=act,
        action=action,
        url=url,
        style=ft.ButtonStyle(
            side=ft.BorderSide(0 if filled else 1, C.TRANSPARENT if filled else C.OUTLINE),
            bgcolor=C.SURFACE_CONTAINER_HIGHEST if filled else None,
            padding=ft.Padding.symmetric(horizontal=M),
            shape=ft.RoundedRectangleBorder(radius=SHEET),
        ),
    )


def text_button(
    word: str,
    act: Act | None,
    icon: ft.IconData | None = None,
    color: str = C.PRIMARY,
    *,
    action: ft.ClientAction | None = None,
    url: ft.Url | None = None,
) -> ft.Control:
    """A word that can be pressed. One with a ``url`` leads there itself."""
    bits: list[ft.Control] = [ft.Icon(icon, size=22, color=color)] if icon else []
    row = ft.Row([*bits, text(word, "label", color, lines=1)], spacing=4, tight=True)
    return ft.TextButton(
        row,
        height=TARGET,
        on_click=act,
        action=action,
        url=url,
        style=ft.ButtonStyle(padding=ft.Padding.symmetric(horizontal=M), shape=ft.RoundedRectangleBorder(radius=SHEET)),
    )


def round_button(icon: ft.IconData, label: str, act: Act | None, *, floating: bool = False) -> ft.Control:
    """An icon alone, named by ``label``; ``floating`` over the map."""
    return pressable(
        ft.Icon(icon, size=24, color=C.ON_SURFACE, semantics_label=label),
        act,
        width=TARGET,
        height=TARGET,
        border_radius=TARGET / 2,
        alignment=ft.Alignment.CENTER,
        bgcolor=C.SURFACE_CONTAINER_LOWEST if floating else None,
        shadow=float_shadow() if floating else None,
    )
