"""What goes over the wire comes back whole, and nonsense is refused by a code."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldwalk.domain.refusals import Refused
from sync.protocol.bytes import Writer
from sync.protocol.changes import Change
from sync.protocol.messages import (
    MOST_CHANGES,
    Request,
    Response,
    pack_request,
    pack_response,
    unpack_request,
    unpack_response,
)
from sync.protocol.receipts import Acknowledgement, Unusual
from sync.protocol.residents import MOST_RESIDENTS, Resident

CHANGE = Change("0000000000050000-abcdefgh", "p", "issue", "issue-0001", {"words": "åäö 🌙", "severity": 2})
NEWER = Change("0000000000060001-abcdefgh", "", "sound", "sound-0001", {"decibel": [61.5, None], "loud": True})
RECORDED = Path(__file__).parent / "recorded"
REQUEST = Request("abcdefgh", 5, 17, [CHANGE, NEWER], 3, "first")
SPOKEN = Request(
    "abcdefgh",
    5,
    17,
    [
        Change("0000000000070000-abcdefgh", "p", "voice", "voice-0001", {"sha256": "ab" * 32, "seconds": 12}),
        Change("0000000000070001-abcdefgh", "p", "voice", "voice-0001", {"language": "so", "words": "قنديل"}),
        Change("0000000000080000-abcdefgh", "p", "voice", "voice-0001", {"sha256": None, "removed": True}),
    ],
    4,
    "first",
)
"""A recording that is made, named, written out and taken back."""
RESPONSE = Response(
    5, 17, True, [CHANGE, NEWER], "first", 2**64 - 1, Acknowledgement(3, "ab" * 16, (Unusual(1, "not_allowed"),)), [7]
)


def code_of(body: bytes) -> str:
    with pytest.raises(Refused) as caught:
        unpack_request(body)
    return caught.value.code


def test_a_request_comes_back_whole() -> None:
    assert unpack_request(pack_request(REQUEST)) == REQUEST
    asking = Request("abcdefgh", 5, 17, epoch="first", held=tuple(range(256)))
    assert unpack_request(pack_request(asking)) == Request("abcdefgh", 5, 17, (), 0, "first", tuple(range(256)))


def test_a_change_that_sets_nothing_is_left_out_and_the_others_come() -> None:
    read = unpack_request(pack_request(replace(REQUEST, changes=[replace(CHANGE, fields={}), NEWER])))
    assert (list(read.changes), read.unreadable) == ([NEWER], 1)


def test_whom_a_hub_speaks_for_comes_back_and_a_phones_request_is_as_it_was() -> None:
    spoken = replace(REQUEST, residents=(Resident("person-1", "guest", "walk-0001", 5, "ab" * 32),))
    assert unpack_request(pack_request(spoken)) == spoken
    assert pack_request(replace(spoken, residents=())) == pack_request(REQUEST)
    assert pack_request(spoken).startswith(pack_request(REQUEST))  # a server of before reads no further


def test_a_crowd_that_no_hub_has_is_not_readable() -> None:
    out = Writer()
    out.number(MOST_RESIDENTS + 1)
    assert code_of(pack_request(REQUEST) + out.written()) == "message_not_readable"


def test_a_response_comes_back_whole() -> None:
    assert unpack_response(pack_response(RESPONSE)) == RESPONSE


def test_changes_come_back_in_the_order_of_their_stamps() -> None:
    assert unpack_response(pack_response(Response(1, 1, changes=[NEWER, CHANGE]))).changes == [CHANGE, NEWER]


def test_one_change_with_an_impossible_name_does_not_spoil_the_others() -> None:
    odd = Change("0000000000050000-abcdefgi", "", "is sue", "issue-0001", {"words": "a"})
    request = unpack_request(pack_request(Request("abcdefgh", 1, 0, [CHANGE, odd], 1)))
    assert (list(request.changes), request.unreadable) == ([CHANGE], 1)


@pytest.mark.parametrize("body", [b"", b"nonsense", b"<html>Welcome</html>", b"FW\x01", b"FW\x01" + b"\xff" * 20])
def test_nonsense_is_not_readable(body: bytes) -> None:
    assert code_of(body) == "message_not_readable"


@given(st.integers(0, len(pack_request(REQUEST)) - 1))
def test_a_request_that_was_cut_anywhere_is_refused(length: int) -> None:
    assert code_of(pack_request(REQUEST)[:length]) == "message_not_readable"


@given(st.integers(0, len(pack_request(REQUEST)) * 8 - 1))
def test_a_request_with_one_bit_turned_brings_nothing_that_was_not_written(bit: int) -> None:
    body = bytearray(pack_request(REQUEST))
    body[bit // 8] ^= 1 << bit % 8
    try:
        request = unpack_request(bytes(body))
    except Refused:
        return
    sent = {(change.stamp, change.sha256()) for change in REQUEST.changes}
    assert {(change.stamp, change.sha256()) for change in request.changes} <= sent


@given(st.binary(max_size=300))
def test_no_bytes_at_all_break_the_reader(noise: bytes) -> None:
    for read in (unpack_request, unpack_response):
        with suppress(Refused):
            read(b"FW\x01" + noise)


def test_another_protocol_is_told_so() -> None:
    assert code_of(b"FW\x63") == "protocol_not_spoken"


def test_too_many_changes_are_refused_before_they_are_read() -> None:
    out = Writer()
    out.number(1)
    out.blob(b"abcdefgh")
    for number in (1, 0, 0, 0, 1):
        out.number(number)
    out.blob(bytes(16))
    out.number(MOST_CHANGES + 1)
    out.number(1)
    assert code_of(b"FW" + out.written()) == "message_too_large"


def test_a_table_that_announces_more_rows_than_it_has_is_refused() -> None:
    told = pack_response(Response(1, 1, changes=[CHANGE]))
    with pytest.raises(Refused):
        unpack_response(told.replace(b"\x01\x01\x05issue", b"\x02\x01\x05issue"))


def test_a_login_page_of_a_captive_portal_is_no_response() -> None:
    with pytest.raises(Refused):
        unpack_response(b"<html>Please log in</html>")


def test_messages_recorded_from_version_1_are_still_understood() -> None:
    assert unpack_request((RECORDED / "request-1").read_bytes()) == REQUEST
    assert unpack_response((RECORDED / "response-1").read_bytes()) == RESPONSE
    assert unpack_request((RECORDED / "request-1-voice").read_bytes()) == SPOKEN


def test_version_1_is_still_written_as_it_was_recorded() -> None:
    assert pack_request(REQUEST) == (RECORDED / "request-1").read_bytes()
    assert pack_response(RESPONSE) == (RECORDED / "response-1").read_bytes()
    assert pack_request(SPOKEN) == (RECORDED / "request-1-voice").read_bytes()
