"""What latecomers told, and phones whose right had ended: a row when there is any, a yes or a no for each place."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import flet as ft

from fieldwalk.domain.records import Walk
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.roles import may
from fieldwalk.screens.here import Here, use_here, use_receipt
from fieldwalk.screens.issue_rows import issue_head
from fieldwalk.services.approvals import Waiting
from fieldwalk.theme import Look, M, S
from fieldwalk.widgets.buttons import plain_button
from fieldwalk.widgets.fields import fact_field
from fieldwalk.widgets.frames import bottom_sheet, sheet, stack_of
from fieldwalk.widgets.states import refused
from fieldwalk.widgets.words import heading, quiet, text

Decide = Callable[[Waiting, bool], object]


def waiting_parts(here: Here, walk: Walk | None, padding: ft.PaddingValue = 0) -> list[ft.Control]:
    """:func:`LateTold` of a walk, or of all, for who may say yes or no, else nothing."""
    joining = here.fieldwalk.joining
    is_asked = joining.me() and may(joining.role(), "approve")
    return [LateTold(walk.id if walk else None, padding)] if is_asked else []


@ft.component
def LateTold(walk_id: str | None, padding: ft.PaddingValue) -> ft.Control:
    """How many places wait, as far as the server can be asked, and the sheet to decide in. Else it takes no room."""
    here = use_here()
    waits, set_waits = ft.use_state(list[Waiting]())
    is_open, set_open = ft.use_state(False)
    trouble, set_trouble = ft.use_state("")
    _, give = use_receipt()
    page = ft.context.page
    approvals, look = here.fieldwalk.approvals, here.look

    async def ask() -> None:
        try:
            set_waits(await approvals.waiting(walk_id))
        except Refused:
            return  # with no network there is nothing to tell; the page asks again when it is opened

    async def decided(waiting: Waiting, accept: bool) -> None:
        try:
            await approvals.decide(walk_id, waiting.issue.id, accept=accept)
        except Refused as refusal:
            set_trouble(refusal.code)
            return
        set_trouble("")
        set_waits(lambda before: [each for each in before if each is not waiting])
        give(look.say("waiting.taken" if accept else "waiting.left"))
        here.fieldwalk.exchange.wake()

    def close() -> None:
        set_open(False)

    ft.use_effect(ask, dependencies=[walk_id])
    drawn = draw_waiting(look, waits, lambda w, accept: page.run_task(decided, w, accept), close, trouble)
    ft.use_dialog(bottom_sheet(drawn, close) if is_open and waits else None)
    if not waits:
        return ft.Container(height=0)
    said = look.count("count.issues", len(waits))
    icon = ft.Icons.HOURGLASS_EMPTY_ROUNDED
    row = fact_field(look.say("waiting.title"), said, icon, lambda: set_open(True), expand=None)
    return ft.Container(row, padding=padding)


def draw_waiting(
    look: Look, waits: Sequence[Waiting], decide: Decide, close: Callable[[], None], trouble: str
) -> ft.Control:
    """Each place with what was told of it, and the two answers."""
    told = [refused(trouble, look)] if trouble else []
    return sheet(
        stack_of(heading(look.say("waiting.title"), "headline", 1), quiet(look.say("waiting.words")), spacing=4),
        *told,
        *(_one(look, waiting, decide) for waiting in waits),
        plain_button(look.say("go.close"), close, filled=False),
    )


def _one(look: Look, waiting: Waiting, decide: Decide) -> ft.Control:
    words = [text(look.own(waiting.issue.words))] if waiting.issue.words else []
    photos = [quiet(look.count("count.photos", waiting.photos))] if waiting.photos else []
    others = [quiet(look.count("waiting.others", waiting.others))] if waiting.others else []
    yes = plain_button(look.say("waiting.accept"), lambda: decide(waiting, True))
    no = plain_button(look.say("waiting.decline"), lambda: decide(waiting, False), filled=False)
    answers = ft.Row([ft.Container(yes, expand=True), ft.Container(no, expand=True)], spacing=S)
    return stack_of(issue_head(waiting.issue, look), *words, *photos, *others, answers, spacing=M)
