"""Faces and number plates by OpenCV's Haar cascades, which lie in its wheel: nothing is fetched while it runs.

Viola and Jones, Rapid object detection using a boosted cascade of simple features (CVPR 2001). They find what looks
like a face from the front or the side, and like a plate, and also things that are neither: a person decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from sync.server.proposing.finder import Found

LONGEST = 800
"""Pixels of the longer side that is searched: a face at ten metres is some fifteen of them wide."""

_CASCADES = (
    ("haarcascade_frontalface_default.xml", 6),
    ("haarcascade_profileface.xml", 6),
    ("haarcascade_russian_plate_number.xml", 4),
)
"""Each file with how many neighbouring hits it takes to be one."""
_STEP = 1.15
"""How much larger each size is that is looked for."""
_LEAST = (20, 20)
"""Pixels: what is smaller cannot be recognised."""
_ROOM = 0.15
"""Of a rectangle's sides that is added to each: hair, chin and the plate's edge are covered too."""


class Cascades:
    """Looks with three cascades, and the second of them for faces turned the other way too. Any thread may ask."""

    def __init__(self) -> None:
        """Raises ``ValueError`` when the installed OpenCV carries no cascades, as from version 5 on."""
        folder = Path(cv2.__file__).parent / "data"
        missing = [name for name, _ in _CASCADES if not (folder / name).exists()]
        if missing:
            raise ValueError(f"This version of OpenCV has no {missing[0]}: install the extra fieldwalk[faces].")
        cv2.setNumThreads(1)  # the other cores are for the words
        self._files = [(str(folder / name), hits) for name, hits in _CASCADES]

    def find(self, content: bytes) -> list[Found]:
        """What may be a face or a plate, each once, the largest first; none in what is no picture."""
        grey = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_GRAYSCALE) if content else None
        if grey is None:
            return []
        scale = min(1.0, LONGEST / max(grey.shape))
        small = cv2.equalizeHist(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
        height, width = small.shape
        hits = sorted(self._hits(small), key=lambda hit: -hit[2] * hit[3])
        return _apart([_found(hit, width, height) for hit in hits])

    def _hits(self, grey: Any) -> Iterator[tuple[int, int, int, int]]:
        """Left, top, width and height in pixels."""
        width = grey.shape[1]
        for file, hits in self._files:
            # A classifier must not be shared by threads, and is read in some ten milliseconds.
            cascade = cv2.CascadeClassifier(file)
            for x, y, wide, high in cascade.detectMultiScale(grey, _STEP, hits, minSize=_LEAST):
                yield int(x), int(y), int(wide), int(high)
            if "profile" in file:
                for x, y, wide, high in cascade.detectMultiScale(cv2.flip(grey, 1), _STEP, hits, minSize=_LEAST):
                    yield int(width - x - wide), int(y), int(wide), int(high)


def _found(hit: tuple[int, int, int, int], width: int, height: int) -> Found:
    left, top, wide, high = hit
    sides = (left - wide * _ROOM, top - high * _ROOM, left + wide * (1 + _ROOM), top + high * (1 + _ROOM))
    parts = (side / (width, height)[n % 2] for n, side in enumerate(sides))
    return Found(*(round(min(max(part, 0.0), 1.0), 4) for part in parts))


def _apart(found: list[Found]) -> list[Found]:
    """Without those whose middle lies in one before them."""
    kept: list[Found] = []
    for each in found:
        x, y = (each.left + each.right) / 2, (each.top + each.bottom) / 2
        if not any(one.left <= x <= one.right and one.top <= y <= one.bottom for one in kept):
            kept.append(each)
    return kept
