"""The personal-data guard: every valid personal number, nearly every other one, and few false alarms."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldwalk.domain.guard import KINDS, MASK, hits, kinds_in, masked
from tests.guard_lines import LINES, NUMBERS, UNSEEN, labelled, score, table

WRITTEN = (
    "{c}{d}-{n}", "{c}{d}{n}", "{d}-{n}", "{d}{n}", "{d} {n}", "{d}+{n}", "{d}–{n}", "{d} - {n}",
    "{y}-{m}-{a}-{n}", "{c}{y} {m} {a} {n}", "{c}{d} {n}", "{y}.{m}.{a}-{n}",
)  # fmt: skip
AROUND = st.sampled_from([("", ""), ("pnr ", "."), ("(", ")"), ("född:", ","), ("id=", "!"), ("x", "x"), ("\n", "\n")])


def valid(born: date, number: int, *, coordination: bool = False) -> tuple[str, str]:
    """The six digits of a birthday and the last four, with the checksum (Luhn) that belongs to them."""
    day = f"{born:%y%m}{born.day + 60 * coordination:02}"
    digits = [int(each) * (2 - place % 2) for place, each in enumerate(f"{day}{number:03}")]
    return day, f"{number:03}{-sum(each // 10 + each % 10 for each in digits) % 10}"


@given(
    st.dates(date(1900, 1, 1), date(2030, 12, 31)),
    st.integers(0, 999),
    st.booleans(),
    st.sampled_from(WRITTEN),
    AROUND,
)
def test_no_valid_personal_or_coordination_number_is_ever_missed(
    born: date, number: int, coordination: bool, form: str, around: tuple[str, str]
) -> None:
    day, last = valid(born, number, coordination=coordination)
    parts = {"c": f"{born.year // 100}", "d": day, "n": last, "y": day[:2], "m": day[2:4], "a": day[4:]}
    text = form.format(**parts).join(around)

    found = [text[hit.begin : hit.end] for hit in hits(text) if hit.kind == "personal_number"]

    assert [each.replace(" ", "") for each in found] == [form.format(**parts).replace(" ", "")]
    assert not hits(masked(text))


@given(st.dates(date(1900, 1, 1), date(2030, 12, 31)), st.integers(0, 999), st.integers(1, 9))
def test_a_wrong_checksum_or_a_day_that_never_was_is_no_personal_number(born: date, number: int, off: int) -> None:
    day, last = valid(born, number)
    wrong = f"{day}-{last[:3]}{(int(last[3]) + off) % 10}"
    never = f"{day[:2]}13{day[4:]}-{last}"

    assert "personal_number" not in kinds_in([wrong, never])


def test_three_hundred_lines_are_labelled_and_nearly_all_in_them_is_found() -> None:
    lines = list(labelled())
    print(f"\n{table(LINES)}\n\n{table(UNSEEN)}")

    assert len(lines) >= 300
    assert sum(not line.wanted for line in lines) >= 100
    for path in (LINES, UNSEEN):
        counted = score(path)
        assert counted.found["personal_number"] == counted.wanted["personal_number"], counted.missed
        assert counted.recall(*NUMBERS) >= 0.95, counted.missed
        assert counted.recall() >= 0.95, counted.missed
        assert counted.precision() >= 0.95, counted.wrong


def test_both_of_two_telephone_numbers_are_hidden() -> None:
    assert masked("Ring 070-174 06 05 eller 08-465 004 12.") == f"Ring {MASK} eller {MASK}."


@pytest.mark.parametrize("line", [line for line in labelled() if line.wanted], ids=lambda line: line.text[:30])
def test_masking_hides_what_was_found_and_leaves_the_rest(line) -> None:  # type: ignore[no-untyped-def]
    hidden = masked(line.text)

    assert not hits(hidden)
    for wanted in line.wanted:
        assert line.text[wanted.begin : wanted.end] not in hidden
    assert hidden.count(MASK) == len(hits(line.text))


@given(st.text(alphabet="0123456789-+ /.()@aABC:lghdör", max_size=60))
def test_whatever_is_written_can_be_masked_and_is_then_clean(text: str) -> None:
    found = hits(text)

    assert not hits(masked(text))
    assert all(text[hit.begin : hit.end].strip() for hit in found)
    assert all(one.end <= two.begin for one, two in pairwise(found))
    assert masked(text) == text or found


def test_the_kinds_of_several_texts_are_told_once_and_in_order() -> None:
    assert kinds_in([None, "", "lgh 1203", "070-174 06 05", "lgh 7"]) == ("phone", "flat")
    assert kinds_in(["Två lampor är släckta"]) == ()
    assert set(KINDS) >= {"phone", "flat"}


def test_digits_of_other_scripts_are_digits() -> None:
    day, last = valid(date(1964, 8, 23), 981)
    arabic = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")

    assert kinds_in([f"{day}-{last}".translate(arabic)]) == ("personal_number",)


def test_days_that_are_far_apart_are_all_days() -> None:
    for born in (date(1900, 1, 1) + timedelta(days=97 * n) for n in range(400)):
        day, last = valid(born, 985)
        assert kinds_in([f"{born.year // 100}{day}{last}"]) == ("personal_number",)
