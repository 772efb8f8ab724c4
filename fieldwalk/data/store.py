"""What the screens read: records as they are now. Nothing here writes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping

from sqlite_utils import Database

from fieldwalk.data.track_reader import TrackReader
from fieldwalk.domain.actions import OPEN
from fieldwalk.domain.clusters import Pin
from fieldwalk.domain.records import (
    Action,
    Area,
    Fixes,
    Issue,
    Organisation,
    Person,
    Photo,
    Stop,
    Template,
    Voice,
    Walk,
)
from fieldwalk.domain.tracks import Track
from sync.client.journal import Journal
from sync.client.looking import WAITS
from sync.client.rows import fetch_all
from sync.client.state_tables import records

ALL = -1
"""As ``most``: no limit."""

_CARE = "coalesce(i.kind, 'care') <> 'good'"
_STILL = ", ".join(f"'{state}'" for state in sorted(OPEN))
_OPEN = f"{_CARE} and coalesce(a.state, 'new') in ({_STILL})"
WHICH = {
    "all": "i.walk_id is not null",
    "unanswered": f"i.walk_id is not null and {_CARE} and coalesce(a.answer, '') = ''",
    "not_done": f"i.walk_id is not null and {_OPEN}",
    "urgent": f"i.walk_id is not null and {_OPEN} and coalesce(i.severity, 0) = 3",
}
"""The filters of a desk."""

TASKS = {
    "mine": f"a.state in ({_STILL})",
    "urgent": f"a.state in ({_STILL}) and i.severity = 3",
    "finished": "a.state in ('done', 'verified')",
}
"""The filters of what one person has to do."""

_WITH_ACTIONS = "state_issue i left join state_action a on a.id = i.id and not a.is_removed"
_STEPS = ("new", "reopened", "planned", "progress", "done", "verified", "wont")
_STEP = " ".join(f"when '{state}' then {place}" for place, state in enumerate(_STEPS))
_NEED = (
    f"coalesce(i.kind, 'care') = 'good', case coalesce(a.state, 'new') {_STEP} else 0 end,"
    " -coalesce(i.severity, 0), i.marked_at desc, i.id desc"
)
_MOMENT = "coalesce(started_at, planned_at, 0) desc, id desc"


class Store:
    """The reading side of the local file. Removed records are never returned."""

    def __init__(self, db: Database, journal: Journal) -> None:
        self._db = db
        self._journal = journal
        self._tracks = TrackReader()

    def organisation(self) -> Organisation | None:
        return next(iter(records(self._db, Organisation)), None)

    def walks(self) -> list[Walk]:
        """All walks, newest first."""
        return records(self._db, Walk, "state is not null", order=_MOMENT)

    def walk_in(self, state: str) -> Walk | None:
        """The latest walk in this state."""
        return next(iter(records(self._db, Walk, "state = ?", (state,), f"{_MOMENT} limit 1")), None)

    def walk(self, walk_id: str) -> Walk | None:
        return next(iter(records(self._db, Walk, "id = ?", (walk_id,))), None)

    def areas(self) -> list[Area]:
        return records(self._db, Area, order="title")

    def templates(self) -> list[Template]:
        """The organisation's checklists, by their names."""
        return records(self._db, Template, order="title, id")

    def template(self, template_id: str) -> Template | None:
        return next(iter(records(self._db, Template, "id = ?", (template_id,))), None)

    def area(self, area_id: str | None) -> Area | None:
        return next(iter(records(self._db, Area, "id = ?", (area_id,))), None)

    def persons(self) -> list[Person]:
        return records(self._db, Person, order="title")

    def stops(self, walk_id: str) -> list[Stop]:
        return records(self._db, Stop, "walk_id = ?", (walk_id,), "number, id")

    def issues(self, walk_id: str, most: int = ALL) -> list[Issue]:
        """The points of a walk in the order in which they were marked, at ``most`` so many of them."""
        return records(self._db, Issue, "walk_id = ?", (walk_id, most), "number, marked_at, id limit ?2")

    def latest_issues(self, walk_id: str, most: int) -> list[Issue]:
        """The points of a walk that were marked last, the latest first."""
        return records(self._db, Issue, "walk_id = ?", (walk_id, most), "number desc, marked_at desc, id desc limit ?2")

    def last_number(self, walk_id: str) -> int:
        """The highest number of a walk's places; 0 when it has none."""
        sql = "select coalesce(max(number), 0) as n from state_issue where walk_id = ? and not is_removed"
        return int(fetch_all(self._db, sql, (walk_id,))[0]["n"])

    def pins(self, walk_id: str | None = None) -> list[Pin]:
        """What a map shows of the places of one walk, of all walks for ``None``; of those that have a position."""
        of_walk, arguments = ("= ?", (walk_id,)) if walk_id else ("is not null", ())
        sql = (
            "select id, walk_id, coalesce(number, 0), coalesce(kind, 'care'), category,"
            " json_extract(position, '$[0]'), json_extract(position, '$[1]') from state_issue"
            f" where walk_id {of_walk} and position is not null and not is_removed order by id"
        )
        return [Pin(*row) for row in self._db.execute(sql, arguments).fetchall()]

    def by_need(self, which: str, most: int) -> list[Issue]:
        """The places of all walks that a filter of :data:`WHICH` lets through, what waits for an answer first.

        New ones before those under way, the urgent before the rest, good places last; at ``most`` so many.
        """
        return self._chosen(f"{WHICH[which]} order by {_NEED} limit ?", (most,))

    def tallies(self) -> dict[str, int]:
        """How many places each filter of :data:`WHICH` lets through."""
        return self._counted(WHICH, "1")

    def tasks(self, owner_id: str, which: str, most: int) -> list[Issue]:
        """At most so many of what a person has to do or has done, by a filter of :data:`TASKS`; the next due first."""
        wanted = f"i.walk_id is not null and a.owner_id = ? and {TASKS[which]}"
        return self._chosen(f"{wanted} order by coalesce(a.due, '9999'), i.id limit ?", (owner_id, most))

    def task_tallies(self, owner_id: str) -> dict[str, int]:
        """How many of a person's places each filter of :data:`TASKS` lets through."""
        return self._counted(TASKS, "i.walk_id is not null and a.owner_id = ?", (owner_id,))

    def _chosen(self, clause: str, arguments: Iterable[object]) -> list[Issue]:
        """The places that ``clause`` chooses by themselves and their actions, in its order."""
        sql = f"select i.id from {_WITH_ACTIONS} where not i.is_removed and {clause}"
        ids = [row["id"] for row in fetch_all(self._db, sql, arguments)]
        found = records(self._db, Issue, "id in (select value from json_each(?))", (json.dumps(ids),))
        place = {issue_id: n for n, issue_id in enumerate(ids)}
        return sorted(found, key=lambda issue: place[issue.id])

    def _counted(self, filters: Mapping[str, str], where: str, arguments: Iterable[object] = ()) -> dict[str, int]:
        sums = ", ".join(f"coalesce(sum({lets}), 0) as of_{name}" for name, lets in filters.items())
        sql = f"select {sums} from {_WITH_ACTIONS} where not i.is_removed and {where}"
        row = fetch_all(self._db, sql, arguments)[0]
        return {name: int(row[f"of_{name}"]) for name in filters}

    def outcome(self, walk_id: str) -> tuple[int, int]:
        """How many places a walk has, and how many of them are done."""
        sql = (
            f"select count(*) as places, coalesce(sum(a.state in ('done', 'verified')), 0) as done"
            f" from {_WITH_ACTIONS} where i.walk_id = ? and not i.is_removed"
        )
        row = fetch_all(self._db, sql, (walk_id,))[0]
        return int(row["places"]), int(row["done"])

    def photos_taken(self, walk_id: str) -> int:
        """How many photos a walk has; a draft is none."""
        sql = "select count(*) as n from state_photo where walk_id = ? and sha256 is not null and not is_removed"
        return int(fetch_all(self._db, sql, (walk_id,))[0]["n"])

    def issue(self, issue_id: str) -> Issue | None:
        return next(iter(records(self._db, Issue, "id = ?", (issue_id,))), None)

    def action(self, issue_id: str) -> Action | None:
        return next(iter(records(self._db, Action, "id = ?", (issue_id,))), None)

    def actions(self, issues: Iterable[str] | None = None) -> dict[str, Action]:
        """The action of each of the ``issues``, by the issue's id; of all for ``None``."""
        ids = None if issues is None else json.dumps(list(issues))
        where = "?1 is null or id in (select value from json_each(?1))"
        return {action.id: action for action in records(self._db, Action, where, (ids,))}

    def photo(self, photo_id: str) -> Photo | None:
        return next(iter(records(self._db, Photo, "id = ?", (photo_id,))), None)

    def photos(self, issue_id: str, role: str | None = None) -> list[Photo]:
        """The photos of an issue that are taken, oldest first; of one ``role`` when it is given."""
        where = "issue_id = ? and sha256 is not null and (?2 is null or role = ?2)"
        return records(self._db, Photo, where, (issue_id, role), "taken_at, id")

    def photos_of_walk(self, walk_id: str) -> list[Photo]:
        return records(self._db, Photo, "walk_id = ? and sha256 is not null", (walk_id,), "taken_at, id")

    def unlooked(self, walk_id: str | None = None) -> list[Photo]:
        """The photos of a walk (of all walks for ``None``) that wait to be looked through, oldest first."""
        where = f"issue_id is not null and (?1 is null or walk_id = ?1) and {WAITS}"
        return records(self._db, Photo, where, (walk_id,), "taken_at, id")

    def to_look_through(self, walk_id: str | None = None) -> int:
        """How many photos :meth:`unlooked` would give."""
        where = f"not is_removed and issue_id is not null and (?1 is null or walk_id = ?1) and {WAITS}"
        return int(fetch_all(self._db, f"select count(*) as n from state_photo where {where}", (walk_id,))[0]["n"])

    def voice(self, voice_id: str) -> Voice | None:
        return next(iter(records(self._db, Voice, "id = ?", (voice_id,))), None)

    def voices(self, issue_id: str) -> list[Voice]:
        """The recordings of an issue, oldest first; a draft is none."""
        where = "issue_id = ? and sha256 is not null"
        return records(self._db, Voice, where, (issue_id,), "recorded_at, id")

    def voices_of_walk(self, walk_id: str) -> list[Voice]:
        """The recordings of a walk, those too whose sound is gone; whose words may still be told."""
        return records(self._db, Voice, "walk_id = ?", (walk_id,), "recorded_at, id")

    def fixes(self, walk_id: str) -> list[Fixes]:
        return records(self._db, Fixes, "walk_id = ?", (walk_id,), "segment, started_at, id")

    def last_segment(self, walk_id: str) -> int:
        """The highest number of a walk's recorded segments; -1 when there is none."""
        sql = "select coalesce(max(segment), -1) as n from state_fixes where walk_id = ? and not is_removed"
        return int(fetch_all(self._db, sql, (walk_id,))[0]["n"])

    def track(self, walk_id: str) -> Track:
        """The walk's track with its honest gaps; empty when none was recorded."""
        walk = self.walk(walk_id)
        return self._tracks.track(self.fixes(walk_id), walk.pauses or () if walk else ())

    def unsent(self, walk_id: str | None, record: str) -> int:
        """How many records of a walk (of all walks for ``None``) hold a change that the server lacks."""
        where, arguments = self._lacking(walk_id, record)
        return int(fetch_all(self._db, f"select count(distinct record_id) as n {where}", arguments)[0]["n"])

    def waits(self, walk_id: str, record: str) -> bool:
        """Whether any record of a walk holds a change that the server lacks."""
        where, arguments = self._lacking(walk_id, record)
        return bool(fetch_all(self._db, f"select exists (select 1 {where}) as waits", arguments)[0]["waits"])

    @staticmethod
    def _lacking(walk_id: str | None, record: str) -> tuple[str, tuple[str, ...]]:
        where = "from journal where record = ? and mine and receipt is null"
        if walk_id is None:
            return where, (record,)
        of_walk = f"(select walk_id from state_{record} where id = record_id) = ?"
        return f"{where} and {of_walk}", (record, walk_id)

    def count(self, walk_id: str | None, record: str) -> int:
        """How many records of a walk (of all walks for ``None``) there are."""
        sql = f"select count(*) as n from state_{record} where not is_removed and (?1 is null or walk_id = ?1)"
        return int(fetch_all(self._db, sql, (walk_id,))[0]["n"])

    def is_ours_alone(self, record: str, record_id: str) -> bool:
        """Whether nobody but this phone has written the record, as far as it knows."""
        sql = "select 1 from journal where record = ? and record_id = ? and mine <> 1 limit 1"
        return not fetch_all(self._db, sql, (record, record_id))

    def subscribe(self, listener: Callable[[frozenset[str]], None]) -> Callable[[], None]:
        """Call ``listener`` with the names of the records that changed, after each commit, until disposed."""
        return self._journal.subscribe(listener)
