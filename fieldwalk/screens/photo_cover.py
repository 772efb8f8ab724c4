"""Covering faces and number plates in a photo: draw a finger over them, and what is under it is gone.

Who may look photos through says there too that there is nothing to cover.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import flet as ft
from flet.components.hooks.use_ref import MutableRef

from fieldwalk import routes
from fieldwalk.device.ports import Box
from fieldwalk.domain.looking import RIGHT, waits
from fieldwalk.domain.records import Issue, Photo
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.roles import may
from fieldwalk.screens.here import Here, go, use_following, use_here, use_loaded, use_records
from fieldwalk.screens.photo_proposed import Proposed, draw_frames, proposed_words, use_proposed
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
PROPOSED = 40
"""More of them, where frames are proposed."""
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
    if photo is None or not photo.sha256:
        return page_view(not_found(here.look, back))
    return page_view(Covering(photo, back, lambda _: back()))


@ft.component
def Covering(
    photo: Photo,
    back: Callable[[], None],
    done: Callable[[bool], None],
    later: Callable[[], None] | None = None,
    below: int = 0,
) -> ft.Control:
    """Boxes are drawn, taken back one by one, and put into the photo for good; or there is nothing to cover in it.

    ``done`` is called then, with whether it was approved. ``later`` leaves the photo as it is and goes on to another.
    ``below`` is how many pixels of the page are something else's.
    """
    here = use_here()
    photographs, page = here.fieldwalk.photographs, ft.context.page
    boxes, set_boxes = ft.use_state(NONE)
    drawn, set_drawn = ft.use_state(NOTHING)
    trouble, set_trouble = ft.use_state("")
    content = use_picture(photo.sha256 or "")
    looks = looks_through(here, photo)

    def add(*more: Box) -> None:
        set_drawn(NOTHING)
        set_boxes(lambda before: (*before, *more))

    async def keep() -> None:
        try:
            await photographs.cover(photo.id, boxes)
        except Refused as refusal:
            set_trouble(refusal.code)
            return
        done(False)

    def approve() -> None:
        photographs.approve(photo.id)
        done(True)

    proposed = use_proposed(photo.id, boxes, lambda frames: add(*frames), wanted=looks)
    size = fitted(photo, here.look, BESIDES + below + (PROPOSED if proposed.frames else 0))
    # A finger that is down outlives the drawings that it makes.
    latest: MutableRef[Proposed] = ft.use_ref(proposed)
    latest.current = proposed

    def framed(x: float, y: float) -> Box | None:
        return latest.current.at(x, y) if latest.current else None

    finger = ft.use_memo(lambda: Finger(size, set_drawn, add, framed), [size])
    canvas = draw_canvas(content, here, photo, (*boxes, drawn), proposed.frames, size, finger)
    words = [refused(trouble, here.look)] if trouble else proposed_words(here.look, proposed)
    words = words or [centred(here.look.say("photo.cover_words"), "small")]
    acts = CoverActs(
        undo=(lambda: set_boxes(lambda before: before[:-1])) if boxes else None,
        keep=(lambda: page.run_task(keep)) if boxes else None,
        approve=approve if content is not None else None,
        later=later,
        back=back,
    )
    return draw_covering(here.look, canvas, words, acts, looks=looks)


def use_picture(sha256: str) -> bytes | None:
    """A file of this phone's; looked for again after each word of the exchange until it is here."""
    fieldwalk = use_here().fieldwalk
    found: MutableRef[bytes | None] = ft.use_ref(None)
    version = use_following(fieldwalk.exchange.subscribe, lambda: found.current is None)
    content: bytes | None = use_loaded(lambda: fieldwalk.photographs.picture(sha256), sha256, version)
    found.current = content
    return content


def looks_through(here: Here, photo: Photo) -> bool:
    """Whether the photo waits for somebody to look it through, and who has this phone may."""
    return waits(photo) and may(here.fieldwalk.joining.role(), RIGHT)


@dataclass(frozen=True)
class CoverActs:
    """What can be done with a photo; ``None`` for what can not be done now."""

    undo: Callable[[], None] | None
    keep: Callable[[], object] | None
    approve: Callable[[], None] | None
    later: Callable[[], None] | None
    back: Callable[[], None]


