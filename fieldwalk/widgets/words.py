"""Texts in the sizes of the theme."""

from __future__ import annotations

import flet as ft

from fieldwalk.theme import style

C = ft.Colors


def text(
    value: str,
    kind: str = "body",
    color: ft.ColorValue = C.ON_SURFACE,
    *,
    lines: int | None = None,
    align: ft.TextAlign | None = None,
    expand: bool | None = None,
) -> ft.Text:
    """``value`` in the size ``kind``; with ``lines`` it ends in an ellipsis there, without it wraps."""
    return ft.Text(
        value,
        color=color,
        style=style(kind),
        max_lines=lines,
        no_wrap=lines == 1,
        overflow=ft.TextOverflow.ELLIPSIS if lines else ft.TextOverflow.CLIP,
        text_align=align or ft.TextAlign.START,
        expand=expand,
    )


def quiet(
    value: str,
    kind: str = "small",
    *,
    lines: int | None = None,
    align: ft.TextAlign | None = None,
    expand: bool | None = None,
) -> ft.Text:
    """A text that stands back."""
    return text(value, kind, C.ON_SURFACE_VARIANT, lines=lines, align=align, expand=expand)


def heading(value: str, kind: str = "title", level: int = 2, color: ft.ColorValue = C.ON_SURFACE) -> ft.Control:
    """A heading that a screen reader can jump to."""
    return ft.Semantics(content=text(value, kind, color), header=True, heading_level=level)


def centred(value: str, kind: str = "body") -> ft.Text:
    """A quiet sentence in the middle of its column."""
    return quiet(value, kind, align=ft.TextAlign.CENTER)


def lines(*controls: ft.Control, spacing: int = 2, expand: bool | None = None) -> ft.Column:
    """Texts close under each other."""
    return ft.Column(list(controls), spacing=spacing, tight=True, expand=expand)
