"""The pages that the server draws: every language, four doors, one QR, and nothing from elsewhere."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from sync.server.app import create_app
from sync.server.entrance import ROLES, hall_of
from sync.server.writer import Writer
from tests.fakes.central_world import World


@pytest.mark.parametrize(("language", "word"), [("sv", "Boende"), ("en", "Resident"), ("ar", "من السكان")])
def test_the_front_door_shows_four_roles_that_let_one_in(world: World, language: str, word: str) -> None:
    hall = hall_of(world.central)
    client = TestClient(create_app(world.settings, world.clock, central=world.central, entrance=hall.entrance))

    page = client.get("/enter", headers={"Accept-Language": language}).text
    links = re.findall(r'href="https://walks.example/join/([^"]+)"', page)
    joined = [client.post("/api/v1/join", json={"code": link}).json() for link in links]

    assert f'lang="{language}"' in page
    assert word in page
    assert [who["role"] for who in joined] == list(ROLES)
    assert joined[0]["walk_id"] == world.walk
    assert joined[2]["name"] == "Asha"
    assert "<script" not in page
    assert hall.entrance.walk_code in page


def test_the_language_can_be_chosen_on_the_page(world: World) -> None:
    hall = hall_of(world.central)
    client = TestClient(create_app(world.settings, world.clock, central=world.central, entrance=hall.entrance))

    assert 'lang="en"' in client.get("/enter?language=en").text


def test_the_page_leads_to_each_other_language_by_its_own_name_and_is_read_its_own_way(world: World) -> None:
    hall = hall_of(world.central)
    client = TestClient(create_app(world.settings, world.clock, central=world.central, entrance=hall.entrance))

    page = client.get("/enter?language=ar").text
    assert '<html lang="ar" dir="rtl">' in page
    assert re.findall(r'href="/enter\?language=\w+" lang="(\w+)">(\w+)', page) == [("sv", "Svenska"), ("en", "English")]


def test_a_title_is_text_and_never_markup(world: World) -> None:
    writer = Writer(world.central, world.admin)
    writer.write("walk", world.walk, title="<script>alert(1)</script>")
    writer.commit()
    hall = hall_of(world.central)
    client = TestClient(create_app(world.settings, world.clock, central=world.central, entrance=hall.entrance))

    assert "<script" not in client.get("/enter").text


def test_a_server_that_is_no_demo_has_no_front_door(world: World) -> None:
    assert world.client.get("/enter").status_code == 404
