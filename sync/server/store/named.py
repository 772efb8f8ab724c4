"""Which records name a file: asked wherever a file is found, kept or taken away."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, exists, or_, select

from fieldwalk.domain.hanging import FILES
from sync.server.store.states import TABLES


def names(record: str, sha256: str | ColumnElement[str]) -> ColumnElement[bool]:
    """Whether a row of the ``record``'s state table names the file."""
    return or_(*(TABLES[record].c[field] == sha256 for field in FILES[record]))


def is_named(organisation: ColumnElement[str], sha256: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether any record of the organisation, removed ones too, names the file."""
    return or_(
        *(exists().where(TABLES[record].c.organisation == organisation, names(record, sha256)) for record in FILES)
    )


def files_of(connection: Connection, organisation: str, record: str) -> dict[str, set[str]]:
    """The files that each record of one kind names, removed ones too, by the record's id."""
    table, fields = TABLES[record], FILES[record]
    rows = connection.execute(select(table).where(table.c.organisation == organisation)).mappings()
    return {row["id"]: {row[field] for field in fields if row[field]} for row in rows}
