"""Planning a walk, and changing what was planned: one form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import flet as ft

from fieldwalk import routes
from fieldwalk.domain.records import Area, Template
from fieldwalk.screens.forms import Form
from fieldwalk.screens.here import Here, go, use_records
from fieldwalk.screens.readiness import Ready
from fieldwalk.screens.sheets import HelpPill
from fieldwalk.screens.views import page_view
from fieldwalk.screens.walk_plan import Plan, plan_of, use_plan
from fieldwalk.text.moments import short_day
from fieldwalk.theme import FINISH, XL, Look
from fieldwalk.widgets.buttons import lamp_button
from fieldwalk.widgets.fields import asked, choice_row, fact_field, fold, writing
from fieldwalk.widgets.frames import body, column_width, foot, screen, side_by_side, stack_of, told, top_bar
from fieldwalk.widgets.words import centred


@ft.component
def NewWalk() -> ft.View:
    """A walk now, or on another day."""
    here = use_records("walk", "area", "template")
    me = here.fieldwalk.joining.me()
    planning = use_plan("walk/new", Plan(leader=me.name if me and me.role == "leader" else ""), new=True)
    busy = here.fieldwalk.walks.under_way() is not None
    page = ft.context.page

    def finish() -> None:
        plan = planning.now()
        title = plan.title.strip() or here.look.say(
            "plan.unnamed", day=short_day(plan.day or here.today(), here.look.language)
        )
        walks = here.fieldwalk.walks
        walk_id = walks.plan(
            title,
            area_id=plan.area_id,
            purpose=plan.purpose,
            leader=plan.leader,
            planned_at=plan.at(),
            meeting_place=plan.meeting_place,
            template_id=plan.template_id,
        )
        if plan.day is None:
            here.fieldwalk.outing.start(walk_id)
        planning.forget()
        page.navigate(routes.walk(walk_id))

    title = here.look.say("plan.title")
    return page_view(WalkForm(title, planning, finish, go(routes.HOME), new=True, busy=busy))


@ft.component
def EditWalk() -> ft.View:
    """The facts of a walk, changed."""
    here = use_records("area")
    walk_id = ft.use_route_params().get("walk_id", "")
    walk = here.fieldwalk.store.walk(walk_id)
    planning = use_plan(f"walk/{walk_id}", plan_of(walk) if walk else Plan(), new=False)
    page = ft.context.page
    back = routes.walk(walk_id)

    def finish() -> None:
        plan = planning.now()
        here.fieldwalk.walks.edit(
            walk_id,
            title=plan.title.strip() or (walk.title if walk else None),
            purpose=plan.purpose or None,
            leader=plan.leader or None,
            meeting_place=plan.meeting_place or None,
            area_id=plan.area_id,
            planned_at=plan.at() if plan.day else (walk.planned_at if walk else None),
        )
        planning.forget()
        page.navigate(back)

    started = bool(walk and walk.state != "planned")
    title = here.look.say("plan.edit_title")
    return page_view(WalkForm(title, planning, finish, go(back), new=False, busy=False, started=started))


@ft.component
def WalkForm(
    title: str,
    planning: Form[Plan],
    finish: Callable[[], None],
    back: Callable[[], None],
    *,
    new: bool,
    busy: bool,
    started: bool = False,
) -> ft.Control:
    """The form and the calendars that it opens."""
    here = use_records("area")
    plan = planning.shown
    picking, set_picking = ft.use_state("")
    more, set_more = ft.use_state(not new or bool(plan.purpose or plan.meeting_place))

    def change(**facts: Any) -> None:
        planning.change(lambda now: replace(now, **facts))

    def picked_day(event: ft.ControlEvent) -> None:
        day = picked(event)
        set_picking("")
        if day:
            change(day=day)

    def picked_hour(event: ft.ControlEvent) -> None:
        value = event.control.value  # type: ignore[attr-defined]
        set_picking("")
        if value:
            change(hour=value)

    ft.use_dialog(_calendar(picking, plan, here, picked_day, picked_hour, lambda: set_picking("")))
    acts = FormActs(
        change,
        finish,
        back,
        lambda: set_picking("day"),
        lambda: set_picking("hour"),
        lambda: set_more(not more),
    )
    areas = here.fieldwalk.store.areas()
    ready = Ready() if new and plan.day is None and not busy else None
    return draw_form(
        title,
        plan,
        here,
        areas,
        acts,
        new=new,
        busy=busy,
        more=more,
        started=started,
        help_pill=HelpPill(),
        ready=ready,
    )


@dataclass(frozen=True)
class FormActs:
    """What the form can do."""

    change: Callable[..., None]
    finish: Callable[[], None]
    back: Callable[[], None]
    pick_day: Callable[[], None]
    pick_hour: Callable[[], None]
    fold: Callable[[], None]


def draw_form(
    title: str,
    plan: Plan,
    here: Here,
    areas: list[Area],
    acts: FormActs,
    *,
    new: bool,
    busy: bool,
    more: bool,
    started: bool,
    help_pill: ft.Control,
    ready: ft.Control | None = None,
) -> ft.Control:
    """A name and a time; the rest is folded, for it can wait."""
    look = here.look
    groups: list[ft.Control] = [
        asked(
            look.say("plan.name"),
            writing(
                plan.title,
                look.say("plan.name_hint"),
                lambda words: acts.change(title=words),
                label=look.say("plan.name"),
            ),
        )
    ]
    if not started:
        groups.append(_when(plan, here, acts, new=new))
    if len(areas) > 1:
        groups.append(asked(look.say("plan.area"), *_areas(plan, areas, acts)))
    templates = here.fieldwalk.store.templates() if new else []
    if templates:
        groups.append(asked(look.say("plan.template"), draw_templates(look, plan, templates, acts)))
    groups.append(fold(look.say("plan.more"), acts.fold, is_open=more))
    if more:
        groups += _who_and_why(plan, look, acts)
    now = new and plan.day is None
    word = look.say("plan.start" if now else "plan.save")
    icon = ft.Icons.DIRECTIONS_WALK_ROUNDED if now else ft.Icons.CHECK_ROUNDED
    blocked = now and busy
    notes: list[ft.Control] = [told(look.say("planned.other_under_way"))] if blocked else []
    if not notes and new:
        notes = [centred(look.say("plan.saved_words"), "small")]
    button = lamp_button(word, icon, None if blocked else acts.finish, height=FINISH, size=20)
    if ready:
        notes.insert(0, ready)
    head = top_bar(title, look, help_pill, back=acts.back)
    return column_width(screen(head, body(*groups, spacing=XL), foot(*notes, button)), look)


def _when(plan: Plan, here: Here, acts: FormActs, *, new: bool) -> ft.Control:
    look = here.look
    tomorrow = here.today() + timedelta(days=1)
    choices = stack_of(
        choice_row(look.say("plan.now"), lambda: acts.change(day=None), chosen=plan.day is None),
        choice_row(
            look.say("plan.later"),
            lambda: acts.change(day=plan.day or tomorrow),
            chosen=plan.day is not None,
        ),
    )
    day = short_day(plan.day, look.language) if plan.day else look.say("plan.choose_day")
    fields = side_by_side(
        fact_field(look.say("plan.date"), day, ft.Icons.EVENT_ROUNDED, acts.pick_day),
        fact_field(look.say("plan.time"), f"{plan.hour:%H:%M}", ft.Icons.SCHEDULE_ROUNDED, acts.pick_hour),
    )
    return asked(look.say("plan.when"), *([choices] if new else []), *([fields] if plan.day or not new else []))


def _areas(plan: Plan, areas: list[Area], acts: FormActs) -> list[ft.Control]:
    def choose(area_id: str) -> Callable[[], None]:
        return lambda: acts.change(area_id=area_id)

    return [stack_of(*(choice_row(a.title or "", choose(a.id), chosen=plan.area_id == a.id) for a in areas))]


def draw_templates(look: Look, plan: Plan, templates: list[Template], acts: FormActs) -> ft.Control:
    """None, or one of the organisation's checklists: the walk keeps its questions as they are today."""

    def choose(template_id: str | None) -> Callable[[], None]:
        return lambda: acts.change(template_id=template_id)

    known = {each.id for each in templates}
    none = choice_row(look.say("plan.no_template"), choose(None), chosen=plan.template_id not in known)
    rows = [choice_row(each.title or "", choose(each.id), chosen=plan.template_id == each.id) for each in templates]
    return stack_of(none, *rows)


