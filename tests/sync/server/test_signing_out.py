"""Signing out here and at the identity provider, whichever side begins; the provider is a process of its own."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from tests.fakes.central_world import Phone, World
from tests.fakes.staff import staff
from tests.sync.server.test_audit import lines
from tests.sync.server.test_provider import ASHA, Work, issuer, work  # noqa: F401

EVENT = "http://schemas.openid.net/event/backchannel-logout"


def signed_in(work: Work, session: str = "") -> Phone:  # noqa: F811
    """A phone whose browser has come back from the provider, which calls the session so."""
    work.is_signed_in({**ASHA, **({"sid": session} if session else {})})
    token = work.enters(work.comes(work.goes())).json()["token"]
    return Phone(work.world.client, token, work.world.clock)


def signs_out(phone: Phone) -> str:
    reply = phone.client.post("/api/v1/devices/this/sign-out", headers=phone.headers)
    assert reply.status_code == 200, reply.text
    return str(reply.json()["address"])


def is_in(phone: Phone) -> bool:
    return bool(phone.client.get("/api/v1/devices", headers=phone.headers).status_code == 200)


def says_over(work: Work, **claims: Any) -> int:  # noqa: F811
    """The provider tells the server that a session is over; what it is answered."""
    token = requests.post(f"{work.issuer}/logout-token", data=json.dumps(claims), timeout=300).json()
    return work.world.client.post("/api/v1/provider/logged-out", data=token).status_code


def test_who_came_in_by_the_provider_signs_out_there_with_no_question(work: Work) -> None:  # noqa: F811
    staff(work.world)
    phone = signed_in(work)

    address = signs_out(phone)

    asked = parse_qs(urlsplit(address).query)
    assert address.startswith(f"{work.issuer}/end?")
    assert asked["id_token_hint"][0].count(".") == 2
    assert asked["post_logout_redirect_uri"] == ["http://walks.example/"]
    back = requests.get(address, allow_redirects=False, timeout=300).headers["location"]
    assert back == "http://walks.example/"
    assert not is_in(phone)
    assert work.refused(work.comes(work.goes()))


def test_who_came_in_otherwise_is_sent_nowhere(work: Work) -> None:  # noqa: F811
    phone = staff(work.world).phone()

    assert signs_out(phone) == ""
    assert not is_in(phone)


def test_a_session_that_is_over_there_is_over_here_and_no_other(work: Work) -> None:  # noqa: F811
    person = staff(work.world)
    first, second, by_password = signed_in(work, "one"), signed_in(work, "two"), person.phone()

    assert says_over(work, sub=ASHA["sub"], sid="one") == 200

    assert [is_in(each) for each in (first, second, by_password)] == [False, True, True]
    [line] = lines(work.world, "provider_ended")
    assert (line.person, line.about["tokens"]) == ("", 1)


def test_where_no_session_is_named_all_of_the_persons_are_over(work: Work) -> None:  # noqa: F811
    person = staff(work.world)
    first, second, by_password = signed_in(work, "one"), signed_in(work), person.phone()

    assert says_over(work, sub="somebody-else") == 200
    assert says_over(work, sub=ASHA["sub"]) == 200

    assert [is_in(each) for each in (first, second, by_password)] == [False, False, True]


TRICKS: dict[str, dict[str, Any]] = {
    "for somebody else": {"aud": "another"},
    "of another issuer": {"iss": "https://elsewhere.example"},
    "that has ended": {"exp": 1},
    "that somebody kept": {"iat": 1},
    "without a moment": {"iat": None},
    "about something else": {"events": {"http://schemas.openid.net/event/other": {}}},
    "about nothing": {"events": None},
    "that is an identity token": {"nonce": "x", "events": {EVENT: {}}},
    "about nobody": {"sub": None, "sid": None},
    "with an event that is none": {"events": "x"},
}


@pytest.mark.parametrize("trick", [*TRICKS, "forged"])
def test_a_logout_token_that_is_not_as_it_must_be_ends_nothing(work: Work, trick: str) -> None:  # noqa: F811
    staff(work.world)
    phone = signed_in(work, "one")
    work.plays(forged=trick == "forged")

    assert says_over(work, **{"sub": ASHA["sub"], "sid": "one", **TRICKS.get(trick, {})}) == 400

    assert is_in(phone)


@pytest.mark.parametrize("body", [b"", b"logout_token=", b"logout_token=a.b.c", b"\xff\x00=&&", b"x" * 1000])
def test_nonsense_at_the_providers_door_is_not_readable(work: Work, body: bytes) -> None:  # noqa: F811
    assert work.world.client.post("/api/v1/provider/logged-out", content=body).status_code == 400


def test_a_server_without_a_provider_has_no_such_door(world: World) -> None:
    assert world.client.post("/api/v1/provider/logged-out", data={"logout_token": "x"}).status_code == 404
    phone = staff(world).phone()
    assert signs_out(phone) == ""
