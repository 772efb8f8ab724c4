"""Many places on one map: those that would lie over each other stand as one, with how many they are."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from fieldwalk.domain.ground import Bounds

CELL = 64.0
"""Pixels: what lies within one square of this side is drawn as one."""

_TILE = 256.0


class Pin(NamedTuple):
    """What a map shows of a place: the little that thousands of them can afford. WGS 84 degrees."""

    id: str
    walk_id: str
    number: int
    kind: str
    category: str | None
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Cluster:
    """Places close together. ``latitude`` and ``longitude`` (WGS 84 degrees) are their middle."""

    latitude: float
    longitude: float
    pins: tuple[Pin, ...]


def clustered(pins: Iterable[Pin], zoom: float, within: Bounds | None = None, cell: float = CELL) -> list[Cluster]:
    """The places that lie ``within``, gathered as they fall into squares at ``zoom``.

    The squares lie still on the earth (Web Mercator, 256 pixels at zoom 0): moving the map regroups nothing.
    No place is lost and none is counted twice.
    """
    scale = _TILE * 2**zoom / cell
    squares: dict[tuple[int, int], list[Pin]] = {}
    for pin in pins:
        if within is None or within.holds(pin.latitude, pin.longitude):
            squares.setdefault(_square(pin.latitude, pin.longitude, scale), []).append(pin)
    return [_cluster(found) for found in squares.values()]


def _square(latitude: float, longitude: float, scale: float) -> tuple[int, int]:
    sine = math.sin(math.radians(max(-85.0, min(85.0, latitude))))
    northing = 0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)
    return int((longitude / 360 + 0.5) * scale), int(northing * scale)


def _cluster(pins: list[Pin]) -> Cluster:
    count = len(pins)
    return Cluster(sum(pin.latitude for pin in pins) / count, sum(pin.longitude for pin in pins) / count, tuple(pins))
