"""Whatever goes wrong, the answer has one form, a code, two sentences, and no traceback."""

from __future__ import annotations

import logging

import pytest
from sqlalchemy.exc import OperationalError

from sync.server.caller import Caller
from tests.fakes.central_world import World


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
    def broken(_self: object, _token: str, **_: object) -> Caller:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("sync.server.joining.Joining.caller", broken)
    with caplog.at_level(logging.ERROR):
        reply = world.client.get("/api/v1/walks", headers={"Authorization": "Bearer x"})

    assert (reply.status_code, reply.json()["code"]) == (500, "something_broke")
    assert "secret" not in reply.text
    assert "Traceback" not in reply.text
    assert "secret detail" in caplog.text


def test_a_full_disk_under_the_database_is_said_as_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_self: object, _token: str, **_: object) -> Caller:
        raise OperationalError("INSERT", {}, Exception("database or disk is full"))

    monkeypatch.setattr("sync.server.joining.Joining.caller", full)
    reply = world.client.get("/api/v1/walks", headers={"Authorization": "Bearer x"})

    assert (reply.status_code, reply.json()["code"]) == (507, "server_full")
