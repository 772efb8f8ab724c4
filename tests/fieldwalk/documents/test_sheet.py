"""A summary in words: honest, complete, and in both languages."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest

from fieldwalk.documents.entries import entry_of
from fieldwalk.documents.sheet import Sheet, worded
from fieldwalk.documents.speech import Speech
from fieldwalk.domain.points import Answer, Picture
from fieldwalk.text import LANGUAGES, keys
from tests.documents_sample import MADE_AT, STOCKHOLM, THE_WALK, bare, sample

SV = Speech("sv", STOCKHOLM, MADE_AT)


def entry(mark: str, sheet: Sheet | None = None) -> dict[str, str]:
    found = next(each for each in (sheet or worded(sample(), "sv")).points if each.mark == mark)
    return {field.label: field.body for field in found.fields}


def test_the_facts_the_strip_and_the_gist_of_the_sample() -> None:
    sheet = worded(sample(), "sv")
    assert sheet.when == "torsdag 12\u00a0november\u00a02026, klockan 17:30–18:48"
    assert [fact.label for fact in sheet.facts] == ["Område", "Ljus", "Ledare", "Samling", "Vilka som gick", "Syfte"]
    assert [(figure.body, figure.label) for figure in sheet.strip] == [
        ("11", "punkter"),
        ("3", "bra platser"),
        ("2,7\u00a0km", "inspelad väg"),
        ("78\u00a0min", "i mörker"),
        ("89\u00a0%", "av rutten inspelad"),
    ]
    assert sheet.gist[0] == "Bråttom: Gångtunneln under Ringvägen, punkt 4."
    assert "På ett ställe tappade telefonen positionen, i 7\u00a0min. Vi ritar ingen linje där." in sheet.route_caption


def test_a_track_with_a_gap_claims_no_more_length_than_it_has() -> None:
    summary = sample()
    whole = replace(summary, track=replace(summary.track, segments=summary.track.segments[:1]))
    assert worded(summary, "sv").route_caption.startswith("2,7\u00a0km av rutten är inspelad.")
    assert worded(whole, "sv").route_caption.startswith("Rutten är 2,7\u00a0km.")
    assert worded(whole, "sv").strip[2].label == "gångväg"


def test_what_is_not_known_is_left_out_and_never_shown_as_nothing() -> None:
    sheet = worded(bare(), "sv")
    assert [figure.label for figure in sheet.strip] == ["punkter", "bra platser"]
    assert sheet.facts == ()
    assert sheet.when == "torsdag 12\u00a0november\u00a02026, klockan 17:30"
    assert sheet.title == "Trygghetsvandring"
    assert sheet.gist == ("Inga platser märktes ut på vandringen.",)
    assert sheet.route_caption == "Det finns ingen karta: varken rutt eller positioner spelades in."
    assert "fråga efter dem nästa gång" in sheet.good_intro


def test_a_planned_walk_tells_of_what_is_to_come() -> None:
    sheet = worded(bare(started_at=None), "sv")
    assert sheet.when == ""
    assert sheet.strip == ()
    assert sheet.gist == ("Vandringen har inte varit än.",)
    assert (sheet.route_caption, sheet.points_intro) == (
        "Rutten spelas in på vandringen.",
        "Punkterna märks ut på vandringen.",
    )


def test_english_is_english() -> None:
    sheet = worded(sample(), "en-GB")
    assert sheet.language == "en"
    assert sheet.when == "Thursday 12\u00a0November\u00a02026, 17:30–18:48"
    assert sheet.gist[1] == "2 of 11 points are fixed: points 1 and 2."
    assert [fact.label for fact in sheet.facts][:3] == ["Area", "Light", "Leader"]


def test_an_unknown_language_gets_the_first_of_ours() -> None:
    assert worded(sample(), "tlh").language == LANGUAGES[0]


def test_nobody_but_the_leader_and_the_owners_is_named() -> None:
    told = str(asdict(worded(sample(), "sv")))
    assert THE_WALK.leader in told
    assert THE_WALK.note_taker not in told
    assert THE_WALK.photographer not in told


def test_a_promise_that_is_late_says_so_and_one_that_is_done_says_when() -> None:
    assert entry("11")["Skulle ha varit klart"] == "18\u00a0november\u00a02026"
    assert entry("7")["Ska vara klart"] == "30\u00a0juni\u00a02027"
    assert entry("1")["Klart"] == "17\u00a0november\u00a02026"
    assert "Ska vara klart" not in entry("6"), "what is not done has no day"


def test_a_point_that_nobody_described_says_so_and_is_called_by_its_category() -> None:
    sheet = worded(sample(), "sv")
    point = next(each for each in sheet.points if each.mark == "12")
    assert point.heading == "Kändes otryggt"
    assert entry("12", sheet)["Så känns det"] == "Platsen märktes ut på vandringen men är inte beskriven."
    assert entry("12", sheet)["Vem"] == "Ingen ansvarig ännu"


def test_a_photo_without_a_description_gets_an_honest_one() -> None:
    tunnel = next(each for each in worded(sample(), "sv").points if each.mark == "4")
    assert tunnel.figures[0].alt == "Foto av väg, tunnel, övergång vid Gångtunneln under Ringvägen"
    good = replace(sample().good[0], heading=None, pictures=(Picture("0" * 64, None, "before", None, None),))
    assert entry_of(good, SV).figures[0].alt == "Foto av bra plats A"


def test_before_and_after_are_said_only_where_there_are_both() -> None:
    points = worded(sample(), "sv").points
    assert points[0].figures[0].caption.startswith("Före, 12\u00a0november")
    assert points[0].figures[1].caption.startswith("Efter, 17\u00a0november")
    assert points[2].figures[0].caption == "12\u00a0november\u00a02026"


@pytest.mark.parametrize(
    ("answer", "state", "lead"),
    [
        (Answer(), "Väntar på svar", "Inget svar ännu."),
        (Answer("new", words="Vi tittar på det."), "Besvarat", "Svar:"),
        (Answer("planned"), "Planerat", "Inget svar ännu."),
        (Answer("wont", reason="Vägen är kommunens."), "Görs inte", "Görs inte, därför att:"),
        (Answer("wont"), "Görs inte", "Görs inte. Inget skäl är angivet."),
        (Answer("escalated", words="Ny väg."), "Okänt läge", "Svar:"),
    ],
)
def test_the_answer_says_what_is_known_and_no_more(answer: Answer, state: str, lead: str) -> None:
    worded_entry = entry_of(replace(sample().points[0], answer=answer), SV)
    assert worded_entry.state_words == state
    assert worded_entry.reply is not None
    assert worded_entry.reply.lead == lead


def test_a_category_of_a_newer_phone_is_something_else_and_its_words_are_kept() -> None:
    newer = entry_of(replace(sample().points[0], category="noise", severity=9), SV)
    assert (newer.category, newer.category_words, newer.severity) == ("unknown", "Annat", 0)
    assert newer.fields[0].body.startswith("”Jag går en omväg")


def test_control_characters_never_reach_a_document() -> None:
    dirty = replace(sample().points[0], words="ett\x00två\x1b[31m", heading="\x07Porten")
    clean = entry_of(dirty, SV)
    assert clean.fields[0].body == "etttvå[31m"
    assert clean.heading == "Porten"


def test_a_point_without_a_position_is_said_to_be_missing_from_the_map() -> None:
    summary = sample()
    lost = replace(summary, points=(replace(summary.points[0], place=None), *summary.points[1:]))
    assert "Punkt 1 saknar position och står inte på kartan." in worded(lost, "sv").route_caption
    assert "Punkterna 2, 4–9, 11, 12 och 14" in worded(lost, "sv").map.description


def test_every_word_of_the_summary_stands_in_every_language() -> None:
    first, *others = ({key for key in keys(language) if key.startswith("summary.")} for language in LANGUAGES)
    assert first
    assert all(other == first for other in others)
