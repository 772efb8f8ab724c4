"""The map's frame: everything inside, north up, and a scale that is true."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from fieldwalk.documents.frame import SCALES, frame_of
from fieldwalk.domain.fixes import Fix, distance
from fieldwalk.domain.ground import Bounds

SOUTH, WEST = st.floats(-70, 70), st.floats(-170, 170)
SIZES = st.floats(0, 0.05)


@given(SOUTH, WEST, SIZES, SIZES)
def test_every_corner_lies_inside_with_room_for_a_mark(south: float, west: float, tall: float, wide: float) -> None:
    frame = frame_of(Bounds(south, west, south + tall, west + wide))
    for place in ((south, west), (south + tall, west + wide), (south, west + wide)):
        x, y = frame.spot(place)
        assert 50 <= x <= frame.width - 50
        assert 50 <= y <= frame.height - 50


def test_north_is_up_and_east_is_right() -> None:
    frame = frame_of(Bounds(59.0, 17.0, 59.01, 17.02))
    assert frame.spot((59.01, 17.01))[1] < frame.spot((59.0, 17.01))[1]
    assert frame.spot((59.005, 17.0))[0] < frame.spot((59.005, 17.02))[0]


def test_a_unit_is_the_same_length_both_ways() -> None:
    frame = frame_of(Bounds(59.0, 17.0, 59.01, 17.02))
    a, b = Fix(0, 59.0, 17.0, 5), Fix(0, 59.01, 17.02, 5)
    drawn = math.dist(frame.spot((a.latitude, a.longitude)), frame.spot((b.latitude, b.longitude)))
    assert math.isclose(drawn / frame.scale, distance(a, b), rel_tol=0.003)


def test_a_single_place_is_shown_from_a_courtyards_distance() -> None:
    frame = frame_of(Bounds(59.0, 17.0, 59.0, 17.0))
    assert frame.spot((59.0, 17.0)) == (frame.width / 2, frame.height / 2)
    assert (frame.width / frame.scale) >= 160


@given(SIZES)
def test_the_scale_bar_is_a_round_number_and_fits(wide: float) -> None:
    frame = frame_of(Bounds(59.0, 17.0, 59.0, 17.0 + wide))
    assert frame.bar in SCALES
    assert frame.bar * frame.scale <= frame.width / 4
