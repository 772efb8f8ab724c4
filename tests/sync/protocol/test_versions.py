"""Two who wrote without knowing of each other are both kept to choose from; nobody is asked about anything else."""

import random

from hypothesis import given
from hypothesis import strategies as st

from fieldwalk.domain.records import SEEN
from sync.protocol.changes import Change
from sync.protocol.clock import Stamp, restamped
from sync.protocol.merge import State, merge
from sync.protocol.versions import naming, twofold, versions

ANN, BO, CIA = "aaaaaaaa", "bbbbbbbb", "cccccccc"


def wrote(moment: int, replica: str, words: object, *seen: Change) -> Change:
    fields = {"words": words, **({SEEN: naming(change.stamp for change in seen)} if seen else {})}
    return Change(f"{moment:012x}0000-{replica}", "", "issue", "issue-0001", fields)  # type: ignore[arg-type]


def said(*history: Change) -> list[object]:
    return [change.fields["words"] for change in versions(history, "words")]


def test_two_who_did_not_know_of_each_other_are_two_versions_the_shown_one_first() -> None:
    assert said(wrote(1, ANN, "lampan"), wrote(2, BO, "lyktan")) == ["lyktan", "lampan"]


def test_one_who_goes_on_writing_is_one_version() -> None:
    assert said(wrote(1, ANN, "lam"), wrote(2, ANN, "lampa"), wrote(3, ANN, "lampan")) == ["lampan"]


def test_who_saw_what_they_replaced_has_replaced_it() -> None:
    first = wrote(1, ANN, "lampan")
    assert said(first, wrote(2, BO, "lyktan", first)) == ["lyktan"]


def test_a_third_who_saw_only_the_shown_version_leaves_the_other_to_choose() -> None:
    ann, bo = wrote(1, ANN, "lampan"), wrote(2, BO, "lyktan")
    assert said(ann, bo, wrote(3, CIA, "lyktan släckt", bo)) == ["lyktan släckt", "lampan"]


def test_a_choice_settles_it_for_everybody() -> None:
    ann, bo = wrote(1, ANN, "lampan"), wrote(2, BO, "lyktan")
    assert said(ann, bo, wrote(3, CIA, "lampan", ann, bo)) == ["lampan"]


def test_two_choices_at_once_are_a_new_question() -> None:
    ann, bo = wrote(1, ANN, "lampan"), wrote(2, BO, "lyktan")
    assert said(ann, bo, wrote(3, ANN, "lampan", ann, bo), wrote(4, BO, "lyktan", ann, bo)) == ["lyktan", "lampan"]


def test_the_same_words_twice_are_no_question_and_neither_is_nothing() -> None:
    assert said(wrote(1, ANN, "lampan"), wrote(2, BO, " lampan ")) == [" lampan "]
    assert said(wrote(1, ANN, None), wrote(2, BO, "lyktan")) == ["lyktan"]


def test_words_that_another_has_taken_away_meanwhile_can_be_chosen_back() -> None:
    assert said(wrote(1, ANN, "lampan"), wrote(2, BO, None)) == [None, "lampan"]


def test_a_change_that_the_server_gave_another_moment_is_still_its_writers() -> None:
    later = wrote(2, restamped(Stamp(9, 0, ANN)), "lampan")
    assert said(wrote(1, ANN, "lam"), later) == ["lampan"]


def test_only_the_fields_that_differ_are_told() -> None:
    history = [wrote(1, ANN, "lampan"), wrote(2, BO, "lyktan")]
    assert list(twofold(history, ["cause", "words"])) == ["words"]


@st.composite
def stories(draw: st.DrawFn) -> list[Change]:
    """Writers who each saw some of what was there when they wrote."""
    told: list[Change] = []
    for moment in range(1, draw(st.integers(2, 9))):
        seen = draw(st.lists(st.sampled_from(told), unique_by=lambda change: change.stamp)) if told else []
        words = draw(st.sampled_from(["lampan", "lyktan", "stigen", None]))
        told.append(wrote(moment, draw(st.sampled_from([ANN, BO, CIA])), words, *seen))
    return told


@given(stories(), st.randoms(use_true_random=False))
def test_any_order_and_any_repetition_give_the_same_versions(history: list[Change], chance: random.Random) -> None:
    again = history * 2
    chance.shuffle(again)
    assert versions(again, "words") == versions(history, "words")


@given(stories())
def test_the_first_version_is_what_everybody_sees_and_no_words_are_lost_unknown(history: list[Change]) -> None:
    state = State()
    for change in history:
        state = merge(state, change).state
    found = versions(history, "words")
    assert found[0].fields["words"] == state.values["words"]
    offered = {change.fields["words"] for change in found}
    for change in history:
        known = any(
            later.stamp > change.stamp
            and (later.stamp[17:] == change.stamp[17:] or change.stamp in str(later.fields.get(SEEN)))
            for later in history
        )
        assert known or change.fields["words"] in offered or change.fields["words"] is None
