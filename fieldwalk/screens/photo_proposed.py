"""What the server proposes to cover: dashed frames over the photo, each taken with a tap, or all of them put away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import flet as ft
import flet.canvas as cv

from fieldwalk.device.ports import Box
from fieldwalk.screens.here import use_here, use_loaded
from fieldwalk.theme import LAMP, Look
from fieldwalk.widgets.buttons import text_button
from fieldwalk.widgets.frames import stack_of
from fieldwalk.widgets.words import centred

NONE: tuple[Box, ...] = ()
DASHES: list[ft.Number] = [8, 6]
"""Pixels drawn, and left out."""


@dataclass(frozen=True)
class Proposed:
    """The frames that nobody has decided about, and what takes all of them or puts them away."""

    frames: tuple[Box, ...]
    take: Callable[[], None]
    leave: Callable[[], None]

    def at(self, x: float, y: float) -> Box | None:
        """The smallest frame round a place of the picture, in parts of its width and height."""
        round_ = [each for each in self.frames if each.left <= x <= each.right and each.top <= y <= each.bottom]
        return min(round_, key=lambda each: (each.right - each.left) * (each.bottom - each.top), default=None)


def use_proposed(
    photo_id: str, boxes: Sequence[Box], take: Callable[[Sequence[Box]], None], *, wanted: bool
) -> Proposed:
    """What the server proposes for the photo, without what is among ``boxes``; nothing where it is not ``wanted``."""
    here = use_here()
    is_left, set_left = ft.use_state(False)

    async def ask() -> tuple[Box, ...]:
        return await here.fieldwalk.proposals.of(photo_id) if wanted else NONE

    found: tuple[Box, ...] = use_loaded(ask, photo_id, wanted) or NONE
    frames = NONE if is_left else tuple(each for each in found if each not in boxes)
    return Proposed(frames, lambda: take(frames), lambda: set_left(True))


def draw_frames(frames: Sequence[Box], size: tuple[float, float]) -> list[ft.Control]:
    """The frames over a picture of ``size`` pixels: light over dark dashes, seen on any ground."""
    if not frames:
        return []
    width, height = size
    shapes: list[cv.Shape] = []
    for box in frames:
        for colour, thick in ((ft.Colors.BLACK, 5), (LAMP.ground, 3)):
            paint = ft.Paint(
                color=colour, stroke_width=thick, style=ft.PaintingStyle.STROKE, stroke_dash_pattern=DASHES
            )
            left, top = box.left * width, box.top * height
            wide, high = (box.right - box.left) * width, (box.bottom - box.top) * height
            shapes.append(cv.Rect(left, top, wide, high, paint=paint))
    return [cv.Canvas(shapes, width=width, height=height)]


def proposed_words(look: Look, proposed: Proposed) -> list[ft.Control]:
    """How many frames there are, and what can be done with all of them at once."""
    if not proposed.frames:
        return []
    both = [
        text_button(look.say("photo.propose_take"), proposed.take),
        text_button(look.say("photo.propose_leave"), proposed.leave),
    ]
    row = ft.Row(list(both), alignment=ft.MainAxisAlignment.CENTER, wrap=True, spacing=0, run_spacing=0)
    return [stack_of(centred(look.count("photo.proposed", len(proposed.frames)), "small"), row, spacing=0)]
