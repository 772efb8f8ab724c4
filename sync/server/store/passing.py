"""All of one organisation's journal and files in their order, for a server that hands them on to another."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from hashlib import sha256

from sqlalchemy import Connection, Row, select

from fieldwalk.domain.roles import ONE_WALK
from sync.protocol.changes import Change
from sync.protocol.residents import Resident
from sync.server.store.bulk import one_of
from sync.server.store.tables import FILES, JOURNAL, ORGANISATIONS, TOKENS


def rows_after(connection: Connection, organisation: str, place: int, most: int) -> tuple[list[Change], int]:
    """At ``most`` so many changes behind number ``place``, in their order, and the number of the last of them."""
    own = (JOURNAL.c.organisation == organisation, JOURNAL.c.seq > place)
    rows = connection.execute(select(JOURNAL).where(*own).order_by(JOURNAL.c.seq).limit(most)).all()
    changes = [Change(r.stamp, r.person, r.record, r.record_id, json.loads(r.fields)) for r in rows]
    return changes, rows[-1].seq if rows else place


def files_beside(connection: Connection, organisation: str) -> Sequence[Row[str, int, str]]:
    """Every whole file of the organisation, by ``sha256``, ``size`` and ``kind``."""
    query = select(FILES.c.sha256, FILES.c.size, FILES.c.kind).where(FILES.c.organisation == organisation)
    return connection.execute(query.order_by(FILES.c.received_at)).all()


def settle(connection: Connection, organisation: str) -> None:
    """Make room for an organisation that was founded on another server. It is left as it is when it is here."""
    known = select(ORGANISATIONS.c.organisation).where(ORGANISATIONS.c.organisation == organisation)
    if connection.execute(known).first() is None:
        connection.execute(ORGANISATIONS.insert().values(organisation=organisation, head=0))


def residents_among(connection: Connection, organisation: str, persons: Iterable[str]) -> list[Resident]:
    """Those of ``persons`` who joined one walk here, and nothing else, as the server above is told of them.

    The key is worked out of the token's hash, which never leaves this server, and stays the same.
    """
    theirs = (TOKENS.c.organisation == organisation, one_of(connection, TOKENS.c.person_id, persons))
    rows = connection.execute(select(TOKENS).where(*theirs).order_by(TOKENS.c.made_at.desc(), TOKENS.c.hash)).all()
    walks: dict[str, set[tuple[str, str | None]]] = {}
    for row in rows:
        walks.setdefault(row.person_id, set()).add((row.role, row.walk_id))
    first = {row.person_id: row for row in rows}
    return [
        Resident(person, row.role, row.walk_id, row.made_at, _key(row.hash))
        for person, row in first.items()
        if row.role in ONE_WALK and row.walk_id and len(walks[person]) == 1
    ]


def residents_by_key(connection: Connection, organisation: str) -> dict[str, str]:
    """Who has joined one walk here, by the key with which the server above is told of them; empty of who is nobody."""
    mine = (TOKENS.c.organisation == organisation, TOKENS.c.role.in_(ONE_WALK), TOKENS.c.walk_id.is_not(None))
    rows = connection.execute(select(TOKENS.c.hash, TOKENS.c.person_id).where(*mine))
    return {_key(row.hash): row.person_id for row in rows}


def writers(connection: Connection, organisation: str) -> set[str]:
    """Everybody who is named as the writer of a change."""
    named = select(JOURNAL.c.person).where(JOURNAL.c.organisation == organisation).distinct()
    return set(connection.scalars(named)) - {""}


def strangers_among(connection: Connection, organisation: str, persons: Iterable[str]) -> set[str]:
    """Those of ``persons`` who never came in here."""
    theirs = select(TOKENS.c.person_id).where(TOKENS.c.organisation == organisation)
    return set(persons).difference(connection.scalars(theirs))


def _key(token_hash: str) -> str:
    return sha256(f"hub {token_hash}".encode()).hexdigest()
