"""What latecomers told: asked for at the server, answered by who leads, and a portal's page is no list."""

import asyncio
import json

import pytest

from fieldwalk.domain.refusals import Refused
from tests.fakes.little_server import Reply
from tests.fieldwalk.services.conftest import Phone
from tests.fieldwalk.services.test_levelling import join

HELD = {"id": "issue-0001", "values": {"words": "Mörkt", "from_a_newer_phone": 1}, "photos": 2, "received_at": 7}


def test_the_places_that_wait_are_told_with_their_words_and_photos(phone: Phone) -> None:
    join(phone)
    phone.server.answers = [Reply(200, json.dumps([HELD]).encode())]

    [waiting] = asyncio.run(phone.fieldwalk.approvals.waiting("walk-0001"))

    assert (waiting.issue.id, waiting.issue.words, waiting.photos) == ("issue-0001", "Mörkt", 2)
    assert phone.server.asked[-1][:2] == ("GET", "/api/v1/walks/walk-0001/waiting")


def test_what_waits_of_all_walks_is_asked_for_and_answered_where_no_walk_is_named(phone: Phone) -> None:
    join(phone)
    phone.server.answers = [Reply(200, json.dumps([{**HELD, "others": 3}]).encode()), Reply(200, b'{"changes": 5}')]

    [waiting] = asyncio.run(phone.fieldwalk.approvals.waiting(None))
    asyncio.run(phone.fieldwalk.approvals.decide(None, waiting.issue.id, accept=False))

    assert waiting.others == 3
    assert [asked[:2] for asked in phone.server.asked[-2:]] == [
        ("GET", "/api/v1/waiting"),
        ("POST", "/api/v1/waiting/issue-0001"),
    ]


def test_an_answer_is_sent_about_the_place(phone: Phone) -> None:
    join(phone)
    phone.server.answers = [Reply(200, b'{"changes": 2}')]

    asyncio.run(phone.fieldwalk.approvals.decide("walk-0001", "issue-0001", accept=True))

    assert phone.server.asked[-1][:2] == ("POST", "/api/v1/walks/walk-0001/waiting/issue-0001")


@pytest.mark.parametrize("body", [b"<html>wifi</html>", b'{"a": 1}', b"[1]", b"[{}]", b"null"])
def test_a_captive_portal_is_no_list(phone: Phone, body: bytes) -> None:
    join(phone)
    phone.server.answers = [Reply(200, body)]

    with pytest.raises(Refused, match="message_not_readable"):
        asyncio.run(phone.fieldwalk.approvals.waiting("walk-0001"))


def test_with_no_network_and_before_joining_nothing_can_be_asked(phone: Phone) -> None:
    with pytest.raises(Refused, match="sign_in_needed"):
        asyncio.run(phone.fieldwalk.approvals.waiting("walk-0001"))
    join(phone)
    phone.server.away = True
    with pytest.raises(Refused, match="unreachable"):
        asyncio.run(phone.fieldwalk.approvals.decide("walk-0001", "issue-0001", accept=False))
