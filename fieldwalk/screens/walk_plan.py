"""What the form of a walk holds, and how it survives the end of the app before it is saved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time

from fieldwalk.domain.records import Walk
from fieldwalk.screens.forms import Form, packed_facts, unpacked_facts, use_form
from fieldwalk.screens.here import use_here
from fieldwalk.text.moments import local

FIRST_HOUR = 18


@dataclass(frozen=True)
class Plan:
    """What the form holds. ``day`` is ``None`` for a walk that begins now."""

    title: str = ""
    purpose: str = ""
    leader: str = ""
    meeting_place: str = ""
    area_id: str | None = None
    day: date | None = None
    hour: time = time(FIRST_HOUR, 30)
    template_id: str | None = None

    def at(self) -> int | None:
        """The planned moment (UTC ms) on the clock of this place; ``None`` without a day."""
        if self.day is None:
            return None
        return int(datetime.combine(self.day, self.hour).astimezone().timestamp() * 1000)


def plan_of(walk: Walk) -> Plan:
    """What is known of ``walk``, ready to be changed."""
    when = local(walk.planned_at) if walk.planned_at else None
    return Plan(
        walk.title or "",
        walk.purpose or "",
        walk.leader or "",
        walk.meeting_place or "",
        walk.area_id,
        when.date() if when else None,
        when.time() if when else time(FIRST_HOUR, 30),
    )


def unpacked(draft: str, known: Plan, today: date) -> Plan:
    """``known`` with what the draft says otherwise. A day that has passed meanwhile is no day to walk on."""
    plan = unpacked_facts(draft, known, day=date.fromisoformat, hour=time.fromisoformat)
    passed = plan.day and plan.day < today
    return replace(plan, day=known.day) if passed else plan


def use_plan(place: str, known: Plan, *, new: bool) -> Form[Plan]:
    """A plan whose changes are on the disk as soon as the writer rests, as the draft of ``place``.

    Who leaves the form of a ``new`` walk finds it again as it was; what was changed of a walk that there is, and not
    saved, survives the end of the app only.
    """
    today = use_here().today()
    return use_form(place, known, packed_facts, lambda draft, known: unpacked(draft, known, today), stays=new)
