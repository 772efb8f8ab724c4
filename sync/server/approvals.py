"""Approvals: what latecomers captured, and what phones still held whose right had ended, waits for a yes or a no.

Who leads says it. Nothing of it is thrown away.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from fieldwalk.domain.fields import Json
from fieldwalk.domain.records import Issue, Photo
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.roles import clearance
from fieldwalk.domain.secrecy import rank, secrecy_of
from sync.protocol.changes import Change
from sync.protocol.merge import State, merge
from sync.server.caller import Caller
from sync.server.central import Central
from sync.server.intake import take_within
from sync.server.joining import walk_to_join
from sync.server.rules import AWAITS, DECLINED
from sync.server.store import doors
from sync.server.store.bulk import one_of
from sync.server.store.tables import IS_CLASSED, JOURNAL, PARKED

AS = "walker"
"""The role as which a resident's capture is taken: that of whoever walks along. Staff's is taken as who says yes."""


@dataclass(frozen=True)
class Held:
    """One point that waits, with what hangs on it: what it says, how many photos it has, when it came (UTC ms).

    ``others`` counts changes of something else: an answer, a walk, a track.
    """

    id: str
    values: Mapping[str, Json]
    photos: int
    received_at: int
    walk_id: str | None = None
    others: int = 0


def waiting(central: Central, caller: Caller, walk_id: str | None) -> list[Held]:
    """The points of a walk, or of all and of none, that wait for a yes, oldest first.

    As far as ``caller``, who holds every walk, may see their class. Nobody is told who captured them. Raises
    :class:`Refused` ``not_found`` for a walk that is not the caller's.
    """
    _check_walk(central, caller, walk_id)
    with central.database.read_sources() as connection:
        points = _points(connection, caller, walk_id)
    return [_held(point, rows) for point, rows in points.items()]


def decide(central: Central, caller: Caller, walk_id: str | None, point: str, *, accept: bool) -> int:
    """Take what waits about ``point`` as if it had come in time, or set it aside for good. Returns how many changes.

    Raises :class:`Refused` ``not_found`` when nothing waits there that the caller sees.
    """
    _check_walk(central, caller, walk_id)
    with central.database.write() as connection:
        rows = _points(connection, caller, walk_id).get(point)
        if rows is None:
            raise Refused("not_found")
        _take(central, connection, caller, rows) if accept else _decline(connection, rows)
        act = "approved" if accept else "declined"
        central.audit.note(connection, caller, act, walk=rows[0].walk_id, point=point, changes=len(rows))
    return len(rows)


def _check_walk(central: Central, caller: Caller, walk_id: str | None) -> None:
    if walk_id is not None:
        walk_to_join(central.database, caller, walk_id)


def _points(connection: Connection, caller: Caller, walk_id: str | None) -> dict[str, list[Any]]:
    """What waits, by the point that it is about. What is about no point stands by its own id."""
    own = [PARKED.c.organisation == caller.organisation, PARKED.c.code == AWAITS]
    if walk_id is not None:
        own.append(PARKED.c.walk_id == walk_id)
    points: dict[str, list[Any]] = {}
    rows = connection.execute(select(PARKED).where(*own).order_by(PARKED.c.received_at, PARKED.c.stamp)).all()
    hangs = {row.record_id: change.fields["issue_id"] for row, change in _changes(rows) if "issue_id" in change.fields}
    for row in rows:
        points.setdefault(str(hangs.get(row.record_id) or row.record_id), []).append(row)
    known = _ranks(connection, caller, {*points, *(row.record_id for row in rows)})
    return {point: held for point, held in points.items() if _strictest(point, held, known) <= clearance(caller.role)}


def _strictest(point: str, rows: Sequence[Any], known: Mapping[str, int]) -> int:
    """The strictest class of a point as it is, as it would be, and of what waits about it.

    Of a photo that hangs on a point already only the photo's own id is said.
    """
    there = max(known.get(each, 0) for each in (point, *(row.record_id for row in rows)))
    return max(there, rank(secrecy_of(_values(point, rows))))


def _ranks(connection: Connection, caller: Caller, ids: Iterable[str]) -> dict[str, int]:
    """The classes of those points, and of what hangs on them, that are there already and are classed."""
    own = (JOURNAL.c.organisation == caller.organisation, IS_CLASSED, one_of(connection, JOURNAL.c.record_id, ids))
    query = select(JOURNAL.c.record_id, func.max(JOURNAL.c.secrecy).label("secrecy"))
    there = connection.execute(query.where(*own).group_by(JOURNAL.c.record_id))
    return {row.record_id: int(row.secrecy) for row in there}


def _values(point: str, rows: Sequence[Any]) -> Mapping[str, Json]:
    state = State()
    for row, change in _changes(rows):
        state = merge(state, change).state if (row.record, row.record_id) == (Issue.name, point) else state
    return state.values


def _held(point: str, rows: Sequence[Any]) -> Held:
    photos = {row.record_id for row in rows if row.record == Photo.name}
    others = sum(row.record not in (Issue.name, Photo.name) for row in rows)
    return Held(point, _values(point, rows), len(photos), rows[0].received_at, rows[0].walk_id, others)


def _take(central: Central, connection: Connection, caller: Caller, rows: Sequence[Any]) -> None:
    """As the one who captured it; a new refusal sets it aside under its own reason.

    A resident wrote as what they are. Staff, put out since, wrote what ``caller`` now answers for.
    """
    _where(connection, rows, delete(PARKED))
    for person in dict.fromkeys(row.person for row in rows):
        role = caller.role if doors.is_staff(connection, caller.organisation, person) else AS
        writer = Caller(rows[0].organisation, person, role, rows[0].walk_id)
        changes = [change for row, change in _changes(rows) if row.person == person]
        take_within(connection, central.clock, writer, changes, note=central.audit.note)


def _decline(connection: Connection, rows: Sequence[Any]) -> None:
    _where(connection, rows, update(PARKED).values(code=DECLINED))


def _where(connection: Connection, rows: Sequence[Any], statement: Any) -> None:
    stamps = one_of(connection, PARKED.c.stamp, [row.stamp for row in rows])
    connection.execute(statement.where(PARKED.c.organisation == rows[0].organisation, stamps))


def _changes(rows: Sequence[Any]) -> Iterator[tuple[Any, Change]]:
    for row in rows:
        yield row, Change(row.stamp, row.person, row.record, row.record_id, json.loads(row.fields))
