"""Taking photos of a place: the row stands before the camera opens, the picture follows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import flet as ft
from flet.components.hooks.use_ref import MutableRef

from fieldwalk.domain.looking import RIGHT, waits
from fieldwalk.domain.records import Issue, Photo
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.roles import may
from fieldwalk.screens.drafting import use_draft
from fieldwalk.screens.guarding import guard_notice
from fieldwalk.screens.here import Here, use_here, use_records
from fieldwalk.screens.photo_cover import cover_button
from fieldwalk.screens.pictures import Picture, photo_label
from fieldwalk.services.drafts import place_of
from fieldwalk.theme import FIELD, XS, Look, M, S
from fieldwalk.widgets.buttons import round_button
from fieldwalk.widgets.fields import writing
from fieldwalk.widgets.frames import edges, pinned, stack_of
from fieldwalk.widgets.states import refused
from fieldwalk.widgets.words import heading, lines, quiet, text

C = ft.Colors
WIDTH, HEIGHT = 120, 96


@dataclass(frozen=True)
class Camera:
    """The way to a photo: ``action`` opens the camera within the press, ``begin`` is called by the same press."""

    action: ft.PickFiles
    begin: Callable[[], None]
    busy: bool
    trouble: str | None


def use_camera(issue_id: str, role: str, taken: Callable[[], Any] | None = None) -> Camera:
    """A camera for the photos of a place; ``taken`` is called once a photo is kept."""
    here = use_here()
    busy, set_busy = ft.use_state(False)
    trouble, set_trouble = ft.use_state("")
    drafted: MutableRef[str | None] = ft.use_ref(None)
    photographs = here.fieldwalk.photographs

    def begin() -> None:
        set_trouble("")
        drafted.current = photographs.draft(issue_id, role)

    async def keep(contents: Sequence[bytes]) -> None:
        set_busy(True)
        try:
            for content in contents:
                photo_id, drafted.current = drafted.current or photographs.draft(issue_id, role), None
                await photographs.keep(photo_id, content)
            if taken and contents:
                taken()
        except Refused as refusal:
            set_trouble(refusal.code)
        finally:
            set_busy(False)

    latest: MutableRef[Callable[[Sequence[bytes]], Awaitable[None]]] = ft.use_ref(None)
    latest.current = keep

    async def arrived(event: ft.FilePickerResultEvent) -> None:
        contents = [file.bytes for file in event.files or [] if file.bytes]
        if latest.current and contents:
            await latest.current(contents)

    picker = ft.use_memo(lambda: ft.FilePicker(on_result=arrived), [])
    action = ft.PickFiles(
        picker, with_data=True, file_type=ft.FilePickerFileType.IMAGE, cancel_upload_on_window_blur=False
    )
    return Camera(action, begin, busy, trouble or None)


@ft.component
def PhotoStrip(issue: Issue, role: str = "before") -> ft.Control:
    """The photos of a place, and the button that takes one more."""
    here = use_records("photo")
    camera = use_camera(issue.id, role)
    photos = here.fieldwalk.store.photos(issue.id, role)
    shown = [
        ft.Container(PhotoRow(issue, photo, number), key=photo.id) for number, photo in enumerate(photos, 1)
    ]  # fmt: skip
    own = any(map(waits, photos)) and not may(here.fieldwalk.joining.role(), RIGHT)
    notes = [here.look.say("issue.photo_people"), *([here.look.say("photo.waits_own")] if own else [])]
    return draw_strip(here.look, shown, camera, role, notes)


@ft.component
def PhotoRow(issue: Issue, photo: Photo, number: int) -> ft.Control:
    """One photo, and beside it what it shows, for those who do not see it."""
    here = use_here()
    describe = here.fieldwalk.photographs.describe
    place = place_of(Photo.name, photo.id, "description")
    draft = use_draft(photo.description or "", place, lambda words: describe(photo.id, words.strip()))
    question = here.look.say("issue.photo_shows")
    label = here.look.say("issue.photo_shows_label", number=number)
    field = writing(draft.words, question, draft.write, label=label, high=2, on_leave=draft.leave)
    words = stack_of(field, *guard_notice(draft, here.look), *cover_button(here, issue, photo, number))
    return ft.Row(
        [_with_remove(here, issue, photo, number), ft.Container(words, expand=True)],
        spacing=S,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )


def draw_strip(look: Look, photos: Sequence[ft.Control], camera: Camera, role: str, notes: Sequence[str]) -> ft.Control:
    """Photos first, then the button; trouble is told under them and nothing is lost."""
    word = look.say("issue.take_after" if role == "after" else "issue.take_photo")
    if camera.busy:
        add: ft.Control = _tile(quiet(look.say("issue.photo_preparing"), "tag", align=ft.TextAlign.CENTER), C.OUTLINE)
    else:
        inside = ft.Column(
            [ft.Icon(ft.Icons.PHOTO_CAMERA_ROUNDED, size=28, color=C.PRIMARY), text(word, "tag", C.PRIMARY)],
            spacing=6,
            alignment=ft.MainAxisAlignment.CENTER,
            horizontal_alignment=ft.CrossAxisAlignment.CENTER,
        )
        box = _tile(inside, C.PRIMARY)
        box.ink, box.on_click, box.action = True, camera.begin, camera.action
        add = ft.Semantics(content=box, container=True, button=True)
    rows: list[ft.Control] = [
        lines(heading(look.say("issue.photos")), *map(quiet, notes), spacing=4),
        *photos,
        ft.Row([add]),
    ]
    if camera.trouble:
        rows.append(refused(camera.trouble, look))
    return ft.Column(rows, spacing=M, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _tile(content: ft.Control, edge: ft.ColorValue) -> ft.Container:
    return ft.Container(
        content,
        width=WIDTH,
        height=HEIGHT,
        border=ft.Border.all(1.5, edge),
        border_radius=FIELD,
        alignment=ft.Alignment.CENTER,
        padding=S,
    )


def _with_remove(here: Here, issue: Issue, photo: Photo, number: int) -> ft.Control:
    """A photo with the small button that takes it away."""
    picture = Picture(photo, photo_label(here, photo, number, issue.number), width=WIDTH, height=HEIGHT)
    label = here.look.say("issue.photo_remove", number=number)
    away = round_button(
        ft.Icons.CLOSE_ROUNDED, label, lambda: here.fieldwalk.photographs.discard(photo.id), floating=True
    )
    return ft.Stack(
        [
            ft.Container(picture, margin=ft.Margin.only(**edges(here.look, end=XS, top=XS))),
            pinned(ft.Container(away, scale=0.75), here.look, end=0, top=0),
        ],
        width=WIDTH + XS,
        height=HEIGHT + XS,
    )
