"""The server's address where the app did not come from one: written, asked, and kept once it has answered."""

from __future__ import annotations

import asyncio
import json

import pytest
from sqlite_utils import Database

from fieldwalk.device.ports import Reply
from fieldwalk.domain.refusals import Refused
from fieldwalk.services.joining import Joining
from fieldwalk.services.server import Answered, Server, base_of
from sync.client.journal import Journal
from sync.protocol.messages import PROTOCOL
from tests.fakes.device import AnsweringTransport, FakeClock, NamedServer

BASE = "https://walks.example.org"
WELL = json.dumps({"status": "ok", "version": "1.2", "protocol": PROTOCOL}).encode()
WELCOME = {"token": "t", "person_id": "p", "name": "", "role": "walker", "organisation": "o", "organisation_title": "O"}


class Phone:
    """A phone that did not come from a server, and what answers at any address."""

    def __init__(self, reply: Reply, db: Database | None = None) -> None:
        self.db = db or Database(memory=True)
        self.there = AnsweringTransport(lambda *asked: self._answer(*asked, reply))
        self.address = NamedServer(self.there)
        self.headers: list[object] = []
        journal = Journal(self.db, FakeClock().now, "replica00")
        self.joining = Joining(journal, AnsweringTransport(lambda *_: Reply(500)), address=self.address)
        self.server = Server(self.joining, self.address)

    def _answer(self, method: str, path: str, body: bytes, headers: object, reply: Reply) -> Reply:
        self.headers.append(headers)
        assert not body
        return reply

    def check(self, written: str) -> Answered:
        return asyncio.run(self.server.check(written))


def test_an_address_that_answers_is_the_phones_server_also_after_a_restart() -> None:
    phone = Phone(Reply(200, {}, WELL))
    assert phone.check(" walks.example.org ") == Answered(BASE, "1.2")
    assert (phone.address.asked, phone.server.base) == (BASE, BASE)
    assert phone.there.sent == [("GET", "/api/health")]
    assert phone.headers == [{}]
    assert Phone(Reply(500), phone.db).server.base == BASE


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply(200, {}, b"<html>Welcome to the train</html>"), "server_not_found"),
        (Reply(404, {}, b'{"detail": "Not Found"}'), "server_not_found"),
        (Reply(200, {}, b"[1]"), "server_not_found"),
        (Reply(200, {}, b'{"version": "9", "protocol": 99}'), "protocol_not_spoken"),
    ],
)
def test_what_answers_and_is_no_server_of_ours_is_not_kept(reply: Reply, code: str) -> None:
    phone = Phone(reply)
    with pytest.raises(Refused, match=code):
        phone.check(BASE)
    assert phone.server.base == ""


def test_a_server_that_is_away_leaves_the_phone_where_it_was() -> None:
    phone = Phone(Reply(200, {}, WELL))
    phone.check(BASE)
    phone.there.cut = True
    with pytest.raises(Refused, match="unreachable"):
        phone.check("https://other.example.org")
    assert phone.server.base == BASE


def test_a_phone_that_has_joined_asks_its_own_and_goes_nowhere_else() -> None:
    phone = Phone(Reply(200, {}, WELL))
    phone.check(BASE)
    phone.joining.become(dict(WELCOME))
    assert phone.check("https://other.example.org") == Answered(BASE, "1.2")
    assert phone.server.base == BASE


def test_in_a_browser_there_is_nothing_to_name() -> None:
    phone = Phone(Reply(200, {}, WELL))
    server = Server(phone.joining, None)
    assert (server.is_named, server.base) == (False, "")
    with pytest.raises(Refused, match="server_not_found"):
        asyncio.run(server.check(BASE))


@pytest.mark.parametrize(
    ("written", "base"),
    [
        ("walks.example.org", BASE),
        ("https://walks.example.org/", BASE),
        ("https://walks.example.org/join/AbC-123", BASE),
        ("http://192.168.1.7:8000", "http://192.168.1.7:8000"),
        ("192.168.1.7:8000", "https://192.168.1.7:8000"),
        ("", ""),
        ("   ", ""),
        ("javascript://x", ""),
        ("https://", ""),
        ("https://me:secret@walks.example.org", ""),
        ("walks example org", ""),
        ("https://[", ""),
        ("https://x:99999", ""),
    ],
)
def test_what_somebody_writes_names_a_server_or_none(written: str, base: str) -> None:
    assert base_of(written) == base
