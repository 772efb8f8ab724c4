"""States, severities and signs: always an icon and a word, never colour alone."""

from __future__ import annotations

import flet as ft

from fieldwalk.theme import PILL, SEVERITY, STATES, SYNC, TAG, TARGET, L, Look, S, Sign
from fieldwalk.widgets.buttons import Act, pressable
from fieldwalk.widgets.words import text

C = ft.Colors


def chip(sign: Sign, word: str, look: Look, *, outlined: bool = False) -> ft.Container:
    """``sign`` and its word on their tone."""
    tone = look.tone(sign)
    return _tag(ft.Icon(sign.icon, size=16, color=tone.ink), word, tone.ground, tone.ink, outlined=outlined)


def state_chip(state: str | None, look: Look) -> ft.Container:
    """Where an action stands. A state that a newer phone knows is shown as new."""
    known = state if state and state in STATES else "new"
    return chip(STATES[known], look.say(f"state.{known}"), look, outlined=known == "new")


def severity_chip(severity: int, look: Look) -> ft.Container:
    """How urgent: bars and a word."""
    tone = look.tone(SEVERITY[severity])
    return _tag(bars(severity, tone.ink, 15), look.say(f"severity.{severity}"), tone.ground, tone.ink)


def bars(level: int, color: ft.ColorValue, height: int = 18) -> ft.Row:
    """Severity as one, two or three filled bars; the rest hollow."""
    bar = [
        ft.Container(
            width=5,
            height=height * (step + 1) / 3,
            border_radius=2,
            bgcolor=color if step < level else None,
            border=ft.Border.all(1.2, color),
        )
        for step in range(3)
    ]
    return ft.Row(list(bar), spacing=3, tight=True, vertical_alignment=ft.CrossAxisAlignment.END)


def sync_sign(sign: str, look: Look, act: Act | None) -> ft.Control:
    """The small honest sign: what is safe. A press opens the whole of it."""
    known = sign if sign in SYNC else "phone"
    shown = chip(SYNC[known], look.say(f"sync.{known}"), look)
    return pressable(shown, act, height=TARGET, alignment=ft.Alignment.CENTER, border_radius=TAG)


def filter_chip(word: str, act: Act, *, chosen: bool) -> ft.Control:
    """One of a row of filters; a tick on the chosen one."""
    ink = C.ON_PRIMARY_CONTAINER if chosen else C.ON_SURFACE
    tick: list[ft.Control] = [ft.Icon(ft.Icons.CHECK_ROUNDED, size=20, color=ink)] if chosen else []
    return pressable(
        ft.Row([*tick, text(word, "label", ink, lines=1)], spacing=6, tight=True),
        act,
        selected=chosen,
        height=TARGET,
        border_radius=TARGET / 2,
        bgcolor=C.PRIMARY_CONTAINER if chosen else None,
        border=ft.Border.all(1, C.TRANSPARENT if chosen else C.OUTLINE),
        padding=ft.Padding.symmetric(horizontal=L),
    )


def dot(color: ft.ColorValue) -> ft.Container:
    """The small round sign of something going on."""
    return ft.Container(width=10, height=10, border_radius=PILL, bgcolor=color)


def _tag(mark: ft.Control, word: str, ground: str, ink: str, *, outlined: bool = False) -> ft.Container:
    return ft.Container(
        ft.Row([mark, text(word, "tag", ink, lines=1)], spacing=S, tight=True),
        bgcolor=ground,
        border_radius=TAG,
        padding=ft.Padding.symmetric(horizontal=10, vertical=6),
        border=ft.Border.all(1, C.OUTLINE) if outlined else None,
    )
