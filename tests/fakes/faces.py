"""What stands in for looking for faces, and a drawn face for what really looks."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw, ImageFilter

from sync.server.proposing.finder import Found

FACE = Found(0.25, 0.25, 0.5, 0.5)


class FoundEverywhere:
    """Finds the same rectangle in every picture, and remembers what it was shown."""

    def __init__(self) -> None:
        self.shown: list[bytes] = []

    def find(self, content: bytes) -> list[Found]:
        self.shown.append(content)
        return [FACE]


SKIN, HAIR, SHADE, LIPS = (224, 182, 152), (60, 45, 35), (170, 120, 95), (150, 70, 70)
WHITE, DARK = (240, 240, 240), (30, 25, 20)
_OVALS = (
    (0.5, 0.45, 1.05, 1.35, HAIR),
    (0.5, 0.55, 0.86, 1.15, SKIN),
    *((x, *rest) for x in (0.31, 0.69) for rest in ((0.4, 0.26, 0.13, SHADE), (0.44, 0.19, 0.09, WHITE),
                                                     (0.44, 0.09, 0.09, DARK), (0.32, 0.26, 0.04, HAIR))),
    (0.5, 0.62, 0.16, 0.22, (235, 195, 165)),
    *((x, 0.71, 0.07, 0.04, SHADE) for x in (0.45, 0.55)),
    (0.5, 0.86, 0.36, 0.11, LIPS),
)  # fmt: skip
"""Middle, width, height and colour, in parts of the face's size: nobody's face."""


def drawn_face(size: int = 160, left: int = 500, top: int = 300) -> bytes:
    """A JPEG of 1200 by 900 pixels with a face of ``size`` pixels, or with none for 0."""
    picture = Image.new("RGB", (1200, 900), (150, 160, 150))
    pen = ImageDraw.Draw(picture)
    for x, y, wide, high, colour in _OVALS if size else ():
        sides = (x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
        pen.ellipse([(left, top)[n % 2] + side * size for n, side in enumerate(sides)], fill=colour)
    file = io.BytesIO()
    picture.filter(ImageFilter.GaussianBlur(size / 45)).save(file, "JPEG", quality=85)
    return file.getvalue()
