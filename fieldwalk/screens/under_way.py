"""The walk under way: the map is the screen, and one big button marks the place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from fieldwalk import routes
from fieldwalk.domain.records import Issue, Walk
from fieldwalk.domain.walks import is_paused
from fieldwalk.screens.here import (
    Here,
    Receipt,
    go,
    use_following,
    use_pins,
    use_receipt,
    use_records,
    use_ticking,
    use_track,
)
from fieldwalk.screens.issue_rows import issue_row
from fieldwalk.screens.leading import Leading, use_leading
from fieldwalk.screens.maps import MapHandle, TheMap, area_of
from fieldwalk.screens.sheets import HelpPill, SafeSign
from fieldwalk.screens.walk_panel import BESIDE, SIDE, Doing, Parts, draw_figures, draw_sign, draw_under_way
from fieldwalk.theme import L, Look, M, S
from fieldwalk.widgets.buttons import lamp_button, plain_button
from fieldwalk.widgets.frames import body, bottom_sheet, said, sheet, stack_of
from fieldwalk.widgets.words import heading, quiet

C = ft.Colors
ROWS = 50


@ft.component
def UnderWay(walk: Walk) -> ft.Control:
    """The page of a walk that goes on now."""
    here = use_records("walk", "issue")
    walk = here.fieldwalk.store.walk(walk.id) or walk
    handle = ft.use_memo(MapHandle, [])
    sheet_open, set_sheet = ft.use_state("")
    receipt, give = use_receipt()
    page = ft.context.page
    fieldwalk, look = here.fieldwalk, here.look
    leads = fieldwalk.outing.leads(walk)
    ft.use_effect(lambda: fieldwalk.outing.follow(walk), dependencies=[walk.id])
    # The list stands beside the map, or on the sheet that is open: else nobody sees it.
    listed = ROWS if here.look.width >= BESIDE or sheet_open == "places" else 0
    issues = fieldwalk.store.latest_issues(walk.id, listed)
    count = fieldwalk.store.count(walk.id, "issue")

    def close() -> None:
        set_sheet("")

    def mark() -> None:
        issue_id = fieldwalk.reports.mark(walk.id, fieldwalk.recorder.latest)
        marked = fieldwalk.store.issue(issue_id)
        number = marked.number if marked else 0

        def undo() -> None:
            fieldwalk.reports.remove(issue_id)
            give(look.say("walk.removed", number=number))

        describe = go(routes.issue(walk.id, issue_id))
        give(look.say("walk.marked", number=number), undo, (look.say("walk.describe"), describe))

    def finish() -> None:
        close()
        fieldwalk.outing.finish(walk.id)

    doing = Doing(
        mark=mark,
        pause=lambda: fieldwalk.outing.pause(walk.id),
        resume=lambda: fieldwalk.outing.resume(walk.id),
        finish=lambda: set_sheet("finish"),
        back=go(routes.HOME),
        show_me=lambda: soon(page, handle.show, fieldwalk.recorder.latest),
        show_all=lambda: soon(page, handle.show_everything),
        show_places=lambda: set_sheet("places"),
    )
    leading, gone = use_leading(close)
    ft.use_dialog(_sheet(sheet_open, here, walk, issues, count, finish, close, leading, gone))
    parts = Parts(
        MapOfWalk(handle, walk),
        Figures(walk),
        RecordingSign(walk, leads),
        HelpPill(),
        body(SafeSign(), *place_rows(walk, issues, look), spacing=S),
        said_bar(receipt, look),
    )
    return draw_under_way(walk, look, doing, parts, leads=leads, issues=count)


@ft.component
def MapOfWalk(handle: MapHandle, walk: Walk) -> ft.Control:
    """The map with its track, apart: a new fix draws nothing else again."""
    here = use_records("area")
    track = use_track(walk.id)
    page = ft.context.page
    look = here.look
    beside = look.width >= BESIDE
    return TheMap(
        handle,
        area_of(here, walk.area_id),
        use_pins(walk.id),
        track,
        size=(look.width - SIDE if beside else look.width, look.height if beside else max(240.0, look.height - 330)),
        label=look.say("walk.map_label"),
        choose=lambda issue_id: page.navigate(routes.issue(walk.id, issue_id)),
        live=True,
    )


@ft.component
def Figures(walk: Walk) -> ft.Control:
    """Time, length and share recorded; the clock ticks here alone."""
    here = use_records("walk")
    use_ticking(1)
    track = use_track(walk.id)
    now = here.fieldwalk.store.walk(walk.id) or walk
    metres, recorded = ft.use_memo(lambda: (track.length, track.recorded), [track])
    known = len(track.fixes) > 1
    return draw_figures(here.look, here.fieldwalk.walks.elapsed(now), metres, recorded if known else None)


@ft.component
def RecordingSign(walk: Walk, leads: bool) -> ft.Control:
    """Whether the track is being kept; and, when something is wrong with the position, what."""
    here = use_records("walk")
    use_following(here.fieldwalk.recorder.subscribe)
    now = here.fieldwalk.store.walk(walk.id) or walk
    recorder = here.fieldwalk.recorder
    return draw_sign(here.look, paused=is_paused(now), leads=leads, fix=recorder.latest, trouble=recorder.trouble)


def soon(page: ft.Page, act: Callable[..., Any], *values: Any) -> None:
    """Begin what takes its time; nobody waits for it."""
    page.run_task(act, *values)


def said_bar(receipt: Receipt, look: Look, *, margin: int = L) -> ft.Control | None:
    """The receipt as a bar; nothing when there is none."""
    if not receipt.words:
        return None
    return said(receipt.words, look, receipt.undo, receipt.more, margin=margin)


def _sheet(
    which: str,
    here: Here,
    walk: Walk,
    issues: list[Issue],
    count: int,
    finish: Callable[[], None],
    close: Callable[[], None],
    leading: Leading,
    gone: Callable[[], None],
) -> ft.BottomSheet | None:
    if which == "finish":
        return bottom_sheet(_ask_finish(here, walk, count, finish, close), gone)
    return bottom_sheet(_places(here, walk, issues, close, leading), gone) if which == "places" else None


def place_rows(walk: Walk, issues: list[Issue], look: Look) -> list[ft.Control]:
    """The places marked so far, the latest first."""
    return [issue_row(issue, look, go(routes.issue(walk.id, issue.id))) for issue in issues]


def _ask_finish(
    here: Here, walk: Walk, issues: int, finish: Callable[[], None], close: Callable[[], None]
) -> ft.Control:
    look = here.look
    photos = here.fieldwalk.store.photos_taken(walk.id)
    found = look.row(look.count("count.issues", issues), look.count("count.photos", photos))
    return sheet(
        stack_of(heading(look.say("walk.finish_ask"), "headline", 1), quiet(found, "body")),
        stack_of(
            lamp_button(look.say("walk.finish"), ft.Icons.FLAG_ROUNDED, finish),
            plain_button(look.say("walk.finish_go_on"), close),
            spacing=M,
        ),
    )


def _places(here: Here, walk: Walk, issues: list[Issue], close: Callable[[], None], leading: Leading) -> ft.Control:
    look = here.look
    rows = [issue_row(issue, look, leading(routes.issue(walk.id, issue.id))) for issue in issues]
    return sheet(
        heading(look.say("walk.places"), "headline", 1),
        stack_of(*rows) if rows else quiet(look.say("review.no_places"), "body"),
        plain_button(look.say("go.close"), close),
    )
