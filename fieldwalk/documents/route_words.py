"""What is said about the route: how long, how much of it is known, and what is not on the map."""

from __future__ import annotations

from collections.abc import Iterator

from fieldwalk.documents.frame import SCALES
from fieldwalk.documents.map import MapWords
from fieldwalk.documents.phrases import joined
from fieldwalk.documents.speech import Speech
from fieldwalk.domain.summary import Summary

_WHOLE = 0.995


def route_caption(summary: Summary, say: Speech) -> str:
    """The sentences under the map. A gap is always said, and how long it was."""
    return " ".join(_sentences(summary, say))


def map_words(summary: Summary, say: Speech) -> MapWords:
    """The words on the map and its text alternative."""
    return MapWords(
        description=" ".join(_description(summary, say)),
        gaps=tuple(say("map.gap", duration=say.duration(gap.duration)) for gap in summary.track.gaps),
        start=say("map.start"),
        goal=say("map.goal"),
        start_and_goal=say("map.start_goal"),
        north=say("map.north"),
        scales={metres: f"{metres // 1000} km" if metres >= 1000 else f"{metres} m" for metres in SCALES},
    )


def _sentences(summary: Summary, say: Speech) -> Iterator[str]:
    if summary.bounds is None or not summary.begun:
        yield say("route.nothing" if summary.begun else "route.ahead")
        return
    if summary.metres is None:
        yield say("route.none")
    else:
        key = "route.length_known" if summary.track.gaps else "route.length"
        yield say(key, length=say.length(summary.metres))
        yield from _known(summary, say)
        if summary.is_trimmed:
            yield say("route.trimmed")
    unplaced = [point.mark for point in (*summary.points, *summary.good) if point.place is None]
    if unplaced:
        yield say.count("route.unplaced", len(unplaced), marks=joined(unplaced, say))


def _known(summary: Summary, say: Speech) -> Iterator[str]:
    gaps = summary.track.gaps
    if gaps:
        yield say.count("route.gaps", len(gaps), duration=say.duration(sum(gap.duration for gap in gaps)))
    elif summary.recorded and summary.recorded >= _WHOLE:
        yield say("route.whole")


def _description(summary: Summary, say: Speech) -> Iterator[str]:
    yield say("map.route" if summary.track.segments else "map.places")
    points = [point.mark for point in summary.points if point.place]
    good = [point.mark for point in summary.good if point.place]
    if points:
        yield say.count("map.points", len(points), marks=joined(points, say))
    if good:
        yield say.count("map.good", len(good), marks=joined(good, say))
    yield from _known(summary, say)
