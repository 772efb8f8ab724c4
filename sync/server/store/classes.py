"""How secret every change is: the class of the point that it is about, kept beside it in the journal.

A change's class is a look-up for whoever reads. It is worked out once, when the change is taken, and again for all
that hangs on a point when the point's own class becomes another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, or_, select, update

from fieldwalk.domain.fields import Json
from fieldwalk.domain.records import Action, Issue, Photo
from fieldwalk.domain.secrecy import CLASSED, DECIDED_BY, DEFAULTS, FIELDS, rank, secrecy_of
from sync.protocol.changes import Change
from sync.server.store.bulk import one_of
from sync.server.store.states import TABLES, Key, draw_all
from sync.server.store.tables import JOURNAL


class Classes:
    """The classes of the records that one batch is about."""

    def __init__(self) -> None:
        self._ranks: dict[Key, int] = {}
        self._points: dict[Key, Key] = {}
        self.stood: dict[str, int] = {}
        """The points that the journal held before this batch, by their ids, and the rank that they had then."""
        self.became: dict[str, int] = {}
        """The points whose class this batch has made another, by their ids, and its rank."""
        self.hung: dict[str, int] = {}
        """The photos that this batch has hung on a classed point, by their ids, and its rank."""

    def learn(self, key: Key, secrecy: int) -> None:
        """The journal holds changes of the record, and the strictest is of this class."""
        self._ranks[key] = secrecy
        if key.record == Issue.name:
            self.stood[key.record_id] = secrecy

    def of(self, key: Key, change: Change, values: Mapping[str, Json]) -> int:
        """The rank of ``change``, which makes the record what ``values`` say."""
        if key.record not in CLASSED:
            return 0
        if key.record != Issue.name:
            self._points[key] = point_of(key, values)
        elif not DECIDED_BY.isdisjoint(change.fields):
            self._decide(key, rank(secrecy_of(values)))
        secrecy = self.now(key)
        if secrecy and key.record == Photo.name and "issue_id" in change.fields:
            self.hung[key.record_id] = secrecy
        return secrecy

    def now(self, key: Key) -> int:
        """The rank of a record after all that this batch has said so far."""
        return self._ranks.get(self._points.get(key, key), self._ranks.get(key, 0))

    def _decide(self, key: Key, secrecy: int) -> None:
        if secrecy != self._ranks.get(key, 0):
            self._ranks[key] = self.became[key.record_id] = secrecy


def point_of(key: Key, values: Mapping[str, Json]) -> Key:
    """The point that an action or a photo hangs on. A photo of no point yet hangs on itself."""
    named = values.get("issue_id") if key.record == Photo.name else key.record_id
    return Key(key.organisation, Issue.name, named) if isinstance(named, str) else key


def photos_of(connection: Connection, organisation: str, issues: Iterable[str]) -> list[str]:
    """The ids of the photos of ``issues``, removed ones too."""
    photo = TABLES[Photo.name]
    mine = (photo.c.organisation == organisation, one_of(connection, photo.c.issue_id, issues))
    return list(connection.scalars(select(photo.c.id).where(*mine)))


def derive_classes(connection: Connection) -> None:
    """Give every change the class of its point, as the state tables have it."""
    draw_all(connection)
    issue = TABLES[Issue.name]
    columns = (issue.c.organisation, issue.c.id, issue.c.category, *(issue.c[name] for name in FIELDS.values()))
    told = or_(issue.c.category.in_(DEFAULTS), *(issue.c[name].is_not(None) for name in FIELDS.values()))
    for row in connection.execute(select(*columns).where(told)).mappings().all():
        point = dict(row)
        _note(connection, point, rank(secrecy_of(point)))


def _note(connection: Connection, issue: Mapping[str, Any], secrecy: int) -> None:
    own = JOURNAL.c.organisation == issue["organisation"]
    photos = photos_of(connection, issue["organisation"], [issue["id"]])
    for record, ids in hanging(issue["id"], photos):
        of = (own, JOURNAL.c.record == record, one_of(connection, JOURNAL.c.record_id, ids))
        connection.execute(update(JOURNAL).where(*of).values(secrecy=secrecy))


def hanging(issue_id: str, photos: Collection[str]) -> list[tuple[str, Collection[str]]]:
    """The records of one class: a point, its action and its photos, as their names and ids."""
    return [(Issue.name, [issue_id]), (Action.name, [issue_id]), (Photo.name, photos)]
