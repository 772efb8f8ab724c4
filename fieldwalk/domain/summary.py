"""What a walk came to, as one value: what every document and every export is drawn from.

The reporter is not in it, and no name but the leader's and the owners'.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo

from fieldwalk.domain.gist import Line, gist
from fieldwalk.domain.ground import Bounds, Degrees, Ground, bounds
from fieldwalk.domain.points import Place, Point, numbered, place_of
from fieldwalk.domain.records import Action, Area, Issue, Organisation, Photo, Stop, Voice, Walk
from fieldwalk.domain.tracks import Track
from fieldwalk.domain.trimming import LEAST_STOPS, trimmed
from fieldwalk.domain.walks import elapsed

Picture = Callable[[str], bytes | None]
"""The bytes of a photo by its SHA-256; ``None`` when they are not here."""


def no_picture(_sha256: str) -> bytes | None:
    """The pictures of a place that has none."""
    return None


@dataclass(frozen=True)
class PlannedStop:
    """A stop of the planned route; its place may be missing."""

    number: int | None
    title: str | None
    place: Place | None


@dataclass(frozen=True)
class Summary:
    """A walk's summary. ``points`` and ``good`` are in the order of the walk, ``good`` lettered from A.

    ``made_at`` is when the summary was put together: states and answers are those of that moment. ``zone``
    is the clock of the place. ``seconds`` is the time walked without pauses, ``metres`` and ``recorded``
    (0 to 1) come from the whole track; all three are ``None`` when not known. ``address`` is the walk's own page.
    ``is_trimmed``: the track is shown without its ends, for the route was not a planned one.
    """

    walk_id: str
    title: str | None
    organisation: str | None
    area: str | None
    purpose: str | None
    leader: str | None
    meeting_place: str | None
    light: str | None
    participants: int | None
    started_at: int | None
    finished_at: int | None
    planned_at: int | None
    made_at: int
    seconds: int | None
    metres: float | None
    recorded: float | None
    points: tuple[Point, ...]
    good: tuple[Point, ...]
    stops: tuple[PlannedStop, ...]
    track: Track
    gist: tuple[Line, ...]
    bounds: Bounds | None
    ground: Ground | None = None
    address: str | None = None
    zone: tzinfo = UTC
    picture: Picture = field(default=no_picture, compare=False, repr=False)
    is_trimmed: bool = False

    @property
    def at(self) -> int | None:
        """When the walk began, or was to begin."""
        return self.started_at or self.planned_at

    @property
    def begun(self) -> bool:
        """Whether there is a walk to tell of, and not only a plan."""
        return self.started_at is not None or bool(self.points or self.good)


def summarise(
    walk: Walk,
    *,
    made_at: int,
    organisation: Organisation | None = None,
    area: Area | None = None,
    stops: Iterable[Stop] = (),
    issues: Iterable[Issue] = (),
    actions: Mapping[str, Action] | None = None,
    photos: Iterable[Photo] = (),
    voices: Iterable[Voice] = (),
    track: Track | None = None,
    ground: Ground | None = None,
    address: str | None = None,
    zone: tzinfo = UTC,
    picture: Picture = no_picture,
) -> Summary:
    """The summary of ``walk`` from its records, none of them removed; the rest may be missing or half filled.

    ``actions`` are by the id of their issue. The order in which the records come makes no difference.
    """
    care, good = numbered(issues, actions or {}, photos, voices)
    track = track or Track()
    planned = _in_order(stops)
    official = sum(stop.place is not None for stop in planned) >= LEAST_STOPS
    shown = track if official else trimmed(track)
    return Summary(
        walk_id=walk.id,
        title=walk.title,
        organisation=organisation.title if organisation else None,
        area=area.title if area else None,
        purpose=walk.purpose,
        leader=walk.leader,
        meeting_place=walk.meeting_place,
        light=walk.light,
        participants=walk.participants,
        started_at=walk.started_at,
        finished_at=walk.finished_at,
        planned_at=walk.planned_at,
        made_at=made_at,
        seconds=_seconds(walk),
        metres=track.length if track.segments else None,
        recorded=track.recorded if track.segments else None,
        points=care,
        good=good,
        stops=planned,
        track=shown,
        gist=gist(care, good, begun=walk.started_at is not None),
        bounds=bounds(_places(shown, (*care, *good), planned)),
        ground=ground,
        address=address,
        zone=zone,
        picture=picture,
        is_trimmed=bool(track.segments) and not official,
    )


def _in_order(stops: Iterable[Stop]) -> tuple[PlannedStop, ...]:
    ordered = sorted(stops, key=lambda stop: (stop.number is None, stop.number or 0, stop.id))
    return tuple(PlannedStop(stop.number, stop.title, place_of(stop.position)) for stop in ordered)


def _seconds(walk: Walk) -> int | None:
    """Seconds from start to finish without the pauses; unknown until the walk is finished."""
    known = walk.started_at is not None and walk.finished_at is not None
    return elapsed(walk, walk.finished_at or 0) if known else None


def _places(track: Track, points: Sequence[Point], stops: Sequence[PlannedStop]) -> Iterator[Degrees]:
    yield from ((fix.latitude, fix.longitude) for fix in track.fixes)
    places = (*(point.place for point in points), *(stop.place for stop in stops))
    yield from ((place.latitude, place.longitude) for place in places if place)
