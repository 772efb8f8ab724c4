"""Who leads says yes or no to what latecomers told, on the page of the walk that is over."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from fieldwalk import routes
from fieldwalk.device.ports import Reply
from tests.fieldwalk.screens.in_use import DESK, PHONE, in_use, opened
from tests.screens_sample import SamplePhone

HELD = [
    {"id": f"late-{n}", "values": {"words": words, "category": "door"}, "photos": n, "received_at": 1, "others": 2}
    for n, words in enumerate(("Porten står öppen", "Trasigt lås"))
]


class LateServer:
    """Answers about what waits, and remembers what was decided."""

    def __init__(self) -> None:
        self.decided: list[tuple[str, Any]] = []
        self.asked: list[str] = []

    async def send(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Reply:
        if path.endswith("/waiting"):
            self.asked.append(path)
            return Reply(200, {}, json.dumps(HELD).encode())
        if "/waiting/" in path:
            self.decided.append((path.rsplit("/", 1)[-1], json.loads(body)["answer"]))
            return Reply(200, {}, b'{"changes": 1}')
        return Reply(503, {}, b"")


async def answered_by(phone: SamplePhone, server: LateServer) -> None:
    """``phone`` is filled, and ``server`` answers it."""
    fieldwalk = await phone.fill()
    fieldwalk.approvals._asking._network = server  # type: ignore[assignment]


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
async def test_the_desk_says_yes_or_no_to_what_waits_of_any_walk(size: tuple[int, int]) -> None:
    phone, server = SamplePhone("coordinator"), LateServer()
    await answered_by(phone, server)
    async with opened(phone, routes.ACTIONS, size) as client:
        await client.press("Väntar på ditt ja")
        assert {"Porten står öppen", "Trasigt lås", "2 andra ändringar, som svar"} <= set(client.texts)
        await client.press("Ta inte med")
        await client.press("Ta med")
        assert "Väntar på ditt ja" not in client.texts
    assert sorted(answer for _, answer in server.decided) == ["accept", "decline"]
    assert set(server.asked) == {"/api/v1/waiting"}


async def test_a_yes_and_a_no_go_to_the_server_and_the_place_leaves_the_list() -> None:
    phone, server = SamplePhone("leader"), LateServer()
    await answered_by(phone, server)
    async with opened(phone, routes.walk("{finished}")) as client:
        await client.press("Väntar på ditt ja")
        assert {"Porten står öppen", "Trasigt lås"} <= set(client.texts)
        await client.press("Ta med")
        [(taken, answer)] = server.decided
        assert "1 plats" in client.texts
        left = [each["id"] for each in HELD if each["id"] != taken]
        await client.press("Ta inte med")
        assert "Väntar på ditt ja" not in client.texts
    assert answer == "accept"
    assert server.decided[1:] == [(left[0], "decline")]


@pytest.mark.parametrize("role", ["walker", "caretaker"])
async def test_who_does_not_lead_is_asked_nothing(role: str) -> None:
    phone, server = SamplePhone(role), LateServer()
    await answered_by(phone, server)
    async with opened(phone, routes.walk("{finished}")) as client:
        assert "Väntar på ditt ja" not in client.texts


async def test_with_no_network_the_page_says_nothing_of_it() -> None:
    async with in_use("leader", routes.walk("{finished}")) as client:
        assert "Väntar på ditt ja" not in client.texts
