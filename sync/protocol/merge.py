"""Merging: what a record is, given all its changes, in whatever order and however often they came.

Each field takes the value with the greatest stamp. The value that lost is named, never forgotten:
it stays in the journal. A removal loses against any edit of the record that is newer.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from fieldwalk.domain.fields import Json
from fieldwalk.domain.records import REMOVED
from sync.protocol.changes import Change


class State(NamedTuple):
    """A record's values and, for each field, the stamp of the change that it came from. Of nobody's: none."""

    values: Mapping[str, Json] = MappingProxyType({})
    stamps: Mapping[str, str] = MappingProxyType({})

    @property
    def removed(self) -> bool:
        """Whether the record was removed and nobody has edited it since."""
        if not self.values.get(REMOVED):
            return False
        return self.stamps[REMOVED] == max(self.stamps.values())


class Merged(NamedTuple):
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
