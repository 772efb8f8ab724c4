"""The PDF: accessible by rule, whole in its text, and never broken by what somebody wrote."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pdfua
import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldwalk.domain.points import Picture
from fieldwalk.domain.summary import Summary
from fieldwalk.text import LANGUAGES
from sync.server.exports.pdf import render_pdf
from tests.documents_sample import ISSUES, PHOTOS, THE_WALK, bare, many, photo, sample


@cache
def pdf_of_the_sample(language: str = "sv") -> bytes:
    return render_pdf(sample(), language)


def text_of(pdf: bytes) -> str:
    """All that can be taken out of the pages as text."""
    document = pypdfium2.PdfDocument(pdf)
    pages = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return plain(pages)


def plain(words: str) -> str:
    """Only letters, digits and signs: a line may break wherever it likes."""
    return re.sub(r"[\s\u00ad\u200b\ufffe\u0002-]+", "", unicodedata.normalize("NFC", words))


def tags_of(pdf: bytes) -> list[tuple[str, str | None]]:
    """The structure as a screen reader meets it: what each part is, and its text alternative."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return list(_tags(document.Root.StructTreeRoot.K))


def _tags(node: pikepdf.Object) -> Iterator[tuple[str, str | None]]:
    if isinstance(node, pikepdf.Array):
        for each in node:
            yield from _tags(each)
    if isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield str(node.S), str(node.Alt) if "/Alt" in node else None
        if "/K" in node:
            yield from _tags(node.K)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_checker_of_accessible_pdf_finds_nothing(tmp_path: Path, language: str) -> None:
    file = tmp_path / "summary.pdf"
    file.write_bytes(pdf_of_the_sample(language))
    report = pdfua.validate(str(file))
    assert [(finding.rule_id, finding.message) for finding in report.findings] == []


def test_it_says_what_it_is_and_in_which_language() -> None:
    with pikepdf.open(io.BytesIO(pdf_of_the_sample("en"))) as document:
        metadata = document.open_metadata()
        assert str(document.Root.Lang).startswith("en")
        assert document.Root.MarkInfo.Marked
        assert metadata["pdfuaid:part"] == "1"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
        assert str(document.docinfo["/Title"]) == "Trygghetsvandring i Ekbacken"


def test_every_point_every_word_and_every_photo_description_can_be_taken_out() -> None:
    summary, text = sample(), text_of(pdf_of_the_sample())
    for point in (*summary.points, *summary.good):
        said = [point.heading, point.words, point.cause, point.proposal, point.answer.words, point.answer.reason]
        said += [picture.description for picture in point.pictures]
        assert [words for words in said if words and not is_in(words, text)] == [], point.mark


def is_in(words: str, text: str) -> bool:
    """Right-to-left words are taken out in runs: each of them counts."""
    if any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in words):
        return all(plain(word.strip(".,،”")) in text for word in words.split())
    return plain(words) in text


def test_swedish_letters_emoji_and_arabic_come_out_as_they_went_in() -> None:
    text = text_of(pdf_of_the_sample())
    assert {"å", "ä", "ö", "Ö", "Å", "😟"} <= set(text)
    assert "المكان" in text


def test_every_photo_has_its_description_as_text_alternative() -> None:
    alternatives = [alt for tag, alt in tags_of(pdf_of_the_sample()) if tag == "/Figure"]
    described = [each.description for each in PHOTOS if each.description and "never-arrived" not in each.id]
    assert set(described) <= set(alternatives)
    assert None not in alternatives
    assert "Foto av väg, tunnel, övergång vid Gångtunneln under Ringvägen" in alternatives
    assert any(alt and alt.startswith("Karta över rutten.") for alt in alternatives)
    assert any(alt and alt.startswith("QR-kod") for alt in alternatives)


def test_its_headings_and_lists_are_headings_and_lists() -> None:
    tags = [tag for tag, _ in tags_of(pdf_of_the_sample())]
    assert tags.count("/H1") == 4
    assert tags.count("/H2") == 14
    assert tags.count("/LI") == 6
    assert tags.count("/P") > 60


