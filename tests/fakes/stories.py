"""Stories of what may be hidden: every role writes points of every class, and each change says a word of its own."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, TypeVar

from hypothesis import strategies as st
from sqlalchemy import ColumnElement, Table, select

from fieldwalk.domain.anonymity import nobody
from fieldwalk.domain.fixes import Fix, pack
from fieldwalk.domain.looking import RIGHT, waits
from fieldwalk.domain.records import Photo, Voice, make
from fieldwalk.domain.roles import ROLES, may, sees
from fieldwalk.domain.secrecy import CLASSED, rank, secrecy_of
from fieldwalk.domain.voices import TAKEN_BACK, may_hear
from sync.protocol.changes import Change
from sync.protocol.clock import Stamp
from sync.protocol.merge import State, merge
from sync.server.caller import Caller
from sync.server.catchup import page_after
from sync.server.store.tables import JOURNAL, PARKED
from tests.fakes.central_world import World

HungT = TypeVar("HungT", Photo, Voice)
ISSUES = [f"issue-00{n}" for n in range(2)]
PHOTOS = ["photo-00a", "photo-00b"]
VOICES = ["voice-00a"]


def file_of(photo_id: str) -> str:
    """The name of the file that a photo, or a recording, of a story has."""
    return hashlib.sha256(pixels_of(photo_id)).hexdigest()


def pixels_of(photo_id: str) -> bytes:
    """What is in that file: it stands nowhere else."""
    return f"pixels of {photo_id}".encode()


def looks(photo_id: str) -> st.SearchStrategy[dict[str, Any]]:
    """What may become of a photo before and after somebody has looked it through."""
    first, covered = file_of(photo_id), file_of(f"{photo_id} covered")
    anew = {"sha256": covered, "covered": covered}
    return st.sampled_from([{"approved": first}, anew, {"sha256": covered}, {"approved": covered}, {"approved": None}])


FIELDS = st.dictionaries(
    st.sampled_from(["for_company", "for_est", "for_police"]), st.sampled_from(["kept", "lifted"]), max_size=2
)
EDITS = st.one_of(
    st.tuples(
        st.just("issue"),
        st.sampled_from(ISSUES),
        st.builds(
            lambda classes, category, removed: {**classes, **category, **removed},
            FIELDS,
            st.sampled_from([{}, {"category": "overlook"}, {"category": "lighting"}]),
            st.sampled_from([{}, {}, {"removed": True}, {"removed": False}]),
        ),
    ),
    st.tuples(st.just("action"), st.sampled_from(ISSUES), st.just({"state": "planned"})),
    st.tuples(
        st.just("photo"),
        st.sampled_from(PHOTOS),
        st.builds(lambda issue: {"issue_id": issue} if issue else {}, st.sampled_from([None, *ISSUES])),
    ),
    st.tuples(
        st.just("voice"),
        st.sampled_from(VOICES),
        st.sampled_from([{}, TAKEN_BACK, {"sha256": None}, *({"issue_id": issue} for issue in ISSUES)]),
    ),
    st.sampled_from(PHOTOS).flatmap(lambda photo: st.tuples(st.just("photo"), st.just(photo), looks(photo))),
)
LATE = "late"
"""A resident who joined when the walk was over: what they tell waits for a yes."""
NOBODY = "nobody"
"""A resident who wishes that nobody learns who they are, the coordinator neither."""
WRITERS = (*ROLES, LATE, NOBODY, "coordinator", "coordinator", "police", "police", "leader")
"""Those who may raise and lower have more to say here than in life."""
BATCHES = st.lists(st.tuples(st.sampled_from(WRITERS), st.lists(EDITS, min_size=1, max_size=3)), min_size=2, max_size=9)
Batches = list[tuple[str, list[tuple[str, str, dict[str, Any]]]]]

LIFTED: Batches = [
    ("leader", [("issue", ISSUES[0], {}), ("photo", "photo-00a", {"issue_id": ISSUES[0]}), ("action", ISSUES[0], {})]),
    ("police", [("issue", ISSUES[0], {"for_police": "kept"})]),
    ("coordinator", [("action", ISSUES[0], {"state": "planned"}), ("issue", ISSUES[1], {})]),
    ("police", [("issue", ISSUES[0], {"for_police": "lifted"})]),
]
HUNG_LATE: Batches = [
    ("leader", [("photo", "photo-00a", {})]),
    ("coordinator", [("issue", ISSUES[0], {"category": "overlook"})]),
    ("coordinator", [("photo", "photo-00a", {"issue_id": ISSUES[0]})]),
]


HUNG_BEFORE_IT_IS_CLASSED: Batches = [
    ("leader", [("photo", "photo-00a", {})]),
    ("walker", [("photo", "photo-00a", {"issue_id": ISSUES[0]}), ("issue", ISSUES[0], {"category": "overlook"})]),
]
"""A photo that hangs on a point which becomes secret in the same push."""
LATE_ABOUT_A_HIDDEN_PHOTO: Batches = [
    ("walker", [("issue", ISSUES[0], {}), ("photo", "photo-00a", {"issue_id": ISSUES[0]})]),
    ("coordinator", [("issue", ISSUES[0], {"for_est": "kept"})]),
    (LATE, [("photo", "photo-00a", {})]),
]

APPROVED: Batches = [
    ("walker", [("issue", ISSUES[0], {}), ("photo", PHOTOS[0], {"issue_id": ISSUES[0]})]),
    ("walker", [("photo", PHOTOS[1], {"issue_id": ISSUES[0]})]),
    ("walker", [("photo", PHOTOS[1], {"approved": file_of(PHOTOS[1])})]),
    ("leader", [("photo", PHOTOS[0], {"approved": file_of(PHOTOS[0])})]),
]
"""One photo that who leads has looked through, and one whose taker alone says so."""
SPOKEN: Batches = [
    ("walker", [("issue", ISSUES[0], {}), ("voice", VOICES[0], {"issue_id": ISSUES[0]})]),
    ("coordinator", [("issue", ISSUES[0], {"for_company": "kept"})]),
    (NOBODY, [("voice", VOICES[0], {})]),
]
"""A recording of what only the company sees, which who tells as nobody writes in too."""
COVERED: Batches = [
    ("walker", [("issue", ISSUES[0], {}), ("photo", PHOTOS[0], {"issue_id": ISSUES[0]})]),
    ("leader", [("photo", PHOTOS[0], {"approved": file_of(PHOTOS[0])})]),
    ("walker", [("photo", PHOTOS[0], dict.fromkeys(("sha256", "covered"), file_of(f"{PHOTOS[0]} covered")))]),
]
"""A photo that its taker covers when it was approved already."""

_WORDS = itertools.count(1)
"""Never twice the same in one run, so that a word of another organisation is known as one."""


def quick(world: World) -> World:
    """``world`` on a disk that need not hold: nothing that is asked here is about a crash."""
    raw = world.central.database._engine.raw_connection()
    raw.cursor().execute("PRAGMA synchronous=OFF")
    raw.close()
    return world


class Story:
    """An organisation in which callers of every role write, and what each has been given so far, page by page."""

    def __init__(self, server: World) -> None:
        self.world = server.other()
        self.writers = {role: self._caller(role) for role in ROLES}
        self.writers[LATE] = replace(self._caller("walker"), is_late=True)
        self.writers[NOBODY] = replace(self._caller("walker"), person_id=nobody(self.world.identity()))
        self.readers = {role: self._caller(role) for role in ROLES}
        self.cursors = dict.fromkeys(ROLES, 0)
        self.given: dict[str, set[str]] = {role: set() for role in ROLES}
        self._counts = itertools.count(1)
        self.track = self._record()

    def _record(self) -> str:
        """The leader's phone records where they went; as it is packed."""
        now = self.world.clock.now
        packed = pack([Fix(now + n * 4000, 59.25 + next(_WORDS) / 1e6, 17.86, 5) for n in range(3)])
        own = {"walk_id": self.world.walk, "segment": 0, "packed": packed}
        burst = Change(str(Stamp(now, 0, "replica02")), "", "fixes", "fixes-001", own)
        self.world.central.take(self.writers["leader"], [burst])
        return packed

    def _caller(self, role: str) -> Caller:
        return Caller(self.world.organisation, self.world.identity(), role, self.world.walk)

    def write(self, role: str, edits: list[tuple[str, str, dict[str, Any]]]) -> None:
        self.world.central.take(self.writers[role], [self._change(role, *edit) for edit in edits])

    def _change(self, role: str, record: str, record_id: str, fields: dict[str, Any]) -> Change:
        """Every change says what it is about in a word of its own, which is looked for everywhere."""
        number, word = next(self._counts), f"word{next(_WORDS):06}"
        named = {"issue": "words", "action": "answer", "photo": "description", "voice": "words"}[record]
        stamp = str(Stamp(self.world.clock.now + number, 0, f"replica{list(self.writers).index(role):02}"))
        file = {"sha256": file_of(record_id)} if record in ("photo", "voice") else {}
        return Change(stamp, "", record, record_id, {"walk_id": self.world.walk, named: word, **file, **fields})

    def pull(self) -> Iterator[tuple[str, list[Change]]]:
        """What each reader is given now, after what they had."""
        for role, caller in self.readers.items():
            page = page_after(self.world.central.database, caller, self.cursors[role], "nobody")
            self.cursors[role] = page.cursor
            self.given[role] |= {change.stamp for change in page.changes}
            yield role, page.changes

    def truth(self) -> tuple[dict[str, str], dict[str, str]]:
        """The class of every change by its stamp, and the change by every word: worked out anew from the journal."""
        changes = self._changes(JOURNAL)
        states = _states(changes)
        classes = {change.stamp: secrecy_of(_point_of(change, states).values) for change in changes}
        return classes, _words(changes)

    def hung(self, kind: type[HungT]) -> list[tuple[HungT, str]]:
        """Every photo or recording as it is now, with its class: worked out anew from the journal."""
        states = _states(self._changes(JOURNAL))
        there = {name: state for (record, name), state in states.items() if record == kind.name and not state.removed}
        found = [make(kind, name, state.values) for name, state in there.items()]
        return [(one, secrecy_of(states.get(("issue", str(one.issue_id)), State()).values)) for one in found]

    def files(self) -> dict[str, str]:
        """Every file that a photo or recording has, or had, and what kind of file it is."""
        named = {(str(c.fields["sha256"]), c.record) for c in self._changes(JOURNAL) if c.fields.get("sha256")}
        return {name: "webm" if record == Voice.name else "jpeg" for name, record in sorted(named)}

    def shown_to(self, role: str) -> set[str | None]:
        """The files that a role may have: of photos that it sees the points of, and that somebody has looked through.

        Who looks photos through has the others too, and who hears recordings those of the points that they see.
        """
        looks = may(role, RIGHT)
        seen = {each.sha256 for each, secrecy in self.hung(Photo) if sees(role, secrecy) and (looks or not waits(each))}
        heard = {each.sha256 for each, secrecy in self.hung(Voice) if sees(role, secrecy) and may_hear(role)}
        return seen | heard

    def speakers(self) -> set[str]:
        """Who has written in a recording."""
        return {change.person for change in self._changes(JOURNAL) if change.record == Voice.name}

    def waiting(self) -> dict[str, str]:
        """The class of every word that waits for a yes: that of the point as it is, or as it would be, the stricter."""
        taken, held = self._changes(JOURNAL), self._changes(PARKED, PARKED.c.code == "awaits_approval")
        now, then, alone = _states(taken), _states([*taken, *held]), _states(held)
        return {
            word: max((secrecy_of(_point_of(change, each).values) for each in (now, then, alone)), key=rank)
            for change in held
            for word in _words([change])
        }

    def _changes(self, table: Table, *which: ColumnElement[bool]) -> list[Change]:
        with self.world.central.database.read() as connection:
            mine = table.c.organisation == self.world.organisation
            rows = connection.execute(select(table).where(mine, *which)).all()
        return [Change(row.stamp, row.person, row.record, row.record_id, json.loads(row.fields)) for row in rows]


def _states(changes: list[Change]) -> dict[tuple[str, str], State]:
    states: dict[tuple[str, str], State] = {}
    for change in changes:
        key = (change.record, change.record_id)
        states[key] = merge(states.get(key, State()), change).state
    return states


def _point_of(change: Change, states: dict[tuple[str, str], State]) -> State:
    values = states.get((change.record, change.record_id), State()).values
    point = values.get("issue_id") if change.record in ("photo", "voice") else change.record_id
    return states.get(("issue", str(point)), State()) if change.record in CLASSED else State()


def _words(changes: list[Change]) -> dict[str, str]:
    return {str(v): change.stamp for change in changes for v in change.fields.values() if str(v).startswith("word")}
