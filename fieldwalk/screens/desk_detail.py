"""One place at the desk: what the walker saw, and the owner, date and answer beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import flet as ft

from fieldwalk.domain.actions import next_states
from fieldwalk.domain.records import Action, Issue, Person
from fieldwalk.domain.roles import may_answer
from fieldwalk.screens.attempting import use_attempt
from fieldwalk.screens.circles import circle_parts
from fieldwalk.screens.forms import Form, packed_facts, unpacked_facts, use_form
from fieldwalk.screens.here import Here, use_records
from fieldwalk.screens.issue_follow import check_buttons, follow_parts, photo_pair, words_of
from fieldwalk.screens.issue_rows import issue_head, tags
from fieldwalk.screens.photo_cover import cover_buttons
from fieldwalk.screens.reasons import use_reason
from fieldwalk.screens.versions import differing_parts
from fieldwalk.screens.voice_row import voice_parts
from fieldwalk.screens.walk_form import picked
from fieldwalk.text.moments import short_day
from fieldwalk.theme import Look, M, S
from fieldwalk.widgets.buttons import lamp_button, plain_button, text_button
from fieldwalk.widgets.fields import choice_row, fact_field, writing
from fieldwalk.widgets.frames import bottom_sheet, sheet, side_by_side, stack_of, told
from fieldwalk.widgets.states import refused
from fieldwalk.widgets.words import heading

C = ft.Colors
OWNERS = ("caretaker", "coordinator", "company_admin")
"""The roles that a place can be given to."""


@dataclass(frozen=True)
class Promise:
    """What is being promised: who, when, and the words to the group."""

    owner_id: str | None = None
    owner: str = ""
    due: str | None = None
    answer: str = ""


@ft.component
def Detail(issue: Issue) -> ft.Control:
    """The whole of a place at the desk, with the form for those who answer."""
    here = use_records("issue", "action", "photo", "voice", "person")
    fieldwalk = here.fieldwalk
    issue = fieldwalk.store.issue(issue.id) or issue
    action = fieldwalk.store.action(issue.id)
    role = fieldwalk.joining.role()
    if not may_answer(role) or issue.kind == "good":
        parts = [*follow_parts(here, issue, action), *check_buttons(here, issue.id, action, role)]
        return _column(parts)
    before, after = (fieldwalk.store.photos(issue.id, taken) for taken in ("before", "after"))
    parts = [
        issue_head(issue, here.look, lit=True),
        ft.Row(tags(issue, action, here.look), spacing=S, wrap=True, run_spacing=S),
        *circle_parts(here, issue),
        *differing_parts(here, issue.id),
        *photo_pair(here, issue, before, after),
        *cover_buttons(here, issue, [*before, *after]),
        *words_of(issue, here.look),
        *voice_parts(here, issue),
        ft.Divider(height=1, color=C.OUTLINE_VARIANT),
        *check_buttons(here, issue.id, action, role),
        AnswerForm(issue.id),
    ]
    return _column(parts)


@ft.component
def AnswerForm(issue_id: str) -> ft.Control:
    """Owner, date and answer; or the reason why it will not be done."""
    here = use_records("action", "person")
    follow_up, look = here.fieldwalk.follow_up, here.look
    action = here.fieldwalk.store.action(issue_id)
    held = use_form(f"{Action.name}/{issue_id}", _promise(action), packed_facts, unpacked_facts)
    promise = held.shown
    asking, set_asking = ft.use_state("")
    trouble, attempt = use_attempt()

    def close() -> None:
        set_asking("")

    def promised() -> None:
        now = held.now()
        follow_up.answer(issue_id, owner_id=now.owner_id, owner=now.owner, due=now.due, answer=now.answer.strip())

    def answer() -> None:
        if attempt(promised, look.say("desk.answered")):
            held.forget()

    def refuse(reason: str) -> bool:
        return attempt(lambda: follow_up.refuse(issue_id, reason), look.say("desk.answered"))

    def chose_day(event: ft.ControlEvent) -> None:
        close()
        day = picked(event)
        if day:
            held.change(lambda now: replace(now, due=day.isoformat()))

    def chose_owner(person: Person) -> None:
        close()
        held.change(lambda now: replace(now, owner_id=person.id, owner=person.title or ""))

    ft.use_dialog(_dialog(asking, here, promise, chose_day, chose_owner, close))
    asked = use_reason(issue_id, "desk.refuse", refuse)
    acts = AnswerActs(answer, lambda: set_asking("owner"), lambda: set_asking("due"), asked, held.give_up)
    steps = next_states(action.state if action else None, here.fieldwalk.joining.role())
    return draw_answer(
        look,
        held,
        acts,
        action,
        may_refuse="wont" in steps,
        trouble=trouble,
    )


@dataclass(frozen=True)
class AnswerActs:
    """What can be done with an answer."""

    answer: Callable[[], None]
    pick_owner: Callable[[], None]
    pick_due: Callable[[], None]
    refuse: Callable[[], None]
    give_up: Callable[[], None]


def draw_answer(
    look: Look,
    held: Form[Promise],
    acts: AnswerActs,
    action: Action | None,
    *,
    may_refuse: bool,
    trouble: str,
) -> ft.Control:
    """The lit button plans and answers in one press."""
    promise = held.shown

    def write(words: str) -> None:
        held.change(lambda now: replace(now, answer=words))

    due_words = (
        short_day(date.fromisoformat(promise.due), look.language) if promise.due else look.say("desk.choose_due")
    )
    facts = side_by_side(
        fact_field(
            look.say("desk.owner"),
            promise.owner.partition(", ")[0] or look.say("desk.choose_owner"),
            ft.Icons.PERSON_OUTLINE_ROUNDED,
            acts.pick_owner,
        ),
        fact_field(look.say("desk.due"), due_words, ft.Icons.EVENT_ROUNDED, acts.pick_due),
        spacing=S,
    )
    rows: list[ft.Control] = []
    if action and action.reason and action.state in ("planned", "progress"):
        rows.append(told(f"{look.say('desk.caretaker_says')}: {look.own(action.reason)}"))
    if held.found:
        rows.append(stack_of(told(look.say("desk.found_again")), text_button(look.say("desk.give_up"), acts.give_up)))
    rows += [
        facts,
        heading(look.say("desk.answer")),
        writing(
            promise.answer,
            look.say("desk.answer_hint"),
            write,
            label=look.say("desk.answer"),
            high=3,
            fill=C.SURFACE_CONTAINER_LOWEST,
        ),
    ]
    if trouble:
        rows.append(refused(trouble, look))
    ready = bool(promise.owner and promise.answer.strip())
    word = look.say("desk.answer_update" if action and action.answer else "desk.answer_go")
    rows.append(lamp_button(word, ft.Icons.SEND_ROUNDED, acts.answer if ready else None))
    if may_refuse:
        rows.append(
            plain_button(look.say("desk.refuse"), acts.refuse, ft.Icons.DO_NOT_DISTURB_ON_OUTLINED, filled=False)
        )
    return stack_of(*rows, spacing=M)


def owners_of(persons: Sequence[Person]) -> list[Person]:
    """Those who can be given a place, by name."""
    return sorted((p for p in persons if p.role in OWNERS and p.title), key=lambda person: person.title or "")


def _dialog(
    asking: str,
    here: Here,
    promise: Promise,
    chose_day: Callable[[ft.ControlEvent], None],
    chose_owner: Callable[[Person], None],
    close: Callable[[], None],
) -> ft.DialogControl | None:
    look = here.look
    if asking == "due":
        today = here.today()
        return ft.DatePicker(
            value=date.fromisoformat(promise.due) if promise.due else today + timedelta(days=7),
            first_date=min(today, date.fromisoformat(promise.due)) if promise.due else today,
            last_date=today + timedelta(days=730),
            current_date=today,
            help_text=look.say("desk.due"),
            on_change=chose_day,  # type: ignore[arg-type]
            on_dismiss=close,
        )
    if asking == "owner":
        persons = owners_of(here.fieldwalk.store.persons())
        return bottom_sheet(_owners(look, persons, promise.owner_id, chose_owner, close), close)
    return None


def _owners(
    look: Look,
    persons: list[Person],
    chosen: str | None,
    choose: Callable[[Person], None],
    close: Callable[[], None],
) -> ft.Control:
    def choosing(person: Person) -> Callable[[], None]:
        return lambda: choose(person)

    rows = [
        choice_row(p.title or "", choosing(p), chosen=p.id == chosen, below=look.say(f"role.{p.role}")) for p in persons
    ]
    return sheet(
        heading(look.say("desk.choose_owner"), "headline", 1),
        stack_of(*rows),
        plain_button(look.say("go.close"), close),
    )


def _promise(action: Action | None) -> Promise:
    if action is None:
        return Promise()
    return Promise(action.owner_id, action.owner or "", action.due, action.answer or "")


def _column(parts: Sequence[ft.Control]) -> ft.Column:
    return ft.Column(
        list(parts),
        spacing=M,
        scroll=ft.ScrollMode.AUTO,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        expand=True,
    )
