"""Where the marks and words of a map go, so that none lies upon another."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import combinations

from fieldwalk.documents.frame import Frame, Spot

APART = 37.0
"""Units from the middle of one mark to the next."""

_EDGE = 22.0
_CLEAR = 27.0
_ROUNDS = 80
_GOLDEN = math.pi * (3 - math.sqrt(5))

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def spread(wanted: Sequence[Spot], frame: Frame, fixed: Sequence[Spot] = ()) -> list[Spot]:
    """A spot for each mark, near where it is ``wanted``, inside the frame, apart from the others and from ``fixed``.

    The same marks always give the same spots. Marks that are already apart stay where they are.
    """
    spots = [_inside(spot, frame) for spot in wanted]
    for _ in range(_ROUNDS):
        if not _push(spots, fixed):
            break
        spots = [_inside(spot, frame) for spot in spots]
    return [(round(x, 1), round(y, 1)) for x, y in spots]


def _push(spots: list[Spot], fixed: Sequence[Spot]) -> bool:
    """Move every pair that is too close half the missing way each, and marks off ``fixed``; whether any moved."""
    moved = False
    for a, b in combinations(range(len(spots)), 2):
        x, y = _apart(spots[a], spots[b], APART, b)
        if x or y:
            spots[a] = (spots[a][0] - x / 2, spots[a][1] - y / 2)
            spots[b] = (spots[b][0] + x / 2, spots[b][1] + y / 2)
            moved = True
    for index, spot in enumerate(spots):
        for other in fixed:
            x, y = _apart(other, spot, _CLEAR, index)
            spots[index] = spot = (spot[0] + x, spot[1] + y)
            moved = moved or bool(x or y)
    return moved


def _apart(a: Spot, b: Spot, least: float, turn: int) -> Spot:
    """How far ``b`` must move to be ``least`` from ``a``; on the same spot, ``turn`` says which way."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    far = math.hypot(dx, dy)
    if far >= least - 0.5:
        return 0.0, 0.0
    if far < 0.01:
        return math.cos(turn * _GOLDEN) * least, math.sin(turn * _GOLDEN) * least
    return dx / far * (least - far), dy / far * (least - far)


def _inside(spot: Spot, frame: Frame) -> Spot:
    x, y = spot
    return min(frame.width - _EDGE, max(_EDGE, x)), min(frame.height - _EDGE, max(_EDGE, y))


class Room:
    """What is still free on the map. A word asks for a place, and gets it or stays away."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._taken: list[Box] = []

    def take(self, spot: Spot, width: float, height: float) -> None:
        """Keep the box round ``spot`` free from words."""
        self._taken.append(_box(spot, width, height))

    def first_free(self, candidates: Iterable[Spot], width: float, height: float) -> Spot | None:
        """The first candidate whose box is inside the map and free, now taken; ``None`` when there is none."""
        for spot in candidates:
            box = _box(spot, width, height)
            if self._fits(box):
                self._taken.append(box)
                return spot
        return None

    def _fits(self, box: Box) -> bool:
        left, top, right, bottom = box
        inside = left >= 6 and top >= 6 and right <= self._frame.width - 6 and bottom <= self._frame.height - 6
        return inside and not any(
            left < other[2] and other[0] < right and top < other[3] and other[1] < bottom for other in self._taken
        )


def around(spot: Spot, reach: float, width: float) -> list[Spot]:
    """Places for a word ``width`` wide near ``spot``: below, above, after, before, then further out."""
    x, y = spot
    half = width / 2
    near = [(x, y + reach), (x, y - reach), (x + reach + half, y), (x - reach - half, y)]
    far = [(x + half, y + 2 * reach), (x - half, y + 2 * reach), (x + half, y - 2 * reach), (x - half, y - 2 * reach)]
    return near + far


def width_of(words: str, size: float) -> float:
    """About how wide ``words`` are in units at a font ``size``: no font is at hand here, so a little too wide."""
    return len(words) * size * 0.56


def _box(spot: Spot, width: float, height: float) -> Box:
    x, y = spot
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2
