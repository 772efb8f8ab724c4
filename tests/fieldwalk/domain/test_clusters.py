"""Many places on one map: gathered where they lie together, and none is lost."""

from hypothesis import given
from hypothesis import strategies as st

from fieldwalk.domain.clusters import clustered
from fieldwalk.domain.ground import Bounds
from fieldwalk.domain.records import Issue

PLACES = st.lists(st.tuples(st.floats(59.2, 59.3), st.floats(17.8, 17.9)), max_size=60)


def issues(places: list[tuple[float, float]]) -> list[Issue]:
    return [Issue(f"issue-{n}", position=[*place, 5.0]) for n, place in enumerate(places)]


@given(PLACES, st.floats(4, 20))
def test_every_place_is_in_exactly_one_cluster(places: list[tuple[float, float]], zoom: float) -> None:
    found = [issue.id for cluster in clustered(issues(places), zoom) for issue in cluster.issues]
    assert sorted(found) == sorted(issue.id for issue in issues(places))


@given(PLACES.filter(bool))
def test_far_away_all_are_one_and_the_one_lies_among_them(places: list[tuple[float, float]]) -> None:
    (one,) = clustered(issues(places), 4, cell=4096)
    assert min(p[0] for p in places) - 1e-9 <= one.latitude <= max(p[0] for p in places) + 1e-9


def test_neighbours_part_when_the_map_comes_close() -> None:
    pair = issues([(59.25, 17.86), (59.2505, 17.86)])
    assert [len(cluster.issues) for cluster in clustered(pair, 12)] == [2]
    assert [len(cluster.issues) for cluster in clustered(pair, 19)] == [1, 1]


def test_what_lies_outside_is_left_out_and_so_is_what_lies_nowhere() -> None:
    everywhere = [*issues([(59.25, 17.86), (58.0, 17.86)]), Issue("nowhere")]
    found = clustered(everywhere, 15, Bounds(59.0, 17.0, 60.0, 18.0))
    assert [issue.id for cluster in found for issue in cluster.issues] == ["issue-0"]
