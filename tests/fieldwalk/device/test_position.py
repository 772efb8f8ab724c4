"""The packaged app's position over Flet's geolocator, used with no client and no satellite."""

from datetime import UTC, datetime
from typing import Any

import flet as ft
import pytest
from flet_geolocator import Geolocator

from fieldwalk.device.native.position import GeolocatorPosition
from fieldwalk.domain.tracks import Fix
from tests.fakes.device import ScriptedPosition
from tests.fakes.flet_client import Client

NOON = datetime(2026, 11, 12, 12, 0, 0, 250_000, tzinfo=UTC)
AT = 1_794_484_800_250


class Listener:
    def __init__(self) -> None:
        self.fixes: list[Fix] = []
        self.troubles: list[str] = []
        self.source: GeolocatorPosition

    def main(self, page: ft.Page) -> None:
        self.source = GeolocatorPosition(page)
        self.source.start(self.fixes.append, self.troubles.append)

    @property
    def geolocator(self) -> Geolocator:
        assert self.source._geolocator is not None
        return self.source._geolocator


def moved(second: int, accuracy: float | None = 4.5) -> dict[str, Any]:
    at = NOON.replace(second=second)
    return {"position": {"latitude": 59.2, "longitude": 17.8, "accuracy": accuracy, "timestamp": at}}


async def test_each_fix_is_told_once_with_its_own_time_until_it_is_stopped() -> None:
    listener = Listener()
    async with Client(listener.main) as client:
        for second in (0, 0, 1):
            await client.event(listener.geolocator, "position_change", moved(second))
        assert listener.fixes == [Fix(AT, 59.2, 17.8, 4.5), Fix(AT + 1000, 59.2, 17.8, 4.5)]
        listener.source.stop()
        await client.event(listener.geolocator, "position_change", moved(2))
        assert len(listener.fixes) == 2


@pytest.mark.parametrize(
    ("said", "code"), [("User denied permissions", "denied"), ("Failed to obtain position", "unavailable")]
)
async def test_a_no_from_the_person_is_told_apart_from_a_missing_satellite(said: str, code: str) -> None:
    listener = Listener()
    async with Client(listener.main) as client:
        await client.event(listener.geolocator, "error", said)
    assert listener.troubles == [code]


def test_the_scripted_position_of_other_tests_keeps_the_same_promises() -> None:
    heard: list[Fix] = []
    troubles: list[str] = []
    source = ScriptedPosition([Fix(AT + n, 59.2, 17.8, 5.0) for n in range(3)])
    source.start(heard.append, troubles.append)
    source.play(2)
    source.fail("timeout")
    source.play()
    assert [fix.at for fix in heard] == [AT, AT + 1, AT + 2]
    source.stop()
    source.give(Fix(AT, 0.0, 0.0, 1.0))
    assert (len(heard), troubles, source.listening) == (3, ["timeout"], False)
