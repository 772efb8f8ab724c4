"""Many places on one map: those that would lie over each other stand as one, with how many they are."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fieldwalk.domain.ground import Bounds
from fieldwalk.domain.records import Issue

CELL = 64.0
"""Pixels: what lies within one square of this side is drawn as one."""

_TILE = 256.0


@dataclass(frozen=True)
class Cluster:
    """Places close together. ``latitude`` and ``longitude`` (WGS 84 degrees) are their middle."""

    latitude: float
    longitude: float
    issues: tuple[Issue, ...]


def clustered(issues: Iterable[Issue], zoom: float, within: Bounds | None = None, cell: float = CELL) -> list[Cluster]:
    """The places that have a position and lie ``within``, gathered as they fall into squares at ``zoom``.

    The squares lie still on the earth (Web Mercator, 256 pixels at zoom 0): moving the map regroups nothing.
    No place is lost and none is counted twice.
    """
    scale = _TILE * 2**zoom / cell
    squares: dict[tuple[int, int], list[Issue]] = {}
    for issue in issues:
        if issue.position and (within is None or _holds(within, issue.position)):
            squares.setdefault(_square(issue.position[0], issue.position[1], scale), []).append(issue)
    return [_cluster(found) for found in squares.values()]


def _holds(box: Bounds, position: Sequence[float]) -> bool:
    return box.south <= position[0] <= box.north and box.west <= position[1] <= box.east


def _square(latitude: float, longitude: float, scale: float) -> tuple[int, int]:
    sine = math.sin(math.radians(max(-85.0, min(85.0, latitude))))
    northing = 0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)
    return int((longitude / 360 + 0.5) * scale), int(northing * scale)


def _cluster(issues: list[Issue]) -> Cluster:
    places = [issue.position for issue in issues if issue.position]
    count = len(places)
    return Cluster(sum(p[0] for p in places) / count, sum(p[1] for p in places) / count, tuple(issues))
