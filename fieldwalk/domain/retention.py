"""What is kept of each kind of record, what for, on what legal ground and for how long: one table. Pure.

The periods are what a company starts with; it sets its own in its organisation's record (``keep_<kind>``, in months).
A period counts from the last time that anybody wrote in the thing. A whole walk goes with everything in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

PUBLIC_TASK = "public_task"
"""Article 6.1 e of the data protection regulation: a task in the public interest."""
LEGITIMATE = "legitimate_interest"
"""Article 6.1 f: an interest that weighs more than the intrusion."""
OBLIGATION = "legal_obligation"
"""Article 6.1 c: somebody must be able to show what was done with personal data (articles 5.2 and 33.5)."""

GROUNDS = (PUBLIC_TASK, LEGITIMATE, OBLIGATION)


@dataclass(frozen=True)
class Keeping:
    """Why a kind of record is kept. ``months`` is the period to begin with; ``None``: while the company is here.
    A company sets ``least`` so many.

    ``records`` are the records of the exchange that are of this kind.
    """

    kind: str
    records: tuple[str, ...]
    ground: str
    months: int | None
    least: int = 1

    @property
    def is_set_by_company(self) -> bool:
        return self.months is not None


_ALL = (
    Keeping("walk", ("walk", "stop"), PUBLIC_TASK, 24),
    Keeping("issue", ("issue", "action"), PUBLIC_TASK, 24),
    Keeping("photo", ("photo",), PUBLIC_TASK, 24),
    Keeping("voice", ("voice",), PUBLIC_TASK, 12),
    Keeping("track", ("fixes",), LEGITIMATE, 12),
    Keeping("waiting", (), LEGITIMATE, 12),
    Keeping("person", ("person",), LEGITIMATE, None),
    Keeping("account", (), LEGITIMATE, 12),
    Keeping("place", ("organisation", "area", "template"), LEGITIMATE, None),
    Keeping("device", (), LEGITIMATE, 1),
    Keeping("audit", (), OBLIGATION, 60, least=12),
)

KEPT: Mapping[str, Keeping] = {keeping.kind: keeping for keeping in _ALL}
"""Every kind. ``waiting`` is what was set aside: refused, or a latecomer's. ``audit`` names no resident; an alarm over
a repair is kept as long.

``account`` is who may sign in, who was invited, and who came in with what: its period counts from the account's
closing, or from the way in's end. ``device`` is what a phone has of a walk: its period counts from the walk's end, or
from the end of the right to be there, on a phone that has met no server since.
What each is for stands in the catalogues under ``retention.<kind>.purpose``.
"""

LONGEST = 600
"""Months: what a company may set at most."""


def periods(chosen: Mapping[str, object]) -> dict[str, int]:
    """The months of each kind that ends: the company's where it has ``chosen`` one, by ``keep_<kind>``."""
    return {
        kind: _months(chosen.get(f"keep_{kind}"), keeping.months, keeping.least)
        for kind, keeping in KEPT.items()
        if keeping.months is not None
    }


def _months(chosen: object, otherwise: int, least: int) -> int:
    return chosen if isinstance(chosen, int) and least <= chosen <= LONGEST else otherwise


def months_before(moment: int, months: int) -> int:
    """The moment (UTC milliseconds) ``months`` earlier on the same day of the month, or on the last that it has."""
    then = datetime.fromtimestamp(moment // 1000, UTC)
    count = then.year * 12 + then.month - 1 - months
    first = then.replace(year=count // 12, month=count % 12 + 1, day=1)
    following = first.replace(year=(count + 1) // 12, month=(count + 1) % 12 + 1)
    day = min(then.day, (following - first).days)
    return int(first.replace(day=day).timestamp()) * 1000 + moment % 1000


def months_after(moment: int, months: int) -> int:
    """As :func:`months_before`, so many later."""
    return months_before(moment, -months)