class Finger:
    """What a finger on a picture of ``size`` pixels means: a drag draws a box, a tap sets one round it.

    A tap in what is ``framed`` already sets that one.
    """

    def __init__(
        self,
        size: tuple[float, float],
        draw: Callable[[Box], None],
        add: Callable[[Box], None],
        framed: Callable[[float, float], Box | None] = lambda _x, _y: None,
    ) -> None:
        self._size, self._draw, self._add, self._framed = size, draw, add, framed
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
        self._add(self._framed(x / self._size[0], y / self._size[1]) or self._box())

    def _box(self) -> Box:
        (left, right), (top, bottom) = (
            sorted(min(max(at[axis] / self._size[axis], 0.0), 1.0) for at in (self._begin, self._end))
            for axis in (0, 1)
        )
        return Box(left, top, right, bottom)


def fitted(photo: Photo, look: Look, besides: int) -> tuple[float, float]:
    """The pixels that the whole photo takes on the page, of whose height so many are not its."""
    width, height = photo.width or 1, photo.height or 1
    scale = min((min(look.width, 900) - 2 * L) / width, max(look.height - besides, 160) / height)
    return width * scale, height * scale


def draw_canvas(
    content: bytes | None,
    here: Here,
    photo: Photo,
    boxes: Sequence[Box],
    frames: Sequence[Box],
    size: tuple[float, float],
    finger: Finger,
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
        ft.Stack([picture, *covers, *draw_frames(frames, size)], width=width, height=height),
        drag_interval=OFTEN,
        on_tap_up=lambda event: finger.tap(event.local_position.x, event.local_position.y),
        on_pan_start=lambda event: finger.start(event.local_position.x, event.local_position.y),
        on_pan_update=lambda event: finger.move(event.local_position.x, event.local_position.y),
        on_pan_end=lambda _: finger.lift(),
    )


def draw_covering(
    look: Look, canvas: ft.Control, below: Sequence[ft.Control], acts: CoverActs, *, looks: bool
) -> ft.Control:
    """The photo in the middle; what it means, the way back and the way on under it.

    The lit button says that there is nothing to cover, where it is asked, until something is drawn.
    """
    # What does not fit is scrolled and never squeezed: a finger's place must be that place of the picture.
    whole = ft.Column([canvas], tight=True, scroll=ft.ScrollMode.AUTO)
    middle = ft.Container(whole, expand=True, alignment=ft.Alignment.CENTER, padding=L)
    if looks and acts.keep is None:
        lit = lamp_button(
            look.say("photo.nobody"), ft.Icons.VISIBILITY_ROUNDED, acts.approve, height=FINISH, size=20, autofocus=True
        )
        # A button that could not be pressed is given no focus: it is another one when the photo is there.
        lit.key = "ready" if acts.approve else "waits"
    else:
        lit = lamp_button(look.say("photo.cover_done"), ft.Icons.CHECK_ROUNDED, acts.keep, height=FINISH, size=20)
    other = plain_button(look.say("photo.cover_undo"), acts.undo, ft.Icons.UNDO_ROUNDED)
    if acts.later and acts.keep is None:
        other = plain_button(look.say("photo.later"), acts.later, ft.Icons.SCHEDULE_ROUNDED)
    title = look.say("photo.look_title" if looks else "photo.cover_title")
    page = screen(top_bar(title, look, back=acts.back), middle, foot(*below, stack_of(lit, other, spacing=M)))
    return column_width(page, look, 900 + XL)


def cover_button(here: Here, issue: Issue, photo: Photo, number: int) -> list[ft.Control]:
    """The way to it, once the photo is there."""
    if photo.sha256 is None:
        return []
    word = here.look.say("photo.look" if looks_through(here, photo) else "photo.cover", number=number)
    way = go(routes.photo(issue.walk_id or "", issue.id, photo.id))
    return [ft.Row([text_button(word, way, ft.Icons.HIDE_IMAGE_OUTLINED)])]


def cover_buttons(here: Here, issue: Issue, photos: Sequence[Photo]) -> list[ft.Control]:
    """The same for photos of others, for who may take them away."""
    if not may(here.fieldwalk.joining.role(), "remove.photo"):
        return []
    return [each for number, photo in enumerate(photos, 1) for each in cover_button(here, issue, photo, number)]
