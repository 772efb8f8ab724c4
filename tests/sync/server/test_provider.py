"""Signing in by an identity provider that runs in a process of its own; every forgery ends at the same page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from httpx2 import Response

from sync.server.provided import AT_THE_DOOR, ON_THE_WAY
from tests.fakes.central_world import Phone, World
from tests.fakes.provider import CLIENT, SECRET, opened
from tests.fakes.staff import link_for, staff
from tests.fakes.stores import plain_settings
from tests.sync.server.test_audit import lines

ASHA = {"sub": "asha-at-work", "email": "Asha@Walks.Example", "email_verified": True}
BEGIN, CALLBACK = "/api/v1/provider/sign-in", "/api/v1/provider/callback"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with opened() as address:
        yield address


@dataclass
class Work:
    """A server whose staff sign in at the provider, and the one browser that they do it in."""

    world: World
    issuer: str

    def is_signed_in(self, person: dict[str, Any] | None) -> None:
        requests.post(f"{self.issuer}/person", data=json.dumps(person), timeout=300)

    def plays(self, **trick: Any) -> None:
        requests.post(f"{self.issuer}/trick", json={"now": self.world.clock.now // 1000, **trick}, timeout=300)

    def goes(self, code: str = "") -> str:
        """The browser goes to the provider and is sent back: the path and query that it comes back with."""
        sent = self.world.client.get(BEGIN, params={"code": code}, follow_redirects=False)
        assert sent.status_code == 302, sent.text
        back = requests.get(sent.headers["location"], allow_redirects=False, timeout=300).headers["location"]
        return back.removeprefix("http://walks.example")

    def comes(self, back: str) -> Response:
        return self.world.client.get(back, follow_redirects=False)

    def enters(self, reply: Response) -> Response:
        """The app opens with the link that it was sent to."""
        assert reply.status_code == 302, reply.text
        link = reply.headers["location"].removeprefix("http://walks.example/join/")
        return self.world.client.post("/api/v1/join", json={"code": link})

    def refused(self, reply: Response) -> bool:
        """The page that says that a sign-in could not be confirmed, and a browser that keeps nothing of it."""
        kept = self.world.client.cookies.get("fieldwalk_provider")
        return (reply.status_code, kept) == (403, None) and "Inloggningen kunde inte bekräftas" in reply.text


@pytest.fixture
def work(tmp_path: Path, issuer: str) -> Iterator[Work]:
    settings = replace(
        plain_settings(tmp_path / "data"),
        address="http://walks.example",
        oidc_issuer=issuer,
        oidc_client_id=CLIENT,
        oidc_client_secret=SECRET,
        oidc_name="Kommunen",
    )
    made = Work(World(tmp_path / "data", settings=settings), issuer)
    with made.world.client:
        made.is_signed_in(ASHA)
        made.plays()
        yield made


def test_who_has_an_account_of_their_verified_address_comes_in_as_by_joining(work: Work) -> None:
    person = staff(work.world, name="Asha")

    welcome = work.enters(work.comes(work.goes())).json()

    assert (welcome["name"], welcome["role"]) == ("Asha", "coordinator")
    phone = Phone(work.world.client, welcome["token"], work.world.clock)
    devices = work.world.client.get("/api/v1/devices", headers=phone.headers).json()
    assert [each["way"] for each in devices if each["is_this"]] == ["provider"]
    assert work.world.client.get("/api/v1/account", headers=phone.headers).json()["login"] == person.login
    assert [line.about for line in lines(work.world, "joined")][-1] == {"walk": None, "way": "provider"}


def test_an_invitation_is_opened_by_the_provider_with_no_password_whatever_the_address_is(work: Work) -> None:
    work.is_signed_in({"sub": "bo", "email": "other@walks.example", "email_verified": False})
    link = link_for(work.world, "bo@walks.example", "caretaker")

    assert work.enters(work.comes(work.goes(link))).json()["role"] == "caretaker"
    assert work.enters(work.comes(work.goes())).json()["role"] == "caretaker"
    shown = {"login": "bo@walks.example", "password": ""}
    assert work.world.client.post("/api/v1/sign-in", json=shown).json()["code"] == "sign_in_failed"
    assert work.comes(work.goes(link)).status_code == 404


def test_who_was_tied_once_stays_tied_when_their_address_changes(work: Work) -> None:
    staff(work.world)
    work.enters(work.comes(work.goes()))
    work.is_signed_in({"sub": ASHA["sub"]})

    assert work.enters(work.comes(work.goes())).json()["role"] == "coordinator"


@pytest.mark.parametrize(
    "person",
    [
        {"sub": "x", "email": "asha@walks.example"},
        {"sub": "x", "email": "asha@walks.example", "email_verified": False},
        {"sub": "x", "email": "asha@walks.example", "email_verified": "true"},
        {"sub": "x", "email": "nobody@walks.example", "email_verified": True},
        {"sub": "x", "email": "not an address", "email_verified": True},
        {"sub": "asha@walks.example"},
    ],
)
def test_an_address_that_nobody_has_checked_or_knows_opens_nothing(work: Work, person: dict[str, Any]) -> None:
    staff(work.world)
    work.is_signed_in(person)

    assert work.comes(work.goes()).status_code in (403, 422)


def test_another_person_with_a_tied_accounts_address_and_a_closed_account_open_nothing(work: Work) -> None:
    staff(work.world)
    work.enters(work.comes(work.goes()))
    work.is_signed_in({**ASHA, "sub": "somebody-else"})
    assert "konto" in work.comes(work.goes()).text

    work.is_signed_in(ASHA)
    entry = work.comes(work.goes())
    work.world.central.accounts.close(work.world.admin, work.world.central.accounts.of(work.world.admin)[0][0].id)

    assert work.enters(entry).json()["code"] == "code_not_known"
    assert work.comes(work.goes()).status_code == 403


TRICKS: dict[str, dict[str, Any]] = {
    "expired": {"claims": {"exp": 1}},
    "of another issuer": {"claims": {"iss": "https://elsewhere.example"}},
    "for another client": {"claims": {"aud": "another"}},
    "for others too and given to one of them": {"claims": {"aud": [CLIENT, "another"], "azp": "another"}},
    "with another nonce": {"claims": {"nonce": "another"}},
    "with no nonce": {"claims": {"nonce": None}},
    "with no subject": {"claims": {"sub": None}},
    "with no end": {"claims": {"exp": None}},
    "signed by another key": {"forged": True},
    "not signed": {"unsigned": True},
}


@pytest.mark.parametrize("trick", TRICKS)
def test_an_identity_token_that_is_not_as_it_must_be_opens_nothing(work: Work, trick: str) -> None:
    staff(work.world)
    work.plays(**TRICKS[trick])

    assert work.refused(work.comes(work.goes()))


def _forged_state(back: str) -> str:
    return back.replace(parse_qs(urlsplit(back).query)["state"][0], "forged")


def _no_state(back: str) -> str:
    return f"{CALLBACK}?code={parse_qs(urlsplit(back).query)['code'][0]}"


def _another_code(back: str) -> str:
    return back.replace(parse_qs(urlsplit(back).query)["code"][0], "guessed")


@pytest.mark.parametrize("forged", [_forged_state, _no_state, _another_code, lambda _: CALLBACK])
def test_a_forged_answer_opens_nothing(work: Work, forged: Callable[[str], str]) -> None:
    staff(work.world)

    assert work.refused(work.comes(forged(work.goes())))


def test_a_code_opens_once_even_for_the_browser_that_it_was_for(work: Work) -> None:
    staff(work.world)
    back = work.goes()
    note = work.world.client.cookies.get("fieldwalk_provider")
    assert work.comes(back).status_code == 302

    again = work.world.client.get(back, headers={"Cookie": f"fieldwalk_provider={note}"}, follow_redirects=False)

    assert work.refused(again)


def test_over_https_the_note_is_this_hosts_alone_and_no_scripts(tmp_path: Path, issuer: str) -> None:
    own = {"oidc_issuer": issuer, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET}
    world = World(tmp_path / "data", settings=replace(plain_settings(tmp_path / "data"), **own))  # type: ignore[arg-type]
    with world.client:
        sent = world.client.get(BEGIN, follow_redirects=False).headers["set-cookie"]

    assert sent.startswith("__Host-fieldwalk_provider=")
    assert {"HttpOnly", "Path=/", "SameSite=lax", "Secure"} <= set(sent.split("; "))
    assert "Domain" not in sent


def test_another_browser_does_not_finish_what_one_began(work: Work) -> None:
    staff(work.world)
    back = work.goes()
    work.world.client.cookies.clear()

    assert work.refused(work.comes(back))


def test_who_comes_back_too_late_begins_again_and_an_entry_is_for_one_and_for_soon(work: Work) -> None:
    staff(work.world)
    back = work.goes()
    work.world.clock.now += ON_THE_WAY
    assert work.refused(work.comes(back))

    work.plays()
    entry = work.comes(work.goes())
    assert work.enters(entry).status_code == 200
    assert work.enters(entry).json()["code"] == "code_not_known"
    work.plays()
    late = work.comes(work.goes())
    work.world.clock.now += AT_THE_DOOR
    assert work.enters(late).json()["code"] == "code_not_known"


def test_who_is_not_signed_in_there_is_not_signed_in_here(work: Work) -> None:
    staff(work.world)
    work.is_signed_in(None)

    assert work.refused(work.comes(work.goes()))


def test_signing_out_ends_the_device_here_and_the_session_there(work: Work) -> None:
    staff(work.world)
    token = work.enters(work.comes(work.goes())).json()["token"]
    phone = Phone(work.world.client, token, work.world.clock)
    assert work.world.client.delete("/api/v1/devices/this", headers=phone.headers).status_code == 204

    sent = work.world.client.get("/api/v1/provider/sign-out", follow_redirects=False).headers["location"]
    back = requests.get(sent, allow_redirects=False, timeout=300).headers["location"]

    assert sent.startswith(f"{work.issuer}/end?")
    assert back == "http://walks.example/"
    assert work.refused(work.comes(work.goes()))


def test_the_app_is_told_what_to_write_on_the_button(work: Work, world: World) -> None:
    assert work.world.client.get("/api/v1/provider").json() == {"is_offered": True, "name": "Kommunen"}
    assert world.client.get("/api/v1/provider").json() == {"is_offered": False, "name": ""}
    for path in (BEGIN, "/api/v1/provider/sign-out"):
        assert world.client.get(path, follow_redirects=False).json()["code"] == "not_found"
    assert world.client.get(CALLBACK).status_code == 404


def test_a_provider_that_is_away_or_calls_itself_otherwise_is_said_so(work: Work) -> None:
    work.plays(issuer="https://elsewhere.example")
    assert work.world.client.get(BEGIN, follow_redirects=False).json()["code"] == "provider_away"

    away = work.world.central.provided
    assert away
    away.provider._client = replace(away.provider._client, issuer="http://127.0.0.1:9")
    assert work.world.client.get(BEGIN, follow_redirects=False).json()["code"] == "provider_away"
