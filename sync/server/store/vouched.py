"""Whom a hub speaks for: residents who joined a walk at a leader's laptop, where the central server was out of reach.

A hub hands on what others wrote, and what somebody hands on for others names no writer: whoever holds the token could
say that anybody wrote it. Of a hub it is believed as far as its holder could have brought it about anyway, and no
further:

- Only who may invite may vouch, and only for residents: who let somebody into a walk as one who walks along could have
  done so here. What those wrote is asked with their rights in that walk, never with the hub's, and is in their name.
- Only for somebody whom nobody here knows: no token, account or record is theirs. Nobody speaks as staff, as a
  resident who joined here, or as one of another hub; what names such a one comes in as before, without a writer and
  with the hub's rights. Who leads at a hub is its holder, who speaks for themself.
- The hub that vouched shows a key of its own, and who shows it later, after joining anew, is that hub. It opens no
  door: a phone that was at a hub joins here as any other.
- Once vouched for, a resident is one who joined: their extract, their erasure and the line in the audit log are as
  everybody's. Who is nobody at the hub is not named, and stays nobody here.
- Put out here, or brought by a hub whose own right has ended or that is lost, they have what they wrote wait for a yes,
  in their name.

They stand among the tokens, with ``way`` ``hub``, a hash that no token has, and the hub's own token as ``invitation``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

from sqlalchemy import Connection, insert, select, union_all, update

from fieldwalk.domain.anonymity import is_nobody
from fieldwalk.domain.fields import IDENTITY
from fieldwalk.domain.hanging import HUNG
from fieldwalk.domain.records import Person
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.roles import ONE_WALK, may
from sync.protocol.residents import Resident
from sync.server.caller import KEEPER, Caller
from sync.server.store.bulk import one_of
from sync.server.store.named import names
from sync.server.store.states import TABLES
from sync.server.store.tables import ACCOUNTS, JOURNAL, PURGED, TOKENS

HUB = "hub"
"""How those came in for whom a hub vouches."""

Note = Callable[..., object]


def spoken_for(
    connection: Connection, caller: Caller, residents: Sequence[Resident], now: int, note: Note
) -> dict[str, Caller]:
    """Whom ``caller`` may name as writers of what others' phones wrote, each with the rights that are asked then.

    That is themself, where they may invite at all, and those of ``residents`` for whom they may vouch; of who was
    unknown so far ``note`` writes down that they have joined. The caller holds the journal's head.
    """
    if not may(caller.role, "invite"):
        return {}
    named = {each.person: each for each in reversed(residents) if _is_sound(each, caller)}
    before = _before(connection, named.values())
    strangers = _strangers(connection, caller.organisation, named) if len(before) < len(named) else set()
    spoken = {caller.person_id: caller}
    for person, each in named.items():
        row = before.get(_hash(each))
        if row is None and person in strangers:
            row = _welcomed(connection, caller, each, now, note)
        if row is not None and _is(row, caller.organisation, each):
            late = caller.is_late or row.revoked_at is not None
            spoken[person] = replace(caller, person_id=person, role=each.role, walk_id=each.walk_id, is_late=late)
            _bring(connection, row, caller)
    return spoken


def vouched_for(connection: Connection, organisation: str, keys: Iterable[str]) -> dict[str, str]:
    """Who the residents are whom a hub has vouched for with these keys, by key; empty of who is nobody by now."""
    hashes = {f"{HUB} {key}": key for key in keys}
    mine = (TOKENS.c.organisation == organisation, TOKENS.c.way == HUB, one_of(connection, TOKENS.c.hash, hashes))
    rows = connection.execute(select(TOKENS.c.hash, TOKENS.c.person_id).where(*mine)) if hashes else ()
    return {hashes[row.hash]: row.person_id for row in rows}


def sender_of(connection: Connection, caller: Caller, sha256: str) -> str:
    """Whose the file is that ``caller`` sends: theirs, or that of their hub's resident who captured it."""
    own = TOKENS.c.organisation == caller.organisation
    ours = select(TOKENS.c.person_id).where(own, TOKENS.c.way == HUB, TOKENS.c.invitation == caller.token)
    residents = set(connection.scalars(ours)) - {""}
    if not residents:
        return caller.person_id
    writers = chain.from_iterable(_writers(connection, caller.organisation, kind.name, sha256) for kind in HUNG)
    return next((person for person in writers if person in residents), caller.person_id)


def _writers(connection: Connection, organisation: str, record: str, sha256: str) -> Sequence[str]:
    """Who wrote what names the file, in their order."""
    table = TABLES[record]
    named = select(table.c.id).where(table.c.organisation == organisation, names(record, sha256))
    of = (JOURNAL.c.organisation == organisation, JOURNAL.c.record == record, JOURNAL.c.record_id.in_(named))
    return connection.scalars(select(JOURNAL.c.person).where(*of).order_by(JOURNAL.c.seq)).all()


def _is_sound(resident: Resident, caller: Caller) -> bool:
    try:
        IDENTITY.check(resident.person)
        IDENTITY.check(resident.walk_id)
    except Refused:
        return False
    known = resident.person in (KEEPER, caller.person_id) or is_nobody(resident.person)
    return resident.role in ONE_WALK and not known and len(resident.key) == 64


def _hash(resident: Resident) -> str:
    """No token hashes to this, so that nobody comes in by it."""
    return f"{HUB} {resident.key}"


def _before(connection: Connection, residents: Iterable[Resident]) -> dict[str, Any]:
    hashes = [_hash(each) for each in residents]
    rows = connection.execute(select(TOKENS).where(one_of(connection, TOKENS.c.hash, hashes))) if hashes else ()
    return {row.hash: row for row in rows}


def _strangers(connection: Connection, organisation: str, persons: Collection[str]) -> set[str]:
    """Those of whom nobody knows anything here."""
    known = [
        select(table.c[name]).where(table.c.organisation == organisation, one_of(connection, table.c[name], persons))
        for table, name in (
            (TOKENS, "person_id"),
            (ACCOUNTS, "person_id"),
            (JOURNAL, "record_id"),
            (PURGED, "record_id"),
        )
    ]
    records = [
        query.where(table.c.record == Person.name) for query, table in zip(known[2:], (JOURNAL, PURGED), strict=True)
    ]
    return set(persons) - set(connection.scalars(union_all(*known[:2], *records)))


def _welcomed(connection: Connection, caller: Caller, resident: Resident, now: int, note: Note) -> Any:
    row = {
        "hash": _hash(resident),
        "organisation": caller.organisation,
        "person_id": resident.person,
        "role": resident.role,
        "walk_id": resident.walk_id,
        "made_at": min(resident.joined_at, now),
        "ends_at": now,
        "invitation": caller.token,
        "way": HUB,
    }
    connection.execute(insert(TOKENS).values(row))
    joined = Caller(caller.organisation, resident.person, resident.role, resident.walk_id)
    note(connection, joined, "joined", walk=resident.walk_id, way=HUB, by=caller.person_id)
    return connection.execute(select(TOKENS).where(TOKENS.c.hash == row["hash"])).one()


def _is(row: Any, organisation: str, resident: Resident) -> bool:
    there = (row.organisation, row.person_id, row.role, row.walk_id, row.way)
    return there == (organisation, resident.person, resident.role, resident.walk_id, HUB)


def _bring(connection: Connection, row: Any, caller: Caller) -> None:
    """The hub has joined anew: it is by this token that it speaks from now on."""
    if row.invitation != caller.token:
        connection.execute(update(TOKENS).where(TOKENS.c.hash == row.hash).values(invitation=caller.token))
