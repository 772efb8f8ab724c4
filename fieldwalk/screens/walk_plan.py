"""What the form of a walk holds, and how it survives the end of the app before it is saved."""

from __future__ import annotations

import json
from asyncio import sleep
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time
from typing import Any

import flet as ft
from flet.components.hooks.use_ref import MutableRef

from fieldwalk.domain.records import Walk
from fieldwalk.screens.drafting import RESTED, use_keeping
from fieldwalk.screens.here import use_here
from fieldwalk.screens.holding import use_holding
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


def packed(plan: Plan, known: Plan) -> str:
    """What ``plan`` says otherwise than what is ``known``, as a draft; empty when it says nothing else."""
    news = {each.name: getattr(plan, each.name) for each in fields(plan)}
    news = {name: value for name, value in news.items() if value != getattr(known, name)}
    return json.dumps(news, default=lambda moment: moment.isoformat(), ensure_ascii=False) if news else ""


def unpacked(draft: str | None, known: Plan, today: date) -> Plan:
    """``known`` with what the draft says otherwise. A day that has passed meanwhile is no day to walk on."""
    told: dict[str, Any] = json.loads(draft or "{}")
    for name, moment in (("day", date), ("hour", time)):
        if told.get(name):
            told[name] = moment.fromisoformat(told[name])
    if told.get("day") and told["day"] < today:
        del told["day"]
    return replace(known, **{each.name: told[each.name] for each in fields(known) if each.name in told})


@dataclass(frozen=True)
class Planning:
    """The plan as the form was drawn with it, and as it is ``now()``; what changes facts of it by their names, and what
    forgets it once it is saved."""

    plan: Plan
    now: Callable[[], Plan]
    change: Callable[..., None]
    forget: Callable[[], None]


def use_plan(place: str, known: Plan, *, new: bool) -> Planning:
    """A plan whose changes are on the disk as soon as the writer rests, as the draft of ``place``.

    Who leaves the form of a ``new`` walk finds it again as it was; what was changed of a walk that there is, and not
    saved, survives the end of the app only.
    """
    here = use_here()
    drafts = here.fieldwalk.drafts
    begun: Plan = ft.use_memo(lambda: known, [place])
    first: Plan = ft.use_memo(lambda: unpacked(drafts.of(place), begun, here.today()), [place])
    held = use_holding(first)
    unsaved: MutableRef[Plan | None] = ft.use_ref(None)
    page = ft.context.page

    def rest() -> None:
        if unsaved.current is not None:
            news = packed(unsaved.current, begun)
            drafts.keep(place, news) if news else drafts.drop(place)
            unsaved.current = None

    async def soon(written: Plan) -> None:
        await sleep(RESTED)
        if unsaved.current is written:
            rest()

    def change(**facts: Any) -> None:
        held.change(lambda now: replace(now, **facts))
        unsaved.current = held.now()
        page.run_task(soon, unsaved.current)

    def forget() -> None:
        unsaved.current = None
        drafts.drop(place)

    use_keeping(rest, rest if new else forget)
    return Planning(held.shown, held.now, change, forget)
