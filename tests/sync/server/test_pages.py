"""The pages that the server draws: both languages, four doors, one QR, and nothing from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from sync.server.app import assemble, create_app
from sync.server.entrance import ROLES, hall_of
from sync.server.settings import Settings
from sync.server.writer import Writer
from tests.fakes.central_world import FakeClock, World


@pytest.mark.parametrize(("language", "word"), [("sv", "Boende"), ("en", "Resident")])
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


def test_a_title_is_text_and_never_markup(world: World) -> None:
    writer = Writer(world.central, world.admin)
    writer.write("walk", world.walk, title="<script>alert(1)</script>")
    writer.commit()
    hall = hall_of(world.central)
    client = TestClient(create_app(world.settings, world.clock, central=world.central, entrance=hall.entrance))

    assert "<script" not in client.get("/enter").text


def test_a_server_that_is_no_demo_has_no_front_door(world: World) -> None:
    assert world.client.get("/enter").status_code == 404


def test_the_api_is_described_without_asking_any_other_machine(world: World) -> None:
    page = world.client.get("/api/docs")
    described = world.client.get("/api/openapi.json").json()

    assert re.findall(r'(?:src|href)="(?!/api/)', page.text) == []
    assert "'sha256-" in page.headers["content-security-policy"]
    assert world.client.get("/api/docs/swagger-ui-bundle.js").headers["content-type"].startswith("text/javascript")
    assert world.client.get("/api/docs/redoc.standalone.js").status_code == 404
    assert described["openapi"].startswith("3.1")
    assert {"/api/v1/exchange", "/api/v1/join", "/api/v1/files/{sha256}", "/api/v1/walks"} <= set(described["paths"])
    assert all(operation.get("summary") for path in described["paths"].values() for operation in path.values())


def test_health_says_version_and_store(world: World) -> None:
    body = world.client.get("/api/health").json()

    assert (body["status"], body["store"].split()[0]) == ("ok", "SQLite")
    assert re.fullmatch(r"\d+\.\d+\.\d+", body["version"])


def test_a_server_closed_is_closed_with_its_application(tmp_path: Path) -> None:
    central = assemble(Settings(data=tmp_path, secret="kept"), FakeClock())
    with TestClient(create_app(central.settings, central=central)) as client:
        assert client.get("/api/health").status_code == 200
