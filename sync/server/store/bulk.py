"""Many rows at once, with no more work for each than the database itself has."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Table,
    Text,
    any_,
    bindparam,
    func,
    insert,
    literal,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY

_POSTGRESQL = "postgresql"


def one_of(connection: Connection, column: Column[Any], values: Iterable[str]) -> ColumnElement[bool]:
    """Whether ``column`` is one of ``values``, however many there are.

    They travel as one value, a list: the statement is the same for every number of them and is compiled once.
    """
    if connection.dialect.name == _POSTGRESQL:
        return column == any_(literal(list(values), ARRAY(Text)))
    each = func.json_each(json.dumps(list(values))).table_valued("value")
    return column.in_(select(each.c.value))


@cache
def any_of(dialect: str, column: Column[Any]) -> ColumnElement[bool]:
    """As :func:`one_of`, for statements that are made once: the values come with :func:`these`."""
    if dialect == _POSTGRESQL:
        return column == any_(bindparam("these", type_=ARRAY(Text)))
    each = func.json_each(bindparam("these", type_=Text)).table_valued("value")
    return column.in_(select(each.c.value))


def these(connection: Connection, values: Iterable[str]) -> dict[str, Any]:
    """The parameter that :func:`any_of` asks for."""
    many = list(values)
    return {"these": many if connection.dialect.name == _POSTGRESQL else json.dumps(many)}


_INSERTIONS: dict[tuple[str, Table, tuple[str, ...]], tuple[str, Sequence[str] | None]] = {}
"""Statements that were compiled once, each with the order of its values where they have no names."""


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert ``rows``, which all have the same columns, two or more, and values that the database takes as they are.

    The statement is compiled once and the rows go to the driver untouched: SQLAlchemy's own way looks at every value.
    """
    if not rows:
        return
    statement, names = _insertion(connection, table, tuple(rows[0]))
    values: list[Any] = list(map(itemgetter(*names), rows)) if names else [dict(row) for row in rows]
    connection.exec_driver_sql(statement, values)


def insert_columns(connection: Connection, table: Table, columns: Mapping[str, Iterable[Any]]) -> None:
    """As :func:`insert_rows`, of one row or more that are told a column at a time. The shortest says how many."""
    statement, names = _insertion(connection, table, tuple(columns))
    rows = zip(*(columns[name] for name in names or columns), strict=False)
    values: list[Any] = list(rows) if names else [dict(zip(columns, row, strict=True)) for row in rows]
    connection.exec_driver_sql(statement, values)


def _insertion(connection: Connection, table: Table, columns: tuple[str, ...]) -> tuple[str, Sequence[str] | None]:
    key = (connection.dialect.name, table, columns)
    if key not in _INSERTIONS:
        compiled = insert(table).compile(dialect=connection.dialect, column_keys=list(columns))
        _INSERTIONS[key] = (compiled.string, compiled.positiontup)
    return _INSERTIONS[key]
