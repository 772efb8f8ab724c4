"""The drawing of a walk under way: map, signs, and the panel that the thumb reaches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import flet as ft

from fieldwalk.domain.records import Walk
from fieldwalk.domain.tracks import Fix
from fieldwalk.domain.walks import is_paused
from fieldwalk.text.figures import length, share, stopwatch
from fieldwalk.theme import MARK, SHEET, L, Look, M, S, float_shadow
from fieldwalk.widgets.buttons import lamp_button, plain_button, round_button
from fieldwalk.widgets.chips import dot
from fieldwalk.widgets.frames import STRETCH, pinned, side_by_side, stack_of, top_bar
from fieldwalk.widgets.words import lines, quiet, text

C = ft.Colors
BESIDE, SIDE = 900, 400
"""From this width on the panel stands beside the map, so wide."""

WEAK = 40.0
"""Metres of accuracy above which the screen says that the map is unsure."""


@dataclass(frozen=True)
class Doing:
    """What can be done on a walk under way."""

    mark: Callable[[], None]
    pause: Callable[[], None]
    resume: Callable[[], None]
    finish: Callable[[], None]
    back: Callable[[], None]
    show_me: Callable[[], None]
    show_all: Callable[[], None]
    show_places: Callable[[], None]


@dataclass(frozen=True)
class Parts:
    """The parts of the page that live by themselves."""

    the_map: ft.Control
    figures: ft.Control
    sign: ft.Control
    help: ft.Control
    places: ft.Control
    receipt: ft.Control | None = None


def draw_under_way(walk: Walk, look: Look, doing: Doing, parts: Parts, *, leads: bool, issues: int) -> ft.Control:
    """Map, signs and panel; side by side where there is room."""
    subtitle = look.count("count.issues", issues)
    top = ft.Container(
        top_bar(walk.title or "", look, parts.help, subtitle=subtitle, back=doing.back), bgcolor=C.SURFACE
    )
    over = ft.Stack(
        [
            ft.Container(parts.the_map, left=0, right=0, top=0, bottom=0),
            pinned(parts.sign, look, start=L, end=80, top=L),
            pinned(_map_buttons(look, doing), look, end=L, top=L),
            *([ft.Container(parts.receipt, left=0, right=0, bottom=M)] if parts.receipt else []),
        ],
        expand=True,
    )
    panel = draw_panel(walk, look, doing, parts.figures, leads=leads)
    if look.width >= BESIDE:
        side = ft.Container(
            ft.Column([top, parts.places, panel], spacing=0, horizontal_alignment=STRETCH),
            width=SIDE,
        )
        return ft.Row([side, over], expand=True, spacing=0, vertical_alignment=STRETCH)
    return ft.Container(
        ft.Column([top, over, panel], expand=True, spacing=0, horizontal_alignment=STRETCH),
        bgcolor=look.map["land"],
        expand=True,
    )


def draw_panel(walk: Walk, look: Look, doing: Doing, figures: ft.Control, *, leads: bool) -> ft.Container:
    """What the thumb reaches: the figures, the big button, pause and finish as equals."""
    paused = is_paused(walk)
    pause = (
        plain_button(look.say("walk.resume"), doing.resume, ft.Icons.PLAY_ARROW_ROUNDED, expand=True)
        if paused
        else plain_button(look.say("walk.pause"), doing.pause, ft.Icons.PAUSE_ROUNDED, expand=True)
    )
    finish = plain_button(look.say("walk.finish"), doing.finish, ft.Icons.FLAG_ROUNDED, expand=True)
    mark = lamp_button(look.say("walk.mark"), ft.Icons.ADD_LOCATION_ALT_ROUNDED, doing.mark, height=MARK, size=22)
    lead = [side_by_side(pause, finish)] if leads else [quiet(look.say("walk.not_recording"))]
    return ft.Container(
        stack_of(figures, mark, *lead, spacing=L),
        bgcolor=C.SURFACE,
        padding=ft.Padding.only(left=L, right=L, top=20, bottom=L),
        border_radius=ft.BorderRadius.only(top_left=SHEET, top_right=SHEET),
        shadow=float_shadow(),
    )


def draw_figures(look: Look, seconds: float, metres: float, recorded: float | None) -> ft.Control:
    """Three numbers, one line each."""
    pairs = (
        (stopwatch(seconds), "walk.time"),
        (length(metres, look.language), "walk.length"),
        ("–" if recorded is None else share(recorded, look.language), "walk.recorded"),
    )
    return ft.Row(
        [
            lines(text(value, "figure", lines=1), quiet(look.say(word), lines=1), spacing=0, expand=True)
            for value, word in pairs
        ],
        spacing=S,
    )


def draw_sign(look: Look, *, paused: bool, leads: bool, fix: Fix | None, trouble: str | None) -> ft.Control:
    """The small sign over the map, and under it what a person should know about the position."""
    if paused:
        word, colour = look.say("walk.paused"), C.OUTLINE
    elif fix is None:
        word, colour = look.say("walk.waiting_for_position"), C.TERTIARY
    else:
        word, colour = look.say("walk.recording" if leads else "walk.show_me"), C.ERROR
    signs: list[ft.Control] = [_floating(ft.Row([dot(colour), text(word, "tag", lines=1)], spacing=S, tight=True))]
    told = _position_words(look, fix, trouble)
    if told:
        signs.append(_floating(text(told, "small")))
    if not leads and fix and not paused:
        signs = signs[1:]
    return ft.Semantics(
        content=ft.Column(signs, spacing=S, tight=True, horizontal_alignment=ft.CrossAxisAlignment.START),
        live_region=True,
    )


def _position_words(look: Look, fix: Fix | None, trouble: str | None) -> str:
    if trouble in ("denied", "unavailable", "timeout"):
        return look.say(f"walk.trouble.{trouble}")
    if fix and fix.accuracy > WEAK:
        return look.say("walk.weak_position", metres=length(fix.accuracy, look.language))
    return ""


def _floating(content: ft.Control) -> ft.Container:
    return ft.Container(
        content,
        bgcolor=C.SURFACE_CONTAINER_LOWEST,
        border_radius=20,
        padding=ft.Padding.symmetric(horizontal=14, vertical=10),
        shadow=float_shadow(),
    )


def _map_buttons(look: Look, doing: Doing) -> ft.Control:
    icons = ft.Icons
    return ft.Column(
        [
            round_button(icons.MY_LOCATION_ROUNDED, look.say("walk.show_me"), doing.show_me, floating=True),
            round_button(icons.ZOOM_OUT_MAP_ROUNDED, look.say("walk.show_all"), doing.show_all, floating=True),
            round_button(icons.FORMAT_LIST_NUMBERED_ROUNDED, look.say("walk.places"), doing.show_places, floating=True),
        ],
        spacing=M,
        tight=True,
    )
