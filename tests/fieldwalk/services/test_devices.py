"""The list of devices as the server tells it; what is no list is refused."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from fieldwalk.domain.refusals import Refused
from fieldwalk.services.devices import Device
from tests.fakes.little_server import Reply
from tests.fieldwalk.services.conftest import Phone
from tests.fieldwalk.services.test_joining import welcome

LINE = {"id": "a", "kind": "Android", "is_this": True, "seen_at": 5, "lost_at": None, "wiped_at": 7}


def answers(phone: Phone, *replies: Reply) -> None:
    phone.server.answers = [welcome(), *replies]
    asyncio.run(phone.fieldwalk.joining.join("123456"))


def test_devices_are_listed_with_whose_they_are(phone: Phone) -> None:
    answers(phone, *(Reply(200, json.dumps([{**LINE, **more}]).encode()) for more in ({}, {"name": "Bo"})))

    [own], [staff] = asyncio.run(phone.fieldwalk.devices.own()), asyncio.run(phone.fieldwalk.devices.staff())

    assert own == Device("a", "Android", True, 5, None, 7)
    assert staff.name == "Bo"


def test_a_bare_yes_is_enough(phone: Phone) -> None:
    answers(phone, Reply(204), Reply(204))
    device = Device("a", "", False, 1)

    asyncio.run(phone.fieldwalk.devices.end(device, own=True))
    asyncio.run(phone.fieldwalk.devices.lose(device, lost=True))


@pytest.mark.parametrize("said", [5, [5], [{}], [{**LINE, "seen_at": "x"}]])
def test_what_is_no_list_is_refused(phone: Phone, said: Any) -> None:
    answers(phone, Reply(200, json.dumps(said).encode()))

    with pytest.raises(Refused, match="message_not_readable"):
        asyncio.run(phone.fieldwalk.devices.own())


def test_who_has_not_joined_has_none(phone: Phone) -> None:
    with pytest.raises(Refused, match="sign_in_needed"):
        asyncio.run(phone.fieldwalk.devices.own())
