"""Whatever goes wrong, the answer has one form, a code, two sentences, and no traceback."""

from __future__ import annotations

import gzip
import logging

import pytest
from sqlalchemy.exc import OperationalError

from sync.protocol.changes import Change
from sync.protocol.messages import LARGEST, PATH, Request, pack_request
from sync.server.caller import Caller
from sync.squeeze import squeeze
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


def test_a_body_that_is_too_large_is_refused_before_it_is_read(world: World) -> None:
    headers = {**world.phone("leader").headers, "Content-Length": str(LARGEST + 1)}

    reply = world.client.post(PATH, content=b"", headers=headers)

    assert (reply.status_code, reply.json()["code"]) == (413, "message_too_large")


def test_a_body_that_hides_its_size_is_refused_while_it_is_read(world: World) -> None:
    reply = world.client.post("/api/v1/join", content=iter([b"x" * 40_000] * 3))

    assert (reply.status_code, reply.json()["code"]) == (413, "message_too_large")


@pytest.mark.parametrize("body", [b"{", b"[]", b"null", b'{"code": 5}', b"{}", b'{"code": "' + b"1" * 300 + b'"}'])
def test_a_form_that_is_not_filled_in_right_is_said_in_the_same_way(world: World, body: bytes) -> None:
    reply = world.client.post("/api/v1/join", content=body, headers={"Content-Type": "application/json"})

    assert reply.status_code in (400, 422)
    assert reply.json()["code"] in ("message_not_readable", "field_not_valid")


@pytest.mark.parametrize(
    ("asked", "language"), [("en-GB,sv;q=0.5", "en"), ("sv", "sv"), ("fi, en;q=0.3", "en"), ("", "sv"), ("fi", "sv")]
)
def test_sentences_come_in_the_callers_language(world: World, asked: str, language: str) -> None:
    reply = world.client.get("/api/v1/walks", headers={"Accept-Language": asked})

    assert reply.headers["content-language"] == language
    assert reply.json()["message"]


def test_our_own_fault_is_logged_and_says_nothing_of_itself(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_self: object, _token: str) -> Caller:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("sync.server.joining.Joining.caller", broken)
    with caplog.at_level(logging.ERROR):
        reply = world.client.get("/api/v1/walks", headers={"Authorization": "Bearer x"})

    assert (reply.status_code, reply.json()["code"]) == (500, "something_broke")
    assert "secret" not in reply.text
    assert "Traceback" not in reply.text
    assert "secret detail" in caplog.text


def test_a_full_disk_under_the_database_is_said_as_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_self: object, _token: str) -> Caller:
        raise OperationalError("INSERT", {}, Exception("database or disk is full"))

    monkeypatch.setattr("sync.server.joining.Joining.caller", full)
    reply = world.client.get("/api/v1/walks", headers={"Authorization": "Bearer x"})

    assert (reply.status_code, reply.json()["code"]) == (507, "storage_full")


def test_every_answer_carries_the_headers_that_keep_a_browser_safe(world: World) -> None:
    for path in ("/api/health", "/api/v1/walks", "/", "/api/docs", "/nothing.js"):
        headers = world.client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'self'" in headers["content-security-policy"]
        assert "strict-transport-security" not in headers


def test_strict_transport_is_asked_for_only_where_there_is_transport_security(world: World) -> None:
    assert "strict-transport-security" in world.client.get("https://walks.example/api/health").headers
