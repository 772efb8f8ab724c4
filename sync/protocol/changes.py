"""A change: the immutable unit of everything that anybody wrote."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat
from typing import Any

from fieldwalk.domain.fields import IDENTITY, Json, Kind
from fieldwalk.domain.records import kind_of
from fieldwalk.domain.refusals import Refused
from sync.protocol.canonical import canonical_rows, canonical_text
from sync.protocol.clock import Stamp, is_stamp

MOST_FIELDS = 100
_LONGEST_UNKNOWN = 20_000


@dataclass(frozen=True)
class Change:
    """Which fields of which record got which values, by whom, at which stamp.

    ``stamp`` is the change's id: two changes never share one. ``person`` is the token's holder, empty
    when nobody may know. Values are JSON values; a field this version does not know is carried along.
    """

    stamp: str
    person: str
    record: str
    record_id: str
    fields: Mapping[str, Json]

    @cached_property
    def moment(self) -> Stamp:
        """The stamp, taken apart. Raises ``ValueError`` when it is none."""
        return Stamp.parse(self.stamp)

    @cached_property
    def content(self) -> str:
        """The fields as canonical JSON: equal fields give equal text, on every device, for ever."""
        return canonical_text(dict(self.fields))

    def wire(self) -> list[Any]:
        """The change as a JSON value, the same for ever: what a rescue file holds."""
        return [self.stamp, self.person, self.record, self.record_id, dict(self.fields)]

    def sha256(self) -> str:
        """The change's hash, without its person, whom the server may hide. Raises ``ValueError`` for unclean text."""
        return self._sha256

    @cached_property
    def _sha256(self) -> str:
        said = f"{self.stamp}\n{self.record}\n{self.record_id}\n{self.content}"
        return hashlib.sha256(said.encode()).hexdigest()


def kept(
    stamp: str, person: str, record: str, record_id: str, fields: Mapping[str, Json], content: str, sha256: str
) -> Change:
    """A change whose ``content`` and ``sha256`` are known, such as from a journal: nobody works them out again."""
    change = object.__new__(Change)
    own = {"stamp": stamp, "person": person, "record": record, "record_id": record_id, "fields": fields}
    object.__setattr__(change, "__dict__", {**own, "content": content, "_sha256": sha256})
    return change


def stored(stamp: str, person: str, record: str, record_id: str, content: str) -> Change:
    """The change whose ``content`` a journal holds: it is not written anew, only read."""
    change = Change(stamp, person, record, record_id, json.loads(content))
    vars(change)["content"] = content
    return change


@dataclass(frozen=True)
class Table:
    """Changes that set the same fields of the same kind of record: a column of each of their parts."""

    record: str
    names: Sequence[str]
    stamps: Sequence[str]
    persons: Sequence[str]
    ids: Sequence[str]
    columns: Sequence[Sequence[Json]]

    def changes(self) -> list[Change]:
        """Each row as a change, its hash worked out; what cannot be written down is left to say so itself."""
        fields = [dict(zip(self.names, row, strict=True)) for row in zip(*self.columns, strict=True)]
        parts = zip(self.stamps, self.persons, repeat(self.record), self.ids, fields, strict=False)
        try:
            contents = self._contents()
            hashes = self._hashes(contents)
            return [kept(*row, *known) for row, *known in zip(parts, contents, hashes, strict=True)]
        except (ValueError, RecursionError):
            return [Change(*row) for row in parts]

    def _contents(self) -> Sequence[str]:
        names = sorted(set(self.names))
        if names == list(self.names):
            return list(canonical_rows(names, self.columns))
        raise ValueError("two columns for one field, or in another order")

    def _hashes(self, contents: Sequence[str]) -> Iterable[str]:
        frame = "%s\n" + self.record.replace("%", "%%") + "\n%s\n%s"
        said = map(frame.__mod__, zip(self.stamps, self.ids, contents, strict=True))
        return [hashlib.sha256(text.encode()).hexdigest() for text in said]


def canonical(value: Json) -> bytes:
    """``value`` as JSON with sorted keys and no spaces, UTF-8: equal values give equal bytes."""
    return canonical_text(value).encode()


def hash_of(hashes: Iterable[str]) -> str:
    """One hash over the hashes of many changes in their order: equal only when each is."""
    return hashlib.sha256("".join(hashes).encode()).hexdigest()[:32]


def from_wire(value: object) -> Change:
    """The change that ``value`` writes. Raises :class:`Refused` when it has another form."""
    match value:
        case [str(stamp), str(person), str(record), str(record_id), dict(fields)] if well_named(record, fields):
            return Change(stamp, person, record, record_id, fields)
    raise Refused("message_not_readable")


def well_named(record: str, fields: Iterable[object]) -> bool:
    """Whether a record and its fields have names that may be carried along, known or not."""
    names = (record, *fields)
    return 1 < len(names) <= MOST_FIELDS + 1 and all(
        isinstance(n, str) and n.isidentifier() and len(n) <= 40 for n in names
    )


def check(change: Change) -> None:
    """Raise :class:`Refused` unless every part of ``change`` may be kept. Unknown fields and records may."""
    try:
        change.moment  # noqa: B018 - raises
    except ValueError:
        raise Refused("field_not_valid", field="stamp") from None
    IDENTITY.check(change.record_id)
    for field, value in change.fields.items():
        try:
            _check_value(kind_of(change.record, field), value)
        except Refused as refused:
            raise Refused(refused.code, **{**refused.details, "record": change.record, "field": field}) from None
        except (UnicodeError, ValueError, RecursionError):
            raise Refused("field_not_valid", record=change.record, field=field) from None


def all_sound(changes: Sequence[Change]) -> bool:
    """Whether :func:`check` passes every one of ``changes``, which set the same fields of the same kind of record.

    Asked column by column, in a fraction of the time. ``False`` says no more than that each must be asked itself.
    """
    kinds = [kind_of(changes[0].record, field) for field in changes[0].fields]
    columns = zip(*(change.fields.values() for change in changes), strict=True)
    return (
        all(is_stamp(change.stamp) for change in changes)
        and IDENTITY.holds_all([change.record_id for change in changes])
        and all(kind is not None and kind.holds_all(column) for kind, column in zip(kinds, columns, strict=True))
    )


def _check_value(kind: Kind | None, value: Json) -> None:
    if kind is not None:
        kind.check(value)
    elif len(canonical(value)) > _LONGEST_UNKNOWN:
        raise Refused("text_too_long", longest=_LONGEST_UNKNOWN)
