"""The walks on this phone: the one under way first, then the planned, then what is finished."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import flet as ft
from flet.components.hooks.use_ref import MutableRef

from fieldwalk import routes
from fieldwalk.domain.records import Walk
from fieldwalk.domain.roles import may_write
from fieldwalk.domain.tracks import Track
from fieldwalk.domain.walks import is_paused
from fieldwalk.screens.here import Here, go, use_following, use_here, use_pins, use_records, use_rows, use_ticking
from fieldwalk.screens.maps import MapHandle, TheMap, area_of
from fieldwalk.screens.sheets import SafeSign
from fieldwalk.screens.views import tab_view
from fieldwalk.text.figures import duration
from fieldwalk.text.moments import day_of_month, local, long_day, short_day, short_month, weekday_and_time
from fieldwalk.theme import FIELD, LAMP, SHEET, SYNC, XS, L, Look, S
from fieldwalk.widgets.buttons import lamp_button, plain_button, text_button
from fieldwalk.widgets.chips import dot
from fieldwalk.widgets.frames import CENTER, STRETCH, body, column_width, root_bar, row_card, screen, section, stack_of
from fieldwalk.widgets.states import empty
from fieldwalk.widgets.words import lines, quiet, text

C = ft.Colors
SIDE, RAIL = 520, 97
"""Pixels of the list beside the map, and of the rail."""

ROWS = 50
"""Rows drawn at a time: the phone makes each row, seen or not."""

COUNTED = frozenset({"walk", "issue", "photo", "action"})
"""The records that a row of the list counts."""


@dataclass(frozen=True)
class WalkRow:
    """One walk of the list, counted. ``photos`` are how many are safe and how many there are."""

    walk: Walk
    minutes: int = 0
    issues: int = 0
    photos: tuple[int, int] = (0, 0)
    fixed: int = 0
    safe: bool = True


@ft.component
def Home() -> ft.View:
    """The first tab."""
    here = use_here()
    location: MutableRef[str] = ft.use_ref("")
    location.current = ft.use_route_location()

    def lies_open() -> bool:
        # While another page lies over the list, what is done there must not wait for this one to be counted anew.
        return location.current in (routes.HOME, routes.WALKS)

    use_following(here.fieldwalk.store.subscribe, lambda changed: lies_open() and bool(changed & COUNTED))
    use_ticking(30)
    shown, set_shown = ft.use_state(ROWS)
    drawn_rows = use_rows(shown)
    counted: MutableRef[tuple[int, list[WalkRow]] | None] = ft.use_ref(None)
    if lies_open() or counted.current is None:
        walks = here.fieldwalk.store.walks()
        counted.current = len(walks), [walk_row(here, walk) for walk in walks[:drawn_rows]]
    count, rows = counted.current
    look = replace(here.look, width=SIDE) if here.look.wide else here.look
    drawn = draw_home(
        rows,
        look,
        title=greeting(here),
        today=long_day(here.today(), here.look.language),
        sign=SafeSign(),
        may_plan=may_write(here.fieldwalk.joining.role(), "walk"),
        open_walk=lambda walk_id: go(routes.walk(walk_id)),
        left=max(0, count - shown) if drawn_rows == shown else 0,
        more=lambda: set_shown(shown + ROWS),
    )
    return tab_view(routes.HOME, beside_map(drawn, AllPlaces(), look) if here.look.wide and rows else drawn, here)


def beside_map(content: ft.Control, the_map: ft.Control, look: Look) -> ft.Control:
    """The list and the places of all walks side by side, where there is room for both."""
    return ft.Row(
        [ft.Container(content, width=look.width), ft.Container(the_map, expand=True)],
        expand=True,
        spacing=0,
        vertical_alignment=STRETCH,
    )


@ft.component
def AllPlaces() -> ft.Control:
    """The map beside the list: a press on a place leads to it."""
    here = use_records("area")
    handle = ft.use_memo(lambda: MapHandle(following=False), [])
    look, page = here.look, ft.context.page
    pins = use_pins()
    walk_of = {pin.id: pin.walk_id for pin in pins}
    return TheMap(
        handle,
        area_of(here, None),
        pins,
        Track(),
        size=(look.width - RAIL - SIDE, look.height),
        label=look.say("map.label"),
        choose=lambda issue_id: page.navigate(routes.issue(walk_of[issue_id], issue_id)),
    )


def walk_row(here: Here, walk: Walk) -> WalkRow:
    """``walk`` with what the list tells about it."""
    store = here.fieldwalk.store
    issues, fixed = store.outcome(walk.id)
    photos = store.photos_taken(walk.id)
    waiting = store.unsent(walk.id, "photo")
    unsafe = waiting or store.waits(walk.id, "issue") or store.waits(walk.id, "fixes")
    return WalkRow(
        walk,
        minutes=here.fieldwalk.walks.elapsed(walk) if walk.state == "under_way" else 0,
        issues=issues,
        photos=(photos - min(waiting, photos), photos),
        fixed=fixed,
        safe=not unsafe,
    )


def greeting(here: Here) -> str:
    """A word for the time of day, and the name when this phone has one."""
    hour = local(here.now()).hour
    part = "morning" if 4 <= hour < 10 else "day" if 10 <= hour < 17 else "evening"
    words, me = here.look.say(f"home.{part}"), here.fieldwalk.joining.me()
    return here.look.say("home.greeting", greeting=words, name=me.name.split()[0]) if me and me.name.strip() else words


def draw_home(
    rows: Sequence[WalkRow],
    look: Look,
    *,
    title: str,
    today: str,
    sign: ft.Control,
    may_plan: bool,
    open_walk: Callable[[str], Callable[[], None]],
    left: int = 0,
    more: Callable[[], None] | None = None,
) -> ft.Control:
    """The list, or the invitation to a first walk."""
    head = root_bar(title, today, sign)
    if not rows:
        return column_width(screen(head, body(_nothing(look, may_plan=may_plan))), look)
    under_way = [row for row in rows if row.walk.state == "under_way"]
    planned = [row for row in rows if row.walk.state == "planned"]
    finished = [row for row in rows if row.walk.state in ("finished", "published")]
    planned.sort(key=lambda row: row.walk.planned_at or 0)
    new = [text_button(look.say("home.new"), go(routes.NEW_WALK), ft.Icons.ADD_ROUNDED)] if may_plan else []
    groups: list[ft.Control] = [
        hero(row, look, open_walk(row.walk.id), lit=index == 0) for index, row in enumerate(under_way)
    ]
    if planned or may_plan:
        groups.append(section(look.say("home.planned"), *new))
        groups.append(stack_of(*(planned_row(row.walk, look, open_walk(row.walk.id)) for row in planned)))
        if not planned and not under_way:
            groups.append(lamp_button(look.say("home.new_walk"), ft.Icons.ADD_ROUNDED, go(routes.NEW_WALK)))
    if finished:
        groups.append(section(look.say("home.finished")))
        groups.append(stack_of(*(finished_row(row, look, open_walk(row.walk.id)) for row in finished)))
    if left and more:
        groups.append(plain_button(look.count("count.more", left), more))
    return column_width(screen(head, body(*groups)), look)


def hero(row: WalkRow, look: Look, act: Callable[[], None], *, lit: bool) -> ft.Control:
    """The walk that goes on now: one press to go on."""
    ink = C.ON_PRIMARY_CONTAINER
    key = "home.paused" if is_paused(row.walk) else "home.under_way"
    word = look.say("home.continue")
    button = (
        lamp_button(word, ft.Icons.ARROW_FORWARD_ROUNDED, act)
        if lit
        else plain_button(word, act, ft.Icons.ARROW_FORWARD_ROUNDED)
    )
    state = ft.Row(
        [
            dot(LAMP.ground if look.dark else C.PRIMARY),
            text(look.say(key, time=duration(row.minutes, look.language)), "tag", ink),
        ],
        spacing=S,
    )
    counts = look.row(look.count("count.issues", row.issues), look.count("count.photos", row.photos[1]))
    return ft.Container(
        stack_of(
            state,
            lines(text(row.walk.title or "", "title", ink), text(counts, "small", ink), spacing=XS),
            button,
            spacing=L,
        ),
        bgcolor=C.PRIMARY_CONTAINER,
        border_radius=SHEET,
        padding=20,
    )


def planned_row(walk: Walk, look: Look, act: Callable[[], None]) -> ft.Control:
    """A walk to come: its day as a calendar leaf, when and where."""
    if walk.planned_at is None:
        lead = _leaf(ft.Icon(ft.Icons.EVENT_ROUNDED, size=24, color=C.ON_SURFACE_VARIANT))
        return row_card(lead, walk.title or "", act, quiet(look.say("home.no_date")))
    day = ft.Column(
        [text(day_of_month(walk.planned_at), "title"), quiet(short_month(walk.planned_at, look.language))],
        spacing=0,
        tight=True,
        horizontal_alignment=CENTER,
    )
    when = weekday_and_time(walk.planned_at, look.language)
    told = look.say("list.comma").join(look.own(each) for each in (when, walk.meeting_place) if each)
    return row_card(_leaf(day), walk.title or "", act, quiet(told))


def finished_row(row: WalkRow, look: Look, act: Callable[[], None]) -> ft.Control:
    """A walk that was walked: what it found, what came of it, how much is safe."""
    sign = SYNC["safe" if row.safe else "phone"]
    tone = look.tone(sign)
    lead = _leaf(ft.Icon(sign.icon, size=24, color=tone.ink), tone.ground)
    when = row.walk.finished_at or row.walk.started_at
    facts = [
        short_day(local(when).date(), look.language) if when else "",
        look.count("count.issues", row.issues),
        look.count("count.fixed", row.fixed),
    ]
    safe, everything = row.photos
    photos = look.say("home.photos_safe", safe=safe, all=everything)
    return row_card(
        lead,
        row.walk.title or "",
        act,
        quiet(look.row(*facts)),
        *([quiet(photos)] if everything else []),
    )


def _leaf(content: ft.Control, ground: ft.ColorValue = C.SURFACE_CONTAINER_HIGHEST) -> ft.Container:
    return ft.Container(
        content, width=52, height=56, bgcolor=ground, border_radius=FIELD, alignment=ft.Alignment.CENTER
    )


def _nothing(look: Look, *, may_plan: bool) -> ft.Control:
    new = lamp_button(look.say("home.new_walk"), ft.Icons.ADD_ROUNDED, go(routes.NEW_WALK))
    join = plain_button(look.say("home.join"), go(routes.JOIN), ft.Icons.QR_CODE_ROUNDED)
    actions = stack_of(*([new] if may_plan else []), join, spacing=L)
    return empty("lighting", look.say("home.empty"), look.say("home.empty_words"), actions, ink=C.PRIMARY)
