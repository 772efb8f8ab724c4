"""The second factor: the codes of RFC 6238, and recovery codes that nobody guesses."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.server import second_factor
from sync.server.second_factor import STEP, new_recovery_codes, new_secret, plain, secret_of, step_of

RFC = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_the_examples_of_rfc_6238_hold(seconds: int, code: str) -> None:
    assert step_of(RFC, code, seconds * 1000) == seconds // 30


@pytest.mark.parametrize(("late", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_one_half_minute_of_drift_is_taken_and_no_more(late: int, taken: bool) -> None:
    now = 1_111_111_111_000

    assert (step_of(RFC, "050471", now + late * STEP) is not None) == taken


@given(st.text(max_size=12))
def test_whatever_is_typed_is_a_code_or_none(typed: str) -> None:
    step = step_of(RFC, typed, 59_000)

    assert (step == 1) == ("".join(typed.split()) == "287082")


def test_a_links_secret_is_the_same_each_time_and_another_links_is_another() -> None:
    assert secret_of("key", "a") == secret_of("key", "a")
    assert len({secret_of("key", "a"), secret_of("key", "b"), secret_of("other", "a"), new_secret()}) == 4
    assert step_of(secret_of("key", "\ud800"), "1", STEP) is None


def test_recovery_codes_are_ten_different_ones_and_their_form_does_not_matter() -> None:
    codes = new_recovery_codes()

    assert len(set(codes)) == second_factor.CODES
    assert {len(plain(code)) for code in codes} == {10}
    assert plain(f" {codes[0].upper().replace('-', ' – ')} ") == plain(codes[0])
