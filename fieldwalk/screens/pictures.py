"""Photos out of the phone's own files."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from fieldwalk.domain.looking import waits
from fieldwalk.domain.records import Photo
from fieldwalk.screens.here import Here, use_here, use_loaded
from fieldwalk.theme import S
from fieldwalk.widgets.pictures import photo as draw_photo


@ft.component
def Picture(
    shown: Photo, label: str, *, width: float | None = None, height: float = 132, full: bool = False
) -> ft.Control:
    """One photo: its thumbnail in a list, the whole of it with ``full``; words while it waits to be looked through."""
    here = use_here()
    sha256 = (shown.sha256 if full else shown.thumbnail) or shown.thumbnail or shown.sha256

    async def load() -> bytes | None:
        return await here.fieldwalk.photographs.picture(sha256) if sha256 else None

    # What others let pass comes with an exchange, under the name that it has had all along.
    content, waiting = use_loaded(load, sha256, waits(shown)), waits(shown)
    instead = here.look.say("photo.waits") if waiting else ""
    return draw_photo(content, shown.description or label, width=width, height=height, instead=instead)


def photo_label(here: Here, shown: Photo, number: int, place: int | None) -> str:
    """What a screen reader says of a photo that nobody has described."""
    key = "issue.photo_after_label" if shown.role == "after" else "issue.photo_label"
    return here.look.say(key, number=number, place=place or 0)


def photo_row(
    here: Here, photos: Sequence[Photo], place: int | None, *, width: float = 120, height: float = 96
) -> ft.Row:
    """Photos beside each other; the row scrolls when they are many."""
    shown = [
        Picture(photo, photo_label(here, photo, number, place), width=width, height=height)
        for number, photo in enumerate(photos, 1)
    ]
    return ft.Row(list(shown), spacing=S, scroll=ft.ScrollMode.HIDDEN)
