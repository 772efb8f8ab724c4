"""A recording is what browsers record of speech, of a minute at most; who hears it and who may make one is a rule."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldwalk.domain.anonymity import nobody
from fieldwalk.domain.languages import SPOKEN
from fieldwalk.domain.records import LONGEST_VOICE, RECORDS, Voice, field_table
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.roles import ONE_WALK, ROLES, WRITES
from fieldwalk.domain.voices import (
    CONTAINERS,
    LARGEST_VOICE,
    container_of,
    may_hear,
    may_speak,
    sound_container,
)
from fieldwalk.text import LANGUAGES, text
from tests.recordings import recording


@pytest.mark.parametrize("container", CONTAINERS)
def test_what_a_browser_records_is_told_by_its_bytes(container: str) -> None:
    assert sound_container(recording(container)) == container
    assert sound_container(recording(container, LARGEST_VOICE)) == container


@pytest.mark.parametrize("container", CONTAINERS)
def test_a_byte_too_many_is_too_large(container: str) -> None:
    with pytest.raises(Refused, match="voice_too_large"):
        sound_container(recording(container, LARGEST_VOICE + 1))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>",
        b"\xff\xd8\xff\xe0",
        b"RIFF\x24\x00\x00\x00WAVEfmt ",
        b"ID3\x04 a song",
        recording("webm").replace(b"A_OPUS", b"A_VORB"),
        recording("webm").replace(b"A_OPUS", b"A_OPUS V_VP8"),
        recording("webm").replace(b"webm", b"matr"),
        recording("ogg").replace(b"OpusHead", b"\x80theora."),
        recording("mp4").replace(b"mp4a", b"avc1"),
        recording("mp4").replace(b"soun", b"vide"),
    ],
)
def test_anything_else_is_no_recording(content: bytes) -> None:
    with pytest.raises(Refused, match="voice_unreadable"):
        sound_container(content)


@given(st.binary(max_size=200))
def test_bytes_of_any_kind_are_a_recording_or_refused(content: bytes) -> None:
    with suppress(Refused):
        assert sound_container(content) == container_of(content)


@pytest.mark.parametrize("role", ROLES)
def test_who_captures_may_record_unless_they_tell_as_nobody(role: str) -> None:
    assert may_speak(role, "person-0001") == (role in WRITES["voice"]) == (role in WRITES["photo"])
    assert not may_speak(role, nobody("a long secret"))


def test_no_resident_hears_what_another_recorded() -> None:
    assert {role for role in ROLES if may_hear(role)} == {"leader", "coordinator", "company_admin"}
    assert not any(may_hear(role) for role in ONE_WALK)


@pytest.mark.parametrize("seconds", [1, LONGEST_VOICE])
def test_a_recording_lasts_a_second_to_a_minute(seconds: int) -> None:
    kind = field_table(RECORDS[Voice.name])["seconds"]
    kind.check(seconds)
    with pytest.raises(Refused, match="field_not_valid"):
        kind.check(0 if seconds == 1 else seconds + 1)


def test_every_language_to_choose_from_is_a_tag_and_has_a_name() -> None:
    for tag in SPOKEN:
        field_table(Voice)["language"].check(tag)
        assert all(text(f"spoken.{tag}", language) for language in LANGUAGES)


@pytest.mark.parametrize("tag", ["sv", "ar", "so", "prs", "zh-Hant", "sr-Latn-RS"])
def test_a_language_is_named_by_its_tag(tag: str) -> None:
    field_table(Voice)["language"].check(tag)


@pytest.mark.parametrize("tag", ["", "Svenska", "s", "svenska", "sv_SE", "sv-", "sv\n", "sv-a-b", 7])
def test_what_is_no_tag_is_no_language(tag: object) -> None:
    with pytest.raises(Refused, match="field_not_valid"):
        field_table(Voice)["language"].check(tag)  # type: ignore[arg-type]
