"""What the screens read: records as they are now. Nothing here writes."""

from __future__ import annotations

from collections.abc import Callable

from sqlite_utils import Database

from fieldwalk.domain.records import Action, Area, Fixes, Issue, Organisation, Person, Photo, Stop, Walk
from fieldwalk.domain.tracks import Track, track_of
from sync.client.journal import Journal
from sync.client.rows import fetch_all
from sync.client.state_tables import records

_MOMENT = "coalesce(started_at, planned_at, 0) desc, id desc"


class Store:
    """The reading side of the local file. Removed records are never returned."""

    def __init__(self, db: Database, journal: Journal) -> None:
        self._db = db
        self._journal = journal

    def organisation(self) -> Organisation | None:
        return next(iter(records(self._db, Organisation)), None)

    def walks(self) -> list[Walk]:
        """All walks, newest first."""
        return records(self._db, Walk, "state is not null", order=_MOMENT)

    def walk(self, walk_id: str) -> Walk | None:
        return next(iter(records(self._db, Walk, "id = ?", (walk_id,))), None)

    def areas(self) -> list[Area]:
        return records(self._db, Area, order="title")

    def area(self, area_id: str | None) -> Area | None:
        return next(iter(records(self._db, Area, "id = ?", (area_id,))), None)

    def persons(self) -> list[Person]:
        return records(self._db, Person, order="title")

    def stops(self, walk_id: str) -> list[Stop]:
        return records(self._db, Stop, "walk_id = ?", (walk_id,), "number, id")

    def issues(self, walk_id: str) -> list[Issue]:
        """The points of a walk in the order in which they were marked."""
        return records(self._db, Issue, "walk_id = ?", (walk_id,), "number, marked_at, id")

    def all_issues(self) -> list[Issue]:
        """The points of all walks, newest first."""
        return records(self._db, Issue, "walk_id is not null", order="marked_at desc, id desc")

    def issue(self, issue_id: str) -> Issue | None:
        return next(iter(records(self._db, Issue, "id = ?", (issue_id,))), None)

    def action(self, issue_id: str) -> Action | None:
        return next(iter(records(self._db, Action, "id = ?", (issue_id,))), None)

    def actions(self) -> dict[str, Action]:
        """Every action, by the id of its issue."""
        return {action.id: action for action in records(self._db, Action)}

    def photo(self, photo_id: str) -> Photo | None:
        return next(iter(records(self._db, Photo, "id = ?", (photo_id,))), None)

    def photos(self, issue_id: str, role: str | None = None) -> list[Photo]:
        """The photos of an issue that are taken, oldest first; of one ``role`` when it is given."""
        where = "issue_id = ? and sha256 is not null and (?2 is null or role = ?2)"
        return records(self._db, Photo, where, (issue_id, role), "taken_at, id")

    def photos_of_walk(self, walk_id: str) -> list[Photo]:
        return records(self._db, Photo, "walk_id = ? and sha256 is not null", (walk_id,), "taken_at, id")

    def fixes(self, walk_id: str) -> list[Fixes]:
        return records(self._db, Fixes, "walk_id = ?", (walk_id,), "segment, started_at, id")

    def track(self, walk_id: str) -> Track:
        """The walk's track with its honest gaps; empty when none was recorded."""
        walk = self.walk(walk_id)
        return track_of(self.fixes(walk_id), walk.pauses or () if walk else ())

    def unsent(self, walk_id: str | None, record: str) -> int:
        """How many records of a walk (of all walks for ``None``) hold a change that the server lacks."""
        sql = (
            f"select count(distinct j.record_id) as n from journal j join state_{record} s on s.id = j.record_id"
            " where j.record = ?1 and j.mine and j.receipt is null and (?2 is null or s.walk_id = ?2)"
        )
        return int(fetch_all(self._db, sql, (record, walk_id))[0]["n"])

    def count(self, walk_id: str | None, record: str) -> int:
        """How many records of a walk (of all walks for ``None``) there are."""
        sql = f"select count(*) as n from state_{record} where not is_removed and (?1 is null or walk_id = ?1)"
        return int(fetch_all(self._db, sql, (walk_id,))[0]["n"])

    def subscribe(self, listener: Callable[[frozenset[str]], None]) -> Callable[[], None]:
        """Call ``listener`` with the names of the records that changed, after each commit, until disposed."""
        return self._journal.subscribe(listener)
