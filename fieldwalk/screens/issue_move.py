"""Moving a pin: the map moves under it, so that a finger never covers the place."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from fieldwalk.domain.ground import Degrees
from fieldwalk.domain.records import Issue
from fieldwalk.domain.tracks import Track
from fieldwalk.screens.here import use_here, use_pins
from fieldwalk.screens.maps import MapHandle, TheMap, area_of
from fieldwalk.screens.sheets import HelpPill
from fieldwalk.theme import FINISH
from fieldwalk.widgets.buttons import lamp_button
from fieldwalk.widgets.frames import foot, screen, top_bar
from fieldwalk.widgets.pins import draw_pin
from fieldwalk.widgets.words import centred

_LIFT = 22
"""Pixels by which the drawing is lifted: its point, not its middle, stands on the place."""


@ft.component
def Move(issue: Issue, done: Callable[[], None]) -> ft.Control:
    """The map with the pin in its middle."""
    here = use_here()
    handle = ft.use_memo(lambda: MapHandle(following=False), [])
    walk = here.fieldwalk.store.walk(issue.walk_id or "")
    pins = use_pins(issue.walk_id)
    others = ft.use_memo(lambda: [pin for pin in pins if pin.id != issue.id], [pins])

    async def keep() -> None:
        centre = await handle.centre()
        if centre:
            here.fieldwalk.reports.move(issue.id, *centre)
        done()

    the_map = TheMap(
        handle,
        area_of(here, walk.area_id if walk else None),
        others,
        here.fieldwalk.store.track(issue.walk_id or "") if walk else Track(),
        label=here.look.say("walk.map_label"),
        size=(here.look.width, here.look.height - 220),
        live=True,
        focus=_start(issue, here.fieldwalk.recorder.latest),
    )
    drawn = ft.Container(
        draw_pin(issue, here.look, chosen=True),
        alignment=ft.Alignment.CENTER,
        left=0,
        right=0,
        top=0,
        bottom=_LIFT * 2,
        ignore_interactions=True,
    )
    look = here.look
    button = lamp_button(look.say("issue.move_done"), ft.Icons.CHECK_ROUNDED, keep, height=FINISH, size=20)
    return screen(
        top_bar(look.say("issue.move_title"), look, HelpPill(), back=done),
        ft.Stack([ft.Container(the_map, left=0, right=0, top=0, bottom=0), drawn], expand=True),
        foot(centred(look.say("issue.move_words"), "small"), button),
    )


def _start(issue: Issue, fix: object) -> Degrees | None:
    if issue.position:
        return issue.position[0], issue.position[1]
    latitude, longitude = getattr(fix, "latitude", None), getattr(fix, "longitude", None)
    return (latitude, longitude) if latitude is not None and longitude is not None else None
