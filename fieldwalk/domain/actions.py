"""The states of an action, as one table: what may follow what, and who may take the step."""

from __future__ import annotations

from collections.abc import Mapping

from fieldwalk.domain.refusals import Refused

STATES = ("new", "planned", "progress", "done", "verified", "reopened", "wont")

_DESK = frozenset({"coordinator", "company_admin"})
_HANDS = _DESK | {"caretaker"}

STEPS: Mapping[tuple[str, str], frozenset[str]] = {
    ("new", "planned"): _DESK,
    ("new", "wont"): _DESK,
    ("planned", "progress"): _HANDS,
    ("planned", "done"): _HANDS,
    ("planned", "wont"): _DESK,
    ("progress", "planned"): _HANDS,
    ("progress", "done"): _HANDS,
    ("progress", "wont"): _DESK,
    ("done", "verified"): _DESK | {"leader"},
    ("done", "reopened"): _DESK | {"leader"},
    ("verified", "reopened"): _DESK | {"leader"},
    ("reopened", "planned"): _DESK,
    ("reopened", "progress"): _HANDS,
    ("reopened", "done"): _HANDS,
    ("reopened", "wont"): _DESK,
    ("wont", "planned"): _DESK,
}
"""From state and to state: the roles that may take the step. A pair that is not here is never allowed."""

OPEN = frozenset({"new", "planned", "progress", "reopened"})


def check_step(before: str | None, after: str, role: str, reason: str | None = None) -> None:
    """Raise :class:`Refused` unless ``role`` may take an action from ``before`` to ``after``.

    Staying in a state is always allowed. ``wont`` needs a ``reason`` with words in it.
    """
    start = before or "new"
    if after != start and role not in STEPS.get((start, after), frozenset()):
        raise Refused("step_not_allowed", before=start, after=after)
    if after == "wont" and not (reason or "").strip():
        raise Refused("reason_needed")


def next_states(before: str | None, role: str) -> tuple[str, ...]:
    """The states that ``role`` may choose from ``before``, in the order of the table."""
    start = before or "new"
    return tuple(after for (first, after), roles in STEPS.items() if first == start and role in roles)
