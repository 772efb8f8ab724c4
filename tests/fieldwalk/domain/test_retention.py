"""What is kept for how long is one table, in months that are months."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldwalk.domain.records import RECORDS, Organisation, field_table
from fieldwalk.domain.retention import GROUNDS, KEPT, LONGEST, months_before, periods
from fieldwalk.text import LANGUAGES, text


def at(day: str) -> int:
    return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp() * 1000)


def test_every_record_is_kept_for_a_purpose_on_a_ground_and_in_one_place() -> None:
    named = [record for keeping in KEPT.values() for record in keeping.records]

    assert sorted(named) == sorted(RECORDS)
    assert {keeping.ground for keeping in KEPT.values()} <= set(GROUNDS)
    assert all(text(f"retention.{kind}.purpose", language) for kind in KEPT for language in LANGUAGES)


def test_a_company_may_set_every_period_that_ends_and_no_other() -> None:
    fields = {name.removeprefix("keep_") for name in field_table(Organisation) if name.startswith("keep_")}

    assert fields == {kind for kind, keeping in KEPT.items() if keeping.is_set_by_company} == set(periods({}))


@pytest.mark.parametrize("chosen", [None, 0, -3, LONGEST + 1, "12"])
def test_what_is_no_period_leaves_the_tables_own(chosen: object) -> None:
    assert periods({"keep_photo": chosen}) == periods({})
    assert periods({"keep_photo": 6}) == {**periods({}), "photo": 6}


@pytest.mark.parametrize(
    ("day", "months", "earlier"),
    [
        ("2026-11-23", 24, "2024-11-23"),
        ("2026-03-31", 1, "2026-02-28"),
        ("2024-02-29", 12, "2023-02-28"),
        ("2026-01-15", 1, "2025-12-15"),
        ("2026-12-31", 1, "2026-11-30"),
    ],
)
def test_months_end_on_the_same_day_or_the_last_there_is(day: str, months: int, earlier: str) -> None:
    assert months_before(at(day), months) == at(earlier)


@given(st.integers(1_500_000_000_000, 4_000_000_000_000), st.integers(1, LONGEST))
def test_longer_is_never_later_and_a_month_is_28_to_31_days(moment: int, months: int) -> None:
    begin = months_before(moment, months)

    assert begin > months_before(moment, months + 1)
    assert months * 28 <= (moment - begin) / 86_400_000 <= months * 31
