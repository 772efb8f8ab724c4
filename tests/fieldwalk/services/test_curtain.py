"""The curtain hides everything at once; a PIN opens it; guessing takes long; a forgotten PIN locks nothing away."""

from __future__ import annotations

import secrets

import pytest

from fieldwalk.domain.refusals import Refused
from fieldwalk.services.curtain import FIRST_WAIT, FORGOTTEN, FREE_TRIES, LONGEST_WAIT, Curtain
from tests.fieldwalk.services.conftest import Phone


@pytest.fixture
def curtain(phone: Phone) -> Curtain:
    return phone.fieldwalk.curtain


def again(phone: Phone) -> Curtain:
    """The curtain after the app was ended and started."""
    return Curtain(phone.journal, phone.clock.now, secrets.token_bytes)


def test_one_press_closes_and_one_opens_it_where_there_is_no_pin(curtain: Curtain) -> None:
    told: list[bool] = []
    curtain.want(True)
    curtain.subscribe(lambda: told.append(curtain.closed))
    curtain.close()
    curtain.open()
    assert told == [True, False]


def test_a_phone_with_a_pin_starts_closed_and_without_one_it_does_not(phone: Phone, curtain: Curtain) -> None:
    curtain.want(True)
    assert not again(phone).closed
    curtain.choose("4711")
    assert again(phone).closed


def test_only_the_pin_opens_it(phone: Phone, curtain: Curtain) -> None:
    curtain.choose("4711")
    curtain.close()
    with pytest.raises(Refused, match="pin_wrong"):
        curtain.open("4712")
    assert curtain.closed
    curtain.open("4711")
    assert not curtain.closed


@pytest.mark.parametrize("pin", ["", "123", "123456789", "12a4", "１２３４", "12 34"])
def test_a_pin_is_four_to_eight_digits(curtain: Curtain, pin: str) -> None:
    with pytest.raises(Refused, match="pin_not_valid"):
        curtain.choose(pin)
    assert not curtain.has_pin


def test_after_a_few_wrong_tries_everybody_waits_longer_and_longer_and_a_restart_shortens_nothing(
    phone: Phone, curtain: Curtain
) -> None:
    curtain.choose("4711")
    for _ in range(FREE_TRIES):
        with pytest.raises(Refused, match="pin_wrong"):
            curtain.open("0000")
    curtain = again(phone)
    with pytest.raises(Refused, match="too_many_tries") as told:
        curtain.open("4711")
    assert told.value.details == {"seconds": FIRST_WAIT // 1000}
    phone.clock.move(FIRST_WAIT)
    with pytest.raises(Refused, match="pin_wrong"):
        curtain.open("0000")
    phone.clock.move(FIRST_WAIT)
    with pytest.raises(Refused, match="too_many_tries"):
        curtain.open("4711")
    phone.clock.move(LONGEST_WAIT)
    curtain.open("4711")
    curtain.close()
    curtain.open("4711")


def test_a_clock_that_was_set_back_keeps_nobody_out(phone: Phone, curtain: Curtain) -> None:
    curtain.choose("4711")
    for _ in range(FREE_TRIES):
        with pytest.raises(Refused):
            curtain.open("0000")
    phone.clock.move(-10 * FORGOTTEN)
    curtain.open("4711")


def test_a_forgotten_pin_is_gone_after_a_day_and_not_before(phone: Phone, curtain: Curtain) -> None:
    curtain.choose("4711")
    curtain.forget()
    phone.clock.move(FORGOTTEN - 1)
    curtain.forget()
    with pytest.raises(Refused, match="pin_wrong"):
        curtain.open("")
    phone.clock.move(1)
    curtain = again(phone)
    curtain.open("")
    assert (curtain.has_pin, curtain.wanted) == (False, True)


def test_who_knows_the_pin_after_all_keeps_it(phone: Phone, curtain: Curtain) -> None:
    curtain.choose("4711")
    curtain.forget()
    assert curtain.opens_at
    curtain.open("4711")
    assert (curtain.opens_at, curtain.has_pin) == (0, True)


def test_taking_the_button_away_takes_the_pin_away(phone: Phone, curtain: Curtain) -> None:
    curtain.choose("4711")
    curtain.want(False)
    assert (curtain.wanted, curtain.has_pin, again(phone).closed) == (False, False, False)


def test_the_pin_itself_is_never_kept(phone: Phone, curtain: Curtain) -> None:
    curtain.choose("47114711")
    rows = phone.database.execute("select value from device").fetchall()
    assert not any("47114711" in str(row) for row in rows)
