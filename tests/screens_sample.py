"""A phone full of walks, for the screens: everything goes in through the services, as a person would put it there.

`python -m tests.screens_sample PORT` serves it; the address may say `?role=coordinator&theme=dark&language=en`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import pairwise
from math import hypot
from urllib.parse import parse_qs, urlsplit

import flet as ft
from sqlite_utils import Database

from fieldwalk.assets import folder
from fieldwalk.bootstrap import assemble
from fieldwalk.data.store import ALL
from fieldwalk.device.native.imaging import prepare
from fieldwalk.device.ports import Address, Box, Prepared, Reply
from fieldwalk.domain.records import Issue
from fieldwalk.domain.tracks import Fix
from fieldwalk.screens.app import show
from fieldwalk.services.fieldwalk import Fieldwalk, Ports
from sync.protocol.changes import Change
from sync.protocol.clock import Stamp
from sync.server.demo import neighbourhood, photos
from tests.fakes.device import (
    AnsweringTransport,
    FakeClock,
    FakeConnection,
    FakeStorage,
    MemoryFiles,
    MemoryInbox,
    ScriptedLoudspeaker,
    ScriptedMicrophone,
    ScriptedPosition,
    ScriptedUpdates,
    ToldEquipment,
)

PERSON = "person-of-this-phone"
ME = {"coordinator": "Amina Warsame", "caretaker": "Jonas Berg", "leader": "Leyla Demir", "walker": ""}
NOW = int(datetime(2026, 11, 23, 19, 14, tzinfo=UTC).timestamp() * 1000)
MINUTE, DAY = 60_000, 86_400_000
GROUND = neighbourhood.geojson()
ROUTE = [
    (330, 622),
    (322, 560),
    (304, 480),
    (300, 398),
    (352, 406),
    (404, 440),
    (430, 486),
    (462, 540),
    (520, 610),
]
ROUND = [
    (140, 540),
    (138, 460),
    (148, 360),
    (196, 274),
    (320, 240),
    (398, 236),
    (392, 290),
    (372, 340),
    (352, 406),
]


@dataclass(frozen=True)
class Told:
    """What is told about one place, and what is done about it."""

    category: str
    words: str
    place: str
    severity: int | None
    along: float
    photo: str = ""
    state: str = "new"
    owner: str = ""
    due: str | None = None
    answer: str = ""
    reason: str = ""
    after: str = ""
    kind: str = "care"
    waits: bool = False


JONAS, PARK = "Jonas Berg", "Parkgruppen"
PLACES = (
    Told("lighting", "Två lampor lyser inte. Det blir helt mörkt efter bänken.", "Parkstigen vid dammen", 3, 0.1,
         "park_before"),
    Told("greenery", "Buskarna skymmer sikten", "Parkstigens krök", 2, 0.2, "hedge_before", "planned", PARK,
         "2026-12-04", "Tack! Vi klipper i veckan."),
    Told("tunnel", "Klotter och dålig sikt in", "Gångtunneln, norra sidan", 2, 0.3, "tunnel", "progress", JONAS,
         "2026-11-27", "Vi tvättar och sätter upp en spegel."),
    Told("door", "Porten går inte i lås", "Ringvägen 12", 3, 0.4, "door_before", "reopened", JONAS, "2026-11-24",
         "Låset byts på tisdag."),
    Told("meeting", "Fin bänk i solen", "Torget", None, 0.5, "square", kind="good"),
    Told("litter", "Soprummet är fullt", "Gård B", 1, 0.6, "benches_before", "done", JONAS, "2026-11-20",
         "Vi har tömt och satt in ett kärl till.", after="benches_after"),
    Told("traffic", "Bilar genar över gården", "Infarten från Lindvägen", 2, 0.7, "shortcut", "wont", "", None,
         "Vägen är kommunens. Vi har skickat det vidare.", "Vägen är kommunens. Vi har skickat det vidare.",
         waits=True),
    Told("yard", "Gungan saknar sits", "Lekplatsen, gård C", 2, 0.8, "swings"),
    Told("sign", "Husnumret syns inte", "Ringvägen 18", 1, 0.9, "sign", "verified", JONAS, "2026-11-09",
         "Ny skylt uppe."),
)  # fmt: skip
MARKED = (
    Told("lighting", "Mörkt vid trappan", "Trappan mot torget", 3, 0.15, "steps", waits=True),
    Told("meeting", "Här sitter folk och pratar", "Torget", None, 0.4, "square", kind="good"),
    Told("greenery", "Häcken är högre än jag", "Parkstigen", 2, 0.6, "hedge_before"),
    Told("", "", "", None, 0.85),
)


@dataclass(frozen=True)
class Shown:
    """One screen to look at: who looks, the address (a walk or place by its name here), and what to press first."""

    name: str
    role: str
    route: str
    press: tuple[str, ...] = ()
    wide: bool = False


SCREENS = (
    Shown("home", "leader", "/", wide=True),
    Shown("new_walk", "leader", "/walks/new"),
    Shown("planned", "leader", "/walks/{planned}"),
    Shown("walk", "leader", "/walks/{under_way}", wide=True),
    Shown("help", "leader", "/walks/{under_way}", ("114 14",)),
    Shown("finish", "leader", "/walks/{under_way}", ("Avsluta",)),
    Shown("choose", "leader", "/walks/{under_way}/places/{bare}"),
    Shown("describe", "leader", "/walks/{under_way}/places/{described}"),
    Shown("move", "leader", "/walks/{under_way}/places/{described}", ("Flytta",)),
    Shown("review", "leader", "/walks/{finished}", wide=True),
    Shown("follow", "walker", "/walks/{finished}/places/{done}"),
    Shown("invite", "leader", "/walks/{planned}/invite"),
    Shown("join", "leader", "/join"),
    Shown("care", "caretaker", "/actions"),
    Shown("desk", "coordinator", "/actions", wide=True),
    Shown("desk_place", "coordinator", "/actions/{new}"),
    Shown("look", "leader", "/photos", wide=True),
    Shown("map", "leader", "/map", wide=True),
    Shown("more", "leader", "/more"),
    Shown("privacy", "leader", "/more/privacy"),
    Shown("safe", "leader", "/", ("I telefonen",)),
    Shown("empty", "nobody", "/"),
    Shown("lost", "leader", "/walks/nowhere"),
    Shown("differing", "leader", "/walks/{finished}/places/{progress}"),
    Shown("versions", "leader", "/walks/{finished}/places/{progress}", ("Två har skrivit olika",)),
    Shown("differing_desk", "coordinator", "/actions/{progress}"),
)


@cache
def drawn(name: str) -> Prepared:
    """One of the demo's drawn photos, made ready as a phone makes it."""
    return prepare(photos.photo(name))


