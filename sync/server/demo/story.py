"""The demo's organisation, told through ordinary changes: everything that a phone or a desk could have written."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from fieldwalk.domain.fields import Json
from fieldwalk.domain.fixes import Fix, pack
from fieldwalk.domain.ground import Metres
from fieldwalk.domain.identities import identity
from fieldwalk.domain.light import DARK, light_at, sunset_after
from fieldwalk.domain.looking import files_in
from sync.protocol.changes import Change
from sync.protocol.clock import Stamp, tick
from sync.server.demo import neighbourhood, photos, routes
from sync.server.demo.canvas import SIZE
from sync.server.demo.daytime import DAYTIME
from sync.server.demo.evening import EVENING
from sync.server.demo.told import CARETAKER, CHECKLIST, QUESTIONS, Shot, Told

Intake = Callable[[Sequence[Change]], None]
"""Takes changes, in their order, all or with an exception."""

PutFile = Callable[[bytes], str]
"""Keeps a file and gives its SHA-256."""

TITLE = "Lindviks Bostäder"
REPLICA = "demo0000"

_MINUTE, _HOUR, _DAY = 60_000, 3_600_000, 86_400_000
_BURST = 60

PERSONS = {
    "coordinator": "Samira Holm",
    "caretaker": "Jonas Berg",
    "leader": "Amina Yusuf",
    "company_admin": "Mira Lund",
    "est_partner": "Leif Sand",
}
"""Role by role, who works here. Nobody of that name is meant."""

STOPS: Sequence[tuple[str, Metres]] = (
    ("Torget, vid fontänen", (462, 548)),
    ("Parkstigen, mitt i parken", (346, 404)),
    ("Gångtunneln under Ringvägen", (398, 250)),
    ("Bryggan", (440, 132)),
    ("Skolgården", (600, 452)),
)


@dataclass(frozen=True)
class Demo:
    """What was made: ids of the organisation, the area, the walks by name and the persons by role."""

    organisation: str
    area: str
    walks: dict[str, str]
    persons: dict[str, str]


def tell(intake: Intake, put_file: PutFile, clock: Callable[[], int], organisation: str | None = None) -> Demo:
    """Make the demo through ``intake`` and ``put_file``; the same for the same ``clock`` (UTC milliseconds).

    One walk by day and one in the dark, both finished and published, and one planned for next week. An
    ``organisation`` that is there already is used, and only gets its title.
    """
    return _Teller(intake, put_file, clock(), organisation).tell()


class _Teller:
    """Collects changes with ascending stamps of an hour ago, so that whoever edits now is later."""

    def __init__(self, intake: Intake, put_file: PutFile, now: int, organisation: str | None) -> None:
        self.intake, self.put_file, self.now = intake, put_file, now
        self.chance = random.Random(now)
        self.last = Stamp(now - _HOUR, 0, REPLICA)
        self.changes: list[Change] = []
        self.organisation = organisation or self.new_id()
        self.persons: dict[str, str] = {}

    def new_id(self, at: int | None = None) -> str:
        return identity(at or self.now - _HOUR, self.chance.randbytes(10))

    def write(self, record: str, record_id: str, **fields: Json) -> str:
        """One change; fields that are ``None`` are left out, for an empty field is one that nobody wrote."""
        self.last = tick(self.last, self.now - _HOUR)
        known = {name: value for name, value in fields.items() if value is not None}
        person = self.persons.get("coordinator", self.organisation)
        self.changes.append(Change(str(self.last), person, record, record_id, known))
        return record_id

    def tell(self) -> Demo:
        self.write("organisation", self.organisation, title=TITLE)
        area = self.area()
        for role, name in PERSONS.items():
            self.persons[role] = self.new_id()
            self.write("person", self.persons[role], title=name, role=role)
        walks = {
            "day": self.finished(area, "Dagvandring i Fittja", DAYTIME, routes.DAYTIME, self.at_noon(33), 14),
            "dark": self.finished(area, "Kvällsvandring i Fittja", EVENING, routes.EVENING, self.in_the_dark(11), 20),
            "planned": self.planned(area),
        }
        self.checklist(walks["planned"])
        self.intake(self.changes)
        return Demo(self.organisation, area, walks, self.persons)

    def area(self) -> str:
        ground = self.put_file(neighbourhood.geojson())
        centre: Json = [*neighbourhood.CENTRE, 0]
        return self.write("area", self.new_id(), title="Fittja", centre=centre, ground=ground)

    def checklist(self, walk: str) -> None:
        """A checklist, and the walk that is planned with it."""
        self.write("template", self.new_id(), title=CHECKLIST, version=1, questions=QUESTIONS, sharing="own")
        self.write("walk", walk, template=CHECKLIST, template_version=1, questions=QUESTIONS)

    def at_noon(self, days_ago: int) -> int:
        """Half past one in the afternoon (standard time), some days ago."""
        return (self.now // _DAY - days_ago) * _DAY + 12 * _HOUR + 30 * _MINUTE

    def in_the_dark(self, days_ago: int) -> int:
        """A whole ten minutes, once it is dark, some days ago."""
        noon = (self.now // _DAY - days_ago) * _DAY + 12 * _HOUR
        dark = sunset_after(noon, *neighbourhood.CENTRE, height=DARK) or noon + 10 * _HOUR
        return -(-(dark + 10 * _MINUTE) // (10 * _MINUTE)) * 10 * _MINUTE

    def planned(self, area: str) -> str:
        at = self.in_the_dark(-7)
        walk = self.write(
            "walk",
            self.new_id(),
            title="Vandring till bryggan",
            area_id=area,
            purpose="Att gå vägen till vattnet när det är mörkt, med dem som bor närmast.",
            leader=PERSONS["leader"],
            note_taker=PERSONS["coordinator"],
            meeting_place="Torget, vid fontänen",
            light=light_at(at, *neighbourhood.CENTRE),
            state="planned",
            planned_at=at,
        )
        for number, (title, spot) in enumerate(STOPS, 1):
            stop = self.new_id()
            self.write("stop", stop, walk_id=walk, number=number, title=title, position=position(spot, 5))
        return walk

    def finished(
        self, area: str, title: str, told: Sequence[Told], route: Sequence[Metres], start: int, people: int
    ) -> str:
        """A walk with all that was said, answered and done since, and its summary published."""
        marks = [(each.at, each.indoors) for each in told]
        way = routes.walked(route, marks, start, seed=len(told))
        walk = self.write(
            "walk",
            self.new_id(start),
            title=title,
            area_id=area,
            purpose="Att gå de vägar som många väljer bort, och ta reda på varför.",
            leader=f"{PERSONS['leader']}, boendeledare",
            note_taker=f"{PERSONS['coordinator']}, bosamordnare",
            photographer="Husvärdarna",
            meeting_place="Torget, vid fontänen",
            light=light_at(start, *neighbourhood.CENTRE),
            state="finished",
            planned_at=start,
            started_at=start,
            finished_at=way.ended,
            pauses=[],
            participants=people,
        )
        self.track(walk, way.fixes)
        for number, (each, at) in enumerate(zip(told, way.marked, strict=True), 1):
            self.issue(walk, number, each, at)
        self.write("walk", walk, state="published", published_at=start + 8 * _DAY)
        return walk

    def track(self, walk: str, fixes: Sequence[Fix]) -> None:
        for segment, part in enumerate(routes.segments(fixes)):
            for begin in range(0, len(part), _BURST):
                burst = part[begin : begin + _BURST]
                first, last = burst[0].at, burst[-1].at
                span = {"segment": segment, "started_at": first, "ended_at": last}
                self.write("fixes", self.new_id(first), walk_id=walk, packed=pack(burst), **span)

    def issue(self, walk: str, number: int, told: Told, at: int) -> None:
        issue = self.write(
            "issue",
            self.new_id(at),
            walk_id=walk,
            number=number,
            kind=told.kind,
            category=told.category,
            severity=told.severity,
            words=told.words,
            cause=told.cause,
            proposal=told.proposal,
            position=position(told.at, 28 if told.indoors else 5),
            place=told.place,
            light=light_at(at, *neighbourhood.CENTRE),
            marked_at=at,
        )
        for shot in told.shots:
            self.photo(walk, issue, shot, taken(shot, told, at))
        self.action(walk, issue, told, at)

    def photo(self, walk: str, issue: str, shot: Shot, at: int) -> None:
        files: dict[str, Json] = {
            "sha256": self.put_file(photos.photo(shot.scene)),
            "thumbnail": self.put_file(photos.thumbnail(shot.scene)),
        }
        photo = self.write(
            "photo",
            self.new_id(at),
            walk_id=walk,
            issue_id=issue,
            role=shot.role,
            description=shot.description,
            taken_at=at,
            **files,
            width=SIZE[0],
            height=SIZE[1],
        )
        if not shot.waits:
            self.write("photo", photo, approved=files_in(files))

    def action(self, walk: str, issue: str, told: Told, at: int) -> None:
        """The answer, then each state that the work went through: the rules ask for every step."""
        if told.owner is None:
            return
        self.write(
            "action",
            issue,
            walk_id=walk,
            owner=told.owner,
            owner_id=self.persons["caretaker"] if told.owner == CARETAKER else None,
            due=day(at, told.due),
            answer=told.answer,
            answered_at=None if told.answered is None else at + told.answered * _DAY,
        )
        for step in told.steps:
            reason = told.reason if step == "wont" else None
            done = at + told.done * _DAY if step == "done" and told.done is not None else None
            self.write("action", issue, walk_id=walk, state=step, reason=reason, done_at=done)


def taken(shot: Shot, told: Told, at: int) -> int:
    """When the photo was taken: while the group stood there, or on the day when the work was done."""
    if shot.role == "before":
        return at + 20_000
    done = at + (told.done or 0) * _DAY
    return done // _DAY * _DAY + 11 * _HOUR if shot.noon else done


def position(at: Metres, accuracy: float) -> Json:
    """The field that says where, so many metres from the south-west corner."""
    latitude, longitude = neighbourhood.place(at)
    return [round(latitude, 6), round(longitude, 6), accuracy]


def day(at: int, later: int | None) -> str | None:
    """The day so many days ``later`` than ``at``."""
    if later is None:
        return None
    return (datetime.fromtimestamp(at / 1000, UTC) + timedelta(days=later)).date().isoformat()
