"""How secret every change is: the class of the point that it is about, kept beside it in the journal.

A change's class is a look-up for whoever reads. It is worked out once, when the change is taken, and again for all
that hangs on a point when the point's own class becomes another.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, or_, select, update

from fieldwalk.domain.fields import Json
from fieldwalk.domain.hanging import HUNG, is_hung, issue_named
from fieldwalk.domain.records import Action, Issue
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
        self._hung: set[Key] = set()

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
        if is_hung(key.record) and "issue_id" in change.fields:
            self._hung.add(key)
        return self.now(key)

    def now(self, key: Key) -> int:
        """The rank of a record after all that this batch has said so far."""
        return self._ranks.get(self._points.get(key, key), self._ranks.get(key, 0))

    def hung(self) -> dict[Key, int]:
        """What this batch has hung on a point that is classed now, and its rank: what was said of it before has it too.

        Asked at the end, for the point may have become so after that.
        """
        return {key: secrecy for key in self._hung if (secrecy := self.now(key))}

    def _decide(self, key: Key, secrecy: int) -> None:
        if secrecy != self._ranks.get(key, 0):
            self._ranks[key] = self.became[key.record_id] = secrecy


def point_of(key: Key, values: Mapping[str, Json]) -> Key:
    """The point that an action, a photo or a recording hangs on. What names no point yet hangs on itself."""
    named = issue_named(key.record, key.record_id, values)
    return Key(key.organisation, Issue.name, named) if named else key


def hanging(connection: Connection, organisation: str, issue_id: str) -> list[tuple[str, Collection[str]]]:
    """The records of one class: a point and all that hangs on it, removed ones too, as their names and ids."""
    hung = [(kind.name, _hung(connection, organisation, kind.name, issue_id)) for kind in HUNG]
    return [(Issue.name, [issue_id]), (Action.name, [issue_id]), *hung]


def _hung(connection: Connection, organisation: str, record: str, issue_id: str) -> list[str]:
    table = TABLES[record]
    mine = (table.c.organisation == organisation, table.c.issue_id == issue_id)
    return list(connection.scalars(select(table.c.id).where(*mine)))


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
    for record, ids in hanging(connection, issue["organisation"], issue["id"]):
        of = (own, JOURNAL.c.record == record, one_of(connection, JOURNAL.c.record_id, ids))
        connection.execute(update(JOURNAL).where(*of).values(secrecy=secrecy))

