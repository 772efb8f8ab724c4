"""The page: whole in itself, everything in it, nothing that runs."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldwalk.documents.page import page
from fieldwalk.domain.summary import Summary
from tests.documents_sample import THE_WALK, bare, many, photo, sample

VOID = {"img", "meta", "br"}


class Page(HTMLParser):
    """The page as a reader meets it: elements in order, words without markup."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def every_text(summary: Summary) -> Iterator[str]:
    for point in (*summary.points, *summary.good):
        yield from filter(None, (point.heading, point.words, point.cause, point.proposal))
        yield from filter(None, (point.answer.words, point.answer.reason, point.answer.owner))
        yield from (picture.description for picture in point.pictures if picture.description)


def test_it_is_one_well_formed_document_in_its_language() -> None:
    read = Page(page(sample(), "en"))
    assert read.open == []
    assert read.all("html") == [{"lang": "en", "dir": "ltr"}]
    assert Page(page(sample(), "ar")).all("html") == [{"lang": "ar", "dir": "rtl"}]
    assert len(read.all("h1")) == 1
    assert len(read.all("main")) == 1


def test_every_word_that_anybody_wrote_is_in_it() -> None:
    summary = sample()
    words = Page(page(summary, "sv")).words
    assert [text for text in every_text(summary) if text not in words] == []


def test_nothing_in_it_runs_and_nothing_outside_is_asked_for() -> None:
    html = page(sample(), "sv")
    read = Page(html)
    assert read.all("script") == []
    assert [name for _, attributes in read.elements for name in attributes if name.startswith("on")] == []
    assert {(image["src"] or "").partition(":")[0] for image in read.all("img")} == {"data"}
    assert {(link["href"] or "")[:1] for link in read.all("a")} <= {"#", "t"}
    assert not re.search(r"url\(|@import|<link|<iframe", html)


def test_every_photo_has_a_text_and_a_missing_one_is_said_to_be() -> None:
    read = Page(page(sample(), "sv"))
    assert len(read.all("img")) == 11
    assert all(image["alt"] for image in read.all("img"))
    assert read.words.count("Bilden har inte kommit fram.") == 1
    assert "Låset på nära håll." in read.words


def test_photos_inside_the_page_are_the_photos_themselves() -> None:
    sources = [image["src"] or "" for image in Page(page(sample(), "sv")).all("img")]
    kept = {base64.b64decode(source.partition(",")[2]) for source in sources}
    assert photo("dark tunnel") in kept


def test_photos_can_have_addresses_of_their_own() -> None:
    linked = Page(page(sample(), "sv", link=lambda sha256: f"/files/{sha256}" if sha256[0] != "e" else None))
    assert {(image["src"] or "")[:7] for image in linked.all("img")} == {"/files/"}
    assert linked.words.count("Bilden har inte kommit fram.") == 1


def test_a_file_that_is_no_picture_is_not_shown_as_one() -> None:
    broken = Page(page(replace(sample(), picture=lambda _: b"<svg onload=alert(1)>"), "sv"))
    assert broken.all("img") == []


def test_a_good_places_section_is_there_even_when_it_is_empty() -> None:
    words = Page(page(bare(), "sv")).words
    assert "Bra platser" in words
    assert "Ingen bra plats pekades ut den här gången." in words


def test_the_emergency_numbers_can_be_dialled() -> None:
    assert [link["href"] for link in Page(page(bare(), "sv")).all("a")][-2:] == ["tel:112", "tel:11414"]


def test_every_point_can_be_jumped_to_and_every_id_is_there_once() -> None:
    read = Page(page(many(40), "sv"))
    ids = [attributes["id"] for _, attributes in read.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {(link["href"] or "")[1:] for link in read.all("a") if (link["href"] or "").startswith("#")} <= set(ids)
    named = {attributes["aria-labelledby"] for _, attributes in read.elements if "aria-labelledby" in attributes}
    assert named <= set(ids)


def test_headings_go_down_one_step_at_a_time() -> None:
    levels = [int(name[1]) for name, _ in Page(page(sample(), "sv")).elements if re.fullmatch("h[1-6]", name)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_note_taker_and_the_photographer_are_not_named() -> None:
    html = page(sample(), "sv")
    assert THE_WALK.note_taker not in html
    assert THE_WALK.photographer not in html


@settings(max_examples=40)
@given(st.text(min_size=1, max_size=80), st.sampled_from(["heading", "words", "cause", "proposal"]))
def test_whatever_somebody_writes_stays_words(text: str, field: str) -> None:
    summary = sample(ground=None, track=None)
    hostile = f'{text}"><script>alert(1)</script>'
    read = Page(page(replace(summary, points=(replace(summary.points[0], **{field: hostile}),)), "sv"))
    assert read.all("script") == []
    assert read.open == []


@pytest.mark.parametrize("field", ["title", "organisation", "area", "purpose", "leader", "meeting_place"])
def test_names_of_the_walk_stay_words_too(field: str) -> None:
    html = page(replace(sample(), **{field: "<img src=x onerror=alert(1)>"}), "sv")
    assert "<img src=x" not in html
    assert "<img src=x onerror=alert(1)>" in unescape(html)
