"""Photos from before they had to be looked through: what everybody has seen already stays seen.

To hide it would take the answers from residents, in summaries that are out already, and protect nobody. It can be
covered as ever. A photo that no server had then waits like any other.
"""

from __future__ import annotations

from itertools import groupby

from sqlalchemy import Connection, exists, select, text

from fieldwalk.domain.looking import files_in
from fieldwalk.domain.records import REMOVED, Photo
from sync.protocol.changes import Change
from sync.protocol.clock import Stamp, tick
from sync.protocol.messages import MOST_CHANGES
from sync.server.audit import Audit
from sync.server.caller import KEEPER, Caller
from sync.server.intake import Clock, take_within
from sync.server.keys import new_replica
from sync.server.store.database import Database
from sync.server.store.looked import is_looked_through
from sync.server.store.states import TABLES, draw_all
from sync.server.store.tables import FILES

_TO_DO = text("DELETE FROM meta WHERE name = 'photos_seen_before'")
"""The migration leaves this line where there were files already."""


def approve_earlier(database: Database, clock: Clock, log: Audit) -> int:
    """Approve, once, every photo that was on this server before its photos had to be looked through. Returns how many.

    All of it or nothing, by the server's keeper; each organisation's audit log says how many.
    """
    with database.write() as connection:
        if not connection.execute(_TO_DO).rowcount:
            return 0
        draw_all(connection)
        photos = _seen(connection)
        for organisation, rows in groupby(photos, key=lambda row: str(row["organisation"])):
            _approve(connection, clock, log, Caller(organisation, KEEPER, "company_admin"), list(rows))
    return len(photos)


def _approve(connection: Connection, clock: Clock, log: Audit, keeper: Caller, rows: list[dict[str, str]]) -> None:
    last, changes = Stamp(0, 0, new_replica()), []
    for row in rows:
        last = tick(last, clock())
        changes.append(Change(str(last), keeper.person_id, Photo.name, row["id"], {"approved": files_in(row)}))
    for begin in range(0, len(changes), MOST_CHANGES):
        take_within(connection, clock, keeper, changes[begin : begin + MOST_CHANGES])
    log.note(connection, keeper, "approved_earlier", photos=len(rows))


def _seen(connection: Connection) -> list[dict[str, str]]:
    """The photos whose file is here and that nobody has looked through, by their organisations."""
    photo = TABLES[Photo.name]
    here = exists().where(FILES.c.organisation == photo.c.organisation, FILES.c.sha256 == photo.c.sha256)
    columns = (photo.c.organisation, photo.c.id, photo.c.sha256, photo.c.thumbnail)
    wanted = (photo.c[REMOVED].is_(False), here, is_looked_through().is_not(True))
    query = select(*columns).where(*wanted).order_by(photo.c.organisation, photo.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]
