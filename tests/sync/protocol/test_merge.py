"""Merging gives the same record whatever the order of its changes, and loses no edit to another field."""

import random

from hypothesis import given
from hypothesis import strategies as st

from sync.protocol.changes import Change
from sync.protocol.merge import State, merge

FIELDS = ("words", "severity", "removed")


@st.composite
def histories(draw: st.DrawFn) -> list[Change]:
    count = draw(st.integers(1, 12))
    made = []
    for index in range(count):
        names = draw(st.sets(st.sampled_from(FIELDS), min_size=1))
        fields = {name: draw(st.booleans()) if name == "removed" else draw(st.integers(1, 3)) for name in names}
        replica = draw(st.sampled_from(["aaaaaaaa", "bbbbbbbb", "cccccccc"]))
        made.append(Change(f"{index + 1:012x}0000-{replica}", "", "issue", "issue-0001", fields))
    return made


def merged(changes: list[Change]) -> State:
    state = State()
    for change in changes:
        state = merge(state, change).state
    return state


@given(histories(), st.randoms(use_true_random=False))
def test_any_order_and_any_repetition_give_the_same_record(changes: list[Change], chance: random.Random) -> None:
    again = changes * 2
    chance.shuffle(again)
    assert merged(again) == merged(changes)
    assert merged(again).removed == merged(changes).removed


@given(histories())
def test_each_field_holds_its_newest_value(changes: list[Change]) -> None:
    state = merged(changes)
    for name in state.values:
        newest = max((c for c in changes if name in c.fields), key=lambda c: c.stamp)
        assert state.values[name] == newest.fields[name]


@given(histories())
def test_what_was_beaten_is_named(changes: list[Change]) -> None:
    state = merged(changes)
    for change in changes:
        beaten = merge(state, change).beaten
        assert set(beaten) == {name for name in change.fields if state.stamps[name] > change.stamp}


def at(moment: int, replica: str = "aaaaaaaa", **fields: object) -> Change:
    return Change(f"{moment:012x}0000-{replica}", "", "issue", "issue-0001", fields)  # type: ignore[arg-type]


def test_edits_of_two_people_to_different_fields_are_both_kept() -> None:
    state = merged([at(1, words="dark", severity=1), at(2, "bbbbbbbb", severity=3), at(2, words="very dark")])
    assert state.values == {"words": "very dark", "severity": 3}


def test_an_edit_beats_an_older_removal_and_a_removal_an_older_edit() -> None:
    assert merged([at(1, words="a"), at(2, removed=True)]).removed
    assert not merged([at(1, words="a"), at(2, removed=True), at(3, words="b")]).removed
    assert not merged([at(1, words="a"), at(2, removed=True), at(3, removed=False)]).removed
