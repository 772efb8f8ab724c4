"""Files that a photo had before parts of it were covered, and recordings that were taken back: nobody is given them any
more, and their bytes go."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, and_, or_, select, update

from fieldwalk.domain.fields import Json
from fieldwalk.domain.hanging import files_named, is_hung
from fieldwalk.domain.records import Photo
from sync.protocol.changes import Change
from sync.server.store.named import is_named, names
from sync.server.store.once import insert_once
from sync.server.store.states import TABLES, Key, draw
from sync.server.store.tables import REPLACED

_IS_NAMED = is_named(REPLACED.c.organisation, REPLACED.c.sha256)


def replaced_by(change: Change, before: Mapping[str, Json], after: Mapping[str, Json]) -> set[str]:
    """The files that what hangs on a point names no more: ``change`` made it ``after`` what was ``before``, or came too
    late to."""
    if not is_hung(change.record):
        return set()
    named = [files_named(change.record, values) for values in (change.fields, before)]
    return {file for each in named for file in each} - set(files_named(change.record, after))


def are_others(connection: Connection, key: Key, files: Collection[str]) -> bool:
    """Whether another photo than ``key`` has one of the ``files``, or any photo had one before it was covered."""
    draw(connection, key.organisation)
    photo, own = TABLES[Photo.name], REPLACED.c.organisation == key.organisation
    named = and_(photo.c.organisation == key.organisation, photo.c.id != key.record_id)
    queries = (
        select(photo.c.id).where(named, or_(*(names(Photo.name, file) for file in files))),
        select(REPLACED.c.sha256).where(own, REPLACED.c.sha256.in_(files)),
    )
    return any(connection.execute(query.limit(1)).first() is not None for query in queries)


def note_replaced(connection: Connection, organisation: str, sha256: str) -> None:
    """A photo or recording had this file and has another now, or none; it may come after the words that say so."""
    insert_once(connection, REPLACED, {"organisation": organisation, "sha256": sha256, "swept": False})


def is_replaced(connection: Connection, organisation: str, sha256: str) -> bool:
    """Whether the file was replaced, and nothing of the organisation names it. The state tables must be drawn."""
    query = select(REPLACED.c.sha256).where(
        REPLACED.c.organisation == organisation, REPLACED.c.sha256 == sha256, ~_IS_NAMED
    )
    return connection.execute(query).first() is not None


def to_sweep(connection: Connection) -> list[tuple[str, str]]:
    """Organisation and hash of each replaced file whose bytes may be here. The state tables must be drawn."""
    query = select(REPLACED.c.organisation, REPLACED.c.sha256).where(REPLACED.c.swept.is_(False), ~_IS_NAMED)
    return [(str(row.organisation), str(row.sha256)) for row in connection.execute(query)]


def note_swept(connection: Connection, organisation: str, sha256: str) -> None:
    """Its bytes are gone from here."""
    mark = and_(REPLACED.c.organisation == organisation, REPLACED.c.sha256 == sha256)
    connection.execute(update(REPLACED).where(mark).values(swept=True))
