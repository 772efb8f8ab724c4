"""The cover hides everything at once; a PIN uncovers; guessing takes long; a forgotten PIN locks nothing away."""

from __future__ import annotations

import secrets

import pytest

from fieldwalk.domain.refusals import Refused
from fieldwalk.services.cover import FIRST_WAIT, FORGOTTEN, FREE_TRIES, LONGEST_WAIT, Cover
from tests.fieldwalk.services.conftest import Phone


@pytest.fixture
def cover(phone: Phone) -> Cover:
    return phone.fieldwalk.cover


def again(phone: Phone) -> Cover:
    """The cover after the app was ended and started."""
    return Cover(phone.journal, phone.clock.now, secrets.token_bytes)


def test_one_press_covers_and_one_uncovers_where_there_is_no_pin(cover: Cover) -> None:
    told: list[bool] = []
    cover.want(True)
    cover.subscribe(lambda: told.append(cover.covered))
    cover.cover()
    cover.uncover()
    assert told == [True, False]


def test_a_phone_with_a_pin_starts_covered_and_without_one_it_does_not(phone: Phone, cover: Cover) -> None:
    cover.want(True)
    assert not again(phone).covered
    cover.choose("4711")
    assert again(phone).covered


def test_only_the_pin_uncovers(phone: Phone, cover: Cover) -> None:
    cover.choose("4711")
    cover.cover()
    with pytest.raises(Refused, match="pin_wrong"):
        cover.uncover("4712")
    assert cover.covered
    cover.uncover("4711")
    assert not cover.covered


@pytest.mark.parametrize("pin", ["", "123", "123456789", "12a4", "１２３４", "12 34"])
def test_a_pin_is_four_to_eight_digits(cover: Cover, pin: str) -> None:
    with pytest.raises(Refused, match="pin_not_valid"):
        cover.choose(pin)
    assert not cover.has_pin


def test_after_a_few_wrong_tries_everybody_waits_longer_and_longer_and_a_restart_shortens_nothing(
    phone: Phone, cover: Cover
) -> None:
    cover.choose("4711")
    for _ in range(FREE_TRIES):
        with pytest.raises(Refused, match="pin_wrong"):
            cover.uncover("0000")
    cover = again(phone)
    with pytest.raises(Refused, match="too_many_tries") as told:
        cover.uncover("4711")
    assert told.value.details == {"seconds": FIRST_WAIT // 1000}
    phone.clock.move(FIRST_WAIT)
    with pytest.raises(Refused, match="pin_wrong"):
        cover.uncover("0000")
    phone.clock.move(FIRST_WAIT)
    with pytest.raises(Refused, match="too_many_tries"):
        cover.uncover("4711")
    phone.clock.move(LONGEST_WAIT)
    cover.uncover("4711")
    cover.cover()
    cover.uncover("4711")


def test_a_clock_that_was_set_back_keeps_nobody_out(phone: Phone, cover: Cover) -> None:
    cover.choose("4711")
    for _ in range(FREE_TRIES):
        with pytest.raises(Refused):
            cover.uncover("0000")
    phone.clock.move(-10 * FORGOTTEN)
    cover.uncover("4711")


def test_a_forgotten_pin_is_gone_after_a_day_and_not_before(phone: Phone, cover: Cover) -> None:
    cover.choose("4711")
    cover.forget()
    phone.clock.move(FORGOTTEN - 1)
    cover.forget()
    with pytest.raises(Refused, match="pin_wrong"):
        cover.uncover("")
    phone.clock.move(1)
    cover = again(phone)
    cover.uncover("")
    assert (cover.has_pin, cover.wanted) == (False, True)


def test_who_knows_the_pin_after_all_keeps_it(phone: Phone, cover: Cover) -> None:
    cover.choose("4711")
    cover.forget()
    assert cover.opens_at
    cover.uncover("4711")
    assert (cover.opens_at, cover.has_pin) == (0, True)


def test_taking_the_button_away_takes_the_pin_away(phone: Phone, cover: Cover) -> None:
    cover.choose("4711")
    cover.want(False)
    assert (cover.wanted, cover.has_pin, again(phone).covered) == (False, False, False)


def test_the_pin_itself_is_never_kept(phone: Phone, cover: Cover) -> None:
    cover.choose("47114711")
    rows = phone.database.execute("select value from device").fetchall()
    assert not any("47114711" in str(row) for row in rows)
