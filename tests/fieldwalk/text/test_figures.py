"""Lengths, shares and times in words."""

import pytest

from fieldwalk.text import figures


@pytest.mark.parametrize(
    ("metres", "words"),
    [(0, "0\u00a0m"), (343, "345\u00a0m"), (994, "995\u00a0m"), (995, "1,0\u00a0km"), (1800, "1,8\u00a0km")],
)
def test_a_length_is_metres_and_then_kilometres(metres: float, words: str) -> None:
    assert figures.length(metres, "sv") == words


def test_the_decimal_sign_is_the_language_s_own() -> None:
    assert (figures.decimal(1.84, "sv"), figures.decimal(1.84, "en")) == ("1,8", "1.8")


@pytest.mark.parametrize(
    ("part", "words"),
    [(0.96, "96\u00a0%"), (0.999, "99\u00a0%"), (1.0, "100\u00a0%"), (1.2, "100\u00a0%"), (-1, "0\u00a0%")],
)
def test_a_share_is_never_rounded_up_to_all(part: float, words: str) -> None:
    assert figures.share(part, "sv") == words


def test_times_run_and_last() -> None:
    assert [figures.stopwatch(seconds) for seconds in (0, 2530, 3723)] == ["0:00", "42:10", "1:02:03"]
    assert figures.duration(2530, "sv") == "42\u00a0min"
    assert figures.duration(4320, "sv") == "1\u00a0h 12\u00a0min"


def test_sizes_are_decimal() -> None:
    assert (figures.size(340_000, "sv"), figures.size(1_240_000, "sv")) == ("340\u00a0kB", "1,2\u00a0MB")
