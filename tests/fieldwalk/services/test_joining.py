"""Joining needs no account, and whatever goes wrong the phone is as it was."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import pytest

from fieldwalk.domain.refusals import Refused
from fieldwalk.services.joining import Joining, code_of, server_of
from tests.fakes.little_server import Reply
from tests.fieldwalk.services.conftest import Phone
from tests.fieldwalk.services.test_photographs import JPEG


def welcome(role: str = "leader", organisation: str = "org-botkyrka") -> Reply:
    body = {
        "token": f"secret-{role}", "person_id": f"person-{role}", "name": "", "role": role,
        "organisation": organisation, "organisation_title": "Fittja bostäder", "walk_id": "walk-0001",
        "expires_at": 1_796_000_000_000,
    }  # fmt: skip
    return Reply(200, json.dumps(body).encode())


def test_a_joined_phone_knows_where_it_belongs_also_after_a_restart(phone: Phone) -> None:
    phone.server.answers = [welcome()]
    joined = asyncio.run(phone.fieldwalk.joining.join("123 456"))
    assert phone.fieldwalk.joining.me() == joined
    assert (joined.role, joined.organisation_title, joined.walk_id) == ("leader", "Fittja bostäder", "walk-0001")
    assert phone.fieldwalk.joining.token() == "secret-leader"


def test_before_joining_the_phone_leads_its_own_walks(phone: Phone) -> None:
    assert (phone.fieldwalk.joining.me(), phone.fieldwalk.joining.role()) == (None, "leader")
    assert phone.fieldwalk.joining.token() is None


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply(404, b'{"code": "code_not_known"}'), "code_not_known"),
        (Reply(429, b'{"code": "too_many_tries"}'), "too_many_tries"),
        (Reply(200, b"<html>wifi</html>"), "message_not_readable"),
        (Reply(200, b"{}"), "message_not_readable"),
    ],
)
def test_a_code_that_fails_leaves_the_phone_as_it_was(phone: Phone, reply: Reply, code: str) -> None:
    phone.server.answers = [reply]
    with pytest.raises(Refused) as caught:
        asyncio.run(phone.fieldwalk.joining.join("000000"))
    assert caught.value.code == code
    assert phone.fieldwalk.joining.me() is None


def test_a_phone_that_keeps_one_companys_walks_does_not_mix_in_anothers(phone: Phone) -> None:
    phone.server.answers = [welcome(), welcome(organisation="org-haninge")]
    asyncio.run(phone.fieldwalk.joining.join("123456"))
    with pytest.raises(Refused) as caught:
        asyncio.run(phone.fieldwalk.joining.join("654321"))
    assert caught.value.code == "other_organisation"
    me = phone.fieldwalk.joining.me()
    assert me is not None
    assert me.organisation == "org-botkyrka"


def test_another_role_is_told_everything_it_may_know_from_the_start(phone: Phone) -> None:
    phone.server.answers = [welcome(), welcome("coordinator")]
    asyncio.run(phone.fieldwalk.joining.join("123456"))
    phone.journal.keep_fact("cursor", "41")
    asyncio.run(phone.fieldwalk.joining.join("654321"))
    assert phone.journal.fact("cursor") == "0"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("123 456", "123456"),
        (" 123-456\n", "123456"),
        ("https://walks.example.se/join/aB3-x_9", "aB3-x_9"),
        ("https://walks.example.se/join/aB3-x_9/", "aB3-x_9"),
        ("aB3-x_9", "aB3-x_9"),
    ],
)
def test_a_code_is_found_in_what_was_typed_or_scanned(text: str, code: str) -> None:
    assert code_of(text) == code


def test_leaving_is_refused_while_anything_is_unsent_and_nothing_is_forgotten(phone: Phone) -> None:
    phone.server.answers = [welcome()]
    joined = asyncio.run(phone.fieldwalk.joining.join("123 456"))
    phone.fieldwalk.walks.plan("Inte skickad")
    with pytest.raises(Refused) as refusal:
        phone.fieldwalk.joining.leave()
    assert refusal.value.code == "unsent_left"
    assert phone.fieldwalk.joining.me() == joined


def test_who_leaves_leaves_nothing_on_the_phone_and_finds_it_all_when_they_come_back(phone: Phone) -> None:
    joining = phone.fieldwalk.joining
    phone.server.answers = [welcome()]
    joined = asyncio.run(joining.join("123 456"))
    walk_id = phone.fieldwalk.walks.plan("Kvällsvandring")
    issue_id = phone.fieldwalk.reports.mark(walk_id, None)
    asyncio.run(phone.fieldwalk.photographs.keep(phone.fieldwalk.photographs.draft(issue_id), JPEG))
    assert asyncio.run(phone.fieldwalk.exchange.turn())

    joining.leave()
    asyncio.run(phone.fieldwalk.exchange.turn())
    assert (joining.me(), joining.token(), phone.fieldwalk.store.walks()) == (None, None, [])
    assert (phone.journal.own(), phone.files.held) == ([], {})

    phone.server.answers = [welcome()]
    assert asyncio.run(joining.join("123 456")) == joined
    assert asyncio.run(phone.fieldwalk.exchange.turn())
    assert [walk.id for walk in phone.fieldwalk.store.walks()] == [walk_id]


def test_who_has_left_one_organisation_may_join_another(phone: Phone) -> None:
    joining = phone.fieldwalk.joining
    phone.server.answers = [welcome(), welcome(organisation="org-elsewhere")]
    asyncio.run(joining.join("123 456"))
    joining.leave()
    assert asyncio.run(joining.join("654 321")).organisation == "org-elsewhere"


def test_what_was_written_for_one_organisation_is_never_brought_to_another(phone: Phone) -> None:
    joining = phone.fieldwalk.joining
    phone.server.answers = [welcome(), welcome(organisation="org-elsewhere")]
    asyncio.run(joining.join("123 456"))
    phone.fieldwalk.walks.plan("Inte skickad")
    joining.end()
    with pytest.raises(Refused) as refusal:
        asyncio.run(joining.join("654 321"))
    assert refusal.value.code == "other_organisation"


def test_leaving_what_was_never_joined_changes_nothing(phone: Phone) -> None:
    phone.fieldwalk.joining.leave()
    assert phone.fieldwalk.joining.me() is None


class There:
    """A server that is somewhere else, and remembers whether it was shown a token."""

    def __init__(self, *answers: Reply) -> None:
        self._answers, self.shown = list(answers), False

    async def send(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Reply:
        self.shown |= "Authorization" in (headers or {})
        return self._answers.pop(0)


class Addressed:
    """Where a phone asks; any other server is ``there``."""

    def __init__(self, there: There) -> None:
        self.base, self._there = "", there

    def elsewhere(self, base: str) -> Any:
        self.asked = base
        return self._there


def joining_at(phone: Phone, there: There) -> tuple[Joining, Addressed]:
    address = Addressed(there)
    return Joining(phone.fieldwalk.store._journal, phone.server, address=address), address


def test_a_link_names_the_server_that_is_asked_from_then_on_also_after_a_restart(phone: Phone) -> None:
    there = There(welcome())
    joining, address = joining_at(phone, there)
    assert joining.takes_links

    asyncio.run(joining.join(" https://walks.example.org/join/AbC-123 "))

    assert (address.asked, address.base) == ("https://walks.example.org",) * 2
    assert joining_at(phone, there)[1].base == "https://walks.example.org"


@pytest.mark.parametrize("code", ["other_organisation", "code_not_known"])
def test_a_link_that_leads_nowhere_leaves_the_phone_at_its_server_and_shows_no_token(phone: Phone, code: str) -> None:
    refused = Reply(404, b'{"code": "code_not_known"}')
    there = There(welcome(), welcome(organisation="org-haninge") if code.startswith("other") else refused)
    joining, address = joining_at(phone, there)
    asyncio.run(joining.join("https://walks.example.org/join/one"))

    with pytest.raises(Refused, match=code):
        asyncio.run(joining.join("https://elsewhere.example/join/two"))

    assert address.base == "https://walks.example.org"
    assert not there.shown


def test_an_accounts_link_names_the_server_on_which_its_password_is_chosen(phone: Phone) -> None:
    joining, address = joining_at(phone, There(Reply(409, b'{"code": "password_to_choose"}')))

    with pytest.raises(Refused, match="password_to_choose"):
        asyncio.run(joining.join("https://walks.example.org/join/one"))

    assert address.base == "https://walks.example.org"


@pytest.mark.parametrize("text", ["123 456", "AbC-123", "walks.example.org/join/x", "javascript://x/join/y", "/join/x"])
def test_what_is_no_link_names_no_server(text: str) -> None:
    assert server_of(text) == ""


def nobody() -> Reply:
    said = json.loads(welcome("walker").body)
    return Reply(200, json.dumps({**said, "person_id": "nobody-1", "is_nobody": True}).encode())


def test_who_joins_as_nobody_tells_no_name_of_the_phone_and_writes_under_a_new_one(phone: Phone) -> None:
    before = phone.journal.replica
    phone.server.answers = [nobody()]

    me = asyncio.run(phone.fieldwalk.joining.join("123456", as_nobody=True))

    told = json.dumps({"code": "123456", "as_nobody": True})
    assert phone.server.asked[0] == ("POST", "/api/v1/join", len(told))
    assert (me.is_nobody, phone.fieldwalk.joining.me()) == (True, me)
    assert phone.journal.replica != before


def test_who_becomes_nobody_later_writes_under_another_name_from_then_on(phone: Phone) -> None:
    phone.server.answers = [welcome("walker"), Reply(200, b'{"person_id": "nobody-1"}')]
    asyncio.run(phone.fieldwalk.joining.join("123456"))
    before = phone.journal.replica

    asyncio.run(phone.fieldwalk.joining.become_nobody())

    me = phone.fieldwalk.joining.me()
    assert me
    assert (me.person_id, me.is_nobody, me.token) == ("nobody-1", True, "secret-walker")
    assert phone.journal.replica != before


def test_a_phone_that_was_nobody_takes_another_name_along_when_it_leaves(phone: Phone) -> None:
    phone.server.answers = [nobody()]
    asyncio.run(phone.fieldwalk.joining.join("123456", as_nobody=True))
    before = phone.journal.replica

    phone.fieldwalk.joining.leave()

    assert phone.journal.replica != before


@pytest.mark.parametrize("reply", [Reply(503, b""), Reply(200, b"<html>wifi</html>"), Reply(200, b"{}")])
def test_a_wish_to_be_nobody_that_does_not_arrive_leaves_the_phone_as_it_was(phone: Phone, reply: Reply) -> None:
    phone.server.answers = [welcome("walker"), reply]
    me, replica = asyncio.run(phone.fieldwalk.joining.join("123456")), phone.journal.replica

    with pytest.raises(Refused):
        asyncio.run(phone.fieldwalk.joining.become_nobody())

    assert (phone.fieldwalk.joining.me(), phone.journal.replica) == (me, replica)
