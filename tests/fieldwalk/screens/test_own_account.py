"""One's own account, as somebody presses and writes; the server is the real one."""

from __future__ import annotations

import flet as ft
import pytest

from fieldwalk import routes
from fieldwalk.domain.accounts import Account, Begun
from fieldwalk.screens.account_step import Form, draw_new_factor, draw_step
from fieldwalk.screens.own_account import draw_own_account
from fieldwalk.theme import Look
from tests.fakes.central_world import World
from tests.fakes.flet_client import everything_in
from tests.fakes.staff import PASSWORD, Person, staff
from tests.fieldwalk.screens.at_a_server import app, phone_of, shows, signed_in

NEW = "tre lyktor i rad, sa han"


async def test_a_new_password_is_asked_for_with_the_old_one_and_puts_the_other_devices_out(world: World) -> None:
    person = staff(world)
    fieldwalk = await signed_in(world, person)
    async with app(fieldwalk, routes.OWN_ACCOUNT) as client:
        await shows(client, "10 koder kvar.")
        await client.press("Byt lösenord")
        await client.write("Lösenord nu", PASSWORD)
        await client.write("Sex siffror från kodappen", person.later())
        await client.write_and_press("Nytt lösenord", NEW, "Byt lösenord")
        await shows(client, "Lösenordet är bytt")
    assert person.sign_in(password=NEW).status_code == 200
    assert person.sign_in().json()["code"] == "sign_in_failed"
    assert len(await fieldwalk.devices.own()) == 2  # this one, and the one that has just signed in


async def test_a_wrong_password_changes_nothing_and_is_told_over_the_button(world: World) -> None:
    person = staff(world)
    async with app(await signed_in(world, person), routes.own_account("password")) as client:
        await shows(client, "Nytt lösenord")
        await client.write("Lösenord nu", "en helt annan mening")
        await client.write("Sex siffror från kodappen", person.later())
        await client.write_and_press("Nytt lösenord", NEW, "Byt lösenord")
        await shows(client, "Namnet, lösenordet eller koden stämmer inte.")
    assert person.sign_in().status_code == 200


async def test_another_authenticator_is_good_once_its_digits_were_shown(world: World) -> None:
    person = staff(world)
    async with app(await signed_in(world, person), routes.OWN_ACCOUNT) as client:
        await shows(client, "Byt kodapp")
        await client.press("Byt kodapp")
        await client.write("Lösenord nu", PASSWORD)
        await client.write_and_press("Sex siffror från kodappen", person.later(), "Fortsätt")
        await shows(client, "Koppla en kodapp")
        shown = next(words for words in client.texts if words.startswith("Nyckel ")).removeprefix("Nyckel ")
        newer = Person(world, person.login, shown.replace(" ", ""))
        await client.write_and_press("Siffrorna som kodappen visar nu", newer.digits(), "Koppla kodappen")
        await shows(client, "Dina återställningskoder")
        await client.press("Jag har skrivit ner dem")
        await shows(client, "Kodappen är kopplad")
    assert newer.sign_in().status_code == 200
    assert person.sign_in().json()["code"] == "sign_in_failed"


async def test_new_recovery_codes_take_the_place_of_the_old_ones(world: World) -> None:
    person = staff(world)
    async with app(await signed_in(world, person), routes.own_account("codes")) as client:
        await shows(client, "Visa nya koder")
        await client.write("Lösenord nu", PASSWORD)
        await client.write_and_press("Sex siffror från kodappen", person.later(), "Visa nya koder")
        await shows(client, "Dina återställningskoder")
        code = next(words for words in client.texts if len(words) == 11 and words[5] == "-")
    assert person.sign_in(code=person.recovery_codes[0]).json()["code"] == "sign_in_failed"
    assert person.sign_in(code=code).status_code == 200


async def test_who_came_in_by_a_link_has_devices_and_no_account(world: World) -> None:
    fieldwalk = phone_of(world)
    await fieldwalk.joining.join(world.central.joining.invite(world.organisation, "leader").url)
    async with app(fieldwalk, routes.OWN_ACCOUNT) as client:
        await shows(client, "Du kom in med en länk och har inget konto.")
        assert "Mina enheter" in client.texts
        assert "Byt lösenord" not in client.texts


def _nothing(**_: object) -> None:
    return


def test_who_signs_in_at_the_employer_changes_nothing_here() -> None:
    account = Account("asha", "leader", has_password=False, has_second_factor=False, recovery_codes_left=0)
    drawn = draw_own_account(Look(), account, "", lambda _: lambda: None, lambda: None)
    words = [found.value for found in everything_in(drawn) if isinstance(found, ft.Text)]
    assert "Byt lösenord" not in words
    assert "Vandringsledare · Loggar in hos arbetsgivaren" in words


@pytest.mark.parametrize(("left", "warned"), [(2, True), (3, False)])
def test_few_recovery_codes_are_told_in_time(left: int, warned: bool) -> None:
    account = Account("asha", "leader", has_password=True, has_second_factor=True, recovery_codes_left=left)
    drawn = draw_own_account(Look(), account, "", lambda _: lambda: None, lambda: None)
    words = [str(found.value) for found in everything_in(drawn) if isinstance(found, ft.Text)]
    assert any("Gör nya i tid." in each for each in words) is warned


@pytest.mark.parametrize("width", [360, 1440])
def test_one_thing_is_lit_on_each_step(width: int) -> None:
    look, begun = Look(width=width), Begun("ticket", "ABCDEFGH", "otpauth://totp/x")
    pages = [
        draw_step(look, step, Form(), _nothing, lambda: None, lambda: None, "sign_in_failed", asks_code=True)
        for step in ("password", "second-factor", "codes")
    ]
    pages.append(draw_new_factor(look, begun, Form(), _nothing, lambda: None, lambda: None, "second_factor_needed"))
    for page in pages:
        assert len([each for each in everything_in(page) if isinstance(each, ft.FilledButton)]) == 1
        assert all(each.content is not None for each in everything_in(page) if isinstance(each, ft.Semantics))
