"""Files that a photo had before parts of it were covered: nobody is given them any more, and their bytes go."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select, update

from fieldwalk.domain.fields import Json
from fieldwalk.domain.records import Photo
from sync.protocol.changes import Change
from sync.server.store.once import insert_once
from sync.server.store.states import TABLES
from sync.server.store.tables import REPLACED

PICTURES = ("sha256", "thumbnail")
"""The fields of a photo that name a file."""


def replaced_by(change: Change, before: Mapping[str, Json], after: Mapping[str, Json]) -> set[str]:
    """The files that a photo does not show: ``change`` made it ``after`` what was ``before``, or came too late to."""
    return {*_files(change.fields), *_files(before)} - set(_files(after))


def note_replaced(connection: Connection, organisation: str, sha256: str) -> None:
    """A photo of the organisation had this file and has another now; it may come after the words that say so."""
    insert_once(connection, REPLACED, {"organisation": organisation, "sha256": sha256, "swept": False})


def is_replaced(connection: Connection, organisation: str, sha256: str) -> bool:
    """Whether the file was replaced, and no photo of the organisation shows it. The state tables must be drawn."""
    query = select(REPLACED.c.sha256).where(
        REPLACED.c.organisation == organisation, REPLACED.c.sha256 == sha256, ~_is_shown()
    )
    return connection.execute(query).first() is not None


def to_sweep(connection: Connection) -> list[tuple[str, str]]:
    """Organisation and hash of each replaced file whose bytes may be here. The state tables must be drawn."""
    query = select(REPLACED.c.organisation, REPLACED.c.sha256).where(REPLACED.c.swept.is_(False), ~_is_shown())
    return [(str(row.organisation), str(row.sha256)) for row in connection.execute(query)]


def note_swept(connection: Connection, organisation: str, sha256: str) -> None:
    """Its bytes are gone from here."""
    mark = and_(REPLACED.c.organisation == organisation, REPLACED.c.sha256 == sha256)
    connection.execute(update(REPLACED).where(mark).values(swept=True))


def _is_shown() -> ColumnElement[bool]:
    photo = TABLES[Photo.name]
    named = or_(photo.c.sha256 == REPLACED.c.sha256, photo.c.thumbnail == REPLACED.c.sha256)
    return exists().where(photo.c.organisation == REPLACED.c.organisation, named)


def _files(values: Mapping[str, Json]) -> list[str]:
    return [value for name in PICTURES if isinstance(value := values.get(name), str)]
