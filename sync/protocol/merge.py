"""Merging: what a record is, given all its changes, in whatever order and however often they came.

Each field takes the value with the greatest stamp. The value that lost is named, never forgotten:
it stays in the journal. A removal loses against any edit of the record that is newer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fieldwalk.domain.fields import Json
from fieldwalk.domain.records import REMOVED
from sync.protocol.changes import Change


@dataclass(frozen=True)
class State:
    """A record's values and, for each field, the stamp of the change that it came from."""

    values: Mapping[str, Json] = field(default_factory=dict)
    stamps: Mapping[str, str] = field(default_factory=dict)

    @property
    def removed(self) -> bool:
        """Whether the record was removed and nobody has edited it since."""
        if not self.values.get(REMOVED):
            return False
        return self.stamps[REMOVED] == max(self.stamps.values())


@dataclass(frozen=True)
class Merged:
    """The new state, and which fields of the change were beaten by a newer value."""

    state: State
    beaten: tuple[str, ...]


def merge(state: State, change: Change) -> Merged:
    """``state`` with ``change`` in it. Commutative, associative and idempotent over the changes of a record."""
    if not state.stamps:
        return Merged(State(change.fields, dict.fromkeys(change.fields, change.stamp)), ())
    values, stamps, beaten = dict(state.values), dict(state.stamps), []
    for name, value in change.fields.items():
        if stamps.get(name, "") > change.stamp:
            beaten.append(name)
        else:
            values[name], stamps[name] = value, change.stamp
    return Merged(State(values, stamps), tuple(beaten))
