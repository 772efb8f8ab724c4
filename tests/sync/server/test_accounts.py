"""Accounts: a link leads to a password and a second factor, and what comes in is what joining gives."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fieldwalk.domain.records import Person
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.roles import ROLES, STAFF, may
from sync.server.inviting import Wanted, invite
from sync.server.store.holdings import Holdings
from tests.fakes.central_world import Phone, World
from tests.fakes.staff import PASSWORD, accept, link_for, staff
from tests.sync.server.test_audit import lines
from tests.sync.server.test_joining import everything_stored


def test_who_signs_in_is_to_every_route_who_they_would_be_by_joining(world: World) -> None:
    for role in STAFF:
        welcome = staff(world, role, login=role, name="Asha").sign_in().json()
        phone = Phone(world.client, welcome["token"], world.clock)

        assert (welcome["name"], welcome["role"], welcome["walk_id"]) == ("Asha", role, None)
        assert welcome["organisation_title"] == "Fittjahem"
        assert {each.record_id for each in phone.pull()} == {each.record_id for each in world.phone(role).pull()}


def test_a_link_tells_who_one_becomes_and_lets_nobody_in_by_itself(world: World) -> None:
    link = link_for(world, " Asha@Walks.Example ", name="Asha")

    offered = world.client.post("/api/v1/account-invitations", json={"code": link}).json()
    joined = world.client.post("/api/v1/join", json={"code": link})

    assert (offered["login"], offered["name"], offered["role"]) == ("asha@walks.example", "Asha", "coordinator")
    assert offered["address"].startswith("otpauth://totp/Fieldwalk:asha%40walks.example?secret=")
    assert (offered["second_factor"], offered["is_known"]) == (True, False)
    assert joined.json()["code"] == "password_to_choose"


def test_another_role_is_had_after_signing_in_anew_and_never_by_oneself(world: World) -> None:
    bo, asha = staff(world, "leader", login="bo"), staff(world, "company_admin")
    before, keeper = bo.phone().headers, asha.phone().headers
    accounts = world.client.get("/api/v1/accounts", headers=keeper).json()
    place = {each["login"]: f"/api/v1/accounts/{each['id']}/role" for each in accounts}

    changed = world.client.put(place["bo"], json={"role": "coordinator"}, headers=keeper)
    own = world.client.put(place[asha.login], json={"role": "leader"}, headers=keeper)

    assert changed.json() == {"put_out": 2}
    assert world.client.get("/api/v1/account", headers=before).json()["code"] == "right_ended"
    assert bo.sign_in().json()["role"] == "coordinator"
    assert (own.status_code, own.json()["code"]) == (409, "step_not_allowed")
    with world.central.database.read() as connection:
        persons = Holdings(connection, world.admin).records(Person)
    assert {person.title: person.role for person in persons if person.title in ("bo", asha.login)} == {
        "bo": "coordinator",
        asha.login: "company_admin",
    }
    [told] = [line.about for line in lines(world) if line.act == "role_changed"]
    assert (told["before"], told["role"]) == ("leader", "coordinator")


def test_a_link_is_used_up_and_a_newer_one_closes_it(world: World) -> None:
    first = link_for(world, "asha")
    second = link_for(world, "asha")

    assert accept(world, first).json()["code"] == "code_not_known"
    assert accept(world, second).status_code == 201
    assert accept(world, second).json()["code"] == "code_not_known"


@pytest.mark.parametrize(
    ("choice", "code"),
    [
        ({"password": "kort"}, "password_weak"),
        ({"password": "aaaaaaaaaaaaaaaaaaaa"}, "password_weak"),
        ({"password": "asha.amin2026"}, "password_weak"),
        ({"digits": ""}, "second_factor_needed"),
        ({"digits": "000 000 0"}, "second_factor_needed"),
    ],
)
def test_a_weak_password_or_wrong_digits_leave_the_link_as_it_was(world: World, choice: Any, code: str) -> None:
    link = link_for(world, "asha.amin@walks.example")

    assert accept(world, link, **choice).json()["code"] == code
    assert accept(world, link).status_code == 201


@pytest.mark.both_stores
def test_another_link_gives_a_new_password_and_a_new_second_factor_and_another_role_puts_out(world: World) -> None:
    before = staff(world)
    old = before.phone()
    again = staff(world)

    assert before.sign_in().json()["code"] == "sign_in_failed"
    assert again.sign_in().status_code == 200
    assert old.client.get("/api/v1/walks", headers=old.headers).status_code == 200
    assert staff(world, "auditor").sign_in().json()["role"] == "auditor"
    assert old.client.get("/api/v1/walks", headers=old.headers).json()["code"] == "right_ended"
    assert len(world.central.accounts.of(world.admin)) == 1


def test_a_login_is_one_persons_and_only_they_hear_that_it_is_taken(world: World) -> None:
    staff(world)

    link = link_for(world.other(), "asha@walks.example")

    assert accept(world, link).json()["code"] == "login_taken"


def test_a_login_is_a_word_and_residents_get_no_account(world: World) -> None:
    wrong = [(login, "leader") for login in ("", "a", "två ord", "x" * 201, "a\tb")]
    for login, role in (*wrong, *(("asha", role) for role in (*ROLES, "keeper") if role not in STAFF)):
        with pytest.raises(Refused, match="field_not_valid"):
            invite(world.central, world.admin, Wanted(login, role))


def test_a_person_of_another_organisation_gets_no_account_here(world: World) -> None:
    with pytest.raises(Refused, match="not_found"):
        invite(world.central, world.other().admin, Wanted("asha", "leader", person_id=world.coordinator))


def test_the_keeper_of_accounts_invites_lists_and_closes_over_http(world: World) -> None:
    admin, path = staff(world, "company_admin", "chef").phone(), "/api/v1/accounts"
    wish = {"login": "vakt", "role": "caretaker", "name": "Bo"}
    invited = world.client.post(path, json=wish, headers=admin.headers).json()
    assert accept(world, invited["url"].rsplit("/", 1)[-1]).status_code == 201

    listed = {each["login"]: each for each in world.client.get(path, headers=admin.headers).json()}
    closed = world.client.delete(f"{path}/{listed['vakt']['id']}", headers=admin.headers)

    assert (listed["vakt"]["name"], listed["vakt"]["role"], listed["vakt"]["has_second_factor"]) == (
        "Bo", "caretaker", True,
    )  # fmt: skip
    assert closed.json() == {"put_out": 1}
    assert world.client.get(path, headers=admin.headers).json()[1]["closed_at"] == world.clock.now


def test_a_closed_account_puts_its_devices_out_and_is_opened_again_by_a_new_link(world: World) -> None:
    person = staff(world)
    phone = person.phone()
    account = world.central.accounts.of(world.admin)[0][0]
    assert world.central.accounts.close(world.admin, account.id) == 2

    assert phone.client.get("/api/v1/walks", headers=phone.headers).json()["code"] == "right_ended"
    assert person.sign_in().json()["code"] == "sign_in_failed"
    again = staff(world)
    assert again.sign_in().status_code == 200
    assert world.central.accounts.of(world.admin)[0][0].id == account.id


def test_accounts_are_kept_by_whom_the_table_names(world: World) -> None:
    for role in ROLES:
        reply = world.client.get("/api/v1/accounts", headers=world.phone(role).headers)
        assert (reply.status_code == 200) == may(role, "accounts"), role


@pytest.mark.both_stores
def test_nothing_that_opens_an_account_is_readable_in_the_database_nor_in_the_log(world: World) -> None:
    link = link_for(world, "eva@walks.example")
    person = staff(world)
    token = person.sign_in().json()["token"]

    stored = everything_stored(world)

    codes = (*person.recovery_codes, person.recovery_codes[0].replace("-", ""))
    for secret in (link, PASSWORD, person.secret, token, *codes):
        assert secret.encode() not in stored
    assert "asha@" not in json.dumps([line.about for line in lines(world)])


def test_opening_signing_in_and_closing_leave_lines(world: World) -> None:
    person = staff(world)
    person.sign_in()
    world.central.accounts.close(world.admin, world.central.accounts.of(world.admin)[0][0].id)

    told = [(line.act, line.about) for line in lines(world)]

    assert [act for act, _ in told] == ["invited", "account_opened", "joined", "joined", "account_closed"]
    assert told[1][1] == {"second_factor": True}
    assert told[3][1] == {"walk": None, "way": "password"}
