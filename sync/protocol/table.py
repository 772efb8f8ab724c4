"""Changes as tables: those that set the same fields of the same kind of record stand together, a column each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from fieldwalk.domain.refusals import Refused
from sync.protocol.bytes import Reader, Writer
from sync.protocol.changes import Change, well_named
from sync.protocol.clock import Stamp
from sync.protocol.columns import read_column, write_column


def in_order(changes: Iterable[Change]) -> list[Change]:
    """``changes`` in the order of their stamps: the order in which every message has them."""
    return sorted(changes, key=_stamp)


def write_changes(out: Writer, changes: Sequence[Change]) -> None:
    """Write ``changes``. They come back in the order of their stamps, whatever order they had."""
    tables: dict[tuple[str, ...], list[Change]] = {}
    for change in in_order(changes):
        tables.setdefault((change.record, *sorted(change.fields)), []).append(change)
    out.number(len(changes))
    out.number(len(tables))
    for (record, *fields), rows in tables.items():
        out.text(record)
        out.text(" ".join(fields))
        out.number(len(rows))
        _write_stamps(out, rows)
        write_column(out, [row.record_id for row in rows])
        write_column(out, [row.person for row in rows])
        for field in fields:
            write_column(out, [row.fields[field] for row in rows])


def read_changes(source: Reader, most: int) -> tuple[list[Change], int]:
    """Changes in the order of their stamps, and how many had names that nothing may have.

    Raises :class:`Refused` ``message_too_large`` for more than ``most``, ``ValueError`` for no changes at all.
    """
    announced, tables = source.number(), source.number()
    if announced > most:
        raise Refused("message_too_large", most=most)
    changes: list[Change] = []
    unreadable = count = 0
    for _ in range(tables):
        record, fields, rows = source.text(), source.text().split(" "), source.number()
        count += rows
        if not 0 < rows <= announced or count > announced:
            raise ValueError("more rows than announced")
        made = _read_table(source, record, fields, rows)
        if well_named(record, fields):
            changes += made
        else:
            unreadable += rows
    if count != announced:
        raise ValueError("fewer rows than announced")
    return in_order(changes), unreadable


def _read_table(source: Reader, record: str, fields: Sequence[str], rows: int) -> list[Change]:
    stamps, ids, persons = _read_stamps(source, rows), read_column(source, rows), read_column(source, rows)
    if not all(type(text) is str for column in (ids, persons) for text in column):
        raise ValueError("a name that is no text")
    columns = [read_column(source, rows) for _ in fields]
    values = zip(*columns, strict=True)
    return [
        Change(stamp, person, record, record_id, dict(zip(fields, row, strict=True)))
        for stamp, person, record_id, row in zip(stamps, persons, ids, values, strict=True)
    ]


def _write_stamps(out: Writer, rows: Sequence[Change]) -> None:
    parsed = [row.moment for row in rows]
    out.steps(stamp.time for stamp in parsed)
    out.steps(stamp.count for stamp in parsed)
    write_column(out, [stamp.replica for stamp in parsed])


def _read_stamps(source: Reader, rows: int) -> list[str]:
    times, counts, replicas = source.steps(rows), source.steps(rows), read_column(source, rows)
    return [_written(*parts) for parts in zip(times, counts, replicas, strict=True)]


def _written(time: int, count: int, replica: Any) -> str:
    if not (0 <= time < 2**48 and 0 <= count < 2**16 and isinstance(replica, str)):
        raise ValueError("no stamp")
    return str(Stamp(time, count, replica))


def _stamp(change: Change) -> str:
    return change.stamp
