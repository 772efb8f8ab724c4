"""What came of a place: the state, the answer, before and after. The walker sees it as the desk does."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import flet as ft

from fieldwalk.domain.actions import next_states
from fieldwalk.domain.categories import drawn_category
from fieldwalk.domain.records import Action, Issue, Photo
from fieldwalk.domain.roles import may_write
from fieldwalk.screens.circles import circle_parts
from fieldwalk.screens.here import Here, use_records
from fieldwalk.screens.issue_rows import first_words, issue_head, tags, title_of
from fieldwalk.screens.photo_cover import cover_buttons
from fieldwalk.screens.pictures import Picture, photo_label
from fieldwalk.screens.sheets import HelpPill
from fieldwalk.screens.versions import differing_parts
from fieldwalk.screens.voice_row import voice_parts
from fieldwalk.text.moments import day_and_time, due
from fieldwalk.theme import L, Look, S
from fieldwalk.widgets.buttons import lamp_button, plain_button
from fieldwalk.widgets.frames import body, card, column_width, foot, screen, stack_of, top_bar
from fieldwalk.widgets.pictures import captioned
from fieldwalk.widgets.words import heading, quiet, text

C = ft.Colors


@ft.component
def Follow(issue: Issue, back: Callable[[], None], edit: Callable[[], None]) -> ft.Control:
    """The place as those see it who wait for an answer."""
    here = use_records("action", "photo", "voice", "issue")
    fieldwalk, look = here.fieldwalk, here.look
    action = fieldwalk.store.action(issue.id)
    role = fieldwalk.joining.role()
    checks = check_buttons(here, issue.id, action, role)
    editing = [plain_button(look.say("issue.edit"), edit, ft.Icons.EDIT_OUTLINED)] if may_write(role, "issue") else []
    title = look.say("issue.title", number=issue.number or 0)
    parts = follow_parts(here, issue, action)
    feet = [foot(*checks)] if checks else []
    return column_width(
        screen(
            top_bar(title, look, HelpPill(), back=back),
            body(*parts, *editing, spacing=L),
            *feet,
        ),
        look,
    )


def check_buttons(here: Here, issue_id: str, action: Action | None, role: str) -> list[ft.Control]:
    """Is it as it should be? For those who may say so, once it is claimed to be done."""
    steps = next_states(action.state if action else None, role)
    if not action or action.state != "done" or "verified" not in steps:
        return []
    follow_up, look = here.fieldwalk.follow_up, here.look
    return [
        lamp_button(look.say("issue.is_fixed"), ft.Icons.DONE_ALL_ROUNDED, lambda: follow_up.verify(issue_id)),
        plain_button(look.say("issue.not_fixed"), lambda: follow_up.reopen(issue_id), ft.Icons.REPLAY_ROUNDED),
    ]


def follow_parts(here: Here, issue: Issue, action: Action | None) -> list[ft.Control]:
    """The parts that tell what came of a place, for a page or a panel: the answer first, it is what they wait for."""
    look, store = here.look, here.fieldwalk.store
    before, after = store.photos(issue.id, "before"), store.photos(issue.id, "after")
    answer = [answer_card(action, look, here)] if issue.kind != "good" or action else []
    return [
        issue_head(issue, look, lit=True),
        ft.Row(tags(issue, action, look), spacing=S, wrap=True, run_spacing=S),
        *circle_parts(here, issue),
        *differing_parts(here, issue.id),
        *answer,
        *photo_pair(here, issue, before, after),
        *cover_buttons(here, issue, [*before, *after]),
        *words_of(issue, look),
        *voice_parts(here, issue),
    ]


def words_of(issue: Issue, look: Look) -> list[ft.Control]:
    """The walker's own words, cause and proposal."""
    said = [title_of(issue, look), first_words(issue)]
    told: list[ft.Control] = [text(look.own(issue.words))] if issue.words and issue.words not in said else []
    if issue.category and issue.words:
        told.append(quiet(look.say(f"category.{drawn_category(issue.category)}")))
    for key, words in (("issue.cause", issue.cause), ("issue.proposal", issue.proposal)):
        if words:
            told.append(stack_of(quiet(look.say(key)), text(look.own(words)), spacing=2))
    if issue.marked_at:
        told.append(quiet(look.say("issue.marked_at", when=day_and_time(issue.marked_at, look.language))))
    return told


def photo_pair(here: Here, issue: Issue, before: Sequence[Photo], after: Sequence[Photo]) -> list[ft.Control]:
    """Before and after side by side when both are there; else all photos in a row."""
    if before and after:
        pair = ((before[0], "issue.before"), (after[-1], "issue.after"))
        shown = [
            ft.Container(
                captioned(
                    Picture(photo, photo_label(here, photo, 1, issue.number), height=160, full=True),
                    here.look.say(word),
                ),
                expand=True,
            )
            for photo, word in pair
        ]
        return [ft.Row(list(shown), spacing=S)]
    several = [
        Picture(photo, photo_label(here, photo, number, issue.number), width=150, height=116)
        for number, photo in enumerate([*before, *after], 1)
    ]
    if len(several) == 1:
        photo = [*before, *after][0]
        return [Picture(photo, photo_label(here, photo, 1, issue.number), height=200, full=True)]
    return [ft.Row(list(several), spacing=S, scroll=ft.ScrollMode.HIDDEN)] if several else []


def answer_card(action: Action | None, look: Look, here: Here) -> ft.Control:
    """The answer to the group; the reason when it is not done; who and when."""
    rows: list[ft.Control] = [heading(look.say("issue.answer"))]
    if action and action.state == "wont" and action.reason:
        rows[0] = heading(look.say("issue.reason"))
        rows.append(text(look.own(action.reason)))
    elif action and action.answer:
        rows.append(text(look.own(action.answer)))
    else:
        rows.append(quiet(look.say("issue.answer_none"), "body"))
    if action and action.owner and action.state != "wont":
        rows.append(_owner(action, look, here))
    return card(stack_of(*rows, spacing=S))


def _owner(action: Action, look: Look, here: Here) -> ft.Control:
    words = action.owner or ""
    if action.due and action.state not in ("done", "verified"):
        words = look.say("issue.owner_due", owner=words, day=due(action.due, here.today(), look.language))
    return ft.Row(
        [
            ft.Icon(ft.Icons.PERSON_OUTLINE_ROUNDED, size=20, color=C.ON_SURFACE_VARIANT),
            quiet(words, expand=True),
        ],
        spacing=S,
    )
