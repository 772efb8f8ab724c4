"""Versions: who wrote the same words without knowing of each other, so that a person can choose between them later.

A later change of one phone knows of that phone's earlier ones. Of another phone's it knows those that it names in
its field ``seen``. Words that nobody who knew of them has replaced are a version; the merge shows the newest one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fieldwalk.domain.records import SEEN
from sync.protocol.changes import Change
from sync.protocol.clock import same_writer


def versions(history: Iterable[Change], field: str) -> list[Change]:
    """The changes whose ``field`` still stands, the one that the merge shows first, then newest first.

    Empty words that were beaten are none, nor is what says the same as one before it. The same for every order
    and number of times in which ``history`` came.
    """
    told = {change.stamp: change for change in history if field in change.fields}
    newest = [told[stamp] for stamp in sorted(told, reverse=True)]
    standing = [change for n, change in enumerate(newest) if n == 0 or not _replaced(change, newest)]
    return _different(standing, field)


def twofold(history: Sequence[Change], fields: Iterable[str]) -> dict[str, list[Change]]:
    """Those of ``fields`` that have more than one version, with their versions."""
    found = {field: versions(history, field) for field in fields}
    return {field: some for field, some in found.items() if len(some) > 1}


def naming(stamps: Iterable[str]) -> str:
    """The field ``seen`` of a change whose writer had the words of ``stamps`` before them."""
    return " ".join(sorted(stamps))


def _replaced(change: Change, all_: Sequence[Change]) -> bool:
    return any(_knew(other, change) for other in all_ if other is not change)


def _knew(later: Change, earlier: Change) -> bool:
    if later.stamp > earlier.stamp and same_writer(later.stamp, earlier.stamp):
        return True
    seen = later.fields.get(SEEN)
    return isinstance(seen, str) and earlier.stamp in seen.split()


def _different(changes: Iterable[Change], field: str) -> list[Change]:
    kept: dict[str, Change] = {}
    for change in changes:
        words = change.fields[field]
        said = words.strip() if isinstance(words, str) else ""
        if said or not kept:
            kept.setdefault(said, change)
    return list(kept.values())
