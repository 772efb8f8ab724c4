"""Proving who one is: no wrong answer is told from another, guessing is slow, and no code is taken twice."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldwalk.domain.refusals import Refused
from sync.server.accounts import Choice
from sync.server.app import assemble
from sync.server.central import Central
from sync.server.entering import Device
from sync.server.guesses import HERE, KNOWN, MINUTE, SECOND, SIGN_INS, THERE
from sync.server.passwords import Passwords
from sync.server.proving import Proving, Shown
from tests.fakes.central_world import World
from tests.fakes.staff import PASSWORD, Person, accept, link_for, staff
from tests.sync.server.test_audit import lines

WRONG: dict[str, Callable[[Person], Any]] = {
    "a login that nobody has": lambda person: person.sign_in(login="nobody"),
    "a wrong password": lambda person: person.sign_in(password="en helt annan mening"),
    "a wrong password and no code": lambda person: person.sign_in(password="en helt annan mening", code=""),
    "a wrong code": lambda person: person.sign_in(code="1234567"),
    "a code of two minutes ago": lambda person: person.sign_in(code=_earlier(person)),
    "a recovery code of nobody's": lambda person: person.sign_in(code="abcde-fghjk"),
    "nothing that is a password": lambda person: person.sign_in(password=""),
    "a password with letters that are none": lambda person: person.sign_in(password="\x00\u0301"),
    "a login that only sounds like a hash": lambda person: person.sign_in(login="$argon2id$v=19", password=""),
}


def _earlier(person: Person) -> str:
    told = person.digits()
    person.world.clock.now += 2 * MINUTE
    return told


class Counted(Passwords):
    """Counts how often the work of a hash was done."""

    def __init__(self) -> None:
        super().__init__(memory=8, rounds=1)
        self.worked = 0

    def right(self, kept: str | None, password: str) -> bool:
        self.worked += 1
        return super().right(kept, password)


@pytest.mark.parametrize("wrong", WRONG)
def test_whatever_is_wrong_gets_one_answer(world: World, wrong: str) -> None:
    person = staff(world)
    expected = person.sign_in(login="nobody-at-all")

    reply = WRONG[wrong](person)

    assert (reply.status_code, reply.json()) == (expected.status_code, expected.json())
    assert reply.json()["code"] == "sign_in_failed"
    assert set(reply.headers) == set(expected.headers)


def test_a_login_that_nobody_has_and_a_closed_one_cost_as_much_work_as_a_wrong_password(world: World) -> None:
    staff(world)
    staff(world, login="closed")
    closed = next(each for each, _ in world.central.accounts.of(world.admin) if each.login == "closed")
    world.central.accounts.close(world.admin, closed.id)
    passwords, central = Counted(), world.central
    proving = Proving(central.database, passwords, "kept", world.clock, central.audit)

    for expected, login in enumerate(("asha@walks.example", "nobody", "closed"), 1):
        with pytest.raises(Refused, match="sign_in_failed"):
            proving.account(Shown(login, "en helt annan mening"))
        assert passwords.worked == expected


def test_only_who_knows_the_password_hears_that_a_code_is_missing(world: World) -> None:
    person = staff(world)

    assert person.sign_in(code="").json()["code"] == "second_factor_needed"
    assert person.sign_in(code="", password="fel fel fel fel").json()["code"] == "sign_in_failed"


def test_a_code_opens_once_and_no_earlier_one_after_it(world: World) -> None:
    person = staff(world)
    now = person.later()

    assert person.sign_in(code=now).status_code == 200
    assert person.sign_in(code=now).json()["code"] == "sign_in_failed"
    assert person.sign_in(code=person.later()).status_code == 200


def test_the_digits_that_opened_the_account_open_nothing_more(world: World) -> None:
    link = link_for(world, "asha@walks.example")
    secret = world.client.post("/api/v1/account-invitations", json={"code": link}).json()["secret"]
    assert accept(world, link).status_code == 201
    person = Person(world, "asha@walks.example", secret)

    assert person.sign_in(code=person.digits()).json()["code"] == "sign_in_failed"


def test_a_clock_that_is_half_a_minute_wrong_is_no_hindrance(world: World) -> None:
    person = staff(world)
    world.clock.now += 5 * MINUTE
    told = person.digits()
    world.clock.now += 30_000

    assert person.sign_in(code=f" {told[:3]} {told[3:]} ").status_code == 200


def test_each_recovery_code_opens_once_however_it_is_typed(world: World) -> None:
    person = staff(world)

    for code in person.recovery_codes[:2]:
        typed = code.upper().replace("-", " ")
        assert person.sign_in(code=typed).status_code == 200
        assert person.sign_in(code=code).json()["code"] == "sign_in_failed"

    assert [line.about for line in lines(world, "recovery_code_used")] == [{"left": 9}, {"left": 8}]


def test_a_recovery_code_is_its_own_accounts(world: World) -> None:
    person, other = staff(world), staff(world, login="bo")

    assert other.sign_in(code=person.recovery_codes[0]).json()["code"] == "sign_in_failed"
    assert person.sign_in(code=person.recovery_codes[0]).status_code == 200


def guess(central: Central, login: str, **other: str) -> str:
    """What a wrong password is answered with, and for how many seconds the next waits."""
    try:
        central.accounts.sign_in(Shown(**{"login": login, "password": "en helt annan mening", **other}), Device())
    except Refused as refused:
        return f"{refused.code} {refused.details.get('seconds', '')}".strip()
    raise AssertionError("a wrong password opens an account")


@pytest.mark.both_stores
@pytest.mark.parametrize("login", ["asha@walks.example", "nobody"])
def test_guesses_from_one_address_wait_longer_each_time_at_every_worker(world: World, login: str) -> None:
    staff(world)
    with closing(assemble(world.settings, world.clock)) as again:
        waits = []
        for n in range(HERE.free + 4):
            central = (world.central, again)[n % 2]
            said = guess(central, login, address="cellar")
            if said != "sign_in_failed":
                waits.append(said)
                world.clock.now += int(said.split()[1]) * SECOND
                assert guess(again, login, address="cellar") == "sign_in_failed"

    assert waits == [f"too_many_tries {seconds}" for seconds in (1, 2, 4, 8)]
    assert world.client.post("/api/v1/join", json={"code": "123456"}).json()["code"] == "code_not_known"


def test_guesses_from_everywhere_slow_a_login_and_never_close_it(world: World) -> None:
    person = staff(world)
    for n in range(60):
        while (said := guess(world.central, person.login, address=f"address-{n}")) != "sign_in_failed":
            wait = int(said.split()[1]) * SECOND
            assert 0 < wait <= THERE.longest
            world.clock.now += wait
    world.clock.now += THERE.longest

    assert person.sign_in().status_code == 200


def test_a_stranger_who_guesses_makes_no_device_wait_that_has_signed_in_before(world: World) -> None:
    person = staff(world)
    known = person.sign_in().json()["known"]
    token = person.sign_in().json()["token"]
    for n in range(THERE.free):
        assert guess(world.central, person.login, address=f"address-{n}") == "sign_in_failed"
    assert guess(world.central, person.login, address="another") == "too_many_tries 1"
    assert guess(world.central, person.login, known=known) == "sign_in_failed"

    assert person.sign_in(known=known).status_code == 200
    changed = world.client.post(
        "/api/v1/account/recovery-codes", json=person.proof(), headers={"Authorization": f"Bearer {token}"}
    )
    assert changed.status_code == 200


def test_whoever_has_a_known_device_guesses_as_slowly_on_it(world: World) -> None:
    person = staff(world)
    known = person.sign_in().json()["known"]
    for _ in range(KNOWN.free):
        assert guess(world.central, person.login, known=known) == "sign_in_failed"

    assert guess(world.central, person.login, known=known) == "too_many_tries 1"
    world.clock.now += SECOND
    assert person.sign_in(known=known).status_code == 200
    assert guess(world.central, person.login, known=known) == "sign_in_failed"


@pytest.mark.parametrize("what", ["another's", "nonsense", "of a phone that is lost"])
def test_a_note_that_is_not_this_accounts_helps_nobody(world: World, what: str) -> None:
    person, other = staff(world), staff(world, login="bo")
    notes = {"another's": other, "of a phone that is lost": person}
    known = notes[what].sign_in().json()["known"] if what in notes else what
    if what.endswith("lost"):
        for device in world.central.devices.of_staff(world.admin):
            world.central.devices.lose(world.admin, device.id, lost=True)
    for n in range(THERE.free):
        guess(world.central, person.login, address=f"address-{n}")

    assert guess(world.central, person.login, known=known) == "too_many_tries 1"


@given(st.integers(0, 500))
def test_each_wait_is_as_long_as_the_last_or_longer_and_has_an_end(guessed: int) -> None:
    for slowing in (HERE, THERE, KNOWN):
        assert 0 <= slowing.wait(guessed) <= slowing.wait(guessed + 1) <= slowing.longest


def test_one_address_guesses_at_few_logins_and_others_sign_in_meanwhile(world: World) -> None:
    person = staff(world)
    for n in range(SIGN_INS.most):
        assert person.sign_in(login=f"nobody-{n}", code="").json()["code"] == "sign_in_failed"

    refused = person.sign_in(code="")

    assert (refused.json()["code"], refused.headers["retry-after"]) == ("too_many_tries", "60")
    shown = Shown(person.login, PASSWORD, person.later(), "at home")
    assert world.central.accounts.sign_in(shown, Device()).role == "coordinator"


def test_signing_in_counts_as_no_guess_however_often(world: World) -> None:
    person = staff(world)

    for _ in range(SIGN_INS.most + 1):
        assert person.sign_in(code="").json()["code"] == "second_factor_needed"

    assert person.sign_in().status_code == 200


def test_a_failure_leaves_a_line_with_an_account_and_names_nobody_as_its_doer(world: World) -> None:
    person = staff(world)
    person.sign_in(password="fel fel fel fel")
    person.sign_in(login="nobody")

    failed = lines(world, "sign_in_failed")

    assert [(line.person, list(line.about)) for line in failed] == [("", ["person"])]


def test_a_hash_of_another_cost_is_made_anew_when_its_password_is_seen(world: World) -> None:
    person = staff(world)
    dearer = replace(world.settings, argon_memory=16)
    with closing(assemble(dearer, world.clock)) as central:
        before = central.accounts.of(world.admin)[0][0].password
        central.accounts.sign_in(Shown(person.login, PASSWORD, person.later()), Device())
        after = central.accounts.of(world.admin)[0][0].password

    assert before
    assert "m=8," in before
    assert after
    assert "m=16," in after
    assert person.sign_in().status_code == 200


def test_where_it_is_optional_a_password_alone_opens_an_account_that_has_no_second_factor(world: World) -> None:
    with closing(assemble(replace(world.settings, second_factor="optional"), world.clock)) as central:
        link = link_for(world, "asha@walks.example")
        assert accept(world, link, digits="").json()["code"] == "second_factor_needed"
        accepted = central.accounts.accept(link, Choice(PASSWORD), Device())
        joined = central.accounts.sign_in(Shown("asha@walks.example", PASSWORD), Device())

    assert accepted.recovery_codes == []
    assert joined.person_id == accepted.joined.person_id
