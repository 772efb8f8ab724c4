"""What hangs on a point and names files, told from the field tables: a record that joins them is known everywhere.

A point's action has the point's own id. What names the point in ``issue_id`` hangs on it by that, has the point's
class, and never moves to another point.
"""

from __future__ import annotations

from collections.abc import Mapping

from fieldwalk.domain.fields import HASH, Json
from fieldwalk.domain.records import RECORDS, Action, Issue, Record, field_table

HUNG: tuple[type[Record], ...] = tuple(kind for kind in RECORDS.values() if "issue_id" in field_table(kind))
"""The records that say which point they hang on: its photos and its recordings."""

FILES: Mapping[str, tuple[str, ...]] = {
    name: named
    for name, kind in RECORDS.items()
    if (named := tuple(field for field, holds in field_table(kind).items() if holds is HASH))
}
"""Record by its fields that name a file of content by its SHA-256."""

_HUNG = frozenset(kind.name for kind in HUNG)


def is_hung(record: str) -> bool:
    """Whether it says in ``issue_id`` which point it hangs on."""
    return record in _HUNG


def issue_named(record: str, record_id: str, values: Mapping[str, Json]) -> str | None:
    """The point that it is or hangs on, as far as ``values`` of it say."""
    if record in (Issue.name, Action.name):
        return record_id
    named = values.get("issue_id") if is_hung(record) else None
    return named if isinstance(named, str) else None


def files_named(record: str, values: Mapping[str, Json]) -> list[str]:
    """The SHA-256 of each file that ``values`` of such a record name."""
    return [value for name in FILES.get(record, ()) if isinstance(value := values.get(name), str)]
