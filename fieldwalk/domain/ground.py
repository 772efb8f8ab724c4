"""The drawn ground of an area: water, green, houses, ways, lamps and trees, as GeoJSON of our own schema.

A FeatureCollection in WGS 84 degrees (RFC 7946). Each feature's ``properties.kind`` is one of :data:`KINDS`;
what else it may carry: ``name``, ``lit`` (a lamp: false when it is dark), ``radius`` (a tree: metres).
Pure: phone and server draw the same map from it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from fieldwalk.domain.fixes import METRES_PER_DEGREE
from fieldwalk.domain.refusals import Refused

AREAS = ("water", "green", "square", "house")
LINES = ("road", "path", "tunnel")
POINTS = ("lamp", "tree", "name")
KINDS = (*AREAS, *LINES, *POINTS)
"""In the order in which a map draws them."""

Degrees = tuple[float, float]
"""Latitude and longitude, in this order everywhere but inside GeoJSON."""

Metres = tuple[float, float]
"""East and north of an origin."""


@dataclass(frozen=True)
class Shape:
    """One drawn thing. An area's points go round it once, the first not repeated; a point has one."""

    kind: str
    points: tuple[Degrees, ...]
    name: str = ""
    lit: bool = True
    radius: float = 0.0

    @property
    def at(self) -> Degrees:
        """The middle of all its points: where a word about it stands."""
        count = len(self.points)
        return sum(p[0] for p in self.points) / count, sum(p[1] for p in self.points) / count


@dataclass(frozen=True)
class Ground:
    """All shapes of an area, each kind in the order of the file. Empty where nothing is drawn yet."""

    shapes: Mapping[str, tuple[Shape, ...]] = field(default_factory=dict)

    def of(self, kind: str) -> tuple[Shape, ...]:
        """The shapes of ``kind``; none is an empty tuple, never an error."""
        return self.shapes.get(kind, ())

    def __iter__(self) -> Iterator[Shape]:
        """All shapes, in the order in which a map draws them."""
        for kind in KINDS:
            yield from self.of(kind)

    @property
    def lit(self) -> tuple[Shape, ...]:
        """The lamps that shine."""
        return tuple(lamp for lamp in self.of("lamp") if lamp.lit)

    @property
    def dead(self) -> tuple[Shape, ...]:
        """The lamps that are dark."""
        return tuple(lamp for lamp in self.of("lamp") if not lamp.lit)


@dataclass(frozen=True)
class Bounds:
    """The box round some places, in WGS 84 degrees."""

    south: float
    west: float
    north: float
    east: float

    @property
    def centre(self) -> Degrees:
        """The middle of the box."""
        return (self.south + self.north) / 2, (self.west + self.east) / 2

    def holds(self, latitude: float, longitude: float) -> bool:
        """Whether the place lies in the box or on its edge."""
        return self.south <= latitude <= self.north and self.west <= longitude <= self.east

    def meets(self, other: Bounds) -> bool:
        """Whether the two boxes have any place in common."""
        apart = self.south > other.north or other.south > self.north or self.west > other.east or other.west > self.east
        return not apart

    def joined(self, other: Bounds | None) -> Bounds:
        """The box round both."""
        if other is None:
            return self
        return Bounds(
            min(self.south, other.south),
            min(self.west, other.west),
            max(self.north, other.north),
            max(self.east, other.east),
        )

    def widened(self, metres: float) -> Bounds:
        """The box with ``metres`` more on every side."""
        up = metres / METRES_PER_DEGREE
        out = up / max(0.01, math.cos(math.radians(self.centre[0])))
        return Bounds(self.south - up, self.west - out, self.north + up, self.east + out)


@dataclass(frozen=True)
class Plane:
    """A flat map round an origin: equirectangular (Snyder, 1987), true to 0.1 % within some 10 km."""

    latitude: float
    longitude: float

    def metres(self, place: Degrees) -> Metres:
        """Metres east and north of the origin."""
        east = (place[1] - self.longitude) * math.cos(math.radians(self.latitude))
        return east * METRES_PER_DEGREE, (place[0] - self.latitude) * METRES_PER_DEGREE

    def degrees(self, place: Metres) -> Degrees:
        """The place that lies so many metres east and north of the origin."""
        east = place[0] / math.cos(math.radians(self.latitude))
        return self.latitude + place[1] / METRES_PER_DEGREE, self.longitude + east / METRES_PER_DEGREE


def bounds(places: Iterable[Degrees]) -> Bounds | None:
    """The smallest box that holds ``places``; ``None`` when there are none."""
    known = list(places)
    if not known:
        return None
    norths, easts = [place[0] for place in known], [place[1] for place in known]
    return Bounds(min(norths), min(easts), max(norths), max(easts))


def ground_bounds(ground: Ground) -> Bounds | None:
    """The box round everything drawn."""
    return bounds(point for shape in ground for point in shape.points)


def read_ground(text: bytes) -> Ground:
    """The ground that a GeoJSON file draws. What this version does not know is left out.

    Raises :class:`Refused` (``file_damaged``) for anything that is no FeatureCollection.
    """
    try:
        document = json.loads(text)
        features = document["features"]
        shapes = [shape for feature in features for shape in _shape(feature)]
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError):
        raise Refused("file_damaged") from None
    return Ground({kind: tuple(s for s in shapes if s.kind == kind) for kind in KINDS})


def write_ground(shapes: Iterable[Shape]) -> bytes:
    """The GeoJSON file of ``shapes``; equal shapes give equal bytes. Degrees to 1e-6, a hand's breadth."""
    features = [_feature(shape) for shape in shapes]
    document = {"type": "FeatureCollection", "features": features}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _shape(feature: Mapping[str, Any]) -> Iterator[Shape]:
    properties, geometry = feature["properties"] or {}, feature["geometry"]
    kind = properties.get("kind")
    match geometry["type"], geometry["coordinates"]:
        case "Polygon", [ring, *_] if kind in AREAS:
            points = _places(ring)[:-1]
        case "LineString", line if kind in LINES:
            points = _places(line)
        case "Point", point if kind in POINTS:
            points = _places([point])
        case _:
            return
    if points:
        name, lit = str(properties.get("name", "")), properties.get("lit") is not False
        yield Shape(kind, points, name, lit, _radius(properties.get("radius")))


def _places(coordinates: Iterable[Any]) -> tuple[Degrees, ...]:
    return tuple(_place(float(each[1]), float(each[0])) for each in coordinates)


def _place(latitude: float, longitude: float) -> Degrees:
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError("nowhere on earth")
    return latitude, longitude


def _radius(value: object) -> float:
    return float(value) if isinstance(value, (int, float)) and 0 <= value <= 1000 else 0.0


def _feature(shape: Shape) -> dict[str, Any]:
    points = [[round(longitude, 6), round(latitude, 6)] for latitude, longitude in shape.points]
    properties: dict[str, Any] = {"kind": shape.kind}
    if shape.name:
        properties["name"] = shape.name
    if shape.kind == "lamp":
        properties["lit"] = shape.lit
    if shape.kind == "tree":
        properties["radius"] = shape.radius
    return {"type": "Feature", "properties": properties, "geometry": _geometry(shape.kind, points)}


def _geometry(kind: str, points: list[list[float]]) -> dict[str, Any]:
    if kind in AREAS:
        return {"type": "Polygon", "coordinates": [[*points, points[0]]]}
    if kind in LINES:
        return {"type": "LineString", "coordinates": points}
    return {"type": "Point", "coordinates": points[0]}
