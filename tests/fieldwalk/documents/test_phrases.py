"""Small turns of phrase in each language."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldwalk.documents.phrases import STATES, joined
from fieldwalk.documents.speech import Speech
from fieldwalk.domain import actions
from tests.documents_sample import MADE_AT, STOCKHOLM, moment

SV, EN, AR = (Speech(language, STOCKHOLM, MADE_AT) for language in ("sv", "en", "ar"))


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        ([], ""),
        (["4"], "4"),
        (["4", "7"], "4 och 7"),
        (["1", "2", "3", "4", "7", "9"], "1–4, 7 och 9"),
        (["1", "2"], "1 och 2"),
        (["7", "7b", "8"], "7, 7b och 8"),
        (["A", "B", "C"], "A, B och C"),
    ],
)
def test_marks_are_listed_as_one_says_them(marks: list[str], said: str) -> None:
    assert joined(marks, SV) == said


def test_english_says_and() -> None:
    assert joined(["A", "B"], EN) == "A and B"


def test_arabic_lists_from_the_right_with_its_own_comma_and_words() -> None:
    marks = [re.sub("[\u200f\u2068\u2069]", "", joined(each, AR)) for each in (["1", "4", "7"], ["1", "2", "3", "9"])]
    assert marks == ["1، 4 و7", "1 إلى 3 و9"]


@given(st.sets(st.integers(1, 60), max_size=40))
def test_a_list_with_ranges_still_means_every_number_and_no_other(numbers: set[int]) -> None:
    said = joined([str(number) for number in sorted(numbers)], EN).replace(" and ", ", ")
    meant: set[int] = set()
    for part in filter(None, said.split(", ")):
        first, _, last = part.partition("–")
        meant |= set(range(int(first), int(last or first) + 1))
    assert meant == numbers


def test_every_state_of_an_action_is_counted_up_in_its_place() -> None:
    assert set(actions.STATES) < set(STATES)


def test_days_are_said_with_their_month_on_the_clock_of_the_place() -> None:
    assert SV.long_date(moment(12, 0, 30)) == "12\u00a0november\u00a02026"
    assert EN.iso_date("2027-06-30") == "30\u00a0June\u00a02027"
    assert SV.iso_date("2026-06-31") == "2026-06-31"


def test_a_day_is_past_only_when_it_is_over() -> None:
    assert SV.is_past("2026-11-19")
    assert not SV.is_past("2026-11-20")


@pytest.mark.parametrize(
    ("milliseconds", "said"), [(45_000, "45 sekunder"), (420_000, "7\u00a0min"), (1_000, "1 sekund")]
)
def test_a_short_gap_is_said_in_seconds_and_never_as_nothing(milliseconds: int, said: str) -> None:
    assert SV.duration(milliseconds) == said
