"""Marks and words find a place of their own."""

from __future__ import annotations

import math
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldwalk.documents.frame import frame_of
from fieldwalk.documents.marks import APART, Room, around, spread
from fieldwalk.domain.ground import Bounds

FRAME = frame_of(Bounds(59.0, 17.0, 59.01, 17.02))
SPOTS = st.tuples(st.floats(0, FRAME.width), st.floats(0, FRAME.height))


def test_marks_that_are_apart_stay_where_they_are() -> None:
    wanted = [(100.0, 100.0), (200.0, 100.0), (100.0, 300.0)]
    assert spread(wanted, FRAME) == wanted


@given(st.lists(SPOTS, max_size=12))
def test_no_mark_lies_upon_another_or_outside(wanted: list[tuple[float, float]]) -> None:
    spots = spread(wanted, FRAME)
    assert len(spots) == len(wanted)
    assert all(0 < x < FRAME.width and 0 < y < FRAME.height for x, y in spots)
    assert all(math.dist(a, b) > APART - 6 for a, b in combinations(spots, 2))


@pytest.mark.parametrize("count", [2, 5, 15, 40])
def test_as_many_points_as_you_like_on_one_spot_are_told_apart_the_same_way_every_time(count: int) -> None:
    wanted = [(450.0, 300.0)] * count
    spots = spread(wanted, FRAME)
    assert len(set(spots)) == count
    assert spots == spread(wanted, FRAME)


def test_a_mark_keeps_off_where_the_track_breaks() -> None:
    gap = (300.0, 300.0)
    assert math.dist(spread([(300.0, 300.0)], FRAME, [gap])[0], gap) >= 26


def test_a_word_gets_the_first_free_place_and_nobody_elses() -> None:
    room = Room(FRAME)
    room.take((450, 300), 100, 40)
    places = around((450, 300), 40, 80)
    first, second = room.first_free(places, 80, 20), room.first_free(places, 80, 20)
    assert first == places[0]
    assert second not in (None, first)


def test_a_word_that_fits_nowhere_stays_away() -> None:
    room = Room(FRAME)
    assert room.first_free([(0, 0), (FRAME.width, 10)], 80, 20) is None
