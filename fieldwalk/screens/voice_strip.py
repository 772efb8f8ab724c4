"""Telling by voice where a place is described: a press to speak, the time that is left, and what was said so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import flet as ft

from fieldwalk.domain.languages import SPOKEN
from fieldwalk.domain.records import LONGEST_VOICE, Issue, Voice
from fieldwalk.domain.refusals import REFUSALS, Refused
from fieldwalk.domain.roles import may, may_write
from fieldwalk.domain.voices import may_speak
from fieldwalk.screens.here import Here, use_following, use_records
from fieldwalk.screens.voice_row import VoiceRow, voice_parts
from fieldwalk.services.voices import Speaking
from fieldwalk.text.figures import stopwatch
from fieldwalk.theme import CARD, FINISH, L, Look, M, S
from fieldwalk.widgets.buttons import Act, plain_button
from fieldwalk.widgets.fields import choice_row, fact_field
from fieldwalk.widgets.frames import bottom_sheet, said, sheet, stack_of, told
from fieldwalk.widgets.states import refused
from fieldwalk.widgets.words import heading, lines, quiet, text

C = ft.Colors
SOON_OVER = 10
"""Seconds that are left when it is said aloud."""


@dataclass(frozen=True)
class Mouth:
    """What can be done to speak."""

    start: Act
    stop: Act
    choose_language: Act


@ft.component
def VoiceStrip(issue: Issue) -> ft.Control:
    """What was said about a place, and the button to say more; nothing where this phone has no microphone."""
    here = use_records("voice")
    fieldwalk, look = here.fieldwalk, here.look
    voices = fieldwalk.voices
    use_following(voices.subscribe)
    trouble, set_trouble = ft.use_state("")
    choosing, set_choosing = ft.use_state(False)
    removed, set_removed = ft.use_state("")
    page = ft.context.page
    ft.use_effect(lambda: None, dependencies=[], cleanup=voices.stop)  # who leaves the page has said what they say

    async def speak() -> None:
        set_trouble("")
        set_removed("")
        fieldwalk.listening.stop()
        try:
            await voices.start(issue.id, fieldwalk.settings.voice_language)
        except Refused as refusal:
            set_trouble(refusal.code)

    def close() -> None:
        set_choosing(False)

    def choose(language: str) -> None:
        close()
        fieldwalk.settings.set_voice_language(language)

    def taking_away(voice_id: str) -> Callable[[], None] | None:
        def take_away() -> None:
            voices.discard(voice_id)
            set_removed(voice_id)

        own = fieldwalk.store.is_ours_alone(Voice.name, voice_id)
        return take_away if own or may(fieldwalk.joining.role(), "remove.voice") else None

    def undo() -> None:
        voices.bring_back(removed)
        set_removed("")

    spoken = fieldwalk.settings.voice_language
    ft.use_dialog(bottom_sheet(draw_languages(look, spoken, choose, close), close) if choosing else None)
    kept = fieldwalk.store.voices(issue.id)
    rows = [VoiceRow(v, n, taking_away(v.id), key=v.id) for n, v in enumerate(kept, 1)]  # type: ignore[call-arg]
    mouth = Mouth(lambda: page.run_task(speak), voices.stop, lambda: set_choosing(True))
    ended = voices.ended.why if voices.ended and voices.ended.issue_id == issue.id else ""
    now = voices.now if voices.now and voices.now.issue_id == issue.id else None
    tail = [] if not may_say(here) else draw_speaking(look, mouth, now) if now else draw_ready(look, mouth, spoken)
    notes = [draw_ended(look, trouble or ended)] if trouble or ended else []
    if removed:
        notes.append(said(look.say("voice.removed"), look, undo, margin=0))
    elif any(voice.id == voices.kept for voice in kept) and not now:
        notes.append(ft.Semantics(content=quiet(look.say("voice.kept")), live_region=True))
    told_first = look.say("voice.who_hears" if tail else "voice.nobody")
    return stack_of(
        lines(heading(look.say("voice.say")), quiet(told_first), spacing=4), *rows, *notes, *tail, spacing=M
    )


def voice_strip(here: Here, issue: Issue) -> list[ft.Control]:
    """:func:`VoiceStrip` where somebody may speak, may not for they are nobody, or has spoken; else nothing."""
    can = here.fieldwalk.voices.can_record and may_write(here.fieldwalk.joining.role(), Voice.name)
    return [VoiceStrip(issue)] if can else voice_parts(here, issue)


def may_say(here: Here) -> bool:
    """Whether whoever has this phone may record: not who tells as nobody."""
    joining = here.fieldwalk.joining
    me = joining.me()
    return may_speak(joining.role(), joining.person_id()) and not (me and me.is_nobody)


def draw_ready(look: Look, mouth: Mouth, language: str) -> list[ft.Control]:
    """The press to speak, and in which language that is."""
    speak = plain_button(look.say("voice.speak"), mouth.start, ft.Icons.MIC_ROUNDED, height=FINISH)
    name, icon = SPOKEN.get(language, language), ft.Icons.TRANSLATE_ROUNDED
    which = fact_field(look.say("voice.language"), name, icon, mouth.choose_language, expand=None)
    return [speak, which]


def draw_speaking(look: Look, mouth: Mouth, now: Speaking) -> list[ft.Control]:
    """How long it has been, how much is left, that something is heard, and the press that ends it."""
    seconds = now.until // 1000
    left = max(0, LONGEST_VOICE - seconds)
    aloud = look.say("voice.soon_over", seconds=SOON_OVER) if left <= SOON_OVER else look.say("voice.speaking")
    clock = ft.Row(
        [
            ft.Icon(ft.Icons.MIC_ROUNDED, size=28, color=C.PRIMARY),
            text(stopwatch(seconds), "figure"),
            quiet(look.say("voice.left", seconds=left), "body", expand=True),
        ],
        spacing=M,
    )
    loud = ft.ProgressBar(
        value=min(1.0, now.level), color=C.PRIMARY, bgcolor=C.SURFACE_CONTAINER_LOWEST, bar_height=S, border_radius=S
    )
    box = ft.Container(
        stack_of(
            # Said aloud when it changes, not each second: who listens to it would be speaking.
            ft.Semantics(content=text(aloud, "label"), live_region=True),
            clock,
            ft.Semantics(content=loud, exclude_semantics=True),
            plain_button(look.say("voice.stop"), mouth.stop, ft.Icons.STOP_ROUNDED, height=FINISH),
            spacing=M,
        ),
        bgcolor=C.PRIMARY_CONTAINER,
        border_radius=CARD,
        padding=L,
    )
    return [box]


def draw_ended(look: Look, why: str) -> ft.Control:
    """Why it did not begin, or ended by itself: with what was kept, and what to do next."""
    if why in REFUSALS:
        return refused(why, look)
    return ft.Semantics(content=told(look.say(f"voice.ended.{why}")), live_region=True)


def draw_languages(look: Look, chosen: str, choose: Callable[[str], None], close: Act) -> ft.Control:
    """Each language by its own name."""

    def choosing(language: str) -> Act:
        return lambda: choose(language)

    rows = [choice_row(name, choosing(tag), chosen=tag == chosen) for tag, name in SPOKEN.items()]
    return sheet(
        heading(look.say("voice.choose_language"), "headline", 1),
        stack_of(*rows),
        plain_button(look.say("go.close"), close),
    )
