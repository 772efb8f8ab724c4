"""A change: the immutable unit of everything that anybody wrote."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from fieldwalk.domain.fields import IDENTITY, Json, Kind
from fieldwalk.domain.records import kind_of
from fieldwalk.domain.refusals import Refused
from sync.protocol.canonical import canonical_text
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


def are_sound(
    record: str, names: Iterable[str], stamps: Iterable[str], ids: Sequence[str], columns: Iterable[Sequence[Json]]
) -> bool:
    """Whether :func:`check` passes every change of ``record`` that these columns tell, one for each of ``names``.

    Asked column by column, in a fraction of the time. ``False`` says no more than that each must be asked itself.
    """
    kinds = [kind_of(record, name) for name in names]
    return (
        all(map(is_stamp, stamps))
        and IDENTITY.holds_all(ids)
        and all(kind is not None and kind.holds_all(column) for kind, column in zip(kinds, columns, strict=True))
    )


def all_sound(changes: Sequence[Change]) -> bool:
    """As :func:`are_sound`, of changes that set the same fields of the same kind of record."""
    columns = zip(*(change.fields.values() for change in changes), strict=True)
    stamps, ids = [change.stamp for change in changes], [change.record_id for change in changes]
    return are_sound(changes[0].record, changes[0].fields, stamps, ids, list(columns))


def _check_value(kind: Kind | None, value: Json) -> None:
    if kind is not None:
        kind.check(value)
    elif len(canonical(value)) > _LONGEST_UNKNOWN:
        raise Refused("text_too_long", longest=_LONGEST_UNKNOWN)
