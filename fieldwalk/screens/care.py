"""The caretaker's list, offline: one card open, done with an after photo."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import flet as ft

from fieldwalk import routes
from fieldwalk.domain.actions import next_states
from fieldwalk.domain.records import Action, Issue
from fieldwalk.screens.attempting import use_attempt
from fieldwalk.screens.here import Here, use_receipt, use_records, use_rows
from fieldwalk.screens.issue_follow import photo_pair
from fieldwalk.screens.issue_rows import first_words, issue_head, tags, title_of
from fieldwalk.screens.photo_strip import Camera, use_camera
from fieldwalk.screens.reasons import use_reason
from fieldwalk.screens.sheets import SafeSign
from fieldwalk.screens.under_way import said_bar
from fieldwalk.screens.versions import differing_parts
from fieldwalk.screens.views import tab_view
from fieldwalk.text.moments import due
from fieldwalk.theme import CARD, L, Look, M, S
from fieldwalk.widgets.buttons import lamp_button, plain_button, pressable, text_button
from fieldwalk.widgets.chips import filter_chip
from fieldwalk.widgets.frames import (
    body,
    card,
    column_width,
    root_bar,
    screen,
    side_by_side,
    stack_of,
)
from fieldwalk.widgets.states import empty, refused
from fieldwalk.widgets.words import quiet, text

C = ft.Colors
FILTERS = ("mine", "urgent", "finished")
ROWS = 50


@ft.component
def Care() -> ft.View:
    """The second tab of a caretaker."""
    here = use_records("issue", "action", "photo")
    follow_up, look = here.fieldwalk.follow_up, here.look
    chosen, set_chosen = ft.use_state("mine")
    opened, set_opened = ft.use_state("")
    most, set_most = ft.use_state(ROWS)
    receipt, _ = use_receipt()
    drawn = use_rows(most)
    counts, shown = follow_up.counted(), follow_up.mine(chosen, drawn)
    open_id = opened or (shown[0].id if shown and chosen != "finished" else "")
    me = here.fieldwalk.joining.me()

    def turn(issue_id: str) -> Callable[[], None]:
        return lambda: set_opened("-" if issue_id == open_id else issue_id)

    actions = here.fieldwalk.store.actions(issue.id for issue in shown)
    cards = [
        OpenTask(issue, turn(issue.id))
        if issue.id == open_id
        else closed_task(issue, actions.get(issue.id), here, turn(issue.id))
        for issue in shown
    ]
    keyed: list[ft.Control] = [ft.Container(task, key=issue.id) for task, issue in zip(cards, shown, strict=True)]
    if counts[chosen] > most == drawn:
        keyed.append(plain_button(look.count("count.more", counts[chosen] - most), lambda: set_most(most + ROWS)))
    content = draw_care(
        look,
        counts,
        chosen,
        lambda name: (set_opened(""), set_most(ROWS), set_chosen(name)),
        keyed,
        SafeSign(),
        me.name if me else "",
    )
    bar = said_bar(receipt, look)
    return tab_view(routes.ACTIONS, _with_bar(content, bar), here)


def draw_care(
    look: Look,
    counts: Mapping[str, int],
    chosen: str,
    choose: Callable[[str], object],
    cards: Sequence[ft.Control],
    sign: ft.Control,
    name: str,
) -> ft.Control:
    """Head, one row of filters, the cards."""

    def choosing(which: str) -> Callable[[], object]:
        return lambda: choose(which)

    chips = [
        filter_chip(look.say(f"care.{which}", count=counts[which]), choosing(which), chosen=which == chosen)
        for which in FILTERS
    ]
    row = ft.Container(
        ft.Row(list(chips), spacing=S, scroll=ft.ScrollMode.HIDDEN),
        padding=ft.Padding.only(left=L, right=L, bottom=S),
        height=56,
    )
    head = root_bar(look.say("care.title"), name or look.say("role.caretaker"), sign)
    if cards:
        return column_width(screen(head, row, body(*cards, spacing=M)), look)
    if chosen == "mine" and counts["finished"]:
        nothing = empty("good", look.say("care.all_done"), ink=C.PRIMARY)
    else:
        more = plain_button(look.say("go.show_all"), choosing("mine")) if chosen != "mine" else None
        nothing = empty("meeting", look.say("care.empty"), action=more)
    return column_width(screen(head, row, body(nothing)), look)


def closed_task(issue: Issue, action: Action | None, here: Here, act: Callable[[], None]) -> ft.Control:
    """A card that a press opens."""
    look = here.look
    label = look.say("care.open_card", title="")
    arrow = ft.Icon(ft.Icons.EXPAND_MORE_ROUNDED, color=C.ON_SURFACE_VARIANT, semantics_label=label.strip())
    rows: list[ft.Control] = [
        issue_head(issue, look, arrow),
        ft.Row(tags(issue, action, look), spacing=S, wrap=True, run_spacing=S),
    ]
    return pressable(
        ft.Column(rows, spacing=M, tight=True),
        act,
        bgcolor=C.SURFACE_CONTAINER_LOW,
        border_radius=CARD,
        padding=L,
    )


@ft.component
def OpenTask(issue: Issue, close: Callable[[], None]) -> ft.Control:
    """The open card: photo, words, date, and the way to done."""
    here = use_records("action", "photo")
    follow_up, look = here.fieldwalk.follow_up, here.look
    trouble, attempt = use_attempt()
    number = issue.number or 0

    def done() -> None:
        attempt(lambda: follow_up.done(issue.id), look.say("care.said_done", number=number))

    def begin() -> None:
        attempt(lambda: follow_up.begin(issue.id), look.say("care.said_begun", number=number))

    def tell(reason: str) -> bool:
        return attempt(lambda: follow_up.hand_back(issue.id, reason), look.say("care.said_told"))

    camera = use_camera(issue.id, "after", done)
    cannot = use_reason(issue.id, "care.cannot", tell)
    action = here.fieldwalk.store.action(issue.id)
    steps = next_states(action.state if action else None, here.fieldwalk.joining.role())
    acts = TaskActs(done, begin, cannot, close)
    return draw_task(here, issue, action, steps, camera, acts, trouble)


@dataclass(frozen=True)
class TaskActs:
    """What can be done with an open card."""

    done: Callable[[], None]
    begin: Callable[[], None]
    cannot: Callable[[], None]
    close: Callable[[], None]


def draw_task(
    here: Here,
    issue: Issue,
    action: Action | None,
    steps: tuple[str, ...],
    camera: Camera,
    acts: TaskActs,
    trouble: str,
) -> ft.Control:
    """A tone higher than the closed ones; the lit button takes the after photo."""
    look, store = here.look, here.fieldwalk.store
    head = pressable(
        issue_head(
            issue,
            look,
            ft.Icon(
                ft.Icons.EXPAND_LESS_ROUNDED,
                color=C.ON_SURFACE_VARIANT,
                semantics_label=look.say("care.close_card", title="").strip(),
            ),
        ),
        acts.close,
    )
    rows: list[ft.Control] = [head, ft.Row(tags(issue, action, look), spacing=S, wrap=True, run_spacing=S)]
    rows += differing_parts(here, issue.id)
    rows += photo_pair(here, issue, store.photos(issue.id, "before"), store.photos(issue.id, "after"))
    if issue.words and issue.words not in (title_of(issue, look), first_words(issue)):
        rows.append(text(look.own(issue.words)))
    if action and action.answer:
        rows.append(stack_of(quiet(look.say("issue.answer")), quiet(look.own(action.answer), "body"), spacing=2))
    if action and action.state not in ("done", "verified"):
        rows.append(_due(action, look, here))
    rows += [refused(code, look) for code in (camera.trouble, trouble) if code]
    if "done" in steps:
        rows += _buttons(look, action, steps, camera, acts)
    return card(stack_of(*rows, spacing=M), raised=True)


def _buttons(
    look: Look, action: Action | None, steps: tuple[str, ...], camera: Camera, acts: TaskActs
) -> list[ft.Control]:
    """Done with an after photo is lit; the steps that the state allows are quiet."""
    icons = ft.Icons
    word = look.say("issue.photo_preparing" if camera.busy else "care.done_photo")
    press = None if camera.busy else camera.begin
    quiet_ones: list[ft.Control] = []
    if "progress" in steps:
        quiet_ones.append(
            plain_button(look.say("care.begin"), acts.begin, icons.HANDYMAN_ROUNDED, filled=False, expand=True)
        )
    if "planned" in steps or (action and action.state == "planned"):
        quiet_ones.append(
            plain_button(look.say("care.cannot"), acts.cannot, icons.HELP_OUTLINE_ROUNDED, filled=False, expand=True)
        )
    plain = ft.Row([text_button(look.say("care.done"), acts.done)], alignment=ft.MainAxisAlignment.CENTER)
    lit = lamp_button(word, icons.PHOTO_CAMERA_ROUNDED, press, action=camera.action)
    return [lit, *([side_by_side(*quiet_ones)] if quiet_ones else []), plain]


def _due(action: Action, look: Look, here: Here) -> ft.Control:
    if not action.due:
        words = look.say("care.no_due")
    else:
        late = action.due < here.today().isoformat()
        words = look.say("care.overdue" if late else "care.due", day=due(action.due, here.today(), look.language))
    return ft.Row(
        [ft.Icon(ft.Icons.EVENT_ROUNDED, size=20, color=C.ON_SURFACE_VARIANT), quiet(words, expand=True)],
        spacing=S,
    )


def _with_bar(content: ft.Control, bar: ft.Control | None) -> ft.Control:
    over = [ft.Container(bar, left=0, right=0, bottom=M)] if bar else []
    return ft.Stack([ft.Container(content, left=0, right=0, top=0, bottom=0), *over], expand=True)
