"""The map's frame: which stretch of ground it shows, and where a place on earth lies in the drawing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fieldwalk.domain.ground import Bounds, Degrees, Plane

Spot = tuple[float, float]
"""Units right and down from the drawing's upper left corner."""

WIDTH = 900.0
_LOWEST, _HIGHEST = 500.0, 660.0
_MARGIN = 64.0
_LEAST_METRES = 160.0

SCALES = (20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)
"""Metres that a scale bar may show."""


@dataclass(frozen=True)
class Frame:
    """``scale`` is units a metre. Equal bounds give equal frames."""

    plane: Plane
    scale: float
    height: float
    width: float = WIDTH

    def spot(self, place: Degrees) -> Spot:
        """Where ``place`` (latitude, longitude) lies in the drawing, to a tenth of a unit."""
        east, north = self.plane.metres(place)
        return round(self.width / 2 + east * self.scale, 1), round(self.height / 2 - north * self.scale, 1)

    def spots(self, places: Iterable[Degrees]) -> list[Spot]:
        return [self.spot(place) for place in places]

    def shows(self, spots: Sequence[Spot]) -> bool:
        """Whether any of the shape through ``spots`` may lie inside; never false for one that does."""
        across, down = [spot[0] for spot in spots], [spot[1] for spot in spots]
        beside = max(across) < -20 or min(across) > self.width + 20
        return not (beside or max(down) < -20 or min(down) > self.height + 20)

    @property
    def bar(self) -> int:
        """Metres of the scale bar: the longest of :data:`SCALES` that is at most a fifth of the width."""
        fitting = [metres for metres in SCALES if metres * self.scale <= self.width / 5]
        return fitting[-1] if fitting else SCALES[0]


def frame_of(bounds: Bounds) -> Frame:
    """The frame that holds ``bounds`` with a margin for marks; never closer than a courtyard, 160 metres."""
    plane = Plane(*bounds.centre)
    east, north = plane.metres((bounds.north, bounds.east))
    across, down = max(_LEAST_METRES, east * 2), max(_LEAST_METRES * 0.6, north * 2)
    wanted = (WIDTH - 2 * _MARGIN) / across * down + 2 * _MARGIN
    height = round(min(_HIGHEST, max(_LOWEST, wanted)))
    scale = min((WIDTH - 2 * _MARGIN) / across, (height - 2 * _MARGIN) / down)
    return Frame(plane, scale, float(height))
