"""What came of a walk: its places, its track, its facts; publishing, inviting and handing the summary out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import flet as ft

from fieldwalk import routes
from fieldwalk.domain.records import Action, Issue, Walk
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.roles import may_export, may_write
from fieldwalk.domain.tracks import Track
from fieldwalk.screens.exporting import Export
from fieldwalk.screens.here import Here, Later, go, use_here, use_pins, use_receipt, use_records, use_rows, use_track
from fieldwalk.screens.issue_rows import issue_row
from fieldwalk.screens.maps import MapHandle, TheMap, area_of
from fieldwalk.screens.photo_look import look_parts
from fieldwalk.screens.sheets import SafeSign
from fieldwalk.screens.under_way import said_bar
from fieldwalk.screens.waiting import waiting_parts
from fieldwalk.text.figures import duration, length, share
from fieldwalk.text.moments import local, short_day
from fieldwalk.theme import CARD, L, Look, M, S
from fieldwalk.widgets.buttons import lamp_button, plain_button
from fieldwalk.widgets.frames import (
    STRETCH,
    body,
    bottom_sheet,
    column_width,
    edges,
    foot,
    screen,
    section,
    side_by_side,
    stack_of,
    top_bar,
)
from fieldwalk.widgets.states import empty, refused
from fieldwalk.widgets.words import centred, quiet

ROWS = 50
BESIDE, SIDE = 900, 480
"""From this width on the list stands beside the map, so wide."""


@ft.component
def Review(walk: Walk) -> ft.Control:
    """The page of a walk that is over."""
    here = use_records("walk", "issue", "photo", "action", "area")
    walk = here.fieldwalk.store.walk(walk.id) or walk
    fieldwalk, look = here.fieldwalk, here.look
    handle = ft.use_memo(lambda: MapHandle(following=False), [])
    exporting, set_exporting = ft.use_state(False)
    lacking, set_lacking = ft.use_state("")
    shown, set_shown = ft.use_state(ROWS)
    receipt, give = use_receipt()
    rows, role = use_rows(shown), fieldwalk.joining.role()
    issues = fieldwalk.store.issues(walk.id, rows)
    count = fieldwalk.store.count(walk.id, "issue")
    ft.use_effect(here.fieldwalk.outing.let_go, dependencies=[])

    def publish() -> None:
        try:
            fieldwalk.walks.publish(walk.id)
        except Refused as refusal:
            set_lacking(str(refusal.details.get("field", "other")))
            return
        set_lacking("")
        give(look.say("review.published", day=short_day(here.today(), look.language)))

    def close() -> None:
        set_exporting(False)

    ft.use_dialog(bottom_sheet(Export(walk, close), close) if exporting else None)
    the_map = Later(lambda: MapOfReview(handle, walk), ft.Container(bgcolor=look.map["land"], expand=True))
    told = Later(lambda: Facts(walk), quiet(facts(here, walk, Track())))
    lists = [*waiting_parts(here, walk), *look_parts(here, walk)]
    lists += place_lists(here, walk, issues, fieldwalk.store.actions(issue.id for issue in issues))
    if count > shown == rows:
        lists.append(plain_button(look.count("count.more", count - shown), lambda: set_shown(shown + ROWS)))
    buttons = review_buttons(
        walk, look, role, publish, lambda: set_exporting(True), joined=fieldwalk.joining.me() is not None
    )
    notes = [said_bar(receipt, look, margin=0)]
    if lacking:
        notes.append(lacking_card(walk, lacking, look))
    return draw_review(walk, look, the_map, told, lists, buttons, [n for n in notes if n], SafeSign())


@ft.component
def MapOfReview(handle: MapHandle, walk: Walk) -> ft.Control:
    """The map with its track, apart: a long one takes its time, and the list is there before it."""
    here = use_records("area")
    page, look = ft.context.page, here.look
    return TheMap(
        handle,
        area_of(here, walk.area_id),
        use_pins(walk.id),
        use_track(walk.id),
        label=look.say("walk.map_label"),
        choose=lambda issue_id: page.navigate(routes.issue(walk.id, issue_id)),
        size=map_size(look),
        margin=32,
        named=look.width >= BESIDE,
    )


@ft.component
def Facts(walk: Walk) -> ft.Control:
    """The line of facts, with what the track tells."""
    here = use_here()
    track = use_track(walk.id)
    return quiet(facts(here, walk, track))


def map_size(look: Look) -> tuple[float, float]:
    """Pixels of the map over the list, or beside it."""
    if look.width >= BESIDE:
        return look.width - SIDE - M - L, look.height - 2 * L
    return min(look.width, 640) - 2 * L, 240 if look.height >= 800 else 190


def facts(here: Here, walk: Walk, track: Track) -> str:
    """Length, time and share recorded, in one line."""
    look = here.look
    seconds = here.fieldwalk.walks.elapsed(walk)
    if len(track.fixes) < 2:
        return duration(seconds, look.language)
    return look.say(
        "review.facts",
        length=length(track.length, look.language),
        time=duration(seconds, look.language),
        share=share(track.recorded, look.language),
    )


def place_lists(here: Here, walk: Walk, issues: Sequence[Issue], actions: dict[str, Action]) -> list[ft.Control]:
    """The places that need care, and the good ones in a list of their own."""
    look = here.look

    def rows(kind: str) -> list[ft.Control]:
        return [
            issue_row(issue, look, go(routes.issue(walk.id, issue.id)), action=actions.get(issue.id), state=True)
            for issue in issues
            if (issue.kind == "good") == (kind == "good")
        ]

    care, good = rows("care"), rows("good")
    if not care and not good:
        return [empty("meeting", look.say("review.no_places"), look.say("review.no_places_words"))]
    lists: list[ft.Control] = []
    if care:
        lists += [section(look.say("review.places")), stack_of(*care)]
    if good:
        lists += [section(look.say("review.good_places")), stack_of(*good)]
    return lists


def lacking_card(walk: Walk, field: str, look: Look) -> ft.Control:
    """What a walk lacks before it can be published, and the way to it."""
    known = field if field in ("purpose", "leader") else "other"
    word = look.say(f"review.missing.{known}")
    return stack_of(
        refused("walk_incomplete", look),
        plain_button(word, go(routes.edit_walk(walk.id)), ft.Icons.EDIT_OUTLINED),
    )


def review_buttons(
    walk: Walk, look: Look, role: str, publish: Callable[[], None], export: Callable[[], None], *, joined: bool
) -> list[ft.Control]:
    """One lit thing: publish what is not published. Handing out, inviting and changing are quiet."""
    leads, icons = may_write(role, "walk"), ft.Icons
    quiet_ones: list[ft.Control] = []

    def add(key: str, act: Callable[[], None], icon: ft.IconData) -> None:
        # Three words beside each other leave no room for their icons on the narrowest phones.
        quiet_ones.append(plain_button(look.say(key), act, None if look.width < 400 else icon, expand=True))

    if may_export(role):
        add("review.export", export, icons.FILE_DOWNLOAD_OUTLINED)
    if joined and leads:
        add("review.invite", go(routes.invite(walk.id)), icons.QR_CODE_ROUNDED)
    if leads:
        add("planned.edit", go(routes.edit_walk(walk.id)), icons.EDIT_OUTLINED)
    buttons: list[ft.Control] = []
    if walk.state == "finished" and leads:
        buttons.append(lamp_button(look.say("review.publish"), icons.CAMPAIGN_ROUNDED, publish))
        if look.height >= 800:
            buttons.append(centred(look.say("review.publish_words"), "small"))
    if quiet_ones:
        buttons.append(side_by_side(*quiet_ones, spacing=S))
    return buttons


def draw_review(
    walk: Walk,
    look: Look,
    the_map: ft.Control,
    told: ft.Control,
    lists: Sequence[ft.Control],
    buttons: Sequence[ft.Control],
    notes: Sequence[ft.Control],
    sign: ft.Control,
) -> ft.Control:
    """The map over the list on a phone, beside it where there is room."""
    when = walk.finished_at or walk.started_at
    day = short_day(local(when).date(), look.language) if when else ""
    state = look.say("walk_state.published" if walk.state == "published" else "walk_state.finished")
    head = top_bar(walk.title or "", look, sign, subtitle=look.row(day, state), back=go(routes.HOME))
    feet = [foot(*notes, *buttons)] if notes or buttons else []
    rounded = ft.Container(the_map, border_radius=CARD, clip_behavior=ft.ClipBehavior.ANTI_ALIAS)
    if look.width >= BESIDE:
        rounded.expand, rounded.margin = True, ft.Margin.only(**edges(look, end=L, top=L, bottom=L))
        column = ft.Container(screen(head, body(told, *lists), *feet), width=SIDE)
        return ft.Row([column, rounded], expand=True, spacing=M, vertical_alignment=STRETCH)
    rounded.height = map_size(look)[1]
    return column_width(screen(head, body(rounded, told, *lists), *feet), look)
