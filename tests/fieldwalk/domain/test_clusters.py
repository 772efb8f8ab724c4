"""Many places on one map: gathered where they lie together, and none is lost."""

from hypothesis import given
from hypothesis import strategies as st

from fieldwalk.domain.clusters import Pin, clustered
from fieldwalk.domain.ground import Bounds

PLACES = st.lists(st.tuples(st.floats(59.2, 59.3), st.floats(17.8, 17.9)), max_size=60)


def pins(places: list[tuple[float, float]]) -> list[Pin]:
    return [Pin(f"issue-{n}", "walk-0001", n, "care", None, *place) for n, place in enumerate(places)]


@given(PLACES, st.floats(4, 20))
def test_every_place_is_in_exactly_one_cluster(places: list[tuple[float, float]], zoom: float) -> None:
    found = [pin.id for cluster in clustered(pins(places), zoom) for pin in cluster.pins]
    assert sorted(found) == sorted(pin.id for pin in pins(places))


@given(PLACES.filter(bool))
def test_far_away_all_are_one_and_the_one_lies_among_them(places: list[tuple[float, float]]) -> None:
    (one,) = clustered(pins(places), 4, cell=4096)
    assert min(p[0] for p in places) - 1e-9 <= one.latitude <= max(p[0] for p in places) + 1e-9


def test_neighbours_part_when_the_map_comes_close() -> None:
    pair = pins([(59.25, 17.86), (59.2505, 17.86)])
    assert [len(cluster.pins) for cluster in clustered(pair, 12)] == [2]
    assert [len(cluster.pins) for cluster in clustered(pair, 19)] == [1, 1]


def test_what_lies_outside_is_left_out() -> None:
    found = clustered(pins([(59.25, 17.86), (58.0, 17.86)]), 15, Bounds(59.0, 17.0, 60.0, 18.0))
    assert [pin.id for cluster in found for pin in cluster.pins] == ["issue-0"]
