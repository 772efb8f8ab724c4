"""Five thousand places, a track of ten thousand points: what is made and sent stays what a phone can carry."""

from __future__ import annotations

import flet_map as fm
import pytest

from fieldwalk import routes
from fieldwalk.domain.fixes import Fix, pack
from fieldwalk.screens import here
from fieldwalk.screens.app import show
from fieldwalk.screens.here import HANDFUL
from fieldwalk.screens.issue_rows import title_of
from fieldwalk.services.fieldwalk import Fieldwalk
from fieldwalk.theme import Look
from sync.client.journal import Edit
from tests.fakes.flet_client import Client
from tests.screens_sample import NOW, SamplePhone

PLACES, POINTS = 5_000, 10_000
DESK, PHONE = (1440, 900), (412, 915)


async def crowded(role: str) -> tuple[Fieldwalk, str]:
    """A phone whose one finished walk has all those places and points."""
    phone = SamplePhone(role)
    fieldwalk = await phone.fill()
    walk_id, pen = phone.names["finished"], fieldwalk.walks._pen
    edits = [
        Edit("issue", pen.new_id(), {
            "walk_id": walk_id, "number": number, "kind": "care", "category": "lighting", "severity": number % 3 + 1,
            "marked_at": NOW - number * 1000, "words": f"Trasig lampa {number}",
            "position": [59.24 + number % 70 * 0.0002, 17.84 + number // 70 * 0.0004, 5.0],
        })
        for number in range(10, PLACES + 1)
    ]  # fmt: skip
    pen.write_all(*edits)
    for start in range(0, POINTS, 500):
        fixes = [Fix(NOW + (start + n) * 1000, 59.24 + (start + n) * 1e-5, 17.85, 5.0) for n in range(501)]
        span = {"started_at": fixes[0].at, "ended_at": fixes[-1].at, "segment": 9}
        pen.write("fixes", pen.new_id(), walk_id=walk_id, packed=pack(fixes), **span)
    return fieldwalk, walk_id


def markers(client: Client) -> list[fm.Marker]:
    return client.all(fm.Marker)


def drawn_points(client: Client) -> list[int]:
    """Points of each drawn line of a track: a line of the ground is measured in metres."""
    lines = client.all(fm.PolylineMarker)
    return [len(line.coordinates) for line in lines if not line.use_stroke_width_in_meter]


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
async def test_the_desk_shows_fifty_of_five_thousand_and_says_how_many_there_are(size: tuple[int, int]) -> None:
    fieldwalk, _ = await crowded("coordinator")
    async with Client(lambda page: show(page, fieldwalk), routes.ACTIONS, size) as client:
        assert f"Alla {PLACES}" in client.texts
        await client.until_shown("Visa 4950 till")
        assert 40 < sum(words.startswith("Trasig lampa") for words in client.texts) <= 60
        before = client.size_sent
        await client.press("Visa 4950 till")
        assert sum(words.startswith("Trasig lampa") for words in client.texts) > 80
        assert client.size_sent - before < 400_000


@pytest.mark.parametrize("role", ["coordinator", "leader"])
async def test_a_long_list_opens_with_a_screenful(monkeypatch: pytest.MonkeyPatch, role: str) -> None:
    monkeypatch.setattr(here, "SOON", 3600)

    fieldwalk, walk_id = await crowded(role)
    route = routes.ACTIONS if role == "coordinator" else routes.walk(walk_id)
    async with Client(lambda page: show(page, fieldwalk), route, PHONE) as client:
        store = fieldwalk.store
        first = {title_of(issue, Look()) for issue in (*store.issues(walk_id, 50), *store.by_need("all", 50))}
        assert 0 < sum(words in first for words in client.texts) <= HANDFUL
        assert client.size_sent < 400_000


async def test_a_walk_of_five_thousand_places_opens_with_few_rows_few_pins_and_a_short_line() -> None:
    fieldwalk, walk_id = await crowded("leader")
    async with Client(lambda page: show(page, fieldwalk), routes.walk(walk_id), PHONE) as client:
        await client.settle(200)
        assert 1 < len(markers(client)) <= 120
        await client.until_shown("Visa 4950 till")
        assert 40 < sum(words.startswith("Trasig lampa") for words in client.texts) <= 50
        assert sum(drawn_points(client)) <= 4_000
        assert max(drawn_points(client)) <= 201
        assert client.size_sent < 1_500_000


async def test_all_places_on_one_map_are_numbers_until_the_map_comes_close() -> None:
    fieldwalk, _ = await crowded("leader")
    async with Client(lambda page: show(page, fieldwalk), routes.MAP, PHONE) as client:
        await client.settle(200)
        far = markers(client)
        assert 1 < len(far) <= 120
        (shown,) = client.all(fm.Map)
        camera = {"center": {"latitude": 59.247, "longitude": 17.86}, "zoom": 19.0, "min_zoom": 1, "max_zoom": 20,
                  "rotation": 0.0}  # fmt: skip
        moved = {"coordinates": camera["center"], "camera": camera, "has_gesture": True}
        before = client.size_sent
        await client.event(shown, "position_change", moved)
        near = markers(client)
        assert [marker.coordinates for marker in near] != [marker.coordinates for marker in far]
        assert 0 < len(near) <= 120
        assert client.size_sent - before < 200_000
