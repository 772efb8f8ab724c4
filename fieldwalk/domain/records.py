"""The records of a walk, each with one field table that everything else follows.

All fields but ``id`` may be ``None``: a record is merged from changes that arrive in any order.
Moments are UTC milliseconds, days are ISO 8601, places are ``[latitude, longitude, accuracy]``
in WGS 84 degrees and metres.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from fieldwalk.domain.actions import STATES
from fieldwalk.domain.categories import CATEGORIES, KINDS, LIGHTS
from fieldwalk.domain.fields import (
    DAY,
    FLAG,
    HASH,
    HASHES,
    IDENTITY,
    LANGUAGE,
    MOMENT,
    NAME,
    PACKED,
    PLACE,
    SPANS,
    WORDS,
    Choice,
    Json,
    Kind,
    Whole,
)
from fieldwalk.domain.retention import KEPT, LONGEST
from fieldwalk.domain.roles import ROLES
from fieldwalk.domain.secrecy import WORDS as KEEPING

WALK_STATES = ("planned", "under_way", "finished", "published")
PHOTO_ROLES = ("before", "after")
LONGEST_VOICE = 60
"""Seconds of a recording, at most."""
SHARED, OWN = "shared", "own"
SHARING = (SHARED, OWN)

RecordT = TypeVar("RecordT", bound="Record")


def held(kind: Kind) -> Any:
    """A field of a record that holds ``kind``, empty until a change fills it."""
    return dataclasses.field(default=None, metadata={"kind": kind})


@dataclass(frozen=True)
class Record:
    """What every record has. ``name`` is its word on the wire, for ever."""

    name: ClassVar[str]
    id: str


@dataclass(frozen=True)
class Organisation(Record):
    """A housing company, or a municipality that leads its own walks.

    ``keep_<kind>`` is how many months it keeps what is of that kind (:mod:`fieldwalk.domain.retention`).
    """

    name: ClassVar[str] = "organisation"
    title: str | None = held(NAME)
    keep_walk: int | None = held(Whole(1, LONGEST))
    keep_issue: int | None = held(Whole(1, LONGEST))
    keep_photo: int | None = held(Whole(1, LONGEST))
    keep_voice: int | None = held(Whole(1, LONGEST))
    keep_track: int | None = held(Whole(1, LONGEST))
    keep_waiting: int | None = held(Whole(1, LONGEST))
    keep_account: int | None = held(Whole(1, LONGEST))
    keep_device: int | None = held(Whole(1, LONGEST))
    keep_audit: int | None = held(Whole(KEPT["audit"].least, LONGEST))


@dataclass(frozen=True)
class Area(Record):
    """A neighbourhood. ``ground`` is the SHA-256 of its drawn map (GeoJSON), kept as a file."""

    name: ClassVar[str] = "area"
    title: str | None = held(NAME)
    centre: list[float] | None = held(PLACE)
    ground: str | None = held(HASH)


@dataclass(frozen=True)
class Person(Record):
    """Somebody with a role. Residents who join by a code are no persons: nobody knows their name."""

    name: ClassVar[str] = "person"
    title: str | None = held(NAME)
    role: str | None = held(Choice(ROLES))


@dataclass(frozen=True)
class Template(Record):
    """A checklist that walks are planned with: its ``questions``, one a line. Each change of them is a new version.

    ``sharing`` is 'shared' while other organisations on the server may read it and take a copy. A copy is the taker's
    own, from version 1 on; ``origin`` says whose it was, and which version of it.
    """

    name: ClassVar[str] = "template"
    title: str | None = held(NAME)
    version: int | None = held(Whole(1, 100_000))
    questions: str | None = held(WORDS)
    sharing: str | None = held(Choice(SHARING))
    origin: str | None = held(NAME)
    origin_version: int | None = held(Whole(1, 100_000))


@dataclass(frozen=True)
class Walk(Record):
    """A safety walk, from the plan to the published summary.

    ``questions`` are those of the ``template`` (its title) in the version in which the walk was planned: what becomes
    of the template later changes nothing here.
    """

    name: ClassVar[str] = "walk"
    title: str | None = held(NAME)
    area_id: str | None = held(IDENTITY)
    purpose: str | None = held(WORDS)
    leader: str | None = held(NAME)
    note_taker: str | None = held(NAME)
    photographer: str | None = held(NAME)
    meeting_place: str | None = held(NAME)
    light: str | None = held(Choice(LIGHTS))
    state: str | None = held(Choice(WALK_STATES))
    planned_at: int | None = held(MOMENT)
    started_at: int | None = held(MOMENT)
    finished_at: int | None = held(MOMENT)
    published_at: int | None = held(MOMENT)
    pauses: list[list[int | None]] | None = held(SPANS)
    participants: int | None = held(Whole(0, 100_000))
    template: str | None = held(NAME)
    template_version: int | None = held(Whole(1, 100_000))
    questions: str | None = held(WORDS)


@dataclass(frozen=True)
class Stop(Record):
    """A numbered place on the planned route."""

    name: ClassVar[str] = "stop"
    walk_id: str | None = held(IDENTITY)
    number: int | None = held(Whole(1, 1000))
    title: str | None = held(NAME)
    position: list[float] | None = held(PLACE)


@dataclass(frozen=True)
class Fixes(Record):
    """A burst of GPS fixes, immutable. ``packed`` is :func:`fieldwalk.domain.tracks.pack` of them.

    Bursts of one ``segment`` join; a new segment begins where the track honestly broke.
    """

    name: ClassVar[str] = "fixes"
    walk_id: str | None = held(IDENTITY)
    segment: int | None = held(Whole(0, 100_000))
    started_at: int | None = held(MOMENT)
    ended_at: int | None = held(MOMENT)
    packed: str | None = held(PACKED)


@dataclass(frozen=True)
class Issue(Record):
    """One point of a walk: something that needs care, or a good place to keep.

    ``for_<circle>`` is 'kept' while it is kept in that circle and 'lifted' when it no longer is
    (:mod:`fieldwalk.domain.secrecy`).
    """

    name: ClassVar[str] = "issue"
    walk_id: str | None = held(IDENTITY)
    number: int | None = held(Whole(1, 100_000))
    kind: str | None = held(Choice(KINDS))
    category: str | None = held(Choice(CATEGORIES))
    severity: int | None = held(Whole(1, 3))
    words: str | None = held(WORDS)
    cause: str | None = held(WORDS)
    proposal: str | None = held(WORDS)
    position: list[float] | None = held(PLACE)
    place: str | None = held(NAME)
    light: str | None = held(Choice(LIGHTS))
    marked_at: int | None = held(MOMENT)
    for_company: str | None = held(Choice(KEEPING))
    for_est: str | None = held(Choice(KEEPING))
    for_police: str | None = held(Choice(KEEPING))


@dataclass(frozen=True)
class Action(Record):
    """What is done about an issue: one owner, a date, an answer. Its ``id`` is the issue's own."""

    name: ClassVar[str] = "action"
    walk_id: str | None = held(IDENTITY)
    owner_id: str | None = held(IDENTITY)
    owner: str | None = held(NAME)
    due: str | None = held(DAY)
    answer: str | None = held(WORDS)
    answered_at: int | None = held(MOMENT)
    state: str | None = held(Choice(STATES))
    reason: str | None = held(WORDS)
    done_at: int | None = held(MOMENT)


