"""Listening: what lies here sounds with no network, and what does not is fetched once."""

import pytest

from fieldwalk.domain.records import Voice
from fieldwalk.domain.refusals import Refused
from tests.fieldwalk.services.conftest import Phone
from tests.recordings import recording

SAID = recording("mp4")


async def spoken(phone: Phone, walk_id: str) -> Voice:
    issue_id = phone.fieldwalk.reports.mark(walk_id, None)
    await phone.fieldwalk.voices.start(issue_id, "sv")
    phone.microphone.say(SAID)
    phone.fieldwalk.voices.stop()
    await phone.fieldwalk.voices.take_up()
    return phone.fieldwalk.store.voices(issue_id)[0]


async def test_a_recording_sounds_as_what_it_is_until_it_is_over(phone: Phone, walk_id: str) -> None:
    voice, listening = await spoken(phone, walk_id), phone.fieldwalk.listening
    assert listening.can_play
    assert listening.may_hear(voice)
    await listening.play(voice)
    assert (phone.loudspeaker.sounding, listening.playing) == ((SAID, "audio/mp4"), voice.id)
    phone.loudspeaker.end()
    assert listening.playing is None


async def test_a_press_ends_it_and_another_recording_takes_its_place(phone: Phone, walk_id: str) -> None:
    first, second = await spoken(phone, walk_id), await spoken(phone, walk_id)
    listening = phone.fieldwalk.listening
    await listening.play(first)
    await listening.play(second)
    assert listening.playing == second.id
    listening.stop()
    assert (phone.loudspeaker.sounding, listening.playing) == (None, None)


async def test_a_phone_that_can_not_play_it_says_so(phone: Phone, walk_id: str) -> None:
    voice = await spoken(phone, walk_id)
    phone.loudspeaker.mute = True
    with pytest.raises(Refused, match="voice_unplayable"):
        await phone.fieldwalk.listening.play(voice)
    assert phone.fieldwalk.listening.playing is None


async def test_another_phones_recording_is_fetched_at_the_press_and_sounds_offline_afterwards(
    phone: Phone, other: Phone, walk_id: str
) -> None:
    voice = await spoken(phone, walk_id)
    other.fieldwalk.joining.become({"token": "t", "person_id": "p", "role": "leader", "organisation": "org"})
    phone.server.files[voice.sha256 or ""] = SAID
    listening = other.fieldwalk.listening
    other.server.away = True
    with pytest.raises(Refused, match="voice_not_here"):
        await listening.play(voice)
    other.server.away = False
    await listening.play(voice)
    other.server.away = True
    await listening.play(voice)
    assert other.loudspeaker.sounding == (SAID, "audio/mp4")
