"""The demo's organisation: whole, allowed, and the same for the same clock."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar

import pytest

from fieldwalk.domain.actions import STATES, check_step
from fieldwalk.domain.fixes import Fix, distance
from fieldwalk.domain.ground import read_ground
from fieldwalk.domain.records import RECORDS, Action, Area, Fixes, Issue, Person, Photo, Record, Stop, Voice, Walk, make
from fieldwalk.domain.tracks import track_of
from sync.protocol.changes import Change, check
from sync.protocol.merge import State, merge
from sync.server.demo.story import Demo, tell

RecordT = TypeVar("RecordT", bound=Record)
NOW = 1_795_400_000_000
SUMMER = 1_782_000_000_000


@dataclass
class Kept:
    """What the demo handed in: an intake and a file store of the simplest kind."""

    changes: list[Change] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    demo: Demo | None = None

    def take(self, changes: Sequence[Change]) -> None:
        self.changes.extend(changes)

    def put(self, content: bytes) -> str:
        name = hashlib.sha256(content).hexdigest()
        self.files[name] = content
        return name

    def all(self, record: type[RecordT]) -> list[RecordT]:
        states: dict[str, State] = {}
        for change in self.changes:
            if change.record == record.name:
                states[change.record_id] = merge(states.get(change.record_id, State()), change).state
        return [make(record, name, state.values) for name, state in states.items()]

    def walk(self, name: str) -> Walk:
        assert self.demo is not None
        return next(walk for walk in self.all(Walk) if self.demo and walk.id == self.demo.walks[name])


def told(now: int) -> Kept:
    kept = Kept()
    kept.demo = tell(kept.take, kept.put, lambda: now)
    return kept


@pytest.fixture(scope="module")
def kept() -> Kept:
    return told(NOW)


def test_the_same_clock_tells_the_same_story(kept: Kept) -> None:
    again = told(NOW)
    assert again.changes == kept.changes
    assert again.files == kept.files


def test_every_change_may_be_kept_and_comes_after_the_one_before(kept: Kept) -> None:
    for change in kept.changes:
        check(change)
    assert all(a.stamp < b.stamp for a, b in pairwise(kept.changes))
    assert all(change.stamp.endswith("-demo0000") for change in kept.changes)
    assert {change.record for change in kept.changes} == set(RECORDS) - {Voice.name}  # nobody has spoken for it


def test_every_file_that_is_named_is_there(kept: Kept) -> None:
    (area,) = kept.all(Area)
    assert area.ground is not None
    assert read_ground(kept.files[area.ground]).of("house")
    for photo in kept.all(Photo):
        assert {photo.sha256, photo.thumbnail} <= kept.files.keys()
        assert photo.description


def test_every_step_of_every_action_is_one_that_the_desk_may_take(kept: Kept) -> None:
    before: dict[str, str] = {}
    for change in kept.changes:
        after = change.fields.get("state")
        if change.record == Action.name and isinstance(after, str):
            reason = change.fields.get("reason")
            check_step(before.get(change.record_id), after, "company_admin", str(reason) if reason else None)
            before[change.record_id] = after
    assert {*before.values(), "new"} == set(STATES)


def test_the_walk_in_the_dark_is_dark_at_every_point(kept: Kept) -> None:
    walk = kept.walk("dark")
    issues = [issue for issue in kept.all(Issue) if issue.walk_id == walk.id]
    assert {walk.light, *(issue.light for issue in issues)} == {"dark"}
    assert sum(issue.kind == "care" for issue in issues) == 12
    assert sum(issue.kind == "good" for issue in issues) == 3
    assert sorted(issue.number or 0 for issue in issues) == list(range(1, 16))


def test_the_track_is_as_long_as_the_walk_and_91_percent_recorded(kept: Kept) -> None:
    walk = kept.walk("dark")
    track = track_of([fixes for fixes in kept.all(Fixes) if fixes.walk_id == walk.id], walk.pauses or [])
    (gap,) = track.gaps
    assert gap.duration == pytest.approx(7 * 60_000, abs=30_000)
    assert f"{track.recorded:.0%}" == "91%"
    assert 2_150 < track.length < 2_500
    assert 80 < distance(gap.before, gap.after) < 160


def test_every_point_lies_on_the_way_that_was_walked(kept: Kept) -> None:
    walk = kept.walk("dark")
    track = track_of([fixes for fixes in kept.all(Fixes) if fixes.walk_id == walk.id])
    for issue in kept.all(Issue):
        if issue.walk_id == walk.id and issue.position:
            latitude, longitude, accuracy = issue.position
            here = Fix(0, latitude, longitude, accuracy)
            assert min(distance(here, fix) for fix in track.fixes) < 25 + 2 * accuracy


def test_one_walk_by_day_and_one_next_week_with_stops(kept: Kept) -> None:
    by_day, planned = kept.walk("day"), kept.walk("planned")
    assert (by_day.light, by_day.state) == ("day", "published")
    assert planned.state == "planned"
    assert NOW < (planned.planned_at or 0) < NOW + 9 * 86_400_000
    stops = [stop for stop in kept.all(Stop) if stop.walk_id == planned.id]
    assert sorted(stop.number or 0 for stop in stops) == [1, 2, 3, 4, 5]


def test_the_caretaker_has_something_to_do(kept: Kept) -> None:
    caretaker = next(person for person in kept.all(Person) if person.role == "caretaker")
    open_ones = [a for a in kept.all(Action) if a.owner_id == caretaker.id and a.state in ("planned", "reopened")]
    assert len(open_ones) >= 2


def test_in_the_light_summer_the_dark_walk_is_still_dark() -> None:
    walk = told(SUMMER).walk("dark")
    assert walk.light == "dark"


def test_an_organisation_that_is_there_already_is_used() -> None:
    kept = Kept()
    demo = tell(kept.take, kept.put, lambda: NOW, "0198f2a0-1111-7000-8000-000000000001")
    assert demo.organisation == kept.changes[0].record_id == "0198f2a0-1111-7000-8000-000000000001"