@dataclass(frozen=True)
class Photo(Record):
    """A photo of an issue. The row stands before the camera opens; the hashes follow when the file is kept.

    ``covered`` and ``approved`` name the files that somebody has looked through (:mod:`fieldwalk.domain.looking`).
    """

    name: ClassVar[str] = "photo"
    walk_id: str | None = held(IDENTITY)
    issue_id: str | None = held(IDENTITY)
    role: str | None = held(Choice(PHOTO_ROLES))
    description: str | None = held(WORDS)
    taken_at: int | None = held(MOMENT)
    sha256: str | None = held(HASH)
    thumbnail: str | None = held(HASH)
    width: int | None = held(Whole(1, 100_000))
    height: int | None = held(Whole(1, 100_000))
    covered: str | None = held(HASHES)
    approved: str | None = held(HASHES)


@dataclass(frozen=True)
class Voice(Record):
    """A recording of somebody who tells of an issue, ``seconds`` long, in the ``language`` that they named.

    ``words`` are what is said in it, written out later by a person. Who may record and who may hear it, and what a
    recording is: :mod:`fieldwalk.domain.voices`.
    """

    name: ClassVar[str] = "voice"
    walk_id: str | None = held(IDENTITY)
    issue_id: str | None = held(IDENTITY)
    recorded_at: int | None = held(MOMENT)
    sha256: str | None = held(HASH)
    seconds: int | None = held(Whole(1, LONGEST_VOICE))
    language: str | None = held(LANGUAGE)
    words: str | None = held(WORDS)


_ALL = (Organisation, Area, Person, Template, Walk, Stop, Fixes, Issue, Action, Photo, Voice)
RECORDS: dict[str, type[Record]] = {record.name: record for record in _ALL}

_tables: dict[str, dict[str, Kind]] = {
    name: {item.name: item.metadata["kind"] for item in dataclasses.fields(record) if item.name != "id"}
    for name, record in RECORDS.items()
}

REMOVED = "removed"
"""The field that takes any record away; a later edit of the record brings it back."""

SEEN = "seen"
"""The field in which a change says, by their stamps, whose words its writer had before them when they wrote others."""

_OF_ALL: dict[str, Kind] = {REMOVED: FLAG, SEEN: WORDS}


def words_of(record: str) -> frozenset[str]:
    """The fields of ``record`` that hold a person's own words; a name that goes with an id is none."""
    known = field_table(RECORDS[record]) if record in RECORDS else {}
    return frozenset(name for name, kind in known.items() if kind in (NAME, WORDS) and f"{name}_id" not in known)


def field_table(record: type[Record]) -> Mapping[str, Kind]:
    """Every field of ``record`` but its id, with what it may hold, in column order."""
    return _tables[record.name]


def kind_of(record: str, field: str) -> Kind | None:
    """What ``field`` of ``record`` may hold; ``None`` when this version does not know it."""
    if field in _OF_ALL:
        return _OF_ALL[field]
    known = RECORDS.get(record)
    return field_table(known).get(field) if known else None


def make(record: type[RecordT], record_id: str, values: Mapping[str, Json]) -> RecordT:
    """A ``record`` from its merged values; fields that this version does not know are left out."""
    known = field_table(record)
    return record(record_id, **{name: value for name, value in values.items() if name in known})
