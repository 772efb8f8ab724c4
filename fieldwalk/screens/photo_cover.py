"""Covering faces and number plates in a photo: draw a finger over them, and what is under it is gone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import flet as ft

from fieldwalk import routes
from fieldwalk.device.ports import Box
from fieldwalk.domain.records import Issue, Photo
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.roles import may
from fieldwalk.screens.here import Here, go, use_here, use_loaded, use_records
from fieldwalk.screens.pictures import photo_label
from fieldwalk.screens.views import page_view
from fieldwalk.theme import FINISH, XL, L, Look, M
from fieldwalk.widgets.buttons import lamp_button, plain_button, text_button
from fieldwalk.widgets.frames import column_width, foot, screen, stack_of, top_bar
from fieldwalk.widgets.states import loading, not_found, refused
from fieldwalk.widgets.words import centred

C = ft.Colors
BESIDES = 330
"""Pixels of the page's height that are not the photo's."""
TOUCH = 0.08
"""What one tap covers to each side, as a part of the photo's shorter side: about a face at three metres."""
NONE: tuple[Box, ...] = ()
NOTHING = Box(0, 0, 0, 0)
OFTEN = 40
"""Milliseconds between two words from a finger that moves."""


@ft.component
def CoverPhoto() -> ft.View:
    """The photo in the address, with what is to be covered."""
    here = use_records("photo")
    params = ft.use_route_params()
    back = go(routes.issue(params.get("walk_id", ""), params.get("issue_id", "")))
    photo = here.fieldwalk.store.photo(params.get("photo_id", ""))
    if photo is None or not (photo.sha256 and photo.width and photo.height):
        return page_view(not_found(here.look, back))
    return page_view(Covering(photo, back))


@ft.component
def Covering(photo: Photo, back: Callable[[], None]) -> ft.Control:
    """Boxes are drawn, taken back one by one, and put into the photo for good."""
    here = use_here()
    photographs, page = here.fieldwalk.photographs, ft.context.page
    boxes, set_boxes = ft.use_state(NONE)
    drawn, set_drawn = ft.use_state(NOTHING)
    trouble, set_trouble = ft.use_state("")
    content = use_loaded(lambda: photographs.picture(photo.sha256 or ""), photo.sha256)
    size = fitted(photo, here.look)

    def add(box: Box) -> None:
        set_drawn(NOTHING)
        set_boxes(lambda before: (*before, box))

    async def keep() -> None:
        try:
            await photographs.cover(photo.id, boxes)
        except Refused as refusal:
            set_trouble(refusal.code)
            return
        back()

    # A finger that is down outlives the drawings that it makes.
    finger = ft.use_memo(lambda: Finger(size, set_drawn, add), [size])
    canvas = draw_canvas(content, here, photo, (*boxes, drawn), size, finger)
    below = [refused(trouble, here.look)] if trouble else [centred(here.look.say("photo.cover_words"), "small")]
    return draw_covering(
        here.look,
        canvas,
        below,
        undo=(lambda: set_boxes(lambda before: before[:-1])) if boxes else None,
        keep=(lambda: page.run_task(keep)) if boxes else None,
        back=back,
    )


class Finger:
    """What a finger on a picture of ``size`` pixels means: a drag draws a box, a tap sets one round it."""

    def __init__(self, size: tuple[float, float], draw: Callable[[Box], None], add: Callable[[Box], None]) -> None:
        self._size, self._draw, self._add = size, draw, add
        self._begin, self._end = (0.0, 0.0), (0.0, 0.0)

    def start(self, x: float, y: float) -> None:
        self._begin = self._end = (x, y)

    def move(self, x: float, y: float) -> None:
        self._end = (x, y)
        self._draw(self._box())

    def lift(self) -> None:
        self._add(self._box())

    def tap(self, x: float, y: float) -> None:
        reach = TOUCH * min(self._size)
        self._begin, self._end = (x - reach, y - reach), (x + reach, y + reach)
        self._add(self._box())

    def _box(self) -> Box:
        (left, right), (top, bottom) = (
            sorted(min(max(at[axis] / self._size[axis], 0.0), 1.0) for at in (self._begin, self._end))
            for axis in (0, 1)
        )
        return Box(left, top, right, bottom)


def fitted(photo: Photo, look: Look) -> tuple[float, float]:
    """The pixels that the whole photo takes on the page."""
    width, height = photo.width or 1, photo.height or 1
    scale = min((min(look.width, 900) - 2 * L) / width, max(look.height - BESIDES, 160) / height)
    return width * scale, height * scale


def draw_canvas(
    content: bytes | None, here: Here, photo: Photo, boxes: Sequence[Box], size: tuple[float, float], finger: Finger
) -> ft.Control:
    """The photo under the boxes; a stack's left never mirrors, as the photo does not."""
    if content is None:
        return loading(here.look, 1)
    width, height = size
    label = photo.description or photo_label(here, photo, 1, None)
    picture = ft.Image(src=content, width=width, height=height, fit=ft.BoxFit.FILL, semantics_label=label)
    covers = [
        ft.Container(
            left=box.left * width,
            top=box.top * height,
            width=(box.right - box.left) * width,
            height=(box.bottom - box.top) * height,
            bgcolor=C.BLACK,
        )
        for box in boxes
    ]
    return ft.GestureDetector(
        ft.Stack([picture, *covers], width=width, height=height),
        drag_interval=OFTEN,
        on_tap_up=lambda event: finger.tap(event.local_position.x, event.local_position.y),
        on_pan_start=lambda event: finger.start(event.local_position.x, event.local_position.y),
        on_pan_update=lambda event: finger.move(event.local_position.x, event.local_position.y),
        on_pan_end=lambda _: finger.lift(),
    )


def draw_covering(
    look: Look,
    canvas: ft.Control,
    below: Sequence[ft.Control],
    *,
    undo: Callable[[], None] | None,
    keep: Callable[[], object] | None,
    back: Callable[[], None],
) -> ft.Control:
    """The photo in the middle; what it means, the way back and the way on under it."""
    middle = ft.Container(canvas, expand=True, alignment=ft.Alignment.CENTER, padding=L)
    buttons = stack_of(
        lamp_button(look.say("photo.cover_done"), ft.Icons.CHECK_ROUNDED, keep, height=FINISH, size=20),
        plain_button(look.say("photo.cover_undo"), undo, ft.Icons.UNDO_ROUNDED),
        spacing=M,
    )
    page = screen(top_bar(look.say("photo.cover_title"), look, back=back), middle, foot(*below, buttons))
    return column_width(page, look, 900 + XL)


def cover_button(here: Here, issue: Issue, photo: Photo, number: int) -> list[ft.Control]:
    """The way to it, once the photo is there."""
    if photo.sha256 is None:
        return []
    word = here.look.say("photo.cover", number=number)
    way = go(routes.photo(issue.walk_id or "", issue.id, photo.id))
    return [ft.Row([text_button(word, way, ft.Icons.HIDE_IMAGE_OUTLINED)])]


def cover_buttons(here: Here, issue: Issue, photos: Sequence[Photo]) -> list[ft.Control]:
    """The same for photos of others, for who may take them away."""
    if not may(here.fieldwalk.joining.role(), "remove.photo"):
        return []
    return [each for number, photo in enumerate(photos, 1) for each in cover_button(here, issue, photo, number)]
