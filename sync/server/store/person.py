"""All that the store knows of one person, and taking their name off it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Table, case, func, select, union_all, update

from fieldwalk.domain.hanging import HUNG, is_hung
from fieldwalk.domain.records import Action, Issue, Person, Voice
from fieldwalk.domain.secrecy import rank, secrecy_of
from sync.server.store import entrances
from sync.server.store.bulk import one_of
from sync.server.store.hung import points_of
from sync.server.store.journal import SPEAKS
from sync.server.store.migrations import note_raise
from sync.server.store.states import TABLES, Key, values_of
from sync.server.store.sums import Sums, section_of
from sync.server.store.tables import ACCOUNTS, FILES, JOURNAL, PARKED, TOKENS


def about(connection: Connection, organisation: str, person_id: str, at_most: int) -> dict[str, Any]:
    """What is kept of a person: their record, what they wrote (no stricter than rank ``at_most``), what they sent,
    when they came in and by which account. The state tables are drawn."""
    table = TABLES[Person.name]
    mine = (table.c.organisation == organisation, table.c.id == person_id)
    record = connection.execute(select(table).where(*mine)).mappings().first()
    journal = _of(connection, JOURNAL, organisation, person_id)
    return {
        "record": values_of(Person.name, record) if record else None,
        "written": [_written(row) for row in journal if row.secrecy <= at_most],
        "set_aside": [_written(row) for row in _set_aside(connection, organisation, person_id, at_most)],
        "files": [
            {"sha256": row.sha256, "size": row.size, "received_at": row.received_at}
            for row in _of(connection, FILES, organisation, person_id)
        ],
        **entrances.of_person(connection, organisation, person_id),
    }


def only_theirs(connection: Connection, organisation: str, person_id: str) -> Iterator[Key]:
    """The points that nobody else has written about, with what hangs on them; photos that only they wrote of; and what
    they have spoken, whoever wrote it out."""
    about = (Issue.name, Action.name, *(kind.name for kind in HUNG))
    own = (JOURNAL.c.organisation == organisation, JOURNAL.c.record.in_(about))
    others = func.sum(case((JOURNAL.c.person != person_id, 1), else_=0)).label("others")
    query = select(JOURNAL.c.record, JOURNAL.c.record_id, others).where(*own)
    rows = connection.execute(query.group_by(JOURNAL.c.record, JOURNAL.c.record_id)).all()
    points = points_of(connection, organisation)
    spoken = {(Voice.name, one) for one in spoken_by(connection, organisation, person_id)}
    alone = {(row.record, row.record_id) for row in rows if not row.others} | spoken
    theirs = {row.record_id for row in rows if row.record == Issue.name and not row.others}
    theirs -= {points.of(row) for row in rows if (row.record, row.record_id) not in alone}
    for row in rows:
        if points.of(row) in theirs or (is_hung(row.record) and (row.record, row.record_id) in alone):
            yield Key(organisation, row.record, row.record_id)


def spoken_by(connection: Connection, organisation: str, person_id: str) -> set[str]:
    """The ids of the recordings that ``person_id`` brought the sound of."""
    own = (JOURNAL.c.organisation == organisation, JOURNAL.c.record == Voice.name, JOURNAL.c.person == person_id)
    return set(connection.scalars(select(JOURNAL.c.record_id).where(*own, SPEAKS)))


def sever(connection: Connection, organisation: str, person_id: str, becomes: str = "") -> int:
    """Nobody, or who they have become, is named as the writer of what the person wrote and sent. Returns how many
    changes those were. The caller holds the journal's head.
    """
    sums = Sums(organisation)
    rows = _of(connection, JOURNAL, organisation, person_id)
    for row in rows:
        place = (row.record, row.walk_id, row.secrecy)
        sums.move(section_of(*place, person_id), section_of(*place, becomes), row.sha256)
    sums.save(connection)
    for table in (JOURNAL, PARKED, FILES):
        mine = (table.c.organisation == organisation, table.c.person == person_id)
        connection.execute(update(table).where(*mine).values(person=becomes))
    return len(rows)


def unname(connection: Connection, organisation: str, person_id: str) -> None:
    """The person's tokens open what they did, and say no more whose they are, nor on which phone."""
    mine = (TOKENS.c.organisation == organisation, TOKENS.c.person_id == person_id)
    connection.execute(update(TOKENS).where(*mine).values(person_id="", replica=None, device=None, seen_at=None))


def let_go(connection: Connection, organisation: str, persons: Iterable[str], now: int) -> int:
    """Each of ``persons`` is named by nothing of the organisation's any more, and comes in no more.

    Returns how many of them anything here still named. The caller holds the journal's head. That phones differ from
    this server then is no alarm.
    """
    known = 0
    for person_id in sorted(set(persons) - {""}):
        severed = sever(connection, organisation, person_id)
        known += bool(severed + entrances.put_out(connection, organisation, person_id, now))
    if known:
        note_raise(connection, organisation)
    return known


def unknown_among(connection: Connection, organisation: str, persons: Collection[str]) -> set[str]:
    """Those of ``persons`` whom nothing of the organisation's names."""
    named = [
        select(table.c[name]).where(table.c.organisation == organisation, one_of(connection, table.c[name], persons))
        for table, name in (
            (JOURNAL, "person"),
            (PARKED, "person"),
            (TOKENS, "person_id"),
            (ACCOUNTS, "person_id"),
            (JOURNAL, "record_id"),
        )
    ]
    return set(persons) - set(connection.scalars(union_all(*named))) if persons else set()


def _of(connection: Connection, table: Table, organisation: str, person_id: str) -> list[Any]:
    mine = (table.c.organisation == organisation, table.c.person == person_id)
    return list(connection.execute(select(table).where(*mine).order_by(table.c.received_at)).all())


def _set_aside(connection: Connection, organisation: str, person_id: str, at_most: int) -> list[Any]:
    """What was refused or waits, but for what is, or would be, stricter than ``at_most``."""
    rows = _of(connection, PARKED, organisation, person_id)
    above = (JOURNAL.c.organisation == organisation, JOURNAL.c.secrecy > at_most)
    known = one_of(connection, JOURNAL.c.record_id, [row.record_id for row in rows])
    hidden = set(connection.scalars(select(JOURNAL.c.record_id).where(*above, known)))
    return [r for r in rows if r.record_id not in hidden and rank(secrecy_of(json.loads(r.fields))) <= at_most]


def _written(row: Any) -> dict[str, Any]:
    said = {"record": row.record, "id": row.record_id, "walk": row.walk_id, "fields": json.loads(row.fields)}
    return {"received_at": row.received_at, **said}
