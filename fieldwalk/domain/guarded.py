"""Which texts of a record the personal-data guard reads: those in which people tell of a place, in their own words.

An answer is the company's: its telephone number belongs there.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import TypeVar

from fieldwalk.domain.guard import kinds_in, masked
from fieldwalk.domain.records import Issue, Photo, Record, Voice
from fieldwalk.domain.secrecy import OPEN, secrecy_of

GUARDED: Mapping[str, tuple[str, ...]] = {
    Issue.name: ("words", "cause", "proposal", "place"),
    Photo.name: ("description",),
    Voice.name: ("words",),
}
"""Record by its fields that are read."""

RecordT = TypeVar("RecordT", bound=Record)


def pointing(record: Record) -> dict[str, tuple[str, ...]]:
    """The fields of ``record`` that may point somebody out, each with the kinds of what was found there."""
    found = {name: kinds_in([getattr(record, name)]) for name in GUARDED.get(record.name, ())}
    return {name: kinds for name, kinds in found.items() if kinds}


def handed_on(
    issues: Iterable[Issue], photos: Iterable[Photo], voices: Iterable[Voice]
) -> tuple[list[Issue], list[Photo], list[Voice]]:
    """What of a walk's points, and of what hangs on them, is in a summary that anybody may read: what is open, with
    nobody in it."""
    open_ = [cleaned(issue) for issue in issues if secrecy_of(dataclasses.asdict(issue)) == OPEN]
    there = {issue.id for issue in open_}
    shown = [cleaned(photo) for photo in photos if photo.issue_id in there]
    return open_, shown, [cleaned(voice) for voice in voices if voice.issue_id in there]


def cleaned(record: RecordT) -> RecordT:
    """``record`` with all that may point somebody out hidden in its texts; itself when there is nothing."""
    hidden = {name: masked(getattr(record, name)) for name in pointing(record)}
    return dataclasses.replace(record, **hidden) if hidden else record
