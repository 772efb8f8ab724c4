"""The desk: table, map and detail side by side where there is room; the answer is written where the fault is seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import flet as ft

from fieldwalk import routes
from fieldwalk.domain.records import Action, Issue
from fieldwalk.domain.tracks import Track
from fieldwalk.screens.desk_detail import Detail
from fieldwalk.screens.desk_table import desk_table
from fieldwalk.screens.here import Later, go, use_pins, use_receipt, use_records, use_rows
from fieldwalk.screens.issue_rows import issue_row
from fieldwalk.screens.maps import MapHandle, TheMap, area_of
from fieldwalk.screens.photo_look import look_parts
from fieldwalk.screens.sheets import SafeSign
from fieldwalk.screens.under_way import said_bar
from fieldwalk.screens.views import page_view, tab_view
from fieldwalk.screens.waiting import waiting_parts
from fieldwalk.theme import CARD, SHEET, XL, L, Look, M, S
from fieldwalk.widgets.buttons import plain_button
from fieldwalk.widgets.chips import filter_chip
from fieldwalk.widgets.frames import CENTER, STRETCH, body, edges, root_bar, screen, top_bar
from fieldwalk.widgets.states import empty, not_found
from fieldwalk.widgets.words import centred, heading, lines, quiet

C = ft.Colors
FILTERS = ("all", "unanswered", "not_done", "urgent")
ROWS = 50


@dataclass(frozen=True)
class Points:
    """The places that are listed with what is done about them, and how many each filter lets through."""

    issues: Sequence[Issue]
    actions: dict[str, Action]
    counts: dict[str, int]


@ft.component
def Desk() -> ft.View:
    """The second tab of those who answer, and of those who follow."""
    here = use_records("issue", "action", "walk", "photo", "area")
    look, store = here.look, here.fieldwalk.store
    which, set_which = ft.use_state("all")
    chosen, set_chosen = ft.use_state("")
    shown, set_shown = ft.use_state(ROWS)
    drawn = use_rows(shown)
    rows = store.by_need(which, drawn)
    points = Points(rows, store.actions(issue.id for issue in rows), store.tallies())
    handle = ft.use_memo(lambda: MapHandle(following=False), [])
    receipt, _ = use_receipt()
    page = ft.context.page
    chosen_id = chosen or (rows[0].id if rows and not look.narrow else "")

    def choose(issue_id: str) -> None:
        if look.narrow:
            page.navigate(routes.action(issue_id))
        else:
            set_chosen(issue_id)

    def turn(name: str) -> None:
        set_which(name)
        set_shown(ROWS)

    issue = store.issue(chosen_id) if chosen_id else None
    chips = filters(look, points, which, turn)
    left = max(0, points.counts[which] - shown) if drawn == shown else 0
    more = plain_button(look.count("count.more", left), lambda: set_shown(shown + ROWS)) if left else None
    bar = said_bar(receipt, look)
    edge = XL if look.wide else L
    inset = ft.Padding.only(left=edge, right=edge, bottom=M)
    late = [*waiting_parts(here, None, inset), *look_parts(here, None, inset)]
    if not points.counts["all"]:
        head = root_bar(look.say("desk.title"), here.look.count("count.issues", 0), SafeSign())
        nothing = empty("meeting", look.say("desk.empty"), look.say("desk.empty_words"))
        return tab_view(routes.ACTIONS, screen(head, *late, body(nothing)), here)
    if look.wide:
        land = ft.Container(bgcolor=look.map["land"], border_radius=CARD, expand=True)
        the_map = desk_map(Later(lambda: DeskMap(handle, choose, chosen_id), land))
        table = desk_table(rows, points.actions, look, chosen_id, choose, more)
        content = draw_wide(look, points, chips, late, [table, the_map, detail_panel(issue, look)])
    elif look.narrow:
        content = draw_list(look, points, chips, late, _rows(rows, points, look, choose, ""), more)
    else:
        left_side = draw_list(look, points, chips, late, _rows(rows, points, look, choose, chosen_id), more)
        content = ft.Row(
            [ft.Container(left_side, expand=True), detail_panel(issue, look)],
            expand=True,
            vertical_alignment=STRETCH,
        )
    over = [ft.Container(bar, left=0, right=0, bottom=M)] if bar else []
    stacked = ft.Stack([ft.Container(content, left=0, right=0, top=0, bottom=0), *over], expand=True)
    return tab_view(routes.ACTIONS, stacked, here)


@ft.component
def ActionPage() -> ft.View:
    """One place with its answer, on a page of its own."""
    here = use_records("issue", "action", "photo")
    issue = here.fieldwalk.store.issue(ft.use_route_params().get("issue_id", ""))
    back = go(routes.ACTIONS)
    receipt, _ = use_receipt()
    if issue is None:
        return page_view(not_found(here.look, back))
    title = here.look.say("issue.title", number=issue.number or 0)
    bar = said_bar(receipt, here.look)
    foot = [ft.Container(bar, padding=ft.Padding.only(bottom=M))] if bar else []
    detail = ft.Container(_detail(issue), expand=True, padding=ft.Padding.symmetric(horizontal=L))
    return page_view(screen(top_bar(title, here.look, SafeSign(), back=back), detail, *foot))


def filters(look: Look, points: Points, chosen: str, turn: Callable[[str], None]) -> list[ft.Control]:
    """One chip a filter, with how many it shows."""

    def turning(which: str) -> Callable[[], None]:
        return lambda: turn(which)

    return [
        filter_chip(look.say(f"desk.{which}", count=points.counts[which]), turning(which), chosen=which == chosen)
        for which in FILTERS
    ]


def draw_wide(
    look: Look,
    points: Points,
    chips: list[ft.Control],
    late: Sequence[ft.Control],
    parts: Sequence[ft.Control],
) -> ft.Control:
    """Everything in one view: the chosen row, pin and panel, which are ``parts``, are the same place."""
    head = ft.Container(
        ft.Row(
            [
                lines(
                    heading(look.say("desk.title"), "headline", 1),
                    quiet(look.count("count.issues", points.counts["all"])),
                    expand=True,
                ),
                SafeSign(),
                *chips,
            ],
            spacing=S,
            vertical_alignment=CENTER,
        ),
        padding=ft.Padding.only(left=XL, right=XL, top=20, bottom=20),
    )
    side_by_side = ft.Row(list(parts), expand=True, spacing=L, vertical_alignment=STRETCH)
    return screen(head, *late, side_by_side)


def draw_list(
    look: Look,
    points: Points,
    chips: list[ft.Control],
    late: Sequence[ft.Control],
    rows: list[ft.Control],
    more: ft.Control | None,
) -> ft.Control:
    """One column."""
    head = root_bar(look.say("desk.title"), look.count("count.issues", points.counts["all"]), SafeSign())
    row = ft.Container(
        ft.Row(list(chips), spacing=S, scroll=ft.ScrollMode.HIDDEN),
        padding=ft.Padding.only(left=L, right=L, bottom=S),
        height=56,
    )
    shown = rows or [empty("meeting", look.say("care.empty"))]
    return screen(head, row, *late, body(*shown, *([more] if more else []), spacing=S))


def detail_panel(issue: Issue | None, look: Look) -> ft.Control:
    """The panel at the end of the desk."""
    content = _detail(issue) if issue else centred(look.say("desk.choose"))
    return ft.Container(
        content,
        width=364,
        bgcolor=C.SURFACE_CONTAINER_LOW,
        border_radius=SHEET,
        padding=20,
        margin=ft.Margin.only(**edges(look, end=L, bottom=L, top=0 if look.wide else XL)),
    )


@ft.component
def DeskMap(handle: MapHandle, choose: Callable[[str], None], chosen: str) -> ft.Control:
    """All places, the chosen one ringed."""
    here = use_records("area", "walk")
    walks = here.fieldwalk.store.walks()
    return TheMap(
        handle,
        area_of(here, walks[0].area_id if walks else None),
        use_pins(),
        Track(),
        label=here.look.say("desk.map_label"),
        choose=choose,
        chosen=chosen,
        size=(here.look.width - 96 - 620 - 364 - 3 * L, here.look.height - 110),
        margin=26,
        card=True,
    )


def desk_map(the_map: ft.Control) -> ft.Control:
    """The map between table and panel."""
    return ft.Container(the_map, expand=True, margin=ft.Margin.only(bottom=L))


def _detail(issue: Issue) -> ft.Control:
    """The panel's content; another place begins with its own words."""
    return ft.Container(Detail(issue), key=issue.id, expand=True)


def _rows(
    issues: list[Issue], points: Points, look: Look, choose: Callable[[str], None], chosen: str
) -> list[ft.Control]:
    def choosing(issue_id: str) -> Callable[[], None]:
        return lambda: choose(issue_id)

    return [
        issue_row(
            issue,
            look,
            choosing(issue.id),
            action=points.actions.get(issue.id),
            state=True,
            chosen=issue.id == chosen if chosen else None,
        )
        for issue in issues
    ]