class DrawnImaging:
    """Photos are drawn and made ready once for all phones."""

    async def prepare(self, content: bytes, covers: Sequence[Box] = ()) -> Prepared:
        return prepare(content, covers) if covers else drawn(content.decode())


def walked(route: Sequence[tuple[float, float]], begin: int, every: int = 4000) -> list[Fix]:
    """A fix every four seconds along ``route`` (metres), at a stroll."""
    fixes, at = [], begin
    for (x, y), (to_x, to_y) in pairwise(route):
        steps = max(1, round(hypot(to_x - x, to_y - y) / 5))
        for step in range(steps):
            share = step / steps
            latitude, longitude = neighbourhood.place((x + (to_x - x) * share, y + (to_y - y) * share))
            fixes.append(Fix(at, latitude, longitude, 6.0))
            at += every
    return fixes


def answer(method: str, path: str, body: bytes, headers: object) -> Reply:
    """The little that a server says to these screens: an invitation, a file."""
    if path.endswith("/invitations"):
        told = {"url": "https://vandring.example/join/kx7p2m9q", "code": "482913"}
        return Reply(200, {}, json.dumps(told).encode())
    return Reply(503)


class SamplePhone:
    """A filled phone. ``names`` are the ids that the addresses of :data:`SCREENS` ask for."""

    def __init__(self, role: str, database: Database | None = None, address: Address | None = None) -> None:
        self.clock, self.position = FakeClock(NOW), ScriptedPosition()
        self.connection = FakeConnection()
        self.microphone, self.loudspeaker = ScriptedMicrophone(), ScriptedLoudspeaker()
        self.database = database or Database(memory=True)
        ports = Ports(
            self.clock,
            self.position,
            MemoryFiles(),
            DrawnImaging(),
            AnsweringTransport(answer),
            FakeStorage(),
            MemoryInbox(),
            ScriptedUpdates(),
            connection=self.connection,
            equipment=ToldEquipment(),
            address=address,
            microphone=self.microphone,
            loudspeaker=self.loudspeaker,
        )
        self.fieldwalk = assemble(self.database, ports)
        self.role = role
        self.names: dict[str, str] = {}

    async def fill(self) -> Fieldwalk:
        """Everything in. ``nobody`` is a phone on its first day."""
        if self.role == "nobody":
            return self.fieldwalk
        pen, walks = self.fieldwalk.walks._pen, self.fieldwalk.walks
        joined = {
            "token": "t", "person_id": PERSON, "name": ME[self.role], "role": self.role,
            "organisation": "org", "organisation_title": "Fittja Bostäder",
        }  # fmt: skip
        pen._journal.keep_fact("membership", json.dumps(joined))
        ground = await self.fieldwalk.photographs._shelf.put(GROUND, "ground")
        pen.write("area", "area-tallbacken", title="Tallbacken", ground=ground, centre=[*neighbourhood.CENTRE, 0.0])
        for number, (name, role) in enumerate((("Jonas Berg", "caretaker"), ("Mira Lund", "caretaker"),
                                               ("Amina Warsame", "coordinator"))):  # fmt: skip
            pen.write(
                "person",
                PERSON if ME[self.role] == name else f"person-number-{number}",
                title=name,
                role=role,
            )
        await self._finished("Höstvandring Tallbacken", 42, PLACES)
        self._differs(self.names["progress"])
        planned = walks.plan("Ljusvandring Ekparken", purpose="Se hur ljuset räcker", leader="Leyla Demir",
                             planned_at=NOW + 3 * DAY - 104 * MINUTE, meeting_place="vid biblioteket")  # fmt: skip
        walks.plan("Garage och tvättstugor", planned_at=NOW + 10 * DAY - 194 * MINUTE, meeting_place="port 4")
        self.names["planned"] = planned
        if self.role in ("leader", "walker"):
            await self._under_way()
        self.clock._now = NOW
        return self.fieldwalk

    async def _finished(self, title: str, days: int, places: Sequence[Told]) -> None:
        walks, begin = self.fieldwalk.walks, NOW - days * DAY
        self.clock._now = begin
        walk_id = walks.plan(title, purpose="Se hur gården känns", leader="Leyla Demir")
        self.names["finished"] = walk_id
        walks.start(walk_id)
        fixes = await self._record(walk_id, [*ROUND, *ROUTE[4:]], begin)
        for told in places:
            self.names[told.state] = await self._tell(walk_id, told, fixes)
        self.fieldwalk.recorder.stop()
        self.clock._now = begin + 52 * MINUTE
        walks.finish(walk_id)

    def _differs(self, issue_id: str) -> None:
        """Another phone, without a network then, wrote other words about the place a little before."""
        journal = self.fieldwalk.walks._pen._journal
        [shown] = [c for c in journal.history("issue", issue_id) if "words" in c.fields]
        stamp = Stamp(shown.moment.time - 3 * MINUTE, 0, "another0")
        words = "Lampan i tunneln är släckt och man ser inte vem som kommer emot en."
        journal.receive([Change(str(stamp), "person-number-1", "issue", issue_id, {"words": words})], {})

    async def _under_way(self) -> None:
        walks, begin = self.fieldwalk.walks, NOW - 42 * MINUTE - 10_000
        self.clock._now = begin
        walk_id = walks.plan("Kvällsvandring Tallbacken", purpose="Hur känns det i mörkret", leader="Leyla Demir")
        self.names["under_way"] = walk_id
        walks.start(walk_id)
        fixes = await self._record(walk_id, ROUTE, begin)
        for told in MARKED:
            self.names["described" if told.category == "lighting" else "bare"] = await self._tell(walk_id, told, fixes)

    async def _record(self, walk_id: str, route: Sequence[tuple[float, float]], begin: int) -> list[Fix]:
        fixes = walked(route, begin)
        self.fieldwalk.recorder.start(walk_id)
        for fix in fixes:
            self.position.give(fix)
        return fixes

    async def _tell(self, walk_id: str, told: Told, fixes: list[Fix]) -> str:
        fieldwalk = self.fieldwalk
        fix = fixes[int(told.along * (len(fixes) - 1))]
        self.clock._now = fix.at
        issue_id = fieldwalk.reports.mark(walk_id, fix)
        if told.category:
            fieldwalk.reports.describe(issue_id, kind=told.kind, category=told.category, words=told.words,
                                       place=told.place, severity=told.severity)  # fmt: skip
        for name, role in ((told.photo, "before"), (told.after, "after")):
            if name:
                photo_id = fieldwalk.photographs.draft(issue_id, role)
                await fieldwalk.photographs.keep(photo_id, name.encode())
                if not told.waits:
                    fieldwalk.photographs.approve(photo_id)
        if told.state != "new":
            owner = PERSON if told.owner == ME[self.role] else f"owner-{told.owner.lower().replace(' ', '-')}"
            fieldwalk.walks._pen.write(
                "action", issue_id, walk_id=walk_id, owner_id=owner if told.owner else None, owner=told.owner or None,
                due=told.due, answer=told.answer, state=told.state, reason=told.reason or None, answered_at=fix.at,
            )  # fmt: skip
        return issue_id


def issue_named(fieldwalk: Fieldwalk, words: str) -> Issue:
    """The place whose words begin so."""
    return next(issue for issue in fieldwalk.store.by_need("all", ALL) if (issue.words or "").startswith(words))


async def main(page: ft.Page) -> None:
    """One filled phone a session."""
    asked = {name: values[0] for name, values in parse_qs(urlsplit(page.route).query).items()}
    phone = SamplePhone(asked.get("role", "leader"))
    fieldwalk = await phone.fill()
    fieldwalk.settings.set_language(asked.get("language", "sv"))
    fieldwalk.settings.set_theme(asked.get("theme", "light"))
    page.route = urlsplit(page.route).path.replace("%7B", "{").replace("%7D", "}").format_map(phone.names)
    show(page, fieldwalk)


if __name__ == "__main__":
    for place in (*PLACES, *MARKED):
        for scene in filter(None, (place.photo, place.after)):
            drawn(scene)
    ft.run(
        main,
        view=ft.AppView.WEB_BROWSER,
        port=int(sys.argv[1]),
        host="127.0.0.1",
        no_cdn=True,
        assets_dir=str(folder()),
    )
