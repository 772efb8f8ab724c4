"""Accounts and ways in: told to who asks, gone when they are erased or old enough, and the doors stay as they were."""

from __future__ import annotations

import json

import pytest

from sync.server.organisations import keepers
from sync.server.purging import purge_one
from sync.server.register import erase, extract
from sync.server.settings import DAY
from tests.fakes.central_world import World
from tests.fakes.staff import Person, staff
from tests.sync.server.test_joining import everything_stored

MONTH = 31 * DAY


def account_of(world: World, person: Person) -> tuple[str, str]:
    """The account's id and its person's."""
    return next((a.id, a.person_id) for a, _ in world.central.accounts.of(world.admin) if a.login == person.login)


def purged(world: World, months: int) -> tuple[int, int]:
    """How many accounts and ways in are gone so much later."""
    world.clock.now += months * MONTH
    keeper = next(each for each in keepers(world.central.database) if each.organisation == world.organisation)
    done = purge_one(world.central, keeper)
    return done.accounts, done.entrances


@pytest.mark.both_stores
def test_a_closed_account_goes_after_its_period_and_nothing_of_it_is_left(world: World) -> None:
    person, other = staff(world, name="Asha"), staff(world, login="bo@walks.example")
    token = person.sign_in().json()["token"]
    account, _ = account_of(world, person)
    world.central.accounts.close(world.admin, account)

    assert purged(world, 11)[0] == 0
    assert purged(world, 2)[0] == 1

    assert account.encode() not in everything_stored(world)
    assert b"asha@walks.example" not in everything_stored(world)
    gone = world.client.get("/api/v1/account", headers={"Authorization": f"Bearer {token}"})
    assert gone.json()["code"] == "right_ended"
    assert other.sign_in().status_code == 200
    assert purged(world, 0) == (0, 0)


def test_an_open_account_stays_however_long_nobody_signs_in(world: World) -> None:
    person = staff(world)

    accounts, entrances = purged(world, 36)

    assert accounts == 0
    assert entrances > 0
    assert person.sign_in().status_code == 200


def test_an_extract_tells_of_the_account_and_holds_nothing_that_opens_it(world: World) -> None:
    person = staff(world)
    person.sign_in()
    _, person_id = account_of(world, person)

    told = extract(world.central, world.caller("coordinator"), person_id, "sv")

    assert (told["account"]["login"], told["account"]["recovery_codes_left"]) == (person.login, 10)
    assert [invited["login"] for invited in told["invitations"]] == [person.login]
    assert [came["way"] for came in told["entrances"]] == ["password", "password"]
    assert "account" in {reason["kind"] for reason in told["kept"]}
    words = json.dumps([told["account"], told["invitations"], told["entrances"]])
    assert not [name for name in ("argon2", "totp", "subject", "hash", "link", "code\"") if name in words]


@pytest.mark.both_stores
def test_an_erasure_takes_the_closed_account_with_its_login_and_the_invitations(world: World) -> None:
    person = staff(world)
    account, person_id = account_of(world, person)
    keeper = next(each for each in keepers(world.central.database) if each.organisation == world.organisation)
    with pytest.raises(ValueError, match="Close their account first"):
        erase(world.central, keeper, person_id, words=False)
    world.central.accounts.close(world.admin, account)

    done = erase(world.central, keeper, person_id, words=False)

    assert (done.accounts, done.entrances) == (1, 1)
    assert b"asha@walks.example" not in everything_stored(world)
    assert person.sign_in().json()["code"] == "sign_in_failed"


def test_who_keeps_the_accounts_sees_when_each_was_last_signed_in_to(world: World) -> None:
    person, keeper = staff(world), staff(world, "company_admin", login="eva")
    world.clock.now += DAY
    at = world.clock.now + 30_000
    person.sign_in()
    listed = world.client.get("/api/v1/accounts", headers=keeper.phone().headers).json()
    assert {each["login"]: each["signed_in_at"] for each in listed}[person.login] == at
