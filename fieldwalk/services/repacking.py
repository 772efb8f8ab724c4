"""Repacking: when a walk closes, the bursts of its track that nobody has seen become one record for each segment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress

from fieldwalk.domain.fixes import Fix, pack, unpack
from fieldwalk.domain.records import Fixes
from fieldwalk.domain.refusals import Refused
from fieldwalk.services.pen import Pen
from sync.client.journal import Edit, Journal
from sync.protocol.changes import Change

MOST_FIXES = 10_000
"""In one record: well within what its field may hold, and nearly three hours of walking."""

_SAID = {"walk_id", "segment", "started_at", "ended_at", "packed"}


def repack(journal: Journal, pen: Pen, walk_id: str) -> None:
    """Join the bursts of ``walk_id`` that have never left this phone: less than half as many bytes to send.

    The track is the same to the last fix, whatever moment this is killed at. What has been sent, or stands in a rescue
    file, stays as it is, and so does all of it where there is no room to write.
    """
    segments: dict[object, list[Change]] = {}
    for change in journal.unshown(Fixes.name):
        if change.fields.get("walk_id") == walk_id and change.fields.keys() == _SAID:
            segments.setdefault(change.fields["segment"], []).append(change)
    edits: list[Edit] = []
    gone: list[Change] = []
    for segment, bursts in segments.items():
        fixes = _fixes(bursts)
        if len(bursts) > 1 and fixes:
            edits += [_edit(pen, walk_id, segment, some) for some in _portions(fixes)]
            gone += bursts
    if gone:
        with suppress(Refused):
            pen.write_all(*edits, instead_of=gone)


def _fixes(bursts: Sequence[Change]) -> Sequence[Fix]:
    """All fixes in order of time, each moment once; none where a burst cannot be read: then nothing is joined."""
    try:
        found = {fix.at: fix for burst in bursts for fix in unpack(str(burst.fields["packed"]))}
    except Refused:
        return ()
    return [found[at] for at in sorted(found)]


def _portions(fixes: Sequence[Fix]) -> Iterator[Sequence[Fix]]:
    for begin in range(0, len(fixes), MOST_FIXES):
        yield fixes[begin : begin + MOST_FIXES]


def _edit(pen: Pen, walk_id: str, segment: object, fixes: Sequence[Fix]) -> Edit:
    span = {"started_at": fixes[0].at, "ended_at": fixes[-1].at}
    number = segment if isinstance(segment, int) else 0
    return Edit(Fixes.name, pen.new_id(), {"walk_id": walk_id, "segment": number, **span, "packed": pack(fixes)})
