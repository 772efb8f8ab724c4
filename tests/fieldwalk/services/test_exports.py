"""A link to a download, or a clear refusal."""

import asyncio

import pytest

from fieldwalk.domain.refusals import Refused
from tests.fakes.little_server import Reply
from tests.fieldwalk.services.conftest import Phone
from tests.fieldwalk.services.test_levelling import join


def test_the_servers_link_is_handed_on(phone: Phone) -> None:
    join(phone)
    phone.server.answers = [Reply(200, b'{"url": "/api/v1/downloads/abc"}')]
    assert asyncio.run(phone.fieldwalk.exports.link("walk-0001", "pdf", "sv")) == "/api/v1/downloads/abc"


def test_an_invitation_is_handed_on(phone: Phone) -> None:
    join(phone)
    phone.server.answers = [Reply(200, b'{"url": "https://x/join/abc", "code": "123456", "qr": "<svg/>"}')]
    assert asyncio.run(phone.fieldwalk.exports.invitation("walk-0001", "walker"))["code"] == "123456"


def test_before_joining_there_is_nobody_to_ask(phone: Phone) -> None:
    with pytest.raises(Refused) as caught:
        asyncio.run(phone.fieldwalk.exports.link("walk-0001", "pdf", "sv"))
    assert caught.value.code == "sign_in_needed"


@pytest.mark.parametrize("body", [b"<html>wifi</html>", b"[]"])
def test_a_captive_portal_is_no_link(phone: Phone, body: bytes) -> None:
    join(phone)
    phone.server.answers = [Reply(200, body)]
    with pytest.raises(Refused):
        asyncio.run(phone.fieldwalk.exports.link("walk-0001", "pdf", "sv"))
