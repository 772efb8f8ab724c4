"""A summary to take home: a ticket for who may have it, and a file with a name that says what it is."""

from __future__ import annotations

import hashlib
from urllib.parse import unquote

import pytest
from httpx2 import Response

from fieldwalk.domain.fixes import Fix, pack
from fieldwalk.domain.roles import ROLES, may_export
from sync.server.exports import FORMATS
from sync.server.summaries import summary_of
from sync.server.tickets import LIFE
from tests.documents_sample import SEA
from tests.fakes.central_world import JPEG, Phone, World


def order(world: World, phone: Phone, format_: str = "csv", walk: str | None = None) -> Response:
    path = f"/api/v1/walks/{walk or world.walk}/exports"
    return world.client.post(path, json={"format": format_, "language": "sv"}, headers=phone.headers)


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_is_fetched_with_no_token_by_its_link_alone(world: World, format_: str) -> None:
    ordered = order(world, world.phone("coordinator"), format_)
    assert ordered.status_code == 201

    got = world.client.get(ordered.json()["url"])

    name = unquote(got.headers["content-disposition"].split("UTF-8''")[1])
    assert got.status_code == 200
    assert name.endswith(f".{format_}")
    assert got.headers["content-disposition"].startswith('attachment; filename="')
    assert len(got.content) > 100


@pytest.mark.parametrize("role", ROLES)
def test_only_the_roles_that_may_export_get_a_ticket(world: World, role: str) -> None:
    assert order(world, world.phone(role)).status_code == (201 if may_export(role) else 403)


def test_a_ticket_ends_after_five_minutes_and_a_forged_one_never_began(world: World) -> None:
    url = order(world, world.phone("leader")).json()["url"]
    assert world.client.get(f"{url}x").json()["code"] == "not_found"
    world.clock.now += LIFE

    assert world.client.get(url).json()["code"] == "not_found"


def test_an_unknown_format_and_a_walk_of_others_are_refused(world: World) -> None:
    phone = world.phone("coordinator")

    assert order(world, phone, "docx").json()["code"] == "format_not_known"
    assert order(world, phone, walk=world.other().walk).json()["code"] == "not_found"


def test_the_summary_holds_the_track_the_photos_and_the_answers(world: World) -> None:
    desk = world.phone("coordinator")
    latitude, longitude = SEA.degrees((0.0, 0.0))
    fixes = [Fix(world.clock.now + n * 4000, latitude + n / 50_000, longitude, 5) for n in range(50)]
    sha256 = hashlib.sha256(JPEG).hexdigest()
    photo = {"issue_id": world.issue, "sha256": sha256, "approved": sha256}
    desk.push(
        desk.change("fixes", world.identity(), walk_id=world.walk, segment=0, packed=pack(fixes)),
        desk.change("photo", world.identity(), walk_id=world.walk, **photo),
        desk.change("action", world.issue, state="planned", owner="Drift", answer="Ny lampa"),
    )
    world.central.files.put(world.admin, sha256, JPEG)

    summary = summary_of(world.central, world.admin, world.walk)

    assert (summary.organisation, summary.area) == ("Fittjahem", "Krögarvägen")
    assert summary.metres == pytest.approx(109, abs=3)
    assert summary.picture(sha256) == JPEG
    assert summary.picture("0" * 64) is None
    assert len(summary.points) == 1
    assert summary.address == f"https://walks.example/walks/{world.walk}"
