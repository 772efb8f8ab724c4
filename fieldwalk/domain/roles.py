"""Who takes part, and what each role may do: two tables that are also the tests."""

from __future__ import annotations

ROLES = (
    "guest",
    "walker",
    "leader",
    "caretaker",
    "coordinator",
    "est_partner",
    "police",
    "company_admin",
    "auditor",
)

_STAFF_WRITE = frozenset({"coordinator", "company_admin"})

WRITES: dict[str, frozenset[str]] = {
    "organisation": frozenset({"company_admin"}),
    "area": _STAFF_WRITE,
    "person": frozenset({"company_admin"}),
    "walk": _STAFF_WRITE | {"leader"},
    "stop": _STAFF_WRITE | {"leader"},
    "fixes": _STAFF_WRITE | {"leader"},
    "issue": _STAFF_WRITE | {"leader", "walker", "guest", "caretaker"},
    "photo": _STAFF_WRITE | {"leader", "walker", "guest", "caretaker"},
    "action": _STAFF_WRITE | {"caretaker", "leader"},
}
"""Record by role: who may change it. A record that this version does not know: staff only."""

ONE_WALK = frozenset({"guest", "walker"})
"""Roles that hold one walk and nothing beside it."""

SEES_PERSONS = frozenset({"coordinator", "company_admin", "leader", "caretaker"})
SEES_REPORTER = frozenset({"coordinator"})
EXPORTS = _STAFF_WRITE | {"leader"}
ANSWERS = _STAFF_WRITE


def may_write(role: str, record: str) -> bool:
    """Whether ``role`` may change a ``record`` at all; which walk it belongs to is asked elsewhere."""
    return role in WRITES.get(record, _STAFF_WRITE)


def may_export(role: str) -> bool:
    """Whether ``role`` hands a walk's summary out."""
    return role in EXPORTS


def may_answer(role: str) -> bool:
    """Whether ``role`` gives an issue an owner, a date and an answer."""
    return role in ANSWERS
