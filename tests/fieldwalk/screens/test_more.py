"""Settings: language, network, joining and leaving, and everything in one file."""

from __future__ import annotations

import json
from dataclasses import replace

from fieldwalk import routes
from fieldwalk.device.native.transport import HttpTransport
from fieldwalk.device.ports import Reply
from sync.protocol.messages import PROTOCOL
from sync.protocol.rescue import unpack_rescue
from tests.fakes.device import AnsweringTransport, NamedServer
from tests.fieldwalk.screens.in_use import in_use, opened
from tests.screens_sample import SamplePhone


async def test_the_language_changes_everything_at_once() -> None:
    async with in_use("leader", routes.MORE) as app:
        await app.press("English")
        assert "Who I am" in app.texts
        assert app.page.locale_configuration is not None


async def test_a_receipt_in_the_language_before_goes_with_it() -> None:
    async with in_use("leader", routes.walk("{under_way}")) as app:
        await app.press("Märk ut plats")
        assert "Plats 5 sparad i telefonen" in app.texts
        app.fieldwalk.settings.set_language("en")
        await app.settle()
        assert "Mark a place" in app.texts
        assert not [words for words in app.texts if words.startswith("Plats 5")]
        await app.press("Mark a place")
        assert "Place 6 saved on the phone" in app.texts


async def test_photos_wait_for_wifi_when_that_is_chosen_and_the_sheet_says_why() -> None:
    phone = SamplePhone("leader")
    phone.connection.costs = True
    await phone.fill()
    async with opened(phone, routes.MORE, (412, 2400)) as app:
        await app.press("Bara på wifi")
        assert app.fieldwalk.settings.photos_on_wifi_only
        await app.press("I telefonen")
        assert any("väntar på wifi" in words for words in app.texts)


async def test_a_phone_that_does_not_say_what_network_it_has_is_told_to_send_on_any() -> None:
    phone = SamplePhone("leader")
    phone.connection.silent = True
    await phone.fill()
    words = "Den här telefonen säger inte vilket nät den har. Bilderna skickas på alla nät."
    async with opened(phone, routes.MORE, (412, 2400)) as app:
        assert words not in app.texts
        await app.press("Bara på wifi")
        assert words in app.texts


async def test_everything_is_rescued_in_one_file_named_by_the_day() -> None:
    async with in_use("leader", routes.MORE) as app:
        await app.press("Rädda allt i en fil")
        await app.settle(200)
        asked = app.asked("save_file")
        assert asked["file_name"] == "fieldwalk-raddning-2026-11-23.zip"
        assert unpack_rescue(asked["src_bytes"]).changes
        assert any("nedladdade filer" in words for words in app.texts)


async def test_a_link_that_opened_the_app_leads_to_the_code_at_once() -> None:
    phone = SamplePhone("nobody")
    phone.fieldwalk = replace(await phone.fill(), entry="kx7p2m9q")
    async with opened(phone) as app:
        assert app.route == routes.join("kx7p2m9q")
        assert "Gå med i en vandring" in app.texts


async def test_the_code_that_is_wrong_is_told_with_the_next_step() -> None:
    async with in_use("nobody", routes.JOIN) as app:
        await app.write("Kod", "000 000")
        await app.press("Gå med")
        assert any("servern" in words.lower() or "koden" in words.lower() for words in app.texts)
        assert "Gå utan kod" in app.texts


async def test_where_a_link_names_the_server_it_may_be_pasted_in_the_place_of_the_code() -> None:
    phone = SamplePhone("nobody")
    await phone.fill()
    phone.fieldwalk.joining._address = HttpTransport("")
    async with opened(phone, routes.JOIN) as app:
        assert "En länk, eller sex siffror" in app.texts
        await app.write("Kod eller länk", "https://walks.example.org/join/AbC-123")
        assert "En länk, eller sex siffror" not in app.texts


async def test_leaving_asks_once_and_is_refused_while_something_is_unsent() -> None:
    async with in_use("leader", routes.MORE) as app:
        await app.press("Logga ut")
        assert "Logga ut från Fittja Bostäder?" in app.texts
        await app.press("Logga ut")
        assert "Allt är inte skickat än." in app.texts
        assert app.fieldwalk.joining.me() is not None


async def test_a_phone_whose_right_has_ended_says_what_is_left_on_it() -> None:
    phone = SamplePhone("leader")
    await phone.fill()
    phone.fieldwalk.joining.end()
    async with opened(phone) as app:
        await app.press("Behöver dig")
        assert "Du har inte längre tillgång till vandringarna." in app.texts
        assert "Det du skrev och inte hann skicka är kvar i telefonen." in app.texts


def well(*_: object) -> Reply:
    """A server that is there."""
    return Reply(200, {}, json.dumps({"version": "7.8", "protocol": PROTOCOL}).encode())


async def test_in_a_browser_the_server_is_not_asked_for() -> None:
    async with in_use("nobody", routes.MORE, (412, 2800)) as app:
        assert "Server" not in app.texts


async def test_the_native_app_is_told_its_server_and_says_that_it_answers() -> None:
    there = AnsweringTransport(well)
    phone = SamplePhone("nobody", address=NamedServer(there))
    await phone.fill()
    async with opened(phone, routes.MORE, (412, 2800)) as app:
        await app.write("Serverns adress", "walks.example.org")
        await app.press("Kontrollera")
        assert "Servern svarar. Den kör Fieldwalk 7.8." in app.texts
        assert app.fieldwalk.server.base == "https://walks.example.org"
        there.cut = True
        await app.press("Kontrollera")
        assert "Servern svarar inte." in app.texts
        await app.write("Serverns adress", "inte en adress")
        await app.press("Kontrollera")
        assert "Där finns ingen Fieldwalk-server." in app.texts
        assert app.fieldwalk.server.base == "https://walks.example.org"


async def test_who_has_joined_sees_the_server_and_asks_it_and_writes_no_other() -> None:
    phone = SamplePhone("leader", address=NamedServer(AnsweringTransport(well)))
    await phone.fill()
    phone.fieldwalk.joining.stay_at("https://walks.example.org")
    async with opened(phone, routes.MORE, (412, 2800)) as app:
        assert "https://walks.example.org" in app.texts
        assert "Serverns adress" not in app.texts
        await app.press("Kontrollera")
        assert "Servern svarar. Den kör Fieldwalk 7.8." in app.texts
