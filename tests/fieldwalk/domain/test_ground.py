"""The drawn ground: what is written comes back, nonsense is refused, metres are metres."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldwalk.domain.fixes import Fix, distance
from fieldwalk.domain.ground import Bounds, Plane, Shape, bounds, ground_bounds, read_ground, write_ground
from fieldwalk.domain.refusals import Refused

WATER = Shape("water", ((59.1, 17.1), (59.2, 17.1), (59.2, 17.2)), "Sjön")
LAMP = Shape("lamp", ((59.15, 17.15),), lit=False)
TREE = Shape("tree", ((59.16, 17.15),), radius=4.5)
PATH = Shape("path", ((59.1, 17.0), (59.1, 17.4)))


BOX = st.tuples(st.floats(-80, 80), st.floats(-170, 170), st.floats(0, 5), st.floats(0, 5)).map(
    lambda box: Bounds(box[0], box[1], box[0] + box[2], box[1] + box[3])
)


@given(BOX, BOX)
def test_a_box_round_two_boxes_holds_both_and_no_more(one: Bounds, other: Bounds) -> None:
    both = one.joined(other)
    assert all(both.holds(box.south, box.west) and both.holds(box.north, box.east) for box in (one, other))
    assert {both.south, both.west, both.north, both.east} <= {*vars(one).values(), *vars(other).values()}
    assert one.joined(None) == one


def test_what_is_written_comes_back() -> None:
    ground = read_ground(write_ground([LAMP, TREE, PATH, WATER]))
    assert list(ground) == [WATER, PATH, LAMP, TREE]
    assert ground.dead == (LAMP,)
    assert ground.lit == ()


def test_it_is_geojson_that_others_read() -> None:
    document = json.loads(write_ground([WATER, LAMP]))
    assert document["type"] == "FeatureCollection"
    ring = document["features"][0]["geometry"]["coordinates"][0]
    assert ring[0] == ring[-1] == [17.1, 59.1]
    assert document["features"][1]["properties"] == {"kind": "lamp", "lit": False}


def test_a_kind_from_a_newer_server_is_left_out() -> None:
    document = json.loads(write_ground([WATER, LAMP]))
    document["features"][0]["properties"]["kind"] = "volcano"
    assert list(read_ground(json.dumps(document).encode())) == [LAMP]


@pytest.mark.parametrize(
    "text",
    [b"", b"{}", b"[]", b"\xff\xfe", b'{"features": 3}', b'{"features": [{"properties": {}}]}', b"[" * 100_000]
    + [
        b'{"features":[{"properties":{"kind":"lamp"},"geometry":{"type":"Point","coordinates":%s}}]}' % each
        for each in (b"[17]", b'["x",1]', b"[999,59]", b"[NaN,59]", b"[1e999,59]", b"null")
    ],
)
def test_nonsense_is_refused(text: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read_ground(text)
    assert refused.value.code == "file_damaged"


def test_the_bounds_hold_everything_drawn() -> None:
    box = ground_bounds(read_ground(write_ground([WATER, PATH])))
    assert box is not None
    assert (box.south, box.west, box.north, box.east) == (59.1, 17.0, 59.2, 17.4)
    assert bounds([]) is None


def test_bounds_widen_by_metres() -> None:
    box = bounds([(59.25, 17.86)])
    assert box is not None
    wide = box.widened(100)
    corner, side = Fix(0, wide.south, wide.west, 0), Fix(0, wide.south, wide.east, 0)
    assert distance(corner, side) == pytest.approx(200, rel=0.001)
    assert distance(corner, Fix(0, wide.north, wide.west, 0)) == pytest.approx(200, rel=0.001)


@given(st.floats(-5000, 5000), st.floats(-5000, 5000))
def test_metres_and_degrees_go_both_ways_and_agree_with_the_great_circle(east: float, north: float) -> None:
    plane = Plane(59.25, 17.86)
    place = plane.degrees((east, north))
    assert plane.metres(place) == pytest.approx((east, north), abs=1e-6)
    around = distance(Fix(0, 59.25, 17.86, 0), Fix(0, *place, 0))
    assert around == pytest.approx((east * east + north * north) ** 0.5, rel=0.002, abs=0.01)
