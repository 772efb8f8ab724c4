"""Passwords: hashed at OWASP's cost unless said otherwise, and refused only for being easy."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from fieldwalk.domain.refusals import Refused
from sync.server.passwords import LEAST, MOST, Passwords, check_strong
from sync.server.settings import Settings

CHEAP = Passwords(memory=8, rounds=1)


def test_an_installation_hashes_at_the_cost_that_owasp_asks_for() -> None:
    kept = Passwords(Settings().argon_memory, Settings().argon_rounds).hashed("en lykta i taget")

    assert re.match(r"\$argon2id\$v=19\$m=19456,t=2,p=1\$", kept)


@settings(max_examples=20)
@given(st.text(max_size=40))
def test_a_password_opens_its_own_hash_and_no_other(mine: str) -> None:
    kept = CHEAP.hashed(_sound(mine))

    assert CHEAP.right(kept, _sound(mine))
    assert not CHEAP.right(None, _sound(mine))
    assert CHEAP.right(kept, _sound(mine) + "x") is False


def test_letters_that_look_the_same_are_the_same() -> None:
    assert CHEAP.right(CHEAP.hashed("a\u030angstro\u0308m"), "\u00e5ngstr\u00f6m")


@pytest.mark.parametrize("kept", ["", "nonsense", "$argon2id$v=19$m=8,t=1,p=1$", "$2b$12$"])
def test_a_damaged_hash_is_nobodys(kept: str) -> None:
    assert not CHEAP.right(kept, "en lykta i taget")


@pytest.mark.parametrize(
    "password",
    [
        "en lykta i taget",
        "correct horse battery",
        "aB3$efgh1jkl",
        "Åtta öre för en ö",
        "vi ses vid bryggan, " * 9,
        "!#%&/()=?*+-",
    ],
)
def test_a_long_one_of_any_signs_is_taken(password: str) -> None:
    check_strong(password, "asha.amin@walks.example")


@pytest.mark.parametrize("password", ["", "elva tecken", "abababababababab", "asha.amin2026", "x1y2z" * MOST])
def test_a_short_one_a_dull_one_ones_own_name_and_a_book_are_not(password: str) -> None:
    with pytest.raises(Refused, match="password_weak"):
        check_strong(password, "asha.amin@walks.example")


@pytest.mark.parametrize(
    "password",
    [
        "1234567890ab", "qwertyuiop123", "Password1234!", "passwordpassword",
        "Trygghetsvandring1", "Sommar2026", "lösenordlösenord", "fieldwalk2026!",
    ],
)  # fmt: skip
def test_what_everybody_thinks_of_first_is_not(password: str) -> None:
    with pytest.raises(Refused, match="password_weak"):
        check_strong(password, "asha.amin@walks.example")


def test_none_of_the_most_common_that_have_leaked_is_taken() -> None:
    leaked = [each for each in FREQUENCY_LISTS["passwords"] if len(each) >= LEAST]

    assert len(leaked) > 200
    for password in leaked:
        with pytest.raises(Refused, match="password_weak"):
            check_strong(password, "asha.amin@walks.example")


def _sound(text: str) -> str:
    return text.encode("utf-8", "ignore").decode()
