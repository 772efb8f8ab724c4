"""Signing in, opening an account and the devices, as somebody presses and writes; the server is the real one."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import flet as ft
import pytest

from fieldwalk import routes
from fieldwalk.screens.devices import draw_devices
from fieldwalk.screens.open_account import Chosen, draw_account, draw_codes
from fieldwalk.screens.sign_in import Shown, draw_sign_in
from fieldwalk.services.devices import Device
from fieldwalk.services.signing_in import Offer
from fieldwalk.theme import Look
from tests.fakes.central_world import World
from tests.fakes.flet_client import everything_in
from tests.fakes.staff import PASSWORD, Person, link_for, staff
from tests.fieldwalk.screens.at_a_server import app, phone_of, shows, signed_in


async def test_the_digits_are_asked_for_only_when_the_server_wants_them(world: World) -> None:
    person, fieldwalk = staff(world, name="Asha"), phone_of(world)
    async with app(fieldwalk, routes.SIGN_IN) as client:
        await client.write("E-post eller namn", person.login)
        await client.write_and_press("Lösenord", PASSWORD, "Logga in")
        await shows(client, "Sex siffror från kodappen")
        assert "Namnet, lösenordet eller koden stämmer inte." not in client.texts
        await client.write_and_press("Sex siffror från kodappen", person.later(), "Logga in")
        await shows(client, "Kvällsvandring")
    me = fieldwalk.joining.me()
    assert me
    assert (me.name, me.role) == ("Asha", "coordinator")


async def test_a_wrong_password_is_told_and_the_words_stay(world: World) -> None:
    person, fieldwalk = staff(world), phone_of(world)
    async with app(fieldwalk, routes.SIGN_IN) as client:
        await client.write("E-post eller namn", person.login)
        await client.write_and_press("Lösenord", "en helt annan mening", "Logga in")
        await shows(client, "Namnet, lösenordet eller koden stämmer inte.")
        assert client.field("E-post eller namn").value == person.login
    assert fieldwalk.joining.me() is None


async def test_a_link_to_an_account_leads_to_its_password_and_the_codes_are_shown_once(world: World) -> None:
    link, fieldwalk = link_for(world, "asha@walks.example", name="Asha"), phone_of(world)
    async with app(fieldwalk, routes.join(link)) as client:
        await shows(client, "Öppna ditt konto")
        assert "asha@walks.example · Trygghetssamordnare · Fittjahem" in client.texts
        secret = next(words for words in client.texts if words.startswith("Nyckel ")).removeprefix("Nyckel ")
        person = Person(world, "asha@walks.example", secret.replace(" ", ""))
        await client.write("Välj ett lösenord", PASSWORD)
        await client.write_and_press("Siffrorna som kodappen visar nu", person.digits(), "Öppna kontot")
        await shows(client, "Dina återställningskoder")
        code = next(words for words in client.texts if len(words) == 11 and words[5] == "-")
        await client.press("Jag har skrivit ner dem")
        await shows(client, "Kvällsvandring")
    assert fieldwalk.joining.role() == "coordinator"
    assert person.sign_in(code=code).status_code == 200


async def test_a_link_to_an_account_that_is_open_says_that_it_gives_another_password(world: World) -> None:
    staff(world, login="asha@walks.example")
    link = link_for(world, "asha@walks.example")
    async with app(phone_of(world), routes.account(link)) as client:
        await shows(client, "Nytt lösenord och ny kodapp")
        assert "Öppna kontot" not in client.texts


async def test_a_weak_password_is_told_and_the_link_stays_good(world: World) -> None:
    link, fieldwalk = link_for(world, "asha@walks.example"), phone_of(world)
    async with app(fieldwalk, routes.account(link)) as client:
        await shows(client, "Öppna ditt konto")
        await client.write_and_press("Välj ett lösenord", "kort", "Öppna kontot")
        await shows(client, "Lösenordet är för lätt att gissa.")
    assert world.central.accounts.offer(link).login == "asha@walks.example"


async def test_a_link_that_has_ended_is_told(world: World) -> None:
    async with app(phone_of(world), routes.account("nowhere")) as client:
        await shows(client, "Koden stämmer inte.")


async def test_another_device_of_mine_is_signed_out_after_a_question(world: World) -> None:
    person = staff(world)
    fieldwalk = await signed_in(world, person)
    async with app(fieldwalk, routes.DEVICES) as client:
        await shows(client, "Mina enheter")
        assert "En enhet · Den här enheten" in client.texts
        await client.press("Logga ut")
        assert "Logga ut enheten?" in client.texts
        sheet = client.dialog(ft.BottomSheet)
        [go] = [
            each for each in everything_in(sheet)
            if isinstance(each, ft.OutlinedButton) and "Logga ut" in client.words_of(each)
        ]  # fmt: skip
        await client.event(go, "click")
        await shows(client, "Enheten är utloggad")
    assert [each.is_this for each in await fieldwalk.devices.own()] == [True]


async def test_who_keeps_the_devices_reports_a_phone_lost_and_found(world: World) -> None:
    world.phone("leader")
    fieldwalk = await signed_in(world, staff(world, "company_admin"))
    async with app(fieldwalk, routes.DEVICES) as client:
        await shows(client, "Personalens enheter")
        await client.press("Borttappad")
        assert "Är telefonen borttappad?" in client.texts
        await client.press("Anmäl som borttappad")
        await shows(client, "Telefonen är anmäld")
        await shows(client, "Återfunnen")
        await client.press("Återfunnen")
        await shows(client, "Anmälan är borttagen")
    assert not any(each.lost_at for each in await fieldwalk.devices.staff())


@pytest.mark.parametrize("role", ["walker", "coordinator"])
async def test_the_staffs_devices_are_shown_to_nobody_else(world: World, role: str) -> None:
    opened = world.central.joining.invite(world.organisation, role, walk_id=world.walk)
    fieldwalk = phone_of(world)
    await fieldwalk.joining.join(opened.url)
    async with app(fieldwalk, routes.DEVICES) as client:
        await shows(client, "Mina enheter")
        assert "Personalens enheter" not in client.texts


async def test_leaving_ends_the_token_at_the_server_too(world: World) -> None:
    fieldwalk = await signed_in(world, staff(world))
    async with app(fieldwalk, routes.MORE) as client:
        before = len(world.central.devices.of_staff(world.admin))
        await client.press("Logga ut")
        assert "Logga ut från Fittjahem?" in client.texts
        await client.press("Logga ut")
        async with asyncio.timeout(60):
            while len(world.central.devices.of_staff(world.admin)) == before:
                await asyncio.sleep(0.01)
    assert fieldwalk.joining.me() is None


def test_the_identity_providers_button_leads_the_browser_there_itself() -> None:
    drawn = draw_sign_in(Look(), Shown(), lambda **_: None, lambda: None, lambda: None, "", "Kommunen")

    urls = [button.url for button in everything_in(drawn) if isinstance(button, ft.OutlinedButton) and button.url]

    assert [(url.url, url.target) for url in urls] == [("/api/v1/provider/sign-in", ft.UrlTarget.SELF)]  # type: ignore[union-attr]


def test_an_emptied_phone_can_only_be_looked_at() -> None:
    device = Device("1", "Android", False, 1, 1, 1, "Bo")
    for shown in (device, replace(device, is_this=True)):
        drawn = draw_devices(Look(), [shown], [shown], lambda _: None, lambda: None, "")
        assert not [each for each in everything_in(drawn) if isinstance(each, ft.OutlinedButton)]


def test_a_password_is_hidden_until_its_writer_looks_and_a_manager_may_fill_it() -> None:
    drawn = draw_sign_in(Look(), Shown(asks_code=True), lambda **_: None, lambda: None, lambda: None, "")
    login, password, code = [each for each in everything_in(drawn) if isinstance(each, ft.TextField)]

    assert (password.password, password.can_reveal_password) == (True, True)
    assert not any(field.read_only or field.max_length for field in (login, password, code))
    assert [field.autofill_hints for field in (login, password, code)] == [
        [ft.AutofillHint.USERNAME],
        [ft.AutofillHint.PASSWORD],
        [ft.AutofillHint.ONE_TIME_CODE],
    ]


def _nothing(**_: object) -> None:
    return


@pytest.mark.parametrize("width", [360, 1440])
def test_one_thing_is_lit_on_each_page_and_every_semantics_has_its_content(width: int) -> None:
    look = Look(width=width)
    offer = Offer("asha", "Asha", "leader", "Fittjahem", "ABCDEFGH", "otpauth://totp/x", True)
    pages = [
        draw_sign_in(look, Shown(asks_code=True), _nothing, lambda: None, lambda: None, "sign_in_failed", "Kommunen"),
        draw_account(look, offer, Chosen(), _nothing, lambda: None, lambda: None, "password_weak"),
        draw_codes(look, ["abcde-fghjk"], lambda: None),
    ]
    for page in pages:
        assert len([each for each in everything_in(page) if isinstance(each, ft.FilledButton)]) == 1
        assert all(each.content is not None for each in everything_in(page) if isinstance(each, ft.Semantics))
