"""Changes as tables: those that set the same fields of the same kind of record stand together, a column each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter

from fieldwalk.domain.refusals import Refused
from sync.protocol.bytes import Reader, Writer
from sync.protocol.changes import Change, Table, well_named
from sync.protocol.clock import is_stamp
from sync.protocol.columns import read_column, write_column

_stamp = attrgetter("stamp")


def in_order(changes: Iterable[Change]) -> list[Change]:
    """``changes`` in the order of their stamps: the order in which every message has them."""
    return sorted(changes, key=_stamp)


def by_shape(changes: Iterable[Change]) -> dict[tuple[str, ...], list[Change]]:
    """``changes`` by their record and the names of their fields, in the order in which they stand."""
    shapes: dict[tuple[str, ...], list[Change]] = {}
    for change in changes:
        shapes.setdefault((change.record, *change.fields), []).append(change)
    return shapes


def write_changes(out: Writer, changes: Sequence[Change]) -> None:
    """Write ``changes``. They come back in the order of their stamps, whatever order they had."""
    tables: dict[tuple[str, ...], list[Change]] = {}
    for (record, *fields), rows in by_shape(in_order(changes)).items():
        tables.setdefault((record, *sorted(fields)), []).extend(rows)
    out.number(len(changes))
    out.number(len(tables))
    for (record, *fields), some in tables.items():
        rows = in_order(some)
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
            changes += made.changes()
        else:
            unreadable += rows
    if count != announced:
        raise ValueError("fewer rows than announced")
    return in_order(changes), unreadable


def _read_table(source: Reader, record: str, names: Sequence[str], rows: int) -> Table:
    stamps, ids, persons = _read_stamps(source, rows), read_column(source, rows), read_column(source, rows)
    if not set(map(type, ids)) == set(map(type, persons)) == {str}:
        raise ValueError("a name that is no text")
    return Table(record, names, stamps, persons, ids, [read_column(source, rows) for _ in names])


def _write_stamps(out: Writer, rows: Sequence[Change]) -> None:
    stamps = [row.stamp for row in rows]
    if not all(map(is_stamp, stamps)):
        raise ValueError("not a stamp")
    out.steps(int(stamp[:12], 16) for stamp in stamps)
    out.steps(int(stamp[12:16], 16) for stamp in stamps)
    write_column(out, [stamp[17:] for stamp in stamps])


def _read_stamps(source: Reader, rows: int) -> list[str]:
    times, counts, replicas = source.steps(rows), source.steps(rows), read_column(source, rows)
    fit = 0 <= min(times) <= max(times) < 2**48 and 0 <= min(counts) <= max(counts) < 2**16
    if not (fit and set(map(type, replicas)) == {str}):
        raise ValueError("no stamp")
    return list(map("%012x%04x-%s".__mod__, zip(times, counts, replicas, strict=True)))
