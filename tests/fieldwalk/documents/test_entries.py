"""A recording is told of in a summary by its length, its language and its words; its sound is nowhere in it."""

import json

import pytest

from fieldwalk.documents.page import page
from fieldwalk.domain.guarded import handed_on
from fieldwalk.domain.records import Issue, Voice, Walk
from fieldwalk.domain.summary import Summary, summarise
from sync.server.exports.geojson import geojson
from sync.server.exports.spreadsheet import spreadsheet

SOUND = "c0ffee" * 10 + "beef"
SPOKEN = Voice("voice-0001", "walk-0001", "issue-0001", 5, SOUND, 12, "so", "Lampan lyser inte")
SILENT = Voice("voice-0002", "walk-0001", "issue-0001", 6, SOUND, 1, "wo")


def told(*voices: Voice, **issue: str) -> Summary:
    place = Issue("issue-0001", "walk-0001", 1, **issue)  # type: ignore[arg-type]
    return summarise(Walk("walk-0001"), made_at=9, issues=[place], voices=voices)


def test_a_recording_is_told_by_its_length_its_language_and_its_words() -> None:
    read = page(told(SILENT, SPOKEN), "sv")
    assert read.index("Sagt med röst, 12 sekunder · somaliska") < read.index("Sagt med röst, 1 sekund · wo")
    assert "Lampan lyser inte" in read
    assert "Det är inte utskrivet än." in read
    assert "12 seconds · Somali" in page(told(SPOKEN), "en")
    assert "Sagt med röst, 12 sekunder · somaliska" in page(told(SPOKEN, kind="good"), "sv")


def test_a_place_that_somebody_spoke_of_is_not_said_to_be_undescribed() -> None:
    assert "är inte beskriven" in page(told(), "sv")
    assert "är inte beskriven" not in page(told(SILENT), "sv")


def test_what_was_begun_and_never_made_is_not_told_and_what_was_written_out_is_without_its_sound() -> None:
    assert "Sagt med röst" not in page(told(Voice("voice-0003", "walk-0001", "issue-0001", 7)), "sv")
    assert "Lampan" in page(told(Voice("voice-0003", "walk-0001", "issue-0001", 7, words="Lampan")), "sv")


@pytest.mark.parametrize("language", ["sv", "en", "ar"])
def test_nothing_in_a_summary_leads_to_the_sound(language: str) -> None:
    summary = told(SPOKEN)
    table = spreadsheet(summary, language).decode("utf-8-sig")
    drawn = geojson(summary, language).decode()
    for read in (page(summary, language), page(summary, language, lambda sha256: f"/{sha256}"), table, drawn):
        assert SOUND not in read
        assert "Lampan lyser inte" in read
    [issue] = [each["properties"] for each in json.loads(drawn)["features"]]
    assert issue["recordings"] == 1
    assert issue["recordings_told"].endswith("Lampan lyser inte")


def test_what_is_handed_on_hides_who_was_pointed_out_aloud_and_leaves_what_is_secret_out() -> None:
    named = Voice("voice-0001", issue_id="issue-0001", words="Ring 070-174 06 05")
    hidden = Voice("voice-0002", issue_id="issue-0002", words="hemligt")
    issues = [Issue("issue-0001"), Issue("issue-0002", for_police="kept")]
    assert [voice.words for voice in handed_on(issues, [], [named, hidden])[2]] == ["Ring •••"]
