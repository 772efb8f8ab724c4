"""Telling by voice: each part is on the disk as it comes, and whatever ends the app, what was said is kept."""

import asyncio

import pytest

from fieldwalk.data.parts import Parts
from fieldwalk.domain.records import Voice
from fieldwalk.domain.refusals import Refused
from fieldwalk.services.voices import Voices
from tests.fieldwalk.services.conftest import Phone, phone_over
from tests.recordings import recording

SAID = recording(size=8_000)
FIRST, SECOND = SAID[:5_000], SAID[5_000:]


@pytest.fixture
def issue_id(phone: Phone, walk_id: str) -> str:
    return phone.fieldwalk.reports.mark(walk_id, None)


async def kept(phone: Phone, issue_id: str) -> list[Voice]:
    """The recordings of the place, once what has ended is taken up."""
    await phone.fieldwalk.voices.take_up()
    return phone.fieldwalk.store.voices(issue_id)


async def test_what_was_said_is_one_recording_with_its_length_and_language(phone: Phone, issue_id: str) -> None:
    voices = phone.fieldwalk.voices
    await voices.start(issue_id, "so")
    phone.microphone.say(FIRST, 2_000)
    phone.microphone.say(SECOND, 2_400)
    assert voices.now is not None
    assert (voices.now.issue_id, voices.now.until, voices.now.level) == (issue_id, 4_400, 0.5)
    voices.stop()
    assert voices.now is None
    [voice] = await kept(phone, issue_id)
    assert (voice.seconds, voice.language, voice.recorded_at) == (4, "so", phone.clock.now())
    assert voice.walk_id == phone.fieldwalk.walks.under_way().id  # type: ignore[union-attr]
    assert phone.files.held[voice.sha256 or ""] == SAID
    assert (voices.kept, voices.ended) == (voice.id, None)


async def test_nothing_is_shown_or_sent_before_it_is_a_whole_file(phone: Phone, issue_id: str) -> None:
    await phone.fieldwalk.voices.start(issue_id, "sv")
    phone.microphone.say(FIRST)
    assert await kept(phone, issue_id) == []
    assert phone.files.held == {}


async def test_a_kill_in_the_middle_keeps_what_was_handed_over(phone: Phone, issue_id: str) -> None:
    await phone.fieldwalk.voices.start(issue_id, "ar")
    phone.microphone.say(FIRST)
    later = phone_over(phone.database)
    [voice] = await kept(later, issue_id)
    assert (voice.seconds, voice.language) == (2, "ar")
    assert later.files.held[voice.sha256 or ""] == FIRST
    assert Parts(phone.database).recordings() == []


async def test_a_kill_before_the_parts_are_forgotten_makes_no_second_recording(phone: Phone, issue_id: str) -> None:
    await phone.fieldwalk.voices.start(issue_id, "sv")
    phone.microphone.say(FIRST)
    phone.microphone.stop()
    [voice] = await kept(phone, issue_id)
    Parts(phone.database).add(voice.id, FIRST, 2_000)
    assert await kept(phone, issue_id) == [voice]


async def test_after_a_minute_it_ends_by_itself_and_says_so(phone: Phone, issue_id: str) -> None:
    await phone.fieldwalk.voices.start(issue_id, "sv")
    for second in range(40):
        phone.microphone.say(recording(size=4_000, seed=second), 2_000)
    assert not phone.microphone.listening
    [voice] = await kept(phone, issue_id)
    assert voice.seconds == 60
    assert phone.fieldwalk.voices.ended is not None
    assert (phone.fieldwalk.voices.ended.issue_id, phone.fieldwalk.voices.ended.why) == (issue_id, "full")


async def test_a_phone_that_records_too_richly_keeps_what_the_server_will_take(phone: Phone, issue_id: str) -> None:
    await phone.fieldwalk.voices.start(issue_id, "sv")
    for _ in range(5):
        phone.microphone.say(recording(size=100_000))
    assert not phone.microphone.listening
    [voice] = await kept(phone, issue_id)
    assert len(phone.files.held[voice.sha256 or ""]) == 300_000


@pytest.mark.parametrize("why", ["hidden", "interrupted"])
async def test_what_was_said_before_a_call_came_is_kept(phone: Phone, issue_id: str, why: str) -> None:
    await phone.fieldwalk.voices.start(issue_id, "sv")
    phone.microphone.say(FIRST)
    phone.microphone.end(why)
    assert phone.fieldwalk.voices.ended is not None
    assert phone.fieldwalk.voices.ended.why == why
    assert len(await kept(phone, issue_id)) == 1


@pytest.mark.parametrize("code", ["microphone_denied", "microphone_missing", "microphone_busy"])
async def test_a_microphone_that_is_refused_leaves_nothing_behind(phone: Phone, issue_id: str, code: str) -> None:
    phone.microphone.refuses = code
    before = len(phone.journal.own())
    with pytest.raises(Refused, match=code):
        await phone.fieldwalk.voices.start(issue_id, "sv")
    assert phone.fieldwalk.voices.now is None
    assert len(phone.journal.own()) == before
    phone.microphone.refuses = ""
    await phone.fieldwalk.voices.start(issue_id, "sv")
    assert phone.microphone.listening


