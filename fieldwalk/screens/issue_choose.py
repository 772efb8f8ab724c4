"""What a place is about: good or not, then twelve pictograms. One press each, no typing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import flet as ft

from fieldwalk.domain.categories import EST_CATEGORIES, KINDS, categories_for
from fieldwalk.domain.records import Issue
from fieldwalk.domain.roles import sees
from fieldwalk.domain.secrecy import EST
from fieldwalk.screens.here import use_here
from fieldwalk.screens.photo_strip import Camera, use_camera
from fieldwalk.screens.sheets import HelpPill
from fieldwalk.theme import CARD, XL, Look, S
from fieldwalk.theme import KINDS as KIND_SIGNS
from fieldwalk.widgets.buttons import plain_button, pressable
from fieldwalk.widgets.frames import CENTER, body, column_width, foot, screen, stack_of, top_bar
from fieldwalk.widgets.pictures import pictogram
from fieldwalk.widgets.states import refused
from fieldwalk.widgets.words import centred, heading, text

C = ft.Colors
ACROSS = 3


@ft.component
def Choose(issue: Issue, chosen: Callable[[], None], back: Callable[[], None]) -> ft.Control:
    """The first of two steps."""
    here = use_here()
    camera = use_camera(issue.id, "before", chosen)
    describe = here.fieldwalk.reports.describe

    def choose(category: str) -> None:
        describe(issue.id, category=category)
        chosen()

    def turn(kind: str) -> None:
        describe(issue.id, kind=kind)

    more = EST_CATEGORIES if sees(here.fieldwalk.joining.role(), EST) else ()
    return draw_choose(issue, here.look, choose, turn, back, camera, HelpPill(), more)


def draw_choose(
    issue: Issue,
    look: Look,
    choose: Callable[[str], None],
    turn: Callable[[str], None],
    back: Callable[[], None],
    camera: Camera,
    help_pill: ft.Control,
    more: Sequence[str] = (),
) -> ft.Control:
    """Good or needs care, then the tiles; a photo can come first. ``more`` are tiles for what needs care."""
    kind = issue.kind or KINDS[0]
    title = look.say("issue.title", number=issue.number or 0)
    # Lower tiles on a low phone: all twelve are in sight without scrolling.
    height = 116 if look.height >= 860 else 100
    names = [*categories_for(kind), *(more if kind == KINDS[0] else ())]
    tiles = [_tile(name, look, height, choose, selected=name == issue.category) for name in names]
    tiles += [ft.Container(expand=True)] * (-len(tiles) % ACROSS)
    rows = [ft.Row(list(tiles[i : i + ACROSS]), spacing=S) for i in range(0, len(tiles), ACROSS)]
    question = stack_of(heading(look.say("issue.about")), ft.Container(height=0), *rows)
    photo = plain_button(
        look.say("issue.photo_preparing" if camera.busy else "issue.take_photo"),
        camera.begin,
        ft.Icons.PHOTO_CAMERA_ROUNDED,
        action=None if camera.busy else camera.action,
    )
    trouble = [refused(camera.trouble, look)] if camera.trouble else []
    return column_width(
        screen(
            top_bar(title, look, help_pill, subtitle=issue.place, back=back),
            body(_kinds(kind, look, turn), question, spacing=XL),
            foot(centred(look.say("issue.already_saved"), "small"), *trouble, photo),
        ),
        look,
    )


def _kinds(chosen: str, look: Look, turn: Callable[[str], None]) -> ft.Row:
    return ft.Row([_kind(kind, look, turn, selected=kind == chosen) for kind in KINDS], spacing=S)


def _kind(kind: str, look: Look, turn: Callable[[str], None], *, selected: bool) -> ft.Control:
    sign = KIND_SIGNS[kind]
    tone = look.tone(sign)
    ink = tone.ink if selected else C.ON_SURFACE
    return pressable(
        ft.Row(
            [ft.Icon(sign.icon, size=22, color=ink), text(look.say(f"kind.{kind}"), "label", ink, lines=1)],
            spacing=6,
            alignment=ft.MainAxisAlignment.CENTER,
        ),
        lambda: turn(kind),
        selected=selected,
        expand=2 if kind == "good" else 3,
        height=60,
        border_radius=30,
        bgcolor=tone.ground if selected else None,
        border=None if selected else ft.Border.all(1, C.OUTLINE),
    )


def _tile(category: str, look: Look, height: int, choose: Callable[[str], None], *, selected: bool) -> ft.Control:
    return pressable(
        ft.Column(
            [
                pictogram(category, 36),
                text(look.say(f"category.{category}"), "tag", lines=2, align=ft.TextAlign.CENTER),
            ],
            spacing=S,
            horizontal_alignment=CENTER,
            alignment=ft.MainAxisAlignment.CENTER,
        ),
        lambda: choose(category),
        selected=selected,
        expand=True,
        height=height,
        bgcolor=C.PRIMARY_CONTAINER if selected else C.SURFACE_CONTAINER,
        border_radius=CARD,
        padding=ft.Padding.symmetric(horizontal=6, vertical=S),
    )
