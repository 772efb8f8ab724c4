"""Pictograms, badges and photos."""

from __future__ import annotations

import flet as ft

from fieldwalk.domain.categories import drawn_category
from fieldwalk.domain.records import Issue
from fieldwalk.theme import FIELD, KINDS, XS, Look
from fieldwalk.widgets.words import text

C = ft.Colors


def pictogram(category: str | None, size: float = 28, color: ft.ColorValue = C.ON_SURFACE) -> ft.Control:
    """Our own drawing of a category, tinted. Decoration: the word beside it is what a screen reader says."""
    drawn = drawn_category(category)
    if drawn == "unknown":
        return ft.Icon(ft.Icons.PLACE_OUTLINED, size=size, color=color)
    return ft.Image(src=f"/pictograms/{drawn}.svg", width=size, height=size, color=color, exclude_from_semantics=True)


def badge(category: str | None, ground: ft.ColorValue, ink: ft.ColorValue, size: int = 48) -> ft.Container:
    """A pictogram on a rounded square."""
    return ft.Container(
        pictogram(category, round(size * 0.58), ink),
        width=size,
        height=size,
        border_radius=size / 3.4,
        bgcolor=ground,
        alignment=ft.Alignment.CENTER,
    )


def issue_badge(issue: Issue, look: Look, size: int = 48, *, lit: bool = False) -> ft.Container:
    """The badge of a place: blue when it is good, quiet when it needs care, ``lit`` where it is the subject."""
    if issue.kind == "good" or lit:
        tone = look.tone(KINDS["good" if issue.kind == "good" else "care"])
        return badge(issue.category, tone.ground, tone.ink, size)
    return badge(issue.category, C.SURFACE_CONTAINER_HIGHEST, C.ON_SURFACE, size)


def photo(
    content: bytes | None,
    label: str,
    *,
    width: float | None = None,
    height: float = 132,
    radius: int = FIELD,
    instead: str = "",
) -> ft.Control:
    """A photo, or its quiet place while it is not here yet, with the words ``instead`` where there are any."""
    if content is None:
        icon = ft.Icon(ft.Icons.IMAGE_OUTLINED, size=28, color=C.ON_SURFACE_VARIANT, semantics_label=label)
        words = [text(instead, "tag", C.ON_SURFACE_VARIANT, align=ft.TextAlign.CENTER)] if instead else []
        return ft.Container(
            ft.Column(
                [icon, *words],
                spacing=4,
                tight=True,
                alignment=ft.MainAxisAlignment.CENTER,
                horizontal_alignment=ft.CrossAxisAlignment.CENTER,
            ),
            padding=XS,
            width=width,
            height=height,
            border_radius=radius,
            bgcolor=C.SURFACE_CONTAINER_HIGHEST,
            alignment=ft.Alignment.CENTER,
        )
    return ft.Image(
        src=content,
        width=width,
        height=height,
        fit=ft.BoxFit.COVER,
        border_radius=radius,
        semantics_label=label,
        gapless_playback=True,
    )


def captioned(picture: ft.Control, caption: str) -> ft.Control:
    """A photo with a word under it: before, after."""
    column = ft.Column([picture, text(caption, "small", C.ON_SURFACE_VARIANT)], spacing=4, tight=True)
    column.horizontal_alignment = ft.CrossAxisAlignment.STRETCH
    return column
