"""All of one organisation's journal and files in their order, for a server that hands them on to another."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import Connection, Row, select

from sync.protocol.changes import Change
from sync.server.store.tables import FILES, JOURNAL, ORGANISATIONS


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
