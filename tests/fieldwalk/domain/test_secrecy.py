"""Secrecy classes: the stricter has its way until somebody lifts it, and a category brings its own."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldwalk.domain.categories import CATEGORIES, EST_CATEGORIES
from fieldwalk.domain.fields import Json
from fieldwalk.domain.secrecy import (
    CLASSES,
    COMPANY,
    EST,
    FIELDS,
    OPEN,
    POLICE,
    classed_as,
    is_lowered,
    is_raised,
    rank,
    secrecy_of,
)
from sync.protocol.changes import Change
from sync.protocol.merge import State, merge

VALUES = st.fixed_dictionaries(
    {"category": st.sampled_from([None, "lighting", *EST_CATEGORIES, "drones"])},
    optional={name: st.sampled_from([None, "kept", "lifted", "kept_by_a_newer_phone"]) for name in FIELDS.values()},
)


def merged(*fields: dict[str, Json]) -> dict[str, Json]:
    """The values after changes that were written one after the other, in the order in which they are given here."""
    state = State()
    for number, each in enumerate(fields):
        change = Change(f"{number:016x}-replica0", "", "issue", "issue-0001", each)
        state = merge(state, change).state
    return dict(state.values)


def test_a_point_of_an_ordinary_category_is_open() -> None:
    assert {secrecy_of({"category": category}) for category in (*CATEGORIES, None)} == {OPEN}


@pytest.mark.parametrize("category", EST_CATEGORIES)
def test_where_it_is_watched_from_and_what_is_to_be_taken_back_is_the_est_circles(category: str) -> None:
    assert secrecy_of({"category": category}) == EST
    assert secrecy_of({"category": category, "for_police": "kept"}) == POLICE
    assert secrecy_of({"category": category, "for_est": "lifted"}) == OPEN


@given(VALUES, st.sampled_from(CLASSES))
def test_a_point_becomes_the_class_that_is_chosen_from_whatever_it_was(values: dict[str, Json], chosen: str) -> None:
    after = {**values, **classed_as(values, chosen)}

    assert secrecy_of(after) == chosen
    assert is_raised(values, after) == (rank(chosen) > rank(secrecy_of(values)))
    assert is_lowered(values, after) == (rank(chosen) < rank(secrecy_of(values)))


@given(VALUES, st.sampled_from(CLASSES), st.sampled_from(CLASSES))
def test_of_two_who_raise_at_once_the_stricter_has_its_way(values: dict[str, Json], one: str, two: str) -> None:
    raised = [each for each in (one, two) if rank(each) >= rank(secrecy_of(values))]
    both = [classed_as(values, each) for each in raised]

    for order in permutations(both):
        assert secrecy_of(merged(values, *order)) == max((secrecy_of(values), *raised), key=rank)


@pytest.mark.parametrize("late", [True, False])
def test_lowering_does_not_undo_a_stricter_class_that_was_not_known(late: bool) -> None:
    before: dict[str, Json] = {"category": "lighting", "for_est": "kept"}
    lowered, raised = classed_as(before, COMPANY), classed_as(before, POLICE)

    order = (raised, lowered) if late else (lowered, raised)

    assert secrecy_of(merged(before, *order)) == POLICE


def test_what_was_lowered_can_be_raised_again() -> None:
    lowered = merged({"category": "take_back"}, classed_as({"category": "take_back"}, OPEN))

    assert secrecy_of(lowered) == OPEN
    assert secrecy_of(merged(lowered, classed_as(lowered, EST))) == EST


def test_a_word_of_a_newer_phone_keeps_and_never_opens() -> None:
    assert secrecy_of({"for_police": "kept_until_trial"}) == POLICE


def test_a_class_that_nobody_knows_is_stricter_than_all() -> None:
    assert rank("cosmic") > rank(POLICE)