def _who_and_why(plan: Plan, look: Look, acts: FormActs) -> list[ft.Control]:
    return [
        asked(
            look.say("plan.purpose"),
            writing(
                plan.purpose,
                look.say("plan.purpose_hint"),
                lambda words: acts.change(purpose=words),
                label=look.say("plan.purpose"),
                high=2,
            ),
        ),
        asked(
            look.say("plan.leader"),
            writing(
                plan.leader,
                "",
                lambda words: acts.change(leader=words),
                label=look.say("plan.leader"),
            ),
        ),
        asked(
            look.say("plan.meeting_place"),
            writing(
                plan.meeting_place,
                "",
                lambda words: acts.change(meeting_place=words),
                label=look.say("plan.meeting_place"),
            ),
        ),
    ]


def _calendar(
    picking: str,
    plan: Plan,
    here: Here,
    picked_day: Callable[[ft.ControlEvent], None],
    picked_hour: Callable[[ft.ControlEvent], None],
    close: Callable[[], None],
) -> ft.DialogControl | None:
    if picking == "day":
        today = here.today()
        return ft.DatePicker(
            value=plan.day or today,
            first_date=today,
            last_date=today + timedelta(days=730),
            current_date=today,
            help_text=here.look.say("plan.choose_day"),
            on_change=picked_day,  # type: ignore[arg-type]
            on_dismiss=close,
        )
    if picking == "hour":
        words = here.look.say("plan.choose_time")
        return ft.TimePicker(value=plan.hour, help_text=words, on_change=picked_hour, on_dismiss=close)  # type: ignore[arg-type]
    return None


def picked(event: ft.ControlEvent) -> date | None:
    """The day that a calendar gave: Flet hands its midnight over, in UTC or in local time."""
    value = event.control.value  # type: ignore[attr-defined]
    if isinstance(value, datetime):
        return value.astimezone().date() if value.tzinfo is not None else value.date()
    return value if isinstance(value, date) else None
