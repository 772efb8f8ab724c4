"""A walk that is to come: what is decided, and the button that begins it."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from fieldwalk import routes
from fieldwalk.domain.records import Walk
from fieldwalk.domain.roles import may_write
from fieldwalk.screens.here import go, use_records, use_track
from fieldwalk.screens.maps import MapHandle, TheMap, area_of
from fieldwalk.screens.readiness import Ready
from fieldwalk.screens.sheets import HelpPill
from fieldwalk.services.templates import questions_of
from fieldwalk.text.moments import weekday_and_time
from fieldwalk.theme import CARD, FINISH, XL, L, Look
from fieldwalk.widgets.buttons import lamp_button, plain_button
from fieldwalk.widgets.frames import body, column_width, foot, screen, side_by_side, stack_of, told, top_bar
from fieldwalk.widgets.words import lines, quiet, text

HIGH = 220


@ft.component
def Planned(walk: Walk) -> ft.Control:
    """The page of a planned walk."""
    here = use_records("walk", "area", "stop")
    walk = here.fieldwalk.store.walk(walk.id) or walk
    fieldwalk, look = here.fieldwalk, here.look
    handle = ft.use_memo(MapHandle, [])
    leads = may_write(fieldwalk.joining.role(), "walk")
    busy = fieldwalk.walks.under_way() is not None
    area = area_of(here, walk.area_id)

    def start() -> None:
        fieldwalk.outing.start(walk.id)

    the_map = TheMap(
        handle,
        area,
        [],
        use_track(walk.id),
        label=look.say("walk.map_label"),
        size=(min(look.width, 640) - 2 * L, HIGH),
        margin=8,
        named=False,
    )
    facts = [
        ("planned.when", weekday_and_time(walk.planned_at, look.language) if walk.planned_at else None),
        ("planned.meeting_place", walk.meeting_place),
        ("planned.leader", walk.leader),
        ("planned.purpose", walk.purpose),
        ("planned.area", area.title if area else None),
    ]
    questions = questions_of(walk.questions)
    actions = planned_actions(walk, look, start, leads=leads, busy=busy, joined=fieldwalk.joining.me() is not None)
    stops = [stop.title or "" for stop in fieldwalk.store.stops(walk.id)]
    ready = [Ready()] if leads and not busy else []
    return draw_planned(walk, look, facts, stops, questions, the_map, [*ready, *actions], HelpPill())


def planned_actions(
    walk: Walk, look: Look, start: Callable[[], None], *, leads: bool, busy: bool, joined: bool
) -> list[ft.Control]:
    """Begin, change, invite: for those who lead. Others are told what to wait for."""
    if not leads:
        return [told(look.say("planned.only_leader"))]
    change = plain_button(look.say("planned.edit"), go(routes.edit_walk(walk.id)), ft.Icons.EDIT_OUTLINED, expand=True)
    share = plain_button(look.say("review.invite"), go(routes.invite(walk.id)), ft.Icons.QR_CODE_ROUNDED, expand=True)
    begin = lamp_button(
        look.say("planned.start"),
        ft.Icons.DIRECTIONS_WALK_ROUNDED,
        None if busy else start,
        height=FINISH,
        size=20,
    )
    notes = [told(look.say("planned.other_under_way"))] if busy else []
    return [*notes, begin, side_by_side(change, *([share] if joined else []))]


def draw_planned(
    walk: Walk,
    look: Look,
    facts: list[tuple[str, str | None]],
    stops: list[str],
    questions: list[str],
    the_map: ft.Control,
    actions: list[ft.Control],
    help_pill: ft.Control,
) -> ft.Control:
    """What is decided, one line a fact; what is not is said too."""
    rows = [
        lines(quiet(look.say(key)), text(look.own(value)) if value else text(look.say("planned.missing"), "small"))
        for key, value in facts
    ]
    ground = ft.Container(the_map, height=HIGH, border_radius=CARD, clip_behavior=ft.ClipBehavior.ANTI_ALIAS)
    route = []
    if stops:
        numbered = [text(f"{number}. {look.own(title)}") for number, title in enumerate(stops, 1)]
        route = [lines(quiet(look.say("planned.stops")), *numbered)]
    if questions:
        route.append(lines(quiet(look.say("planned.questions")), *map(text, questions)))
    head = top_bar(walk.title or "", look, help_pill, subtitle=look.say("walk_state.planned"), back=go(routes.HOME))
    return column_width(screen(head, body(ground, stack_of(*rows, *route, spacing=XL)), foot(*actions)), look)
