"""Describing a place, in the order of effort: how urgent, photos, words, voice. Saved as it goes; Klar only closes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import flet as ft

from fieldwalk.domain.categories import SEVERITIES, drawn_category
from fieldwalk.domain.records import Issue
from fieldwalk.domain.secrecy import OPEN
from fieldwalk.screens.anonymous import anonymous_parts
from fieldwalk.screens.circles import circle_of, circle_parts
from fieldwalk.screens.drafting import Draft, use_draft
from fieldwalk.screens.guarding import guard_notice
from fieldwalk.screens.here import use_following, use_here
from fieldwalk.screens.photo_strip import PhotoStrip
from fieldwalk.screens.questions import question_parts
from fieldwalk.screens.sheets import HelpPill
from fieldwalk.screens.versions import differing_parts
from fieldwalk.screens.voice_strip import voice_strip
from fieldwalk.services.drafts import place_of
from fieldwalk.text.figures import length
from fieldwalk.text.moments import clock
from fieldwalk.theme import CARD, FINISH, SEVERITY, XL, Look, M, S
from fieldwalk.widgets.buttons import lamp_button, pressable, text_button
from fieldwalk.widgets.chips import bars
from fieldwalk.widgets.fields import answered, asked, fold, writing
from fieldwalk.widgets.frames import CENTER, body, column_width, foot, screen, told, top_bar
from fieldwalk.widgets.pictures import issue_badge
from fieldwalk.widgets.words import quiet, text

C = ft.Colors
WEAK = 30.0
"""Metres of accuracy above which the page asks for the entrance or a moved pin."""


@dataclass(frozen=True)
class Words:
    """The four texts of a place, being written."""

    words: Draft
    place: Draft
    cause: Draft
    proposal: Draft

    def each(self) -> tuple[Draft, ...]:
        return self.words, self.place, self.cause, self.proposal

    def keep(self) -> None:
        """Save what is not saved yet."""
        for draft in self.each():
            draft.keep()


@dataclass(frozen=True)
class Acts:
    """What can be done with a place that is being described."""

    rate: Callable[[int], None]
    close: Callable[[], None]
    remove: Callable[[], None] | None
    change: Callable[[], None]
    move: Callable[[], None]
    fold: Callable[[], None]


@dataclass(frozen=True)
class Parts:
    """The parts of the page that live by themselves."""

    photos: ft.Control
    help_pill: ft.Control
    voice: Sequence[ft.Control] = ()
    differing: Sequence[ft.Control] = ()
    circle: Sequence[ft.Control] = ()
    questions: Sequence[ft.Control] = ()
    anonymous: Sequence[ft.Control] = ()


@ft.component
def Describe(
    issue: Issue,
    back: Callable[[], None],
    remove: Callable[[], None],
    change: Callable[[], None],
    move: Callable[[], None],
) -> ft.Control:
    """The second step."""
    here = use_here()
    saved_at, set_saved = ft.use_state(0)
    use_following(here.fieldwalk.store.subscribe, lambda changed: "photo" in changed)
    describe = here.fieldwalk.reports.describe

    def draft(name: str, kept: str | None) -> Draft:
        def save(words: str) -> None:
            describe(issue.id, **{name: words.strip() or None})
            set_saved(here.now())

        return use_draft(kept or "", place_of(Issue.name, issue.id, name), save)

    words = Words(
        draft("words", issue.words),
        draft("place", issue.place),
        draft("cause", issue.cause),
        draft("proposal", issue.proposal),
    )
    more, set_more = ft.use_state(bool(words.cause.words or words.proposal.words) or circle_of(issue) != OPEN)

    def close() -> None:
        words.keep()
        back()

    def rate(severity: int) -> None:
        describe(issue.id, severity=None if severity == issue.severity else severity)
        set_saved(here.now())

    removing = remove if here.fieldwalk.reports.may_remove(issue.id) else None
    acts = Acts(rate, close, removing, change, move, lambda: set_more(not more))
    saved = saved_at or issue.marked_at
    parts = Parts(
        PhotoStrip(issue),
        HelpPill(),
        voice_strip(here, issue),
        differing_parts(here, issue.id),
        circle_parts(here, issue),
        question_parts(here, issue.walk_id),
        anonymous_parts(here, small=True),
    )
    return draw_describe(issue, here.look, words, acts, parts, saved_at=saved, more=more)


def draw_describe(
    issue: Issue,
    look: Look,
    words: Words,
    acts: Acts,
    parts: Parts,
    *,
    saved_at: int | None,
    more: bool,
) -> ft.Control:
    """What has been answered is folded at the top; what few need is folded at the end."""
    title = look.say("issue.title", number=issue.number or 0)
    groups: list[ft.Control] = [_answers(issue, look, acts), *parts.differing]
    if any(draft.found for draft in words.each()):
        groups.append(told(look.say("guard.found_again")))
    if issue.position and issue.position[2] > WEAK and not issue.place:
        groups.append(told(look.say("issue.weak_position", metres=length(issue.position[2], look.language))))
    if issue.kind != "good":
        groups.append(asked(look.say("issue.severity"), _severities(issue.severity, look, acts)))
    groups += [
        parts.photos,
        *parts.questions,
        _asked(look, "issue.words", "issue.words_hint", words.words, high=2),
        *parts.voice,
        _asked(look, "issue.place", "issue.place_hint", words.place),
        fold(look.say("issue.more"), acts.fold, is_open=more),
    ]
    if more:
        groups += [
            _asked(look, "issue.cause", "issue.cause_hint", words.cause, high=2),
            _asked(look, "issue.proposal", "issue.proposal_hint", words.proposal, high=2),
        ]
        groups += parts.circle
    groups += parts.anonymous
    if acts.remove:
        away = text_button(look.say("issue.remove"), acts.remove, ft.Icons.DELETE_OUTLINE_ROUNDED, C.ERROR)
        groups.append(ft.Row([away], alignment=ft.MainAxisAlignment.CENTER))
    done = lamp_button(look.say("issue.done"), ft.Icons.CHECK_ROUNDED, acts.close, height=FINISH, size=20)
    return column_width(
        screen(
            top_bar(title, look, parts.help_pill, subtitle=issue.place, back=acts.close),
            body(*groups, spacing=XL),
            foot(_saved(saved_at, look), done),
        ),
        look,
    )


def _answers(issue: Issue, look: Look, acts: Acts) -> ft.Container:
    category = look.say(f"category.{drawn_category(issue.category)}")
    kind = look.say(f"kind.{'good' if issue.kind == 'good' else 'care'}")
    where = ft.Container(
        ft.Icon(ft.Icons.PLACE_OUTLINED, size=26, color=C.ON_SURFACE_VARIANT),
        width=56,
        alignment=ft.Alignment.CENTER,
    )
    place = issue.place or look.say("issue.place_unknown")
    return ft.Container(
        ft.Column(
            [
                answered(issue_badge(issue, look, 56, lit=True), category, kind, look.say("go.change"), acts.change),
                ft.Divider(height=1, color=C.OUTLINE_VARIANT),
                answered(where, place, accuracy_words(issue, look), look.say("go.move"), acts.move, "label"),
            ],
            spacing=S,
            tight=True,
        ),
        bgcolor=C.SURFACE_CONTAINER,
        border_radius=CARD,
        padding=M,
    )


def accuracy_words(issue: Issue, look: Look) -> str:
    """How sure the position is."""
    if not issue.position:
        return look.say("issue.no_position")
    return look.say("issue.accuracy", metres=length(max(issue.position[2], 3), look.language))


def _severities(chosen: int | None, look: Look, acts: Acts) -> ft.Row:
    return ft.Row([_severity(level, look, acts, selected=level == chosen) for level in SEVERITIES], spacing=S)


def _severity(level: int, look: Look, acts: Acts, *, selected: bool) -> ft.Control:
    tone = look.tone(SEVERITY[level])
    ink = tone.ink if selected else C.ON_SURFACE
    return pressable(
        ft.Column(
            [bars(level, ink, 24), text(look.say(f"severity.{level}"), "tag", ink)],
            spacing=S,
            alignment=ft.MainAxisAlignment.CENTER,
            horizontal_alignment=CENTER,
        ),
        lambda: acts.rate(level),
        selected=selected,
        expand=True,
        height=80,
        border_radius=CARD,
        bgcolor=tone.ground if selected else None,
        border=None if selected else ft.Border.all(1, C.OUTLINE),
    )


def _asked(look: Look, question: str, hint: str, draft: Draft, *, high: int = 1) -> ft.Control:
    field = writing(draft.words, look.say(hint), draft.write, label=look.say(question), high=high, on_leave=draft.leave)
    return asked(look.say(question), field, *guard_notice(draft, look))


def _saved(saved_at: int | None, look: Look) -> ft.Row:
    words = look.say("said.saved_at", time=clock(saved_at)) if saved_at else look.say("issue.saved")
    return ft.Row(
        [ft.Icon(ft.Icons.CHECK_CIRCLE_ROUNDED, size=20, color=C.PRIMARY), quiet(words)],
        spacing=S,
        alignment=ft.MainAxisAlignment.CENTER,
    )
