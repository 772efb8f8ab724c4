"""The exchange over HTTP: whatever comes is a message, or is refused with a code."""

from __future__ import annotations

import gzip

import pytest

from sync.protocol.changes import Change
from sync.protocol.messages import LARGEST, PATH, Request, pack_request, unpack_response
from sync.squeeze import squeeze, unsqueeze
from tests.fakes.central_world import World

REPLICA = "0123456789abcdef"
PLAIN = pack_request(Request(REPLICA, 0, 0))
PUSHED = pack_request(
    Request(REPLICA, 0, 0, [Change(f"0000000000050000-{REPLICA}", "", "issue", "issue-0001", {"words": "a"})], 1)
)


def zipped(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


BAD = [
    (b"", 400, "message_not_readable"),
    (b"nonsense", 400, "message_not_readable"),
    (b"<html>captive portal</html>", 400, "message_not_readable"),
    (PLAIN[:10], 400, "message_not_readable"),
    (PUSHED[:-4], 400, "message_not_readable"),
    (zipped(PUSHED)[:-12], 400, "message_not_readable"),
    (squeeze(PUSHED * 9)[:-9], 400, "message_not_readable"),
    (zipped(b"[" * 100_000), 400, "message_not_readable"),
    (pack_request(Request("\u00e5" * 16, 0, 0)), 400, "message_not_readable"),
    (pack_request(Request("x" * 5000, 0, 0)), 400, "message_not_readable"),
    (PUSHED.replace(b"words", b"wards"), 422, "hash_mismatch"),
    (b"FW\x63", 426, "protocol_not_spoken"),
    (zipped(b" " * (LARGEST + 1)), 413, "message_too_large"),
    (squeeze(b" " * (LARGEST + 1)), 413, "message_too_large"),
]


@pytest.mark.parametrize(("body", "status", "code"), BAD, ids=[str(n) for n in range(len(BAD))])
def test_a_body_that_is_no_message_gets_a_code_and_a_next_step(
    world: World, body: bytes, status: int, code: str
) -> None:
    reply = world.client.post(PATH, content=body, headers=world.phone("leader").headers)

    assert (reply.status_code, reply.json()["code"]) == (status, code)
    assert reply.json()["message"]
    assert reply.json()["next"]


@pytest.mark.parametrize("cursor", [5, 10**18, 2**69])
def test_a_cursor_from_nowhere_is_brought_back(world: World, cursor: int) -> None:
    reply = world.client.post(
        PATH, content=pack_request(Request(REPLICA, 0, cursor)), headers=world.phone("leader").headers
    )

    assert reply.status_code == 200


def test_a_phone_that_speaks_only_gzip_is_answered_in_gzip(world: World) -> None:
    headers = world.phone("leader").headers
    reply = world.client.post(PATH, content=zipped(PLAIN), headers=headers)

    assert reply.content[:2] == b"\x1f\x8b"
    assert unpack_response(unsqueeze(reply.content, LARGEST)).cursor > 0


def test_an_answer_carries_no_header_that_no_phone_reads(world: World) -> None:
    reply = world.client.post(PATH, content=PLAIN, headers=world.phone("leader").headers)

    assert set(reply.headers) <= {"content-length", "date", "server"}
