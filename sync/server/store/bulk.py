"""Many rows at once, with no more work for each than the database itself has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, insert


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert ``rows``, which all have the same columns and values that the database takes as they are.

    The statement is compiled once and the rows go to the driver untouched: SQLAlchemy's own way looks at every value.
    """
    if not rows:
        return
    compiled = insert(table).compile(dialect=connection.dialect, column_keys=list(rows[0]))
    names = compiled.positiontup
    values: list[Any] = [tuple(row[name] for name in names) for row in rows] if names else [dict(row) for row in rows]
    connection.exec_driver_sql(compiled.string, values)
