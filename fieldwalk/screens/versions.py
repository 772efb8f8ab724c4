"""Two people wrote different words: both side by side, with who and when, and one press that settles it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import flet as ft

from fieldwalk.screens.here import Here, use_receipt, use_records
from fieldwalk.screens.issue_rows import title_of
from fieldwalk.services.versions import Twofold, Version
from fieldwalk.text.moments import day_and_time
from fieldwalk.theme import CARD, Look, M, S
from fieldwalk.widgets.buttons import plain_button
from fieldwalk.widgets.fields import deciding_row
from fieldwalk.widgets.frames import bottom_sheet, sheet, stack_of
from fieldwalk.widgets.words import heading, lines, quiet, text

C = ft.Colors
_FIELDS = {
    ("issue", "words"): "issue.words",
    ("issue", "place"): "issue.place",
    ("issue", "cause"): "issue.cause",
    ("issue", "proposal"): "issue.proposal",
    ("action", "answer"): "issue.answer",
    ("action", "reason"): "issue.reason",
    ("photo", "description"): "issue.photo_shows",
    ("walk", "title"): "plan.name",
    ("walk", "purpose"): "plan.purpose",
    ("walk", "leader"): "plan.leader",
    ("walk", "meeting_place"): "plan.meeting_place",
}

Choose = Callable[[Twofold, Version], None]


def differing_parts(here: Here, issue_id: str) -> list[ft.Control]:
    """:func:`Differing` where there is something to choose, else nothing."""
    return [Differing(issue_id)] if here.fieldwalk.versions.about(issue_id) else []


@ft.component
def Differing(issue_id: str) -> ft.Control:
    """On a place: that two have written differently about it, and the sheet to choose in. Nothing when they agree."""
    here = use_records("issue", "action", "photo", "person")
    is_open, set_open = ft.use_state(False)
    choose = use_choosing(here)
    twofolds = here.fieldwalk.versions.about(issue_id)

    def close() -> None:
        set_open(False)

    def drawn() -> ft.Control:
        return draw_versions(twofolds[0], here, choose, close)

    ft.use_dialog(bottom_sheet(drawn(), close) if is_open and twofolds else None)
    if not twofolds:
        return ft.Container(height=0)
    return differing_row(here.look, _fields(twofolds, here.look), lambda: set_open(True))


def use_choosing(here: Here) -> Choose:
    """The press that settles it, with its receipt."""
    _, give = use_receipt()

    def choose(twofold: Twofold, version: Version) -> None:
        here.fieldwalk.versions.choose(twofold, version)
        give(here.look.say("versions.chosen"))

    return choose


def differing_row(look: Look, below: str, act: Callable[[], None]) -> ft.Control:
    """A row that says that there are two versions, and leads to them."""
    return deciding_row(look.say("versions.title"), below, ft.Icons.CALL_SPLIT_ROUNDED, act)


def draw_versions(twofold: Twofold, here: Here, choose: Choose, close: Callable[[], None]) -> ft.Control:
    """The versions of one field beside each other, two in a row; whoever may write it may choose."""
    look, may = here.look, here.fieldwalk.versions.may_choose(twofold)
    rows = [
        ft.Row(
            [_version(twofold, version, look, choose if may else None) for version in pair],
            spacing=S,
            vertical_alignment=ft.CrossAxisAlignment.START,
        )
        for pair in (twofold.versions[at : at + 2] for at in range(0, len(twofold.versions), 2))
    ]
    told = look.say("versions.words" if may else "versions.others_choose")
    return sheet(
        stack_of(
            heading(look.say("versions.title"), "headline", 1),
            text(told, "body", C.ON_SURFACE_VARIANT),
        ),
        stack_of(heading(about(twofold, here)), *rows, spacing=M),
        plain_button(look.say("go.close"), close),
    )


def about(twofold: Twofold, here: Here) -> str:
    """What it is about, in one line: the question, and the place or walk."""
    field = field_of(twofold, here.look)
    store = here.fieldwalk.store
    issue = store.issue(here.fieldwalk.versions.issue_of(twofold) or "")
    if issue is not None:
        return here.look.row(title_of(issue, here.look), field)
    walk = store.walk(twofold.record_id)
    return here.look.row(walk.title if walk else None, field)


def field_of(twofold: Twofold, look: Look) -> str:
    """The question that the words answer."""
    return look.say(_FIELDS.get((twofold.record, twofold.field), "versions.text"))


def _fields(twofolds: Sequence[Twofold], look: Look) -> str:
    return look.row(*(field_of(each, look) for each in twofolds))


def _version(twofold: Twofold, version: Version, look: Look, choose: Choose | None) -> ft.Control:
    shown = version is twofold.versions[0]
    who = look.say("versions.you") if version.mine else version.who or look.say("versions.somebody")
    words = text(look.own(version.words)) if version.words.strip() else quiet(look.say("versions.empty"), "body")
    tag = text(look.say("versions.shown"), "tag", C.ON_PRIMARY_CONTAINER) if shown else None
    rows: list[ft.Control] = [
        lines(text(who, "label", C.ON_PRIMARY_CONTAINER if shown else C.ON_SURFACE, lines=2),
              quiet(day_and_time(version.at, look.language)), *([tag] if tag else [])),
        words,
    ]  # fmt: skip
    if choose is not None:
        settle = choose
        word = look.say("versions.keep" if shown else "versions.choose")
        rows.append(plain_button(word, lambda: settle(twofold, version), filled=False))
    return ft.Container(
        stack_of(*rows, spacing=M),
        expand=True,
        bgcolor=C.PRIMARY_CONTAINER if shown else C.SURFACE_CONTAINER_HIGHEST,
        border_radius=CARD,
        padding=M,
    )
