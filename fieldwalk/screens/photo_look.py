"""Photos that nobody has looked through yet: a row that says how many, and one after another to cover or to let pass.

They are on this phone already; what is said of them goes with the next exchange. Enter lets the shown one pass.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import flet as ft

from fieldwalk import routes
from fieldwalk.domain.looking import RIGHT
from fieldwalk.domain.records import Photo, Walk
from fieldwalk.domain.roles import may
from fieldwalk.screens.here import Here, go, use_following, use_here, use_receipt, use_records
from fieldwalk.screens.issue_rows import title_of
from fieldwalk.screens.photo_cover import Covering
from fieldwalk.screens.under_way import said_bar
from fieldwalk.screens.views import page_view
from fieldwalk.theme import XL, M
from fieldwalk.widgets.fields import fact_field
from fieldwalk.widgets.frames import column_width, screen, stack_of, top_bar
from fieldwalk.widgets.states import empty, not_found
from fieldwalk.widgets.words import centred

NONE: tuple[str, ...] = ()
WHERE, SAID = 40, 72
"""Pixels under the photo's buttons: where it was taken, and what was just done."""


def look_parts(here: Here, walk: Walk | None, padding: ft.PaddingValue = 0) -> list[ft.Control]:
    """:func:`ToLookThrough` of a walk, or of all, for who may look photos through, else nothing."""
    may_look = may(here.fieldwalk.joining.role(), RIGHT)
    return [ToLookThrough(walk.id if walk else None, padding)] if may_look else []


@ft.component
def ToLookThrough(walk_id: str | None, padding: ft.PaddingValue) -> ft.Control:
    """How many photos wait, and the way to them; without any it takes no room. Counted when a photo has changed."""
    here = use_here()
    store = here.fieldwalk.store
    version = use_following(store.subscribe, lambda changed: "photo" in changed)
    waiting = ft.use_memo(lambda: store.to_look_through(walk_id), [walk_id, version])
    if not waiting:
        return ft.Container(height=0)
    way = go(routes.walk_photos(walk_id) if walk_id else routes.PHOTOS)
    said = here.look.count("count.photos", waiting)
    row = fact_field(here.look.say("photo.look_row"), said, ft.Icons.VISIBILITY_OUTLINED, way, expand=None)
    return ft.Container(row, padding=padding)


def unlooked(here: Here, walk_id: str | None) -> list[Photo]:
    """The photos that wait for whoever has this phone; none for who may not look them through."""
    fieldwalk = here.fieldwalk
    return fieldwalk.store.unlooked(walk_id) if may(fieldwalk.joining.role(), RIGHT) else []


@ft.component
def LookThrough() -> ft.View:
    """Every photo of the walk in the address, or of all walks, that waits: the oldest first, one at a time."""
    here = use_records("photo", "issue")
    walk_id = ft.use_route_params().get("walk_id")
    left, set_left = ft.use_state(NONE)
    receipt, give = use_receipt()
    back = go(routes.walk(walk_id) if walk_id else routes.ACTIONS)
    if not may(here.fieldwalk.joining.role(), RIGHT):
        return page_view(not_found(here.look, back))
    waiting = [photo for photo in unlooked(here, walk_id) if photo.id not in left]
    bar = said_bar(receipt, here.look)
    if not waiting:
        return page_view(draw_nothing(here, back, bar, is_left=bool(left)))
    photo = waiting[0]

    def done(is_approved: bool) -> None:
        undo = (lambda: here.fieldwalk.photographs.doubt(photo.id)) if is_approved else None
        give(here.look.say("photo.looked"), undo)

    def later() -> None:
        set_left(lambda before: (*before, photo.id))

    below = WHERE + (SAID if bar else 0)
    shown = Covering(photo, back, done, later, below, key=photo.id)  # type: ignore[call-arg]
    told = [centred(whereabouts(here, photo, len(waiting)), "small"), *([bar] if bar else [])]
    return page_view(column_width(draw_one(shown, told), here.look, 900 + XL))


def whereabouts(here: Here, photo: Photo, left: int) -> str:
    """Of which place the photo is, and how many wait."""
    issue = here.fieldwalk.store.issue(photo.issue_id or "")
    place = here.look.say("issue.title", number=issue.number or 0) if issue else ""
    title = title_of(issue, here.look) if issue else ""
    return here.look.row(place, title, here.look.count("photo.left", left))


def draw_one(shown: ft.Control, told: Sequence[ft.Control]) -> ft.Control:
    """The photo with its buttons, and under them where it was taken."""
    below = ft.Container(stack_of(*told, spacing=M), padding=ft.Padding.only(bottom=M))
    return screen(ft.Container(shown, expand=True), below)


def draw_nothing(here: Here, back: Callable[[], None], bar: ft.Control | None, *, is_left: bool) -> ft.Control:
    """All is done, or all that is left was put off."""
    look = here.look
    said = empty("meeting", look.say("photo.look_none"), look.say("photo.look_left") if is_left else "")
    head = top_bar(look.say("photo.look_title"), look, back=back)
    return column_width(screen(head, said, *([bar] if bar else [])), look)