async def test_silence_that_no_part_came_of_is_told(phone: Phone, issue_id: str) -> None:
    await phone.fieldwalk.voices.start(issue_id, "sv")
    phone.fieldwalk.voices.stop()
    assert phone.fieldwalk.voices.ended is not None
    assert phone.fieldwalk.voices.ended.why == "voice_empty"
    assert await kept(phone, issue_id) == []


async def test_a_full_disk_ends_the_recording_and_keeps_what_is_on_it(phone: Phone, issue_id: str) -> None:
    await phone.fieldwalk.voices.start(issue_id, "sv")
    phone.microphone.say(FIRST)
    pages = phone.database.execute("pragma page_count").fetchone()[0]
    phone.database.execute(f"pragma max_page_count = {pages}")
    phone.microphone.say(recording(size=100_000))
    assert not phone.microphone.listening
    assert phone.fieldwalk.voices.ended is not None
    assert phone.fieldwalk.voices.ended.why == "storage_full"
    phone.database.execute("pragma max_page_count = 1000000")
    [voice] = await kept(phone, issue_id)
    assert phone.files.held[voice.sha256 or ""] == FIRST


async def test_without_room_for_the_file_the_parts_wait(phone: Phone, issue_id: str) -> None:
    await phone.fieldwalk.voices.start(issue_id, "sv")
    phone.microphone.say(FIRST)
    phone.fieldwalk.voices.stop()
    phone.files.room = 10
    with pytest.raises(Refused, match="storage_full"):
        await phone.fieldwalk.voices.take_up()
    phone.files.room = 100_000
    assert len(await kept(phone, issue_id)) == 1


async def test_a_phone_that_is_to_forget_everything_hands_in_what_is_being_said_and_writes_nothing_after_it(
    phone: Phone, issue_id: str
) -> None:
    voices = phone.fieldwalk.voices
    await voices.start(issue_id, "sv")
    phone.microphone.say(FIRST)
    late = phone.microphone._hearing
    assert late is not None
    await voices.finish()
    [voice] = phone.fieldwalk.store.voices(issue_id)
    assert phone.files.held[voice.sha256 or ""] == FIRST
    late.part(SECOND, 4_000)
    late.end("")
    assert await kept(phone, issue_id) == [voice]


async def test_a_second_press_while_one_speaks_changes_nothing(phone: Phone, issue_id: str) -> None:
    voices = phone.fieldwalk.voices
    await voices.start(issue_id, "sv")
    first = voices.now
    await voices.start(issue_id, "ar")
    assert voices.now == first


async def test_as_long_as_the_app_lives_what_ends_is_taken_up_by_itself(phone: Phone, issue_id: str) -> None:
    voices = phone.fieldwalk.voices
    heard = asyncio.Event()
    voices.subscribe(lambda: heard.set() if voices.kept else None)
    living = asyncio.create_task(voices.run())
    await voices.start(issue_id, "sv")
    phone.microphone.say(FIRST)
    voices.stop()
    await asyncio.wait_for(heard.wait(), 5)
    assert len(phone.fieldwalk.store.voices(issue_id)) == 1
    living.cancel()


async def test_what_is_said_is_written_out_and_a_recording_comes_back(phone: Phone, issue_id: str) -> None:
    voices, store = phone.fieldwalk.voices, phone.fieldwalk.store
    await voices.start(issue_id, "sv")
    phone.microphone.say(FIRST)
    voices.stop()
    [voice] = await kept(phone, issue_id)
    voices.write_out(voice.id, "Lampan är släckt")
    assert store.voices(issue_id)[0].words == "Lampan är släckt"
    voices.discard(voice.id)
    assert store.voices(issue_id) == []
    voices.bring_back(voice.id)
    assert [each.id for each in store.voices(issue_id)] == [voice.id]


async def test_a_phone_without_a_microphone_offers_none(phone: Phone, issue_id: str) -> None:
    silent = Voices(
        phone.fieldwalk.store,
        phone.fieldwalk.walks._pen,
        phone.fieldwalk.photographs._shelf,
        Parts(phone.database),
        None,
    )
    assert (silent.can_record, phone.fieldwalk.voices.can_record) == (False, True)
    with pytest.raises(Refused):
        await silent.start(issue_id, "sv")


def test_the_language_is_the_apps_until_somebody_names_theirs(phone: Phone) -> None:
    settings = phone.fieldwalk.settings
    assert settings.voice_language == "sv"
    settings.set_language("ar")
    assert settings.voice_language == "ar"
    settings.set_voice_language("so")
    assert (settings.voice_language, settings.language) == ("so", "ar")
