"""The table: right letters, right columns, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fieldwalk.domain.fields import clean
from fieldwalk.domain.summary import Summary
from sync.server.exports.spreadsheet import COLUMNS, guarded, spreadsheet
from tests.documents_sample import THE_WALK, bare, sample

RISKY = "=+-@\t\r\n|%＝＋－＠"


def table(summary: Summary, language: str = "sv") -> list[list[str]]:
    text = spreadsheet(summary, language).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";" if language == "sv" else ","))


def column(rows: list[list[str]], name: str) -> list[str]:
    return [row[COLUMNS.index(name)] for row in rows[1:]]


def test_a_row_a_point_good_places_too_and_a_heading() -> None:
    rows = table(sample())
    assert column(rows, "mark") == ["1", "2", "4", "5", "6", "7", "8", "9", "11", "12", "14", "A", "B", "C"]
    assert rows[0][:5] == ["Nr", "Typ", "Kategori", "Hur bråttom", "Plats"]
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert set(column(rows, "kind")) == {"Behöver bli bättre", "Bra här"}


def test_a_spreadsheet_sees_utf_8_by_its_mark_and_å_ä_ö_are_right() -> None:
    content = spreadsheet(sample(), "sv")
    assert content.startswith(b"\xef\xbb\xbf")
    assert "Häcken är drygt två meter hög" in content.decode("utf-8-sig")
    assert b"\r\n" in content


def test_numbers_and_separators_are_those_of_the_languages_own_spreadsheet() -> None:
    swedish, english = table(sample(), "sv"), table(sample(), "en")
    assert column(swedish, "latitude")[0] == "59,004065"
    assert column(english, "latitude")[0] == "59.004065"
    assert column(english, "category")[0] == "Lighting"


def test_southern_and_western_places_stay_numbers() -> None:
    summary = sample()
    place = summary.points[0].place
    assert place is not None
    away = replace(summary.points[0], place=replace(place, latitude=-33.5, longitude=-70.25))
    rows = table(replace(summary, points=(away,)))
    assert (column(rows, "latitude")[0], column(rows, "longitude")[0]) == ("-33,500000", "-70,250000")


def test_times_are_on_the_clock_of_the_place() -> None:
    rows = table(sample())
    assert column(rows, "marked")[0] == "2026-11-12 17:34"
    assert column(rows, "due")[0] == "2026-11-20"
    assert column(rows, "done")[0] == "2026-11-17"


def test_formulas_that_somebody_planted_are_words() -> None:
    rows = table(sample())
    point = column(rows, "mark").index("8")
    assert column(rows, "place")[point] == '\'=HYPERLINK("http://example.invalid")'
    assert column(rows, "words")[point] == "'=cmd|'/c calc'!A1"
    assert column(rows, "cause")[point] == "'@SUM(1+1)*cmd"
    assert column(rows, "proposal")[point] == "'-2+3 skyltar"


@given(st.text())
@example("=1+1")
@example("\u00a0 =1+1")
@example("\x00=1+1")
@example("\ufeff@x")
def test_no_words_begin_a_formula_and_none_are_lost(words: str) -> None:
    cell = guarded(words)
    assert not cell.lstrip(" \u00a0\u200b\ufeff").startswith(tuple(RISKY))
    assert cell in (clean(words), "'" + clean(words))


@given(st.text(max_size=50), st.sampled_from(["words", "cause", "proposal", "heading"]))
def test_no_cell_of_the_file_begins_a_formula(words: str, field: str) -> None:
    summary = sample(ground=None, track=None)
    points = (replace(summary.points[0], **{field: words}), replace(summary.points[1], answer=replace(
        summary.points[1].answer, words=words, owner=words, reason=words)))  # fmt: skip
    for row in table(replace(summary, points=points)):
        assert len(row) == len(COLUMNS)
        numbers = {COLUMNS.index(name) for name in ("latitude", "longitude")}
        assert not [cell for index, cell in enumerate(row) if index not in numbers and cell.startswith(tuple(RISKY))]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_walk_with_nothing_is_a_heading_alone(language: str) -> None:
    assert len(table(bare(), language)) == 1


def test_nobody_but_the_owners_is_named() -> None:
    text = spreadsheet(sample(), "sv").decode("utf-8-sig")
    assert THE_WALK.note_taker not in text
    assert THE_WALK.photographer not in text
