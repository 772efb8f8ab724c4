"""The points of a summary: their marks, their order, and what counts as answered."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldwalk.domain.actions import STATES
from fieldwalk.domain.points import Answer, letters, numbered
from fieldwalk.domain.records import Action, Issue, Photo
from tests.documents_sample import ACTIONS, ISSUES, PHOTOS

KINDS = st.sampled_from([None, "care", "good"])
NUMBERS = st.none() | st.integers(1, 6)


def issues_of(rows: list[tuple[str | None, int | None]]) -> list[Issue]:
    return [Issue(f"issue-{n:04}", "walk-0001", number, kind) for n, (kind, number) in enumerate(rows)]


def test_a_point_keeps_the_number_that_people_saw_on_their_phones() -> None:
    care, good = numbered(ISSUES, {}, ())
    assert [point.mark for point in care] == ["1", "2", "4", "5", "6", "7", "8", "9", "11", "12", "14"]
    assert [(point.mark, point.number) for point in good] == [("A", 3), ("B", 10), ("C", 13)]


def test_two_points_that_got_one_number_out_of_reach_are_told_apart() -> None:
    care, _ = numbered(issues_of([("care", 7), ("care", 7), ("care", 7)]), {}, ())
    assert [point.mark for point in care] == ["7", "7b", "7c"]


def test_a_point_without_a_number_goes_on_counting_after_the_last() -> None:
    care, _ = numbered(issues_of([("care", None), ("care", 4), (None, None)]), {}, ())
    assert [point.mark for point in care] == ["4", "5", "6"]


@given(st.lists(st.tuples(KINDS, NUMBERS), max_size=40), st.randoms())
def test_every_issue_is_in_it_once_with_a_mark_of_its_own_in_whatever_order_it_came(
    rows: list[tuple[str | None, int | None]], dice: random.Random
) -> None:
    issues = issues_of(rows)
    care, good = numbered(issues, {}, ())
    mixed = list(issues)
    dice.shuffle(mixed)

    both = [*care, *good]
    assert sorted(point.id for point in both) == [issue.id for issue in issues]
    assert len({point.mark for point in both}) == len(issues)
    assert numbered(mixed, {}, ()) == (care, good)


@pytest.mark.parametrize(("index", "said"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ")])
def test_letters_go_on_after_z_as_in_a_spreadsheet(index: int, said: str) -> None:
    assert letters(index) == said


def test_photos_stand_by_their_point_before_before_after() -> None:
    care, _ = numbered(ISSUES, {}, [*reversed(PHOTOS), Photo("photo-0001", "walk-0001", "nobody's")])
    first = care[0]
    assert [picture.role for picture in first.pictures] == ["before", "after"]
    assert first.pictures[0].description == "Gångväg mellan buskar i mörker. Två lyktor är släckta."
    assert sum(len(point.pictures) for point in care) == 9


def test_a_point_that_nobody_has_touched_is_new_and_unanswered() -> None:
    care, _ = numbered(issues_of([("care", 1)]), {}, ())
    assert care[0].answer == Answer("new")
    assert not care[0].answer.given
    assert care[0].answer.open


def test_an_action_gives_its_owner_day_and_words() -> None:
    care, _ = numbered(ISSUES, {action.id: action for action in ACTIONS}, ())
    answer = care[0].answer
    assert (answer.owner, answer.due) == ("Lindviks kommun, gata och park", "2026-11-20")
    assert answer.settled
    assert not answer.open


@pytest.mark.parametrize("state", STATES)
def test_a_state_is_open_or_settled_or_refused_and_nothing_else(state: str) -> None:
    answer = Answer(state)
    assert [answer.open, answer.settled, state == "wont"].count(True) == 1


def test_a_state_of_a_newer_phone_counts_as_open() -> None:
    action = replace(Action("issue-0000"), state="escalated")
    care, _ = numbered(issues_of([("care", 1)]), {action.id: action}, ())
    assert care[0].answer.open


def test_a_refusal_is_an_answer_only_with_a_reason() -> None:
    assert Answer("wont", reason="Vägen är kommunens.").given
    assert not Answer("wont").given
    assert not Answer("planned", reason="Ett gammalt skäl.").given


def test_severity_is_nothing_that_a_good_place_has() -> None:
    _, good = numbered([Issue("issue-0001", "walk-0001", 1, "good", "good", 3)], {}, ())
    assert good[0].severity is None
