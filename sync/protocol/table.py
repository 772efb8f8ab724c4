"""Changes as tables: those that set the same fields of the same kind of record stand together, a column each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, compress, repeat
from operator import attrgetter, itemgetter
from typing import Any, overload

from fieldwalk.domain.fields import Json
from fieldwalk.domain.refusals import Refused
from sync.protocol.bytes import Reader, Writer
from sync.protocol.canonical import canonical_rows
from sync.protocol.changes import Change, are_sound, hash_of, kept, well_named
from sync.protocol.clock import is_stamp
from sync.protocol.columns import read_column, write_column

_stamp = attrgetter("stamp")
_first = itemgetter(0)


@dataclass(frozen=True)
class Table:
    """Changes that set the same fields of the same kind of record: a column of each of their parts."""

    record: str
    names: Sequence[str]
    stamps: Sequence[str]
    persons: Sequence[str]
    ids: Sequence[str]
    columns: Sequence[Sequence[Json]]

    @cached_property
    def contents(self) -> Sequence[str]:
        """The fields of each as canonical JSON. Raises ``ValueError`` or ``RecursionError`` where a column cannot."""
        if sorted(set(self.names)) == list(self.names):
            return list(canonical_rows(self.names, self.columns, len(self.stamps)))
        raise ValueError("two columns for one field, or in another order")

    @cached_property
    def hashes(self) -> Sequence[str]:
        """The hash of each. Raises as :attr:`contents` does."""
        said = map("\n".join, zip(self.stamps, repeat(self.record), self.ids, self.contents, strict=False))
        return [hashlib.sha256(text.encode()).hexdigest() for text in said]

    @cached_property
    def can_be_written(self) -> bool:
        """Whether there are :attr:`contents` and :attr:`hashes`."""
        try:
            return len(self.hashes) == len(self.stamps)
        except (ValueError, RecursionError):
            return False

    @property
    def is_sound(self) -> bool:
        """Whether every one may be kept, as far as its form tells; ``False`` when each must be asked itself."""
        return are_sound(self.record, self.names, self.stamps, self.ids, self.columns)

    def column(self, name: str) -> Sequence[Json]:
        """The values of the field ``name``; of one that these do not set: none."""
        return self.columns[self.names.index(name)] if name in self.names else [None] * len(self.stamps)

    @classmethod
    def known(cls, record: str, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> Table:
        """Of rows of a journal: stamp, person, id, content, hash, and then the values of ``names``."""
        stamps, persons, ids, contents, hashes, *columns = zip(*rows, strict=True)
        table = cls(record, names, stamps, persons, ids, columns)
        vars(table).update(contents=contents, hashes=hashes)
        return table

    def changes(self) -> list[Change]:
        """Each row as a change, its hash worked out; what cannot be written down is left to say so itself."""
        rows = zip(self.stamps, self.persons, repeat(self.record), self.ids, self._fields, strict=False)
        if not self.can_be_written:
            return [Change(*row) for row in rows]
        return [kept(*row, *known) for row, *known in zip(rows, self.contents, self.hashes, strict=True)]

    @property
    def _fields(self) -> list[dict[str, Json]]:
        if not self.names:
            return [{} for _ in self.stamps]
        return [dict(zip(self.names, row, strict=True)) for row in zip(*self.columns, strict=True)]

    def only(self, which: Sequence[bool]) -> Table:
        """The rows that ``which`` says yes to."""
        if all(which):
            return self

        def some(column: Sequence[Any]) -> list[Any]:
            return list(compress(column, which))

        columns = [some(column) for column in self.columns]
        fewer = replace(self, stamps=some(self.stamps), persons=some(self.persons), ids=some(self.ids), columns=columns)
        if self.can_be_written:
            vars(fewer).update(contents=some(self.contents), hashes=some(self.hashes))
        return fewer


class Tables(Sequence[Change]):
    """Changes as they come in a message, in the order of their stamps.

    Each is an object of its own only for whoever asks for one: a server that is pushed thousands looks at columns.
    """

    def __init__(self, tables: Sequence[Table]) -> None:
        self.tables = tables

    @classmethod
    def of(cls, changes: Iterable[Change]) -> Tables:
        """``changes`` in tables: the one form that they have on the way, whatever order they had."""
        if isinstance(changes, Tables):
            return changes
        shapes: dict[tuple[str, ...], list[Change]] = {}
        for (record, *fields), rows in by_shape(in_order(changes)).items():
            shapes.setdefault((record, *sorted(fields)), []).extend(rows)
        return cls([_table(record, names, in_order(rows)) for (record, *names), rows in shapes.items()])

    @property
    def persons(self) -> Iterator[str]:
        """The writers, in no order."""
        return chain.from_iterable(table.persons for table in self.tables)

    @cached_property
    def stamps(self) -> list[str]:
        """The stamps, in order."""
        return sorted(chain.from_iterable(table.stamps for table in self.tables))

    @cached_property
    def hashes(self) -> list[str]:
        """The hash of each change. Raises ``ValueError`` when one cannot be written down."""
        if not all(table.can_be_written for table in self.tables):
            return [change.sha256() for change in self]
        pairs = chain.from_iterable(zip(table.stamps, table.hashes, strict=True) for table in self.tables)
        return [sha256 for _, sha256 in sorted(pairs, key=_first)]

    @cached_property
    def sha256(self) -> str:
        """One hash over :attr:`hashes`. Raises as it does."""
        return hash_of(self.hashes)

    @cached_property
    def _changes(self) -> list[Change]:
        return in_order(chain.from_iterable(table.changes() for table in self.tables))

    def __len__(self) -> int:
        return sum(len(table.stamps) for table in self.tables)

    @overload
    def __getitem__(self, at: int) -> Change: ...
    @overload
    def __getitem__(self, at: slice) -> list[Change]: ...
    def __getitem__(self, at: int | slice) -> Change | list[Change]:
        return self._changes[at]

    def __iter__(self) -> Iterator[Change]:
        return iter(self._changes)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._changes == list(other)

    __hash__ = None  # type: ignore[assignment]  # equal to lists, which have none


def in_order(changes: Iterable[Change]) -> list[Change]:
    """``changes`` in the order of their stamps: the order in which every message has them."""
    return sorted(changes, key=_stamp)


def by_shape(changes: Iterable[Change]) -> dict[tuple[str, ...], list[Change]]:
    """``changes`` by their record and the names of their fields, in the order in which they stand."""
    shapes: dict[tuple[str, ...], list[Change]] = {}
    for change in changes:
        shapes.setdefault((change.record, *change.fields), []).append(change)
    return shapes


def _table(record: str, names: Sequence[str], rows: Sequence[Change]) -> Table:
    columns = [[row.fields[name] for row in rows] for name in names]
    stamps, persons, ids = zip(*((row.stamp, row.person, row.record_id) for row in rows), strict=True)
    return Table(record, names, stamps, persons, ids, columns)


def write_changes(out: Writer, changes: Sequence[Change]) -> None:
    """Write ``changes``. They come back in the order of their stamps, whatever order they had."""
    tables = Tables.of(changes).tables
    out.number(len(changes))
    out.number(len(tables))
    for table in tables:
        out.text(table.record)
        out.text(" ".join(table.names))
        out.number(len(table.stamps))
        _write_stamps(out, table.stamps)
        for column in (table.ids, table.persons, *table.columns):
            write_column(out, column)


def read_changes(source: Reader, most: int) -> tuple[Tables, int]:
    """Changes in the order of their stamps, and how many had names that nothing may have.

    Raises :class:`Refused` ``message_too_large`` for more than ``most``, ``ValueError`` for no changes at all.
    """
    announced, tables = source.number(), source.number()
    if announced > most:
        raise Refused("message_too_large", most=most)
    made: list[Table] = []
    unreadable = count = 0
    for _ in range(tables):
        record, fields, rows = source.text(), _named(source.text()), source.number()
        count += rows
        if not 0 < rows <= announced or count > announced:
            raise ValueError("more rows than announced")
        table = _read_table(source, record, fields, rows)
        if well_named(record, fields):
            made.append(table)
        else:
            unreadable += rows
    if count != announced:
        raise ValueError("fewer rows than announced")
    return Tables(made), unreadable


def _named(fields: str) -> list[str]:
    return fields.split(" ") if fields else []


def _read_table(source: Reader, record: str, names: Sequence[str], rows: int) -> Table:
    stamps, ids, persons = _read_stamps(source, rows), read_column(source, rows), read_column(source, rows)
    if not set(map(type, ids)) == set(map(type, persons)) == {str}:
        raise ValueError("a name that is no text")
    return Table(record, names, stamps, persons, ids, [read_column(source, rows) for _ in names])


def _write_stamps(out: Writer, stamps: Sequence[str]) -> None:
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