def test_a_photo_that_has_not_arrived_is_said_to_be_missing() -> None:
    text = text_of(pdf_of_the_sample())
    assert text.count(plain("Bilden har inte kommit fram.")) == 1
    assert plain("Låset på nära håll.") in text


def test_the_same_summary_gives_the_same_document() -> None:
    again = render_pdf(sample(), "sv")
    assert text_of(again) == text_of(pdf_of_the_sample())
    assert tags_of(again) == tags_of(pdf_of_the_sample())


def test_nobody_but_the_leader_and_the_owners_is_named() -> None:
    text = text_of(pdf_of_the_sample())
    assert plain(THE_WALK.leader or "") in text
    assert plain(THE_WALK.note_taker or "") not in text
    assert plain(THE_WALK.photographer or "") not in text


@pytest.mark.parametrize(
    "summary",
    [
        bare(),
        bare(started_at=None),
        sample(track=None),
        sample(ground=None, track=None),
        sample(issues=[], photos=[], stops=[]),
        sample(photos=[], address=None),
        sample(issues=[issue for issue in ISSUES if issue.kind == "good"]),
    ],
    ids=["bare", "planned", "no track", "no ground", "no issues", "no photos", "only good"],
)
def test_a_walk_that_lacks_something_is_a_whole_document(summary: Summary, tmp_path: Path) -> None:
    file = tmp_path / "summary.pdf"
    file.write_bytes(render_pdf(summary, "sv"))
    assert pdfua.validate(str(file)).findings == ()
    assert plain("Bra platser") in text_of(file.read_bytes())


def test_forty_points_with_eighty_photos_are_all_there() -> None:
    text = text_of(render_pdf(many(40), "sv"))
    assert text.count(plain("Samma gångväg. Lyktorna lyser.")) == 40


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 7])
def test_any_number_of_photos_fits(count: int) -> None:
    picture = Picture("0" * 64, None, "before", "En bild.", None)
    summary = replace(sample(ground=None), picture=lambda _: photo("dark"), good=())
    point = replace(summary.points[0], pictures=(picture,) * count)
    pdf = render_pdf(replace(summary, points=(point,)), "sv")
    assert [alt for tag, alt in tags_of(pdf) if tag == "/Figure"].count("En bild.") == count


@pytest.mark.parametrize(
    "content",
    [b"", b"nonsense", b"\xff\xd8\xff\xe0 broken", photo("dark")[:900]],
    ids=["empty", "nonsense", "broken", "cut off"],
)
def test_a_broken_photo_is_a_missing_one_and_breaks_nothing(content: bytes) -> None:
    summary = replace(sample(ground=None, track=None), picture=lambda _: content)
    assert plain("Bilden har inte kommit fram.") in text_of(render_pdf(summary, "sv"))


def test_a_text_longer_than_a_page_goes_on_over_the_next() -> None:
    words = [f"lampa{number:04}" for number in range(1_800)]
    summary = sample(ground=None, track=None, photos=[])
    point = replace(summary.points[0], words=" ".join(words))
    text = text_of(render_pdf(replace(summary, points=(point, summary.points[1])), "sv"))
    assert [word for word in words if word not in text] == []
    assert plain("Cykelstället vid Lindvägen 14") in text


def test_no_word_is_too_long_for_its_column() -> None:
    summary = sample(ground=None, track=None, photos=[])
    point = replace(summary.points[0], heading="Å" * 200, words="https://walks.example/" + "x" * 400)
    document = pypdfium2.PdfDocument(render_pdf(replace(summary, points=(point,), title="T" * 200), "sv"))
    for page in document:
        words = page.get_textpage()
        edges = [words.get_charbox(index)[2] for index in range(words.count_chars())]
        assert max(edges) <= page.get_width() - 40
    document.close()


@settings(max_examples=25)
@given(st.text(max_size=60), st.text(max_size=30), st.text(max_size=30))
def test_whatever_somebody_writes_it_can_be_printed(words: str, heading: str, title: str) -> None:
    summary = sample(ground=None, track=None, photos=[], issues=ISSUES[:1], stops=[])
    point = replace(summary.points[0], words=words, heading=heading)
    assert render_pdf(replace(summary, points=(point,), title=title), "sv").startswith(b"%PDF-")
