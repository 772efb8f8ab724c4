"""The incident sheet tells what was reached, of which class, by whom and when; to the auditor alone."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pypdfium2 import PdfDocument
from sqlalchemy import update

from fieldwalk.domain.roles import ROLES, may
from sync.server.command import main
from sync.server.incidents import Incident, incident
from sync.server.settings import Settings
from sync.server.store.tables import AUDIT
from tests.fakes.central_world import START, World
from tests.fakes.classed import REPORTER, Point, tell_of_every_class

FOR_EVER = {"begin": 0, "end": 2**45}


def auditor(world: World) -> Any:
    return world.caller("auditor")


def found(world: World, begin: int = 0, end: int = 2**45, person: str = "") -> Incident:
    return incident(world.central, auditor(world), begin, end, person)


def sheet(world: World, role: str = "auditor", **asked: Any) -> Any:
    headers = world.phone(role).headers
    return world.client.get("/api/v1/audit/incident", params={**FOR_EVER, **asked}, headers=headers)


def get(world: World, role: str, path: str, person: str | None = None) -> None:
    phone = world.phone(role, person_id=person)
    assert world.client.get(path, headers=phone.headers).status_code == 200


def of(points: list[Point], secrecy: str) -> Point:
    return next(point for point in points if point.secrecy == secrecy)


@pytest.mark.both_stores
def test_every_way_to_what_is_classed_is_told_with_its_classes_and_the_people(world: World) -> None:
    points = tell_of_every_class(world, "mitt")
    world.clock.now += 1000
    begin = world.clock.now

    get(world, "leader", f"/api/v1/files/{of(points, 'company').sha256}")
    photo = found(world, begin)
    world.clock.now += 1000
    get(world, "coordinator", f"/api/v1/walks/{world.walk}")
    walk = found(world, world.clock.now)
    world.clock.now += 1000
    world.phone("leader").pull()
    pulled = found(world, world.clock.now)
    world.clock.now += 1000
    wish = {"format": "csv", "secrecy": "company"}
    world.client.post(f"/api/v1/walks/{world.walk}/exports", json=wish, headers=world.phone("leader").headers)
    handed_on = found(world, world.clock.now)

    assert photo.records == {("photo", "company"): 1}
    circle = {(record, each): 1 for record in ("issue", "action", "photo", "voice") for each in ("company", "est")}
    assert walk.records == circle
    assert pulled.records == {pair: 1 for pair in circle if pair[1] == "company"}
    assert set(handed_on.records) >= {("issue", "company"), ("issue", "open"), ("walk", "open")}
    assert ("issue", "est") not in handed_on.records
    assert photo.people == 2, "who told of it, and who looked its photo through"
    assert {role for role, *_ in found(world, begin).who} >= {"leader", "coordinator", "auditor"}
    assert found(world, begin).acts["read"] == 3


def test_a_window_holds_both_its_ends_and_nothing_beside_them(world: World) -> None:
    for moment in (START + 10, START + 20, START + 30, START + 40):
        world.clock.now = moment
        world.central.audit.noted(world.admin, "exported", walk=world.walk, secrecy="open")

    assert [line.at for line in found(world, START + 20, START + 30).lines] == [START + 20, START + 30]


def test_one_of_the_staff_can_be_looked_at_alone(world: World) -> None:
    tell_of_every_class(world, "mitt")
    get(world, "coordinator", f"/api/v1/walks/{world.walk}", world.coordinator)
    get(world, "leader", f"/api/v1/walks/{world.walk}")

    alone = found(world, person=world.coordinator)

    assert {line.person for line in alone.lines} == {world.coordinator}
    assert [who[:2] for who in alone.who] == [("coordinator", world.coordinator)]


def test_another_organisations_log_and_records_are_not_told(world: World) -> None:
    other = world.other()
    tell_of_every_class(other, "deras")
    get(other, "coordinator", f"/api/v1/walks/{other.walk}")

    assert found(world).lines == []
    assert (found(world).records, found(world).people) == ({}, 0)


def test_a_log_that_was_tampered_with_says_so_on_the_sheet(world: World) -> None:
    tell_of_every_class(world, "mitt")
    with world.central.database.write() as connection:
        connection.execute(update(AUDIT).where(AUDIT.c.number == 3).values(act="x"))

    assert "Rad 3 är inte som den skrevs" in sheet(world, format="html").text


@pytest.mark.parametrize("role", ROLES)
def test_the_sheet_is_for_whom_the_table_names_and_names_no_resident(world: World, role: str) -> None:
    points = tell_of_every_class(world, "mitt")

    reply = sheet(world, role, format="html")

    assert reply.status_code == (200 if may(role, "audit") else 403)
    assert REPORTER not in reply.text
    assert not [point.marker for point in points if point.marker in reply.text]
    line = world.central.audit.lines(world.organisation)[-1]
    assert (line.act == "incident") == may(role, "audit")


def test_the_sheet_is_a_pdf_that_readers_of_every_kind_can_read(world: World) -> None:
    tell_of_every_class(world, "mitt")

    reply = sheet(world, language="en")

    pdf = PdfDocument(reply.content)
    said = " ".join(page.get_textpage().get_text_bounded() for page in pdf)
    pdf.close()
    assert reply.headers["content-type"] == "application/pdf"
    assert "Incident report" in said
    assert "People whose data were reached" in said


def test_the_keeper_writes_a_sheet_with_names(tmp_path: Path) -> None:
    world = World(tmp_path / "data", settings=Settings(data=tmp_path / "data", secret="kept"))
    get(world, "coordinator", "/api/v1/walks", world.coordinator)
    world.central.close()
    run = partial(CliRunner().invoke, main, env={"FIELDWALK_DATA": str(tmp_path / "data"), "FIELDWALK_SECRET": "kept"})
    paper = tmp_path / "incident.html"

    done = run(["audit", "incident", "--begin", "2020-01-01", "--end", "2040-01-01", "-o", str(paper)])

    assert done.exit_code == 0, done.output
    assert "Asha" in paper.read_text("utf-8")
    assert run(["audit", "incident", "--begin", "2020-01-01", "--end", "2021-01-01", "-o", "x.doc"]).exit_code == 1
