"""The table of states is the test: every pair by every role."""

import itertools

import pytest

from fieldwalk.domain.actions import OPEN, STATES, STEPS, check_step, next_states
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.roles import ROLES


def allowed(before: str | None, after: str, role: str) -> bool:
    try:
        check_step(before, after, role, reason="vägen är kommunens")
    except Refused as refused:
        return refused.code != "step_not_allowed"
    return True


@pytest.mark.parametrize("role", ROLES)
def test_a_step_is_allowed_exactly_when_the_table_says_so(role: str) -> None:
    for before, after in itertools.product(STATES, STATES):
        assert allowed(before, after, role) == (before == after or role in STEPS.get((before, after), ()))


def test_an_action_that_is_not_there_yet_is_new() -> None:
    assert allowed(None, "planned", "coordinator")
    assert not allowed(None, "verified", "coordinator")


def test_guests_and_walkers_take_no_step() -> None:
    assert not any(allowed(a, b, role) for role in ("guest", "walker") for a, b in STEPS)


@pytest.mark.parametrize("reason", [None, "", "  \n"])
def test_will_not_be_done_needs_a_reason_in_words(reason: str | None) -> None:
    with pytest.raises(Refused) as caught:
        check_step("new", "wont", "coordinator", reason)
    assert caught.value.code == "reason_needed"


def test_every_state_can_be_reached_and_every_state_but_the_first_can_be_left() -> None:
    reached = {after for _, after in STEPS}
    assert reached == set(STATES) - {"new"}
    assert {before for before, _ in STEPS} == set(STATES)
    assert set(STATES) > OPEN


def test_a_screen_is_offered_the_steps_of_the_table() -> None:
    assert next_states("planned", "caretaker") == ("progress", "done")
    assert next_states("planned", "guest") == ()
