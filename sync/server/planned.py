"""A route from elsewhere becomes a planned walk: GPX or GeoJSON in, stops out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import gpxpy
from gpxpy.gpx import GPX, GPXException

from fieldwalk.domain.fields import NAME, PLACE, clean
from fieldwalk.domain.fixes import Fix, distance
from fieldwalk.domain.records import Stop, Walk
from fieldwalk.domain.refusals import Refused
from sync.server.caller import Caller
from sync.server.central import Central
from sync.server.writer import Writer

LARGEST = 32 * 1024 * 1024
"""Bytes of a route."""
MOST_STOPS = 200
APART = 150.0
"""Metres between the stops that a mere line is given, at least."""
ALONG = 20
"""Stops that a mere line is given, about, at most."""
FEW = 3
"""Fewer named places than this are not the stops of a route that also has a line: a start and an end, say."""


@dataclass(frozen=True)
class Named:
    """A place on the way, in WGS 84 degrees, and what it is called."""

    title: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Route:
    """A way to walk: at least one stop, in order."""

    title: str
    stops: tuple[Named, ...]

    def write(self, central: Central, caller: Caller) -> str:
        """Plan a walk along it, in one transaction; the walk's id."""
        writer = Writer(central, caller)
        walk_id = writer.write(Walk.name, title=self.title, state="planned", planned_at=None)
        for number, stop in enumerate(self.stops, 1):
            position = [stop.latitude, stop.longitude, 0]
            writer.write(Stop.name, walk_id=walk_id, number=number, title=stop.title or None, position=position)
        writer.commit()
        return walk_id


def plan_from(content: bytes, title: str) -> Route:
    """The route in ``content``; the file's own name for it goes before ``title``.

    Raises :class:`Refused` ``route_not_readable`` for anything that is neither GPX nor GeoJSON with a
    place in it. Named places are the stops; where there are too few, a line gets one every so often.
    """
    if len(content) > LARGEST:
        raise Refused("route_not_readable")
    try:
        own, stops = _geojson(content) if content.lstrip()[:1] == b"{" else _gpx(content)
        _check(stops)
    except (GPXException, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError, Refused):
        raise Refused("route_not_readable") from None
    return Route(_name(own) or _name(title) or "-", tuple(stops))


def _check(stops: Sequence[Named]) -> None:
    if not 0 < len(stops) <= MOST_STOPS:
        raise Refused("route_not_readable")
    for stop in stops:
        PLACE.check([stop.latitude, stop.longitude, 0])


def _gpx(content: bytes) -> tuple[str, list[Named]]:
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise ValueError("a route needs no document type of its own")
    parsed = gpxpy.parse(content.decode("utf-8-sig"))
    points: list[Any] = parsed.waypoints or [point for route in parsed.routes for point in route.points]
    places = [Named(_name(point.name), point.latitude, point.longitude) for point in points]
    line = [(p.latitude, p.longitude) for track in parsed.tracks for part in track.segments for p in part.points]
    return _gpx_title(parsed), _stops(places, line)


def _gpx_title(parsed: GPX) -> str:
    named = (parsed.name, *(route.name for route in parsed.routes), *(track.name for track in parsed.tracks))
    return next((name for name in named if name), "")


def _geojson(content: bytes) -> tuple[str, list[Named]]:
    document = json.loads(content)
    features = document["features"] if document["type"] == "FeatureCollection" else [document]
    places = [_place(f) for f in features if f["geometry"]["type"] == "Point"]
    line = [pair for f in features for pair in _line(f["geometry"])]
    return str(document.get("name") or ""), _stops(places, line)


def _place(feature: dict[str, Any]) -> Named:
    longitude, latitude = feature["geometry"]["coordinates"][:2]
    properties = feature.get("properties") or {}
    return Named(_name(properties.get("name") or properties.get("title")), latitude, longitude)


def _line(geometry: dict[str, Any]) -> Iterator[tuple[float, float]]:
    given = geometry.get("coordinates") or []
    lines: dict[str, list[Any]] = {"LineString": [given], "MultiLineString": given}
    for part in lines.get(geometry["type"], ()):
        yield from ((latitude, longitude) for longitude, latitude, *_ in part)


def _stops(places: list[Named], line: Sequence[tuple[float, float]]) -> list[Named]:
    return places if len(places) >= FEW or not line else list(_along(line))


def _along(line: Sequence[tuple[float, float]]) -> Iterator[Named]:
    """The line's beginning, a place every so often, and its end."""
    fixes = [Fix(0, latitude, longitude, 0) for latitude, longitude in line]
    steps = [distance(a, b) for a, b in pairwise(fixes)]
    apart = since = max(APART, sum(steps) / ALONG)
    for fix, step in zip(fixes, (*steps, None), strict=True):
        if since >= apart or step is None:
            yield Named("", fix.latitude, fix.longitude)
            since = 0.0
        since += step or 0.0


def _name(title: object) -> str:
    """``title`` as a record may hold it: clean, on one line, not too long."""
    return " ".join(clean(title).split())[: NAME.longest] if isinstance(title, str) else ""
