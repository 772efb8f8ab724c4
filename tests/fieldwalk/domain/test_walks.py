"""A walk's time leaves its pauses out."""

from hypothesis import given
from hypothesis import strategies as st

from fieldwalk.domain.records import Walk
from fieldwalk.domain.walks import elapsed, is_paused, paused, unpaused


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=12), st.integers(0, 10**6))
def test_time_walked_is_never_negative_and_never_longer_than_the_clock(steps: list[int], rest: int) -> None:
    now = 1_000
    walk = Walk("walk-0001", started_at=now)
    for number, step in enumerate(steps):
        now += step
        spans = paused(walk, now) if number % 2 == 0 else unpaused(walk, now)
        walk = Walk("walk-0001", started_at=1_000, pauses=spans)
    now += rest
    assert 0 <= elapsed(walk, now) <= (now - 1_000) // 1000
    assert is_paused(walk) == (len(steps) % 2 == 1)


def test_a_walk_that_has_not_begun_has_no_time() -> None:
    assert elapsed(Walk("walk-0001"), 10_000) == 0


def test_pausing_twice_is_pausing_once_and_going_on_twice_is_going_on_once() -> None:
    once = Walk("walk-0001", started_at=0, pauses=paused(Walk("walk-0001", started_at=0), 5))
    assert paused(once, 9) == once.pauses
    on = Walk("walk-0001", started_at=0, pauses=unpaused(once, 9))
    assert on.pauses == [[5, 9]]
    assert unpaused(on, 12) == on.pauses
