"""The exchange over HTTP: whatever comes is a message, or is refused with a code."""

from __future__ import annotations

import gzip
import json

import pytest

from sync.protocol.messages import LARGEST, PATH, PROTOCOL
from tests.fakes.central_world import World


def zipped(value: object) -> bytes:
    return gzip.compress(json.dumps(value).encode(), mtime=0)


def message(**changed: object) -> bytes:
    body = {"protocol": PROTOCOL, "replica": "0123456789abcdef", "now": 0, "cursor": 0, "changes": []}
    return zipped({**body, **changed})


BAD = [
    (b"", 400, "message_not_readable"),
    (b"nonsense", 400, "message_not_readable"),
    (b"<html>captive portal</html>", 400, "message_not_readable"),
    (message()[:40], 400, "message_not_readable"),
    (message()[:-4], 400, "message_not_readable"),
    (gzip.compress(b"\xff\xfe", mtime=0), 400, "message_not_readable"),
    (gzip.compress(b"[" * 100_000, mtime=0), 400, "message_not_readable"),
    (zipped([]), 400, "message_not_readable"),
    (message(replica="\ud800"), 400, "message_not_readable"),
    (message(replica="x" * 5000), 400, "message_not_readable"),
    (message(changes={"a": 1}), 400, "message_not_readable"),
    (message(protocol=99), 426, "protocol_not_spoken"),
    (message(changes=[None] * 2001), 413, "message_too_large"),
    (gzip.compress(b" " * (LARGEST + 1), mtime=0), 413, "message_too_large"),
]


@pytest.mark.parametrize(("body", "status", "code"), BAD)
def test_a_body_that_is_no_message_gets_a_code_and_a_next_step(
    world: World, body: bytes, status: int, code: str
) -> None:
    reply = world.client.post(PATH, content=body, headers=world.phone("leader").headers)

    assert (reply.status_code, reply.json()["code"]) == (status, code)
    assert reply.json()["message"]
    assert reply.json()["next"]


@pytest.mark.parametrize("cursor", [-5, 10**30, True])
def test_a_cursor_from_nowhere_is_an_empty_page_or_the_first(world: World, cursor: int) -> None:
    reply = world.client.post(PATH, content=message(cursor=cursor), headers=world.phone("leader").headers)

    assert reply.status_code == 200


def test_a_change_that_is_none_spoils_nothing(world: World) -> None:
    reply = world.client.post(
        PATH, content=message(changes=[None, [], ["x"], {"a": 1}]), headers=world.phone("leader").headers
    )

    assert reply.status_code == 200
