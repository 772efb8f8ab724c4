"""Signing in on the phone: the membership that joining gives, and whatever goes wrong the phone is as it was."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from fieldwalk.domain.refusals import Refused
from fieldwalk.services.signing_in import provider_address
from tests.fakes.little_server import Reply
from tests.fieldwalk.services.conftest import Phone
from tests.fieldwalk.services.test_joining import welcome

OFFER = {
    "login": "asha", "name": "Asha", "role": "leader", "organisation_title": "Fittja bostäder", "secret": "ABC",
    "address": "otpauth://totp/x", "qr": "<svg/>", "is_known": False, "second_factor": True,
}  # fmt: skip


def answer(said: Any, status: int = 200) -> Reply:
    return Reply(status, json.dumps(said).encode())


def test_a_phone_that_signed_in_belongs_as_by_joining_and_keeps_no_password(phone: Phone) -> None:
    phone.server.answers = [welcome()]

    me = asyncio.run(phone.fieldwalk.signing_in.sign_in("asha", "en lykta i taget", "123456"))

    assert phone.fieldwalk.joining.me() == me
    facts = phone.database.execute("select value from device").fetchall()
    assert "en lykta i taget" not in str(facts)


def test_the_next_sign_in_shows_that_this_device_has_signed_in_before(phone: Phone) -> None:
    phone.server.answers = [answer({**json.loads(welcome().body), "known": "a note"}), welcome()]
    for _ in range(2):
        asyncio.run(phone.fieldwalk.signing_in.sign_in("asha", "en lykta i taget"))

    (_, _, first), (_, _, second) = phone.server.asked
    assert second - first == len("a note")


@pytest.mark.parametrize("code", ["sign_in_failed", "second_factor_needed", "too_many_tries"])
def test_what_the_server_refuses_is_said_and_nothing_has_changed(phone: Phone, code: str) -> None:
    phone.server.answers = [answer({"code": code}, 403)]

    with pytest.raises(Refused, match=code):
        asyncio.run(phone.fieldwalk.signing_in.sign_in("asha", "fel", ""))

    assert phone.fieldwalk.joining.me() is None


def test_a_phone_with_one_companys_walks_does_not_mix_in_anothers(phone: Phone) -> None:
    phone.server.answers = [welcome(), welcome(organisation="org-haninge")]
    asyncio.run(phone.fieldwalk.signing_in.sign_in("asha", "x"))

    with pytest.raises(Refused, match="other_organisation"):
        asyncio.run(phone.fieldwalk.signing_in.sign_in("asha", "x"))


def test_a_link_offers_what_it_is_for_and_opening_it_gives_the_codes(phone: Phone) -> None:
    opened = {"welcome": json.loads(welcome().body), "recovery_codes": ["abcde-fghjk"]}
    phone.server.answers = [answer(OFFER), answer(opened, 201)]

    offer = asyncio.run(phone.fieldwalk.signing_in.offer("link"))
    codes = asyncio.run(phone.fieldwalk.signing_in.accept("link", "en lykta i taget", "123456"))

    assert (offer.login, offer.address, offer.second_factor) == ("asha", "otpauth://totp/x", True)
    assert codes == ["abcde-fghjk"]
    assert phone.fieldwalk.joining.role() == "leader"


@pytest.mark.parametrize("said", [[], {}, {"welcome": 1}, {"login": 1}])
def test_an_answer_that_is_none_is_refused(phone: Phone, said: Any) -> None:
    for ask in (lambda s: s.offer("x"), lambda s: s.accept("x", "y", ""), lambda s: s.sign_in("x", "y")):
        phone.server.answers = [answer(said)]
        with pytest.raises(Refused, match="message_not_readable"):
            asyncio.run(ask(phone.fieldwalk.signing_in))
    assert phone.fieldwalk.joining.me() is None


@pytest.mark.parametrize(
    ("said", "name"),
    [({"is_offered": True, "name": "Kommunen"}, "Kommunen"), ({"is_offered": False, "name": "x"}, ""), ({}, "")],
)
def test_the_identity_provider_is_told_by_its_name(phone: Phone, said: Any, name: str) -> None:
    phone.server.answers = [answer(said)]

    assert asyncio.run(phone.fieldwalk.signing_in.provider()) == name


def test_a_link_goes_along_to_the_identity_provider_whole() -> None:
    assert provider_address() == "/api/v1/provider/sign-in"
    assert provider_address("a b&c") == "/api/v1/provider/sign-in?code=a%20b%26c"


def test_ending_a_token_without_a_network_is_no_trouble(phone: Phone) -> None:
    phone.server.away = True

    asyncio.run(phone.fieldwalk.signing_in.end("token"))
