"""Keeping the organisation's accounts, as somebody presses and writes; the server is the real one."""

from __future__ import annotations

import flet as ft

from fieldwalk import routes
from fieldwalk.screens.account_keeping import Doing, draw_account_sheet
from fieldwalk.screens.account_way import Guest, draw_invitation, draw_way
from fieldwalk.screens.accounts import draw_accounts
from fieldwalk.services.accounts import Holder, Way
from fieldwalk.theme import Look
from tests.fakes.central_world import World
from tests.fakes.flet_client import Client, everything_in
from tests.fakes.staff import accept, staff
from tests.fieldwalk.screens.at_a_server import app, shows, signed_in

BO = Holder("1", "bo@walks.example", "Bo", "person", "leader", None, has_second_factor=False)


async def in_the_sheet(client: Client, words: str) -> None:
    """Press what says ``words`` on the sheet: the page below may say the same."""
    sheet = client.dialog(ft.BottomSheet)
    [found] = [
        each for each in everything_in(sheet) if getattr(each, "on_click", None) and words in client.words_of(each)
    ]
    await client.event(found, "click")


async def test_somebody_is_invited_by_a_link_that_opens_an_account_of_that_role(world: World) -> None:
    fieldwalk = await signed_in(world, staff(world, "company_admin"))
    async with app(fieldwalk, routes.ACCOUNTS) as client:
        await shows(client, "De som får logga in")
        await client.press("Bjud in")
        await client.write("Namn", "Bo")
        await client.write("E-post", "bo@walks.example")
        await client.press("Fastighetsskötare")
        await client.press("Skapa länken")
        await shows(client, "En länk att lämna över")
        url = next(words for words in client.texts if "/join/" in words)
    opened = accept(world, url.rsplit("/", 1)[-1]).json()
    assert (opened["welcome"]["name"], opened["welcome"]["role"]) == ("Bo", "caretaker")


async def test_anothers_role_is_changed_their_link_renewed_and_their_account_closed(world: World) -> None:
    bo = staff(world, "leader", login="bo@walks.example", name="Bo")
    fieldwalk = await signed_in(world, staff(world, "company_admin"))
    async with app(fieldwalk, routes.ACCOUNTS) as client:
        await shows(client, "Bo")
        await client.press("Bo")
        await client.press("Byt roll")
        await client.press("Trygghetssamordnare")
        await shows(client, "Rollen är bytt")
        assert bo.sign_in().json()["role"] == "coordinator"

        await client.press("Bo")
        await client.press("Ny länk")
        await client.press("Skapa länken")
        await shows(client, "En länk att lämna över")
        await client.press("Tillbaka")

        await client.press("Bo")
        await client.press("Stäng kontot")
        await in_the_sheet(client, "Stäng kontot")
        await shows(client, "Stängda")
    assert bo.sign_in().json()["code"] == "sign_in_failed"


def _words(drawn: ft.Control) -> str:
    return " | ".join(str(found.value) for found in everything_in(drawn) if isinstance(found, ft.Text))


def test_ones_own_account_leads_nowhere_and_a_missing_second_factor_is_told() -> None:
    drawn = draw_accounts(Look(), [BO], "person", lambda _: None, lambda: None, lambda: None)
    rows = [each for each in everything_in(drawn) if getattr(each, "on_click", None) and "Bo" in _words(each)]
    assert not rows
    assert "bo@walks.example · Vandringsledare · Ingen kodapp · Aldrig inloggad · Du" in _words(drawn)


def test_a_closed_account_can_only_be_opened_again() -> None:
    closed = Holder("1", "bo", "Bo", "person", "leader", 5, has_second_factor=False)
    drawn = draw_account_sheet(Look(), closed, "", Doing(lambda _: None, lambda *_: None, lambda: None))
    assert "Ny länk" in _words(drawn)
    assert "Stäng kontot" not in _words(drawn)


def test_one_thing_is_lit_on_each_page() -> None:
    look = Look(width=360)
    pages = [
        draw_accounts(look, [BO], "", lambda _: None, lambda: None, lambda: None, "unreachable"),
        draw_invitation(look, Guest(login="bo"), lambda **_: None, lambda: None, lambda: None, "field_not_valid"),
        draw_way(look, Way("https://walks.example/join/x", 1), lambda: None),
    ]
    for page in pages:
        assert len([each for each in everything_in(page) if isinstance(each, ft.FilledButton)]) == 1
