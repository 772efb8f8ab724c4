"""Telling by voice: one press to begin, one to end, said aloud, undone and written out; never of who is nobody."""

from __future__ import annotations

import json

import flet as ft
import pytest

from fieldwalk.domain.records import Voice
from fieldwalk.text import LANGUAGES
from sync.protocol.changes import Change
from sync.protocol.clock import Stamp
from tests.fakes.flet_client import everything_in
from tests.fieldwalk.screens.in_use import DESCRIBED, SMALL, App, in_use, killed, opened
from tests.recordings import recording
from tests.screens_sample import NOW, SamplePhone

SAID = recording()


async def speak(app: App, milliseconds: int = 14_000) -> Voice:
    """Somebody presses, speaks and presses again; what they said is taken up as the app does by itself."""
    before = {voice.id for voice in app.store.voices(app.names["described"])}
    await app.press("Säg det")
    app.phone.microphone.say(SAID, milliseconds)
    await app.settle()
    await app.press("Stoppa")
    await app.fieldwalk.voices.take_up()
    await app.settle()
    return next(voice for voice in app.store.voices(app.names["described"]) if voice.id not in before)


def aloud(app: App) -> list[str]:
    """What a screen reader says by itself."""
    live = [found for found in app.all(ft.Semantics) if found.live_region]
    return [str(words.value) for found in live for words in everything_in(found) if isinstance(words, ft.Text)]


async def test_a_place_is_told_of_by_two_presses_and_no_typing() -> None:
    async with in_use("leader", DESCRIBED) as app:
        assert any(words.startswith("Din röst spelas in") for words in app.texts)
        voice = await speak(app)
        assert (voice.seconds, voice.language) == (14, "sv")
        assert "Röst 1 · 0:14 · svenska" in app.texts
        assert "Rösten är sparad i telefonen" in aloud(app)
        assert app.fieldwalk.exchange.safety().voices == (0, 1)


async def test_who_speaks_sees_the_time_that_is_left_and_hears_only_the_end_of_it() -> None:
    async with in_use("leader", DESCRIBED, SMALL) as app:
        await app.press("Säg det")
        app.phone.microphone.say(SAID, 14_000)
        await app.settle()
        assert {"0:14", "46 s kvar"} <= set(app.texts)
        assert "Spelar in din röst" in aloud(app)
        app.phone.microphone.say(SAID, 38_000)
        await app.settle()
        assert "10 sekunder kvar" in aloud(app)
        app.phone.microphone.say(SAID, 10_000)
        await app.settle()
        assert any(words.startswith("Minuten är slut") for words in aloud(app))


@pytest.mark.parametrize("why", ["hidden", "interrupted"])
async def test_a_call_that_comes_is_told_with_what_to_do(why: str) -> None:
    async with in_use("leader", DESCRIBED) as app:
        await app.press("Säg det")
        app.phone.microphone.say(SAID)
        app.phone.microphone.end(why)
        await app.settle()
        assert any("Det du hann säga är sparat" in words for words in aloud(app))


async def test_a_microphone_that_was_denied_is_told_and_the_words_are_still_there() -> None:
    async with in_use("leader", DESCRIBED) as app:
        app.phone.microphone.refuses = "microphone_denied"
        await app.press("Säg det")
        assert "Appen får inte använda mikrofonen." in app.texts
        assert app.field("Med egna ord") is not None


async def test_who_leaves_the_page_has_said_what_they_said() -> None:
    async with in_use("leader", DESCRIBED) as app:
        await app.press("Säg det")
        app.phone.microphone.say(SAID)
        await app.press("Klar")
        assert not app.phone.microphone.listening
        assert await app.fieldwalk.voices.take_up() == 1


async def test_a_killed_app_shows_what_was_said_as_far_as_it_came() -> None:
    async with in_use("leader", DESCRIBED) as app:
        await app.press("Säg det")
        app.phone.microphone.say(SAID, 2_000)
        later = killed(app.phone)
    await later.fieldwalk.voices.take_up()
    async with opened(later, DESCRIBED) as app:
        assert "Röst 1 · 0:02 · svenska" in app.texts


async def test_it_is_listened_to_and_stopped() -> None:
    async with in_use("leader", DESCRIBED) as app:
        await speak(app)
        await app.press("Lyssna")
        assert app.phone.loudspeaker.sounding == (SAID, "audio/webm")
        await app.press("Stoppa")
        assert app.phone.loudspeaker.sounding is None
        await app.press("Lyssna")
        app.phone.loudspeaker.end()
        await app.settle()
        assert "Lyssna" in app.texts
        app.phone.loudspeaker.mute = True
        await app.press("Lyssna")
        assert "Rösten gick inte att spela upp här." in app.texts


async def test_a_voice_taken_away_can_be_brought_back() -> None:
    async with in_use("leader", DESCRIBED) as app:
        voice = await speak(app)
        await app.press("Ta bort röst 1")
        assert app.store.voices(app.names["described"]) == []
        await app.press("Ångra")
        assert [each.id for each in app.store.voices(app.names["described"])] == [voice.id]


