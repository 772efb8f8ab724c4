"""The walk as GPX 1.1: each segment of the track a ``trkseg``, stops and points as waypoints, times in UTC."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

import gpxpy.gpx

from fieldwalk import __version__
from fieldwalk.documents.entries import entry_of
from fieldwalk.documents.sheet import worded
from fieldwalk.documents.speech import Speech
from fieldwalk.domain.fields import clean
from fieldwalk.domain.points import Place, Point
from fieldwalk.domain.summary import PlannedStop, Summary
from fieldwalk.domain.tracks import Fix, Segment

# XML 1.0, production [2] Char: the rest of Unicode may not stand in a document at all.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def gpx(summary: Summary, language: str) -> bytes:
    """The file. What has no position is not in it: GPX knows only places; a break of the track stays one."""
    sheet = worded(summary, language)
    say = Speech(sheet.language, summary.zone, summary.made_at)
    document = gpxpy.gpx.GPX()
    document.creator = f"fieldwalk {__version__}"
    document.name = _words(sheet.title)
    document.description = _words(sheet.description)
    document.time = _time(summary.made_at)
    document.author_name = _words(sheet.organisation) or None
    document.waypoints.extend(_stop(stop, stop.place, say) for stop in summary.stops if stop.place)
    points = (*summary.points, *summary.good)
    document.waypoints.extend(_issue(point, point.place, say) for point in points if point.place)
    if summary.track.segments:
        document.tracks.append(_track(sheet.title, summary.track.segments))
    return str(document.to_xml(version="1.1")).encode()


def _track(title: str, segments: Iterable[Segment]) -> gpxpy.gpx.GPXTrack:
    track = gpxpy.gpx.GPXTrack(name=_words(title))
    for segment in segments:
        fixes = [gpxpy.gpx.GPXTrackPoint(*_degrees(fix), time=_time(fix.at)) for fix in segment.fixes]
        track.segments.append(gpxpy.gpx.GPXTrackSegment(fixes))
    return track


def _stop(stop: PlannedStop, place: Place, say: Speech) -> gpxpy.gpx.GPXWaypoint:
    name = " ".join(part for part in (str(stop.number or ""), _words(stop.title)) if part)
    return gpxpy.gpx.GPXWaypoint(*_degrees(place), name=name or say("legend.stop"), type="stop", symbol="Flag")


def _issue(point: Point, place: Place, say: Speech) -> gpxpy.gpx.GPXWaypoint:
    entry = entry_of(point, say)
    fields = (f"{field.label}: {field.body}" if field.label else field.body for field in entry.fields)
    reply = f"{entry.reply.lead} {entry.reply.body}".strip() if entry.reply else ""
    said = "\n".join(part for part in (*fields, reply) if part)
    return gpxpy.gpx.GPXWaypoint(
        *_degrees(place),
        time=_time(point.marked_at) if point.marked_at is not None else None,
        name=_words(f"{point.mark} {entry.heading}"),
        description=_words(said),
        comment=_words(" · ".join(part for part in (entry.category_words, entry.state_words) if part)),
        type="good" if point.good else "issue",
    )


def _degrees(place: Place | Fix) -> tuple[float, float]:
    """To a centimetre: more digits say nothing. GPX knows the date line only as -180."""
    longitude = round(place.longitude, 7)
    return round(place.latitude, 7), -180.0 if longitude == 180 else longitude


def _words(words: str | None) -> str:
    return _NOT_XML.sub("", clean(words or ""))


def _time(moment: int) -> datetime:
    return datetime.fromtimestamp(moment / 1000, UTC)
