"""Who takes part, and what each role may do and see: two tables that are also the tests.

The first is role by action (:data:`RIGHTS`), the second role by secrecy class (:data:`CLEARED`).
Nothing asks for a role by its name anywhere else.
"""

from __future__ import annotations

from collections.abc import Mapping

from fieldwalk.domain.secrecy import COMPANY, EST, OPEN, POLICE, rank

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

_ALL = frozenset(ROLES)
_STAFF_WRITE = frozenset({"coordinator", "company_admin"})
_LEADS = _STAFF_WRITE | {"leader"}
_CAPTURES = _LEADS | {"walker", "guest", "caretaker"}

RIGHTS: Mapping[str, frozenset[str]] = {
    "take_part": _ALL,
    "write.organisation": frozenset({"company_admin"}),
    "write.area": _STAFF_WRITE,
    "write.person": frozenset({"company_admin"}),
    "write.template": _STAFF_WRITE,
    "write.walk": _LEADS,
    "write.stop": _LEADS,
    "write.fixes": _LEADS,
    "write.issue": _CAPTURES,
    "write.photo": _CAPTURES,
    "write.voice": _CAPTURES,
    "write.action": _LEADS | {"caretaker"},
    "remove.issue": _LEADS,
    "remove.photo": _LEADS,
    "remove.voice": _LEADS,
    "remove.action": _STAFF_WRITE,
    "answer": _STAFF_WRITE,
    "export": _LEADS,
    "invite": _LEADS,
    "approve": _LEADS,
    "approve.photo": _LEADS,
    "hear.voice": _LEADS,
    "revoke": _LEADS,
    "see.persons": _LEADS | {"caretaker"},
    "see.reporter": frozenset({"coordinator"}),
    "see.track": _LEADS,
    "be_nobody": frozenset({"guest", "walker"}),
    "secrecy.raise": frozenset({"leader", "caretaker", "coordinator", "company_admin", "est_partner", "police"}),
    "secrecy.lower": frozenset({"coordinator", "police"}),
    "register": frozenset({"coordinator"}),
    "audit": frozenset({"auditor"}),
    "accounts": frozenset({"company_admin"}),
    "devices": frozenset({"company_admin"}),
}
"""Role by action: who may do it at all. Whose walk and whose record it is, is asked elsewhere.

``approve`` is about what waits for a yes, ``approve.photo`` about photos that nobody has looked through.
``hear.voice``: to hear what others have recorded (:mod:`fieldwalk.domain.voices`).
``remove.<record>`` is about the records of others: what only they themselves have written, anybody takes back.
``see.track``: to hold the fixes of a walk, its ends too. Who may record them holds those of other phones as well: of
what came back after a restored backup no server knows any more whose phone it was. All others see a track only in a
summary that is handed on, without its ends (:mod:`fieldwalk.domain.trimming`): fixes come in bursts that never change,
so there is no trimmed copy to give.
``be_nobody``: to tell so that not even who sees the reporter is told who it was (:mod:`fieldwalk.domain.anonymity`).
``write.template``: to write the organisation's own, to share them with the others on the server, and to copy theirs.
``accounts`` and ``devices`` are about those of others too: everybody sees their own, and ends them.
"""

CLEARED: Mapping[str, str] = {
    "guest": OPEN,
    "walker": OPEN,
    "leader": COMPANY,
    "caretaker": COMPANY,
    "coordinator": EST,
    "est_partner": EST,
    "police": POLICE,
    "company_admin": EST,
    "auditor": COMPANY,
}
"""Role by secrecy class: the strictest class that the role sees. It sees every class below it too."""

WRITES: Mapping[str, frozenset[str]] = {
    action.removeprefix("write."): roles for action, roles in RIGHTS.items() if action.startswith("write.")
}
"""Record by role: who may change it. A record that this version does not know: staff only."""

ONE_WALK = frozenset({"guest", "walker"})
"""Roles that hold one walk and nothing beside it."""

STAFF = tuple(role for role in ROLES if role not in ONE_WALK)
"""Roles that somebody may have an account for: residents need none."""


def may(role: str, action: str) -> bool:
    """Whether ``role`` may do ``action``. Raises ``KeyError`` for an action that the table does not know."""
    return role in RIGHTS[action]


def sees(role: str, secrecy: str) -> bool:
    """Whether ``role`` may see what is of the class ``secrecy``; of a class that nobody here knows: nobody does."""
    return rank(secrecy) <= clearance(role)


def clearance(role: str) -> int:
    """The rank of the strictest class that ``role`` sees; a role that this version does not know sees what is open."""
    return rank(CLEARED.get(role, OPEN))


def may_class(role: str, before: str, after: str) -> bool:
    """Whether ``role`` may make what is of the class ``before`` one of the class ``after``.

    Lowering asks for the right to and for seeing what is lowered; raising for the right to and for that class.
    """
    if rank(after) < rank(before):
        return may(role, "secrecy.lower") and sees(role, before)
    return before == after or (may(role, "secrecy.raise") and sees(role, after))


def may_write(role: str, record: str) -> bool:
    """Whether ``role`` may change a ``record`` at all; which walk it belongs to is asked elsewhere."""
    return role in WRITES.get(record, _STAFF_WRITE)


def may_export(role: str) -> bool:
    """Whether ``role`` hands a walk's summary out."""
    return may(role, "export")


def may_answer(role: str) -> bool:
    """Whether ``role`` gives an issue an owner, a date and an answer."""
    return may(role, "answer")
