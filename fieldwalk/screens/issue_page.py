"""One place: choosing what it is about, describing it, moving its pin, and seeing what came of it."""

from __future__ import annotations

import flet as ft

from fieldwalk import routes
from fieldwalk.domain.records import Action, Issue
from fieldwalk.domain.roles import may_write
from fieldwalk.screens.here import go, use_receipt, use_records
from fieldwalk.screens.issue_choose import Choose
from fieldwalk.screens.issue_describe import Describe
from fieldwalk.screens.issue_follow import Follow
from fieldwalk.screens.issue_move import Move
from fieldwalk.screens.views import page_view
from fieldwalk.widgets.states import not_found


@ft.component
def IssuePage() -> ft.Control:
    """The place in the address. Another place begins anew: nothing that was being written goes over to it."""
    params = ft.use_route_params()
    issue_id = params.get("issue_id", "")
    page: ft.Control = Place(params.get("walk_id", ""), issue_id, key=issue_id)  # type: ignore[call-arg]
    return page


@ft.component
def Place(walk_id: str, issue_id: str) -> ft.View:
    """The page of one place."""
    here = use_records("issue", "action", "walk")
    # Words that wait for their writer are where they were written, whatever has come of the place since.
    waits = ft.use_memo(lambda: any(held.issue.id == issue_id for held in here.fieldwalk.drafts.held()), [])
    asked, set_asked = ft.use_state("describe" if waits else "")
    _, give = use_receipt()
    page = ft.context.page
    fieldwalk, look = here.fieldwalk, here.look
    back = go(routes.walk(walk_id))
    issue = fieldwalk.store.issue(issue_id)
    if issue is None:
        return page_view(not_found(look, back))

    def remove() -> None:
        fieldwalk.reports.remove(issue_id)
        page.navigate(routes.walk(walk_id))
        number = issue.number or 0

        def undo() -> None:
            fieldwalk.reports.bring_back(issue_id)
            give(look.say("review.restored", number=number))

        give(look.say("walk.removed", number=number), undo)

    step = step_of(issue, fieldwalk.store.action(issue_id), asked, fieldwalk.joining.role())
    if step == "follow":
        return page_view(Follow(issue, back, lambda: set_asked("describe")))
    if step == "move":
        return page_view(Move(issue, lambda: set_asked("describe")))
    if step == "choose":
        return page_view(Choose(issue, lambda: set_asked("describe"), back))
    return page_view(Describe(issue, back, remove, lambda: set_asked("choose"), lambda: set_asked("move")))


def step_of(issue: Issue, action: Action | None, asked: str, role: str) -> str:
    """What the page shows: what was asked for, else what came of the place, else what is still to be told."""
    if not may_write(role, "issue"):
        return "follow"
    if asked:
        return asked
    if action and (action.answer or action.state not in (None, "new")):
        return "follow"
    return "describe" if issue.category else "choose"
