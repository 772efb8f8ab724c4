"""What goes over the wire comes back whole, and nonsense is refused by a code."""

import gzip
import json
from pathlib import Path

import pytest

from fieldwalk.domain.refusals import Refused
from sync.protocol.changes import Change
from sync.protocol.messages import (
    LARGEST,
    MOST_CHANGES,
    Receipt,
    Request,
    Response,
    pack_request,
    pack_response,
    unpack_request,
    unpack_response,
)

CHANGE = Change("0000000000050000-abcdefgh", "p", "issue", "issue-0001", {"words": "åäö 🌙", "severity": 2})
RECORDED = Path(__file__).parent / "recorded"


def zipped(value: object) -> bytes:
    return gzip.compress(json.dumps(value).encode(), mtime=0)


def code_of(body: bytes) -> str:
    with pytest.raises(Refused) as caught:
        unpack_request(body)
    return caught.value.code


def test_a_request_comes_back_whole() -> None:
    request = Request("abcdefgh", 5, 17, [CHANGE])
    assert unpack_request(pack_request(request)) == request


def test_a_response_comes_back_whole() -> None:
    response = Response(5, 17, True, [Receipt(CHANGE.stamp, CHANGE.sha256(), "not_allowed")], [CHANGE], "first")
    assert unpack_response(pack_response(response)) == response


def test_one_change_of_another_form_does_not_spoil_the_others() -> None:
    body = zipped({"protocol": 1, "replica": "a", "now": 1, "cursor": 0, "changes": [["nonsense"], CHANGE.wire()]})
    request = unpack_request(body)
    assert (list(request.changes), request.unreadable) == ([CHANGE], 1)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"nonsense",
        pack_request(Request("a", 1, 0))[:-9],
        b"<html>Welcome to the wifi</html>",
        zipped([]),
        zipped({"protocol": 1}),
    ],
)
def test_nonsense_and_cut_messages_are_not_readable(body: bytes) -> None:
    assert code_of(body) == "message_not_readable"


def test_another_protocol_is_told_so() -> None:
    assert code_of(zipped({"protocol": 99})) == "protocol_not_spoken"


def test_a_message_that_swells_is_refused_before_it_is_unpacked() -> None:
    assert code_of(gzip.compress(b" " * (LARGEST + 10))) == "message_too_large"


def test_too_many_changes_are_refused_whole() -> None:
    body = zipped(
        {"protocol": 1, "replica": "a", "now": 1, "cursor": 0, "changes": [CHANGE.wire()] * (MOST_CHANGES + 1)}
    )
    assert code_of(body) == "message_too_large"


def test_a_login_page_of_a_captive_portal_is_no_response() -> None:
    with pytest.raises(Refused):
        unpack_response(b"<html>Please log in</html>")


def test_messages_recorded_from_version_1_are_still_understood() -> None:
    request = unpack_request((RECORDED / "request-1.gz").read_bytes())
    assert (request.replica, request.cursor, list(request.changes)) == ("abcdefgh", 17, [CHANGE])
    response = unpack_response((RECORDED / "response-1.gz").read_bytes())
    assert (response.cursor, response.more, list(response.changes)) == (17, True, [CHANGE])
