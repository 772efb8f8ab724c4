"""The walk as map data: GeoJSON (RFC 7946), WGS 84, longitude first, at most 7 decimals: a centimetre."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from fieldwalk.documents.entries import entry_of, recorded
from fieldwalk.documents.sheet import worded
from fieldwalk.documents.speech import Speech
from fieldwalk.domain.fields import clean
from fieldwalk.domain.points import Place, Point
from fieldwalk.domain.summary import PlannedStop, Summary
from fieldwalk.domain.tracks import Fix, Track

_DECIMALS = 7

Feature = dict[str, Any]


def geojson(summary: Summary, language: str) -> bytes:
    """A FeatureCollection: the track (a line a segment, never one across a gap), stops, points and good places.

    ``record`` says what a feature is: 'track', 'stop' or 'issue'. A point without a position has no geometry,
    and is there all the same. Words that come from a list are there as the list's own word and in ``language``.
    """
    sheet = worded(summary, language)
    say = Speech(sheet.language, summary.zone, summary.made_at)
    features = [
        *_track(summary.track),
        *(_stop(stop) for stop in summary.stops),
        *(_issue(point, say) for point in (*summary.points, *summary.good)),
    ]
    collection: dict[str, Any] = {"type": "FeatureCollection", "name": sheet.title}
    if summary.bounds:
        box = summary.bounds
        collection["bbox"] = [_round(each) for each in (box.west, box.south, box.east, box.north)]
    return json.dumps({**collection, "features": features}, ensure_ascii=False, indent=1).encode()


def _track(track: Track) -> Iterator[Feature]:
    lines = [_line(segment.fixes) for segment in track.segments]
    if lines:
        fixes = track.fixes
        properties = {
            "record": "track",
            "length_metres": round(track.length),
            "recorded": round(track.recorded, 3),
            "started_at": _time(fixes[0].at),
            "finished_at": _time(fixes[-1].at),
        }
        yield _feature(properties, {"type": "MultiLineString", "coordinates": lines})


def _line(fixes: Iterable[Fix]) -> list[list[float]]:
    """A line needs two ends: a lone fix is a line to itself."""
    line = [[_round(fix.longitude), _round(fix.latitude)] for fix in fixes]
    return line if len(line) > 1 else line * 2


def _stop(stop: PlannedStop) -> Feature:
    return _feature({"record": "stop", "number": stop.number, "title": stop.title}, _point(stop.place))


def _issue(point: Point, say: Speech) -> Feature:
    entry, answer = entry_of(point, say), point.answer
    properties = {
        "record": "issue",
        "mark": point.mark,
        "number": point.number,
        "kind": "good" if point.good else "care",
        "category": point.category,
        "category_words": entry.category_words,
        "severity": point.severity,
        "place": point.heading,
        "words": point.words,
        "cause": point.cause,
        "proposal": point.proposal,
        "light": point.light,
        "accuracy_metres": point.place.accuracy if point.place else None,
        "marked_at": _time(point.marked_at),
        "state": None if point.good and not answer.given else answer.state,
        "state_words": entry.state_words or None,
        "owner": answer.owner,
        "due": answer.due,
        "answer": answer.words,
        "reason": answer.reason,
        "answered_at": _time(answer.answered_at),
        "done_at": _time(answer.done_at),
        "photos": len(point.pictures),
        "photos_waiting": point.waiting,
        "photo_descriptions": " · ".join(figure.alt for figure in entry.figures) or None,
        "recordings": len(point.recordings),
        "recordings_told": " · ".join(recorded(entry)) or None,
    }
    return {"id": point.id, **_feature(properties, _point(point.place))}


def _feature(properties: dict[str, Any], geometry: dict[str, Any] | None) -> Feature:
    tidy = {name: clean(value) if isinstance(value, str) else value for name, value in properties.items()}
    return {"type": "Feature", "geometry": geometry, "properties": tidy}


def _point(place: Place | None) -> dict[str, Any] | None:
    return {"type": "Point", "coordinates": [_round(place.longitude), _round(place.latitude)]} if place else None


def _round(degrees: float) -> float:
    return round(degrees, _DECIMALS)


def _time(moment: int | None) -> str | None:
    """RFC 3339 in UTC, which every tool reads alike."""
    if moment is None:
        return None
    return datetime.fromtimestamp(moment / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
