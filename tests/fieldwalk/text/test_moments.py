"""Days and times as people say them, on the clock of the place."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from fieldwalk.text import moments

STOCKHOLM = ZoneInfo("Europe/Stockholm")
THURSDAY = 1_795_714_200_000  # 2026-11-26 17:30 UTC


def test_a_meeting_is_told_with_its_weekday_in_local_time() -> None:
    assert moments.weekday_and_time(THURSDAY, "sv", STOCKHOLM) == "Torsdag 18:30"
    assert moments.weekday_and_time(THURSDAY, "en", STOCKHOLM) == "Thursday 18:30"


def test_summer_time_is_kept() -> None:
    midsummer = 1_782_496_800_000  # 2026-06-26 18:00 UTC
    assert moments.clock(midsummer, STOCKHOLM) == "20:00"


def test_a_day_is_short_in_a_list_and_long_in_a_heading() -> None:
    assert moments.short_day(date(2026, 11, 12), "sv") == "12 nov"
    assert moments.long_day(date(2026, 11, 23), "sv") == "Måndag 23 november"
    assert moments.day_and_time(THURSDAY, "sv", STOCKHOLM) == "26 nov 18:30"
    assert (moments.day_of_month(THURSDAY, STOCKHOLM), moments.short_month(THURSDAY, "sv", STOCKHOLM)) == (
        "26",
        "nov",
    )


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-11-23", "i dag, 23 nov"),
        ("2026-11-24", "i morgon, 24 nov"),
        ("2026-11-22", "i går, 22 nov"),
        ("2026-12-04", "4 dec"),
    ],
)
def test_a_due_day_is_told_as_seen_from_today(day: str, words: str) -> None:
    assert moments.due(day, date(2026, 11, 23), "sv") == words
