"""Which texts of a record the personal-data guard reads: those in which people tell of a place, in their own words.

An answer is the company's: its telephone number belongs there.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import TypeVar

from fieldwalk.domain.guard import kinds_in, masked
from fieldwalk.domain.records import Issue, Photo, Record

GUARDED: Mapping[str, tuple[str, ...]] = {
    Issue.name: ("words", "cause", "proposal", "place"),
    Photo.name: ("description",),
}
"""Record by its fields that are read."""

RecordT = TypeVar("RecordT", bound=Record)


def pointing(record: Record) -> dict[str, tuple[str, ...]]:
    """The fields of ``record`` that may point somebody out, each with the kinds of what was found there."""
    found = {name: kinds_in([getattr(record, name)]) for name in GUARDED.get(record.name, ())}
    return {name: kinds for name, kinds in found.items() if kinds}


def cleaned(record: RecordT) -> RecordT:
    """``record`` with all that may point somebody out hidden in its texts; itself when there is nothing."""
    hidden = {name: masked(getattr(record, name)) for name in pointing(record)}
    return dataclasses.replace(record, **hidden) if hidden else record
