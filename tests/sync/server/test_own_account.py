"""One's own account: nothing of it changes for who only holds the device, and recovery codes are always the newest."""

from __future__ import annotations

from typing import Any

import pytest

from sync.server.own_account import LIFE
from tests.fakes.central_world import Phone, World
from tests.fakes.staff import PASSWORD, Person, staff

ACCOUNT = "/api/v1/account"
NEW = "två lyktor är bättre"
PROVEN = ("password", "second-factor", "recovery-codes")


def post(phone: Phone, path: str, **body: Any) -> Any:
    return phone.client.post(f"{ACCOUNT}/{path}", json={"new_password": NEW, **body}, headers=phone.headers).json()


def own(phone: Phone) -> Any:
    return phone.client.get(ACCOUNT, headers=phone.headers).json()


def test_it_says_what_there_is(world: World) -> None:
    assert own(staff(world).phone()) == {
        "login": "asha@walks.example",
        "role": "coordinator",
        "has_password": True,
        "has_second_factor": True,
        "recovery_codes_left": 10,
    }


@pytest.mark.parametrize("path", PROVEN)
@pytest.mark.parametrize("wrong", [{"password": "fel fel fel fel"}, {"code": "abcde-fghjk"}, {"code": ""}])
def test_who_only_holds_the_device_changes_nothing(world: World, path: str, wrong: dict[str, str]) -> None:
    person = staff(world)
    phone = person.phone()

    refused = post(phone, path, **{**person.proof(), **wrong})["code"]

    assert refused == ("second_factor_needed" if wrong == {"code": ""} else "sign_in_failed")
    assert person.sign_in(code=person.recovery_codes[0]).status_code == 200


@pytest.mark.parametrize("path", [*PROVEN, "second-factor/confirm"])
def test_who_came_in_by_joining_has_no_account(world: World, path: str) -> None:
    phone = world.phone("coordinator")

    told = post(phone, path, password=PASSWORD, ticket="x", digits="123456")

    assert told["code"] == own(phone)["code"] == "not_found"


@pytest.mark.parametrize("end_others", [False, True])
def test_a_new_password_opens_and_the_old_one_does_not(world: World, end_others: bool) -> None:
    person = staff(world)
    phone, other = person.phone(), person.phone()

    told = post(phone, "password", **person.proof(), end_others=end_others)

    assert told == {"put_out": 2 if end_others else 0}
    assert person.sign_in().json()["code"] == "sign_in_failed"
    assert person.sign_in(password=NEW).status_code == 200
    assert own(phone)["login"] == person.login
    assert own(other).get("code") == ("right_ended" if end_others else None)


def test_a_weak_password_is_not_taken(world: World) -> None:
    person = staff(world)

    assert post(person.phone(), "password", **person.proof(), new_password="kort")["code"] == "password_weak"


def begun(person: Person, phone: Phone) -> dict[str, str]:
    return dict(post(phone, "second-factor", **person.proof()))


def test_a_new_second_factor_takes_over_when_it_is_confirmed_with_new_codes(world: World) -> None:
    person = staff(world)
    phone = person.phone()
    new = begun(person, phone)
    assert person.sign_in().status_code == 200

    wrong = post(phone, "second-factor/confirm", ticket=new["ticket"], digits="0000000")
    done = post(phone, "second-factor/confirm", ticket=new["ticket"], digits=person.digits(new["secret"]))

    assert wrong["code"] == "second_factor_needed"
    assert person.sign_in().json()["code"] == "sign_in_failed"
    assert person.sign_in(code=person.recovery_codes[0]).json()["code"] == "sign_in_failed"
    person.secret = new["secret"]
    assert person.sign_in().status_code == 200
    assert person.sign_in(code=done["recovery_codes"][0]).status_code == 200


@pytest.mark.parametrize("ticket", ["", "nonsense", "\x00", "å" * 100])
def test_a_ticket_of_nobodys_confirms_nothing(world: World, ticket: str) -> None:
    assert post(staff(world).phone(), "second-factor/confirm", ticket=ticket, digits="123456")["code"] == "not_found"


def test_a_ticket_is_one_persons_and_lasts_a_quarter(world: World) -> None:
    person, other = staff(world), staff(world, login="bo")
    new = begun(person, person.phone())
    stolen = post(other.phone(), "second-factor/confirm", ticket=new["ticket"], digits=person.digits(new["secret"]))
    phone = person.phone()
    world.clock.now += LIFE

    late = post(phone, "second-factor/confirm", ticket=new["ticket"], digits=person.digits(new["secret"]))

    assert (stolen["code"], late["code"]) == ("not_found", "not_found")


def test_new_recovery_codes_end_the_old_ones(world: World) -> None:
    person = staff(world)
    codes = post(person.phone(), "recovery-codes", **person.proof())["recovery_codes"]

    assert person.sign_in(code=person.recovery_codes[0]).json()["code"] == "sign_in_failed"
    assert person.sign_in(code=codes[0]).status_code == 200
