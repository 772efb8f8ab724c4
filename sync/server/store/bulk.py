"""Many rows at once, with no more work for each than the database itself has."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Table, Text, any_, func, insert, literal, select
from sqlalchemy.dialects.postgresql import ARRAY


def one_of(connection: Connection, column: Column[Any], values: Iterable[str]) -> ColumnElement[bool]:
    """Whether ``column`` is one of ``values``, however many there are.

    They travel as one value, a list: the statement is the same for every number of them and is compiled once.
    """
    if connection.dialect.name == "postgresql":
        return column == any_(literal(list(values), ARRAY(Text)))
    each = func.json_each(json.dumps(list(values))).table_valued("value")
    return column.in_(select(each.c.value))


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert ``rows``, which all have the same columns, two or more, and values that the database takes as they are.

    The statement is compiled once and the rows go to the driver untouched: SQLAlchemy's own way looks at every value.
    """
    if not rows:
        return
    compiled = insert(table).compile(dialect=connection.dialect, column_keys=list(rows[0]))
    names = compiled.positiontup
    values: list[Any] = list(map(itemgetter(*names), rows)) if names else [dict(row) for row in rows]
    connection.exec_driver_sql(compiled.string, values)
