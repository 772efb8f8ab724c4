"""What is said in short is what the records say."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from fieldwalk.domain.actions import STATES
from fieldwalk.domain.categories import CATEGORIES
from fieldwalk.domain.gist import Line, gist
from fieldwalk.domain.points import Answer, Point, numbered
from fieldwalk.domain.records import Issue
from tests.documents_sample import sample

ROWS = st.tuples(st.sampled_from([None, 1, 2, 3]), st.sampled_from(STATES), st.sampled_from([None, *CATEGORIES[:4]]))


def points_of(rows: list[tuple[int | None, str, str | None]], kind: str = "care") -> tuple[Point, ...]:
    issues = [Issue(f"issue-{n:04}", "walk-0001", n + 1, kind, row[2], row[0]) for n, row in enumerate(rows)]
    care, good = numbered(issues, {}, ())
    return tuple(replace(point, answer=Answer(row[1])) for point, row in zip(care or good, rows, strict=True))


def lines_of(rows: list[tuple[int | None, str, str | None]]) -> dict[str, Line]:
    return {line.name: line for line in gist(points_of(rows), ())}


def test_the_sample_says_what_presses_most_first() -> None:
    assert [(line.name, line.count, line.of, line.marks) for line in sample().gist] == [
        ("urgent", 1, 11, ("4",)),
        ("settled", 2, 11, ("1", "2")),
        ("unanswered", 3, 11, ("8", "12", "14")),
        ("refused", 1, 11, ("6",)),
        ("common", 3, 11, ("2", "11", "14")),
        ("good", 3, 3, ("A", "B", "C")),
    ]


def test_one_urgent_point_is_called_by_its_place() -> None:
    assert sample().gist[0].heading == "Gångtunneln under Ringvägen"


def test_an_urgent_point_that_is_done_presses_no_more() -> None:
    assert "urgent" not in lines_of([(3, "done", None), (3, "verified", None), (3, "wont", None)])


def test_a_category_is_common_only_when_three_share_it_and_no_other_is_as_common() -> None:
    two = [(None, "new", "litter")] * 2
    three = [(None, "new", "litter")] * 3
    assert "common" not in lines_of(two)
    assert lines_of(three)["common"].category == "litter"
    assert "common" not in lines_of(three + [(None, "new", "door")] * 3)


def test_a_walk_without_good_places_says_so() -> None:
    assert [line.name for line in gist(points_of([(1, "new", None)]), ())] == ["unanswered", "no_good"]


def test_a_walk_without_anything_says_that_and_nothing_else() -> None:
    assert [line.name for line in gist((), ())] == ["nothing"]


def test_a_walk_that_has_not_begun_has_nothing_to_tell_yet() -> None:
    assert [line.name for line in gist((), (), begun=False)] == ["ahead"]


@given(st.lists(ROWS, max_size=30))
def test_no_line_counts_more_than_there_are_and_every_mark_is_a_point(
    rows: list[tuple[int | None, str, str | None]],
) -> None:
    points = points_of(rows)
    marks = {point.mark for point in points}
    for line in gist(points, ()):
        assert line.count == len(line.marks) <= max(line.of, 0)
        assert set(line.marks) <= marks
