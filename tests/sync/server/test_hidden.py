"""From any state of the data, nothing that a role can reach is of a class above it or tells who reported."""

from __future__ import annotations

import hashlib
import itertools
import json
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from fieldwalk.domain.records import Action, Issue, Photo
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.roles import ROLES, may, sees
from fieldwalk.domain.secrecy import CLASSES, secrecy_of
from sync.protocol.changes import Change
from sync.protocol.clock import Stamp
from sync.protocol.digest import added, weight
from sync.protocol.merge import State, merge
from sync.server.caller import Caller
from sync.server.catchup import page_after
from sync.server.store.holdings import Holdings
from sync.server.store.tables import JOURNAL
from sync.server.summaries import summary_of
from tests.fakes.central_world import World

ISSUES = [f"issue-00{n}" for n in range(2)]
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
        st.sampled_from(["photo-00a", "photo-00b"]),
        st.builds(lambda issue: {"issue_id": issue} if issue else {}, st.sampled_from([None, *ISSUES])),
    ),
)
WRITERS = (*ROLES, "coordinator", "coordinator", "police", "police", "leader")
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


class Story:
    """A world in which callers of every role write, and what each has been given so far, page by page."""

    def __init__(self, folder: Path) -> None:
        self.world = World(folder)
        self.writers = {role: self._caller(role) for role in ROLES}
        self.readers = {role: self._caller(role) for role in ROLES}
        self.cursors = dict.fromkeys(ROLES, 0)
        self.given: dict[str, set[str]] = {role: set() for role in ROLES}
        self._counts = itertools.count(1)

    def _caller(self, role: str) -> Caller:
        return Caller(self.world.organisation, self.world.identity(), role, self.world.walk)

    def write(self, role: str, edits: list[tuple[str, str, dict[str, Any]]]) -> None:
        self.world.central.take(self.writers[role], [self._change(role, *edit) for edit in edits])

    def _change(self, role: str, record: str, record_id: str, fields: dict[str, Any]) -> Change:
        """Every change says what it is about in a word of its own, which is looked for everywhere."""
        number = next(self._counts)
        word = f"word{number:04}"
        named = {"issue": "words", "action": "answer", "photo": "description"}[record]
        stamp = str(Stamp(self.world.clock.now + number, 0, f"replica{ROLES.index(role)}"))
        file = {"sha256": hashlib.sha256(record_id.encode()).hexdigest()} if record == "photo" else {}
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
        with self.world.central.database.read() as connection:
            mine = JOURNAL.c.organisation == self.world.organisation
            rows = connection.execute(select(JOURNAL).where(mine)).all()
        changes = [Change(row.stamp, row.person, row.record, row.record_id, json.loads(row.fields)) for row in rows]
        states: dict[tuple[str, str], State] = {}
        for change in changes:
            key = (change.record, change.record_id)
            states[key] = merge(states.get(key, State()), change).state
        classes = {}
        for change in changes:
            values = states[change.record, change.record_id].values
            point = values.get("issue_id") if change.record == "photo" else change.record_id
            whose = (
                states.get(("issue", str(point)), State()) if change.record in ("issue", "action", "photo") else State()
            )
            classes[change.stamp] = secrecy_of(whose.values)
        words = {str(v): c.stamp for c in changes for v in c.fields.values() if str(v).startswith("word")}
        return classes, words


@settings(max_examples=30)
@given(BATCHES)
@example(LIFTED)
@example(HUNG_LATE)
def test_nothing_above_a_class_is_reached_by_any_way_and_everything_else_is(batches: Batches) -> None:
    with tempfile.TemporaryDirectory() as folder:
        story = Story(Path(folder))
        with closing(story.world.central):
            for role, edits in batches:
                story.write(role, edits)
                classes, _ = story.truth()
                for reader, changes in story.pull():
                    check_page(reader, changes, classes)
            check_all_ways(story)


def check_page(role: str, changes: list[Change], classes: dict[str, str]) -> None:
    assert not [change for change in changes if not sees(role, classes[change.stamp])]
    assert may(role, "see.reporter") or not any(change.person for change in changes)


def check_all_ways(story: Story) -> None:
    classes, words = story.truth()
    database = story.world.central.database
    for role, caller in story.readers.items():
        visible = {stamp for stamp, each in classes.items() if sees(role, each)}
        with database.read() as connection:
            holdings = Holdings(connection, caller)
            anew = [change for _, _, change in holdings.changes_after(0, "nobody")]
            lists = [str([asdict(r) for r in holdings.records(kind)]) for kind in (Issue, Action, Photo)]
            counts = holdings.digest()
        check_page(role, anew, classes)
        told = set(words.values()) & visible
        assert {change.stamp for change in anew} & set(words.values()) == told
        assert told <= story.given[role]
        assert counts == added(0, *(weight(change.sha256()) for change in anew))
        summary = repr(summary_of(story.world.central, caller, story.world.walk, "police"))
        handed_on = repr(summary_of(story.world.central, caller, story.world.walk))
        for word, stamp in words.items():
            reached = [where for where in (*lists, summary) if word in where]
            assert not reached or sees(role, classes[stamp]), (role, word, reached)
            assert word not in handed_on or classes[stamp] == CLASSES[0]
        check_nobody_named(story, role, [*lists, summary, str(anew)])


def check_nobody_named(story: Story, role: str, read: list[str]) -> None:
    if may(role, "see.reporter"):
        return
    for writer in story.writers.values():
        assert not [where for where in read if writer.person_id in where]


@settings(max_examples=20)
@given(BATCHES, st.sampled_from(ROLES))
def test_a_photo_is_found_by_its_name_only_by_those_who_see_its_point(batches: Batches, uploader: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        story = Story(Path(folder))
        with closing(story.world.central):
            for role, edits in batches:
                story.write(role, edits)
            check_photos(story, uploader)


def check_photos(story: Story, uploader: str) -> None:
    content = b"\xff\xd8\xff\xe0drawn\xff\xd9"
    sha256 = hashlib.sha256(content).hexdigest()
    desk = story.writers["coordinator"]
    own = {"walk_id": story.world.walk, "sha256": sha256, "issue_id": ISSUES[0]}
    change = Change(str(Stamp(story.world.clock.now + 999, 0, "replica99")), "", "photo", "photo-00c", own)
    story.world.central.take(desk, [change])
    story.world.central.files.put(story.writers[uploader], sha256, content)
    classes, _ = story.truth()
    for role, caller in story.readers.items():
        found = False
        with suppress(Refused):
            story.world.central.files.find(caller, sha256)
            found = True
        assert found == sees(role, classes[change.stamp])
