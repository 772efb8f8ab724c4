"""The rules of a walk: its pauses, its time, and when its summary may go out."""

from __future__ import annotations

from fieldwalk.domain.records import Walk
from fieldwalk.domain.refusals import Refused

Spans = list[list[int | None]]

OVER = ("finished", "published")
"""The states of a walk that is over."""

NEEDED_TO_PUBLISH = ("purpose", "leader")


def is_paused(walk: Walk) -> bool:
    """Whether time and track stand still."""
    return bool(walk.pauses and walk.pauses[-1][1] is None)


def paused(walk: Walk, now: int) -> Spans:
    """The walk's pauses with one open from ``now`` (UTC ms); unchanged when one is open already."""
    spans = [list(span) for span in walk.pauses or []]
    return spans if is_paused(walk) else [*spans, [now, None]]


def unpaused(walk: Walk, now: int) -> Spans:
    """The walk's pauses with none open."""
    spans = [list(span) for span in walk.pauses or []]
    if is_paused(walk):
        begin = spans[-1][0] or now
        spans[-1] = [begin, max(begin, now)]
    return spans


def elapsed(walk: Walk, now: int) -> int:
    """Seconds from start to finish (or ``now``, UTC ms), pauses left out; never negative."""
    if walk.started_at is None:
        return 0
    end = walk.finished_at or now
    still = sum(max(0, min(stop or end, end) - begin) for begin, stop in walk.pauses or [] if begin is not None)
    return max(0, end - walk.started_at - still) // 1000


def check_publishable(walk: Walk) -> None:
    """Raise :class:`Refused` ``walk_incomplete`` with the first ``field`` that a published walk needs and lacks."""
    for field in NEEDED_TO_PUBLISH:
        if not (getattr(walk, field) or "").strip():
            raise Refused("walk_incomplete", field=field)
