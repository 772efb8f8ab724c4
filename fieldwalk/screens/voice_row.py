"""One recording of a place: a press that plays it, how long it is and in which language, and what is said in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from fieldwalk.domain.records import Issue, Voice
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.roles import may_write
from fieldwalk.screens.drafting import use_draft
from fieldwalk.screens.guarding import guard_notice
from fieldwalk.screens.here import Here, use_following, use_here
from fieldwalk.services.drafts import place_of
from fieldwalk.text.figures import stopwatch
from fieldwalk.text.spoken import spoken
from fieldwalk.theme import CARD, Look, M, S
from fieldwalk.widgets.buttons import Act, pressable, round_button
from fieldwalk.widgets.fields import writing
from fieldwalk.widgets.frames import CENTER, stack_of
from fieldwalk.widgets.states import refused
from fieldwalk.widgets.words import heading, lines, quiet, text

C = ft.Colors


def voice_parts(here: Here, issue: Issue) -> list[ft.Control]:
    """What was said about a place, under a heading of its own; nothing when nobody has said anything."""
    voices = here.fieldwalk.store.voices(issue.id)
    rows = [VoiceRow(voice, number, key=voice.id) for number, voice in enumerate(voices, 1)]  # type: ignore[call-arg]
    return [stack_of(heading(here.look.say("voice.title")), *rows, spacing=M)] if rows else []


@ft.component
def VoiceRow(voice: Voice, number: int, remove: Act | None = None) -> ft.Control:
    """A recording; who hears it and may write about the place may write out what is said in it."""
    here = use_here()
    listening, look = here.fieldwalk.listening, here.look
    use_following(listening.subscribe)
    trouble, set_trouble = ft.use_state("")
    page = ft.context.page
    is_playing = listening.playing == voice.id
    draft = use_draft(
        voice.words or "",
        place_of(Voice.name, voice.id, "words"),
        lambda words: here.fieldwalk.voices.write_out(voice.id, words.strip()),
    )
    ft.use_effect(lambda: None, dependencies=[], cleanup=listening.stop)

    async def play() -> None:
        set_trouble("")
        try:
            await listening.play(voice)
        except Refused as refusal:
            set_trouble(refusal.code)

    def press() -> None:
        if is_playing:
            listening.stop()
        elif here.fieldwalk.voices.now is None:  # else it would be heard in what is being said
            page.run_task(play)

    may_hear = listening.may_hear(voice)
    act = press if may_hear and listening.can_play else None
    head = draw_head(look, voice, number, act, remove, is_playing=is_playing)
    told = [refused(trouble, look)] if trouble else []
    if may_hear and may_write(here.fieldwalk.joining.role(), Voice.name):
        label = look.say("voice.words_label", number=number)
        field = writing(draft.words, look.say("voice.words"), draft.write, label=label, high=2, on_leave=draft.leave)
        return stack_of(head, *told, field, *guard_notice(draft, look))
    words = text(look.own(voice.words)) if voice.words else quiet(look.say("voice.words_none"))
    return stack_of(head, *told, words)


def draw_head(
    look: Look, voice: Voice, number: int, act: Act | None, remove: Callable[[], None] | None, *, is_playing: bool
) -> ft.Control:
    """What plays it, and what takes it away. Without ``act`` it is not for these ears: only told that it is there."""
    word = look.say("voice.stop" if is_playing else "voice.play") if act else look.say("voice.title")
    icon = ft.Icons.STOP_ROUNDED if is_playing else ft.Icons.PLAY_ARROW_ROUNDED
    length, language = stopwatch(voice.seconds or 0), spoken(voice.language or "", look.language)
    facts = look.row(look.say("voice.number", number=number), length, language)
    row = ft.Row(
        [
            ft.Icon(
                icon if act else ft.Icons.MIC_NONE_ROUNDED, size=28, color=C.PRIMARY if act else C.ON_SURFACE_VARIANT
            ),
            lines(text(word, "label"), quiet(facts), spacing=0, expand=True),
        ],
        spacing=M,
        vertical_alignment=CENTER,
    )
    box: dict[str, Any] = {"bgcolor": C.SURFACE_CONTAINER, "border_radius": CARD, "padding": M}
    shown = pressable(row, act, expand=True, **box) if act else ft.Container(row, expand=True, **box)
    away = [round_button(ft.Icons.CLOSE_ROUNDED, look.say("voice.remove", number=number), remove)] if remove else []
    return ft.Row([shown, *away], spacing=S, vertical_alignment=CENTER)