async def test_somebody_who_speaks_another_language_says_so_once() -> None:
    async with in_use("leader", DESCRIBED) as app:
        await app.press("Svenska")
        await app.press("Soomaali")
        assert (await speak(app)).language == "so"
        assert "Röst 1 · 0:14 · somaliska" in app.texts
        assert app.fieldwalk.settings.language == "sv"


async def test_what_is_said_is_written_out_and_read_for_persons_first() -> None:
    async with in_use("leader", DESCRIBED) as app:
        voice = await speak(app)
        await app.write("Det som sägs på röst 1", "Ring Karin på 070-123 45 67")
        assert "Dölj" in app.texts
        await app.write("Det som sägs på röst 1", "Lampan är trasig")
        await app.press("Klar")
        kept = app.store.voice(voice.id)
        assert kept is not None
        assert kept.words == "Lampan är trasig"


async def told_by(role: str, *, spoken_here: bool = False) -> SamplePhone:
    """A phone of ``role`` with a place of the finished walk that somebody has spoken about."""
    phone = SamplePhone(role)
    await phone.fill()
    pen, issue_id = phone.fieldwalk.walks._pen, phone.names["new"]
    sha256 = await phone.fieldwalk.photographs._shelf.put(SAID, "voice") if spoken_here else "ab" * 32
    pen.write(
        "voice", "voice-of-another", walk_id=phone.names["finished"], issue_id=issue_id, recorded_at=pen.now(),
        sha256=sha256, seconds=9, language="ti", words="Det är mörkt",
    )  # fmt: skip
    return phone


async def test_at_the_desk_it_is_heard_and_written_out() -> None:
    async with opened(await told_by("coordinator", spoken_here=True), "/actions/{new}", (1440, 900)) as app:
        assert "Röst 1 · 0:09 · tigrinska" in app.texts
        await app.press("Lyssna")
        assert app.phone.loudspeaker.sounding is not None
        await app.write("Det som sägs på röst 1", "Det är mörkt vid porten")
        await app.event(app.field("Det som sägs på röst 1"), "blur")
    [voice] = app.store.voices(app.names["new"])
    assert voice.words == "Det är mörkt vid porten"


async def test_what_is_not_on_this_phone_and_can_not_be_fetched_says_so() -> None:
    async with opened(await told_by("coordinator"), "/actions/{new}", (1440, 900)) as app:
        await app.press("Lyssna")
        assert "Rösten finns inte i den här telefonen än." in app.texts


async def test_whoever_may_not_hear_it_reads_that_it_is_there_and_what_it_says() -> None:
    async with opened(await told_by("walker"), "/walks/{finished}/places/{new}") as app:
        assert "Röst 1 · 0:09 · tigrinska" in app.texts
        assert "Det är mörkt" in app.texts
        assert not {"Lyssna", "Skriv det som sägs"} & set(app.texts)


@pytest.mark.parametrize(("role", "may"), [("walker", False), ("leader", True)])
async def test_what_another_said_is_taken_away_by_who_leads_only(role: str, may: bool) -> None:
    phone = await told_by(role)
    told = Change(str(Stamp(NOW, 0, "another0")), "somebody", "voice", "voice-of-another-phone", {
        "walk_id": phone.names["under_way"], "issue_id": phone.names["described"], "sha256": "cd" * 32, "seconds": 5,
    })  # fmt: skip
    phone.fieldwalk.walks._pen._journal.receive([told], {})
    async with opened(phone, DESCRIBED) as app:
        assert "Röst 1 · 0:05" in app.texts
        assert any("Ta bort röst 1" in app.words_of(button) for button in app.all(ft.Container)) == may


async def test_who_is_nobody_is_told_why_no_voice_is_recorded() -> None:
    phone = SamplePhone("walker")
    await phone.fill()
    journal = phone.fieldwalk.walks._pen._journal
    me = json.loads(journal.fact("membership") or "{}")
    journal.keep_fact("membership", json.dumps({**me, "is_nobody": True}))
    async with opened(phone, DESCRIBED) as app:
        assert "Säg det" not in app.texts
        assert any(words.startswith("Du är helt anonym här. Din röst") for words in app.texts)


async def test_a_phone_without_a_microphone_offers_none() -> None:
    phone = SamplePhone("leader")
    await phone.fill()
    phone.fieldwalk.voices._microphone = None
    async with opened(phone, DESCRIBED) as app:
        assert not {"Säg det", "Med egen röst"} & set(app.texts)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_it_is_asked_in_every_language(language: str) -> None:
    phone = SamplePhone("leader")
    await phone.fill()
    phone.fieldwalk.settings.set_language(language)
    async with opened(phone, DESCRIBED, SMALL) as app:
        assert {"sv": "Säg det", "en": "Say it", "ar": "قلها"}[language] in app.texts
