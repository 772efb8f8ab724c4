"""A person's rights: an extract of all that is kept of them, and an erasure with a certificate; phones stay level."""

from __future__ import annotations

import hashlib
import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pypdfium2 import PdfDocument
from sqlalchemy import func, select

from fieldwalk.domain.roles import ROLES, may, sees
from sync.server import register
from sync.server.command import main
from sync.server.organisations import keepers
from sync.server.settings import Settings
from sync.server.store.tables import ACCOUNTS, FILES, JOURNAL, PARKED, TOKENS
from tests.fakes.central_world import JPEG, World
from tests.fakes.classed import REPORTER, tell_of_every_class
from tests.fakes.levelled import alarms, held, level, real_phone

PHOTO = hashlib.sha256(JPEG).hexdigest()


def keeper(world: World) -> Any:
    return next(each for each in keepers(world.central.database) if each.organisation == world.organisation)


def get(world: World, role: str, person: str) -> Any:
    return world.client.get(f"/api/v1/people/{person}/extract", headers=world.phone(role).headers)


def named(world: World, person: str) -> int:
    """How many rows of any table name the person."""
    tables = ((JOURNAL, "person"), (PARKED, "person"), (FILES, "person"), (TOKENS, "person_id"))
    with world.central.database.read() as connection:
        counts = [select(func.count()).select_from(t).where(t.c[column] == person) for t, column in tables]
        return sum(connection.scalar(query) or 0 for query in counts)


@pytest.mark.parametrize("role", ROLES)
def test_an_extract_is_for_whom_the_table_names_and_holds_nothing_above_their_class(world: World, role: str) -> None:
    points = tell_of_every_class(world, "mitt")

    reply = get(world, role, REPORTER)

    assert reply.status_code == (200 if may(role, "register") else 403)
    if reply.status_code == 200:
        told = [point.secrecy for point in points if point.marker in reply.text]
        assert told == [point.secrecy for point in points if sees(role, point.secrecy)]
        assert len(reply.json()["files"]) == 2 * len(points), "a photo and a recording of each"
        assert [way["role"] for way in reply.json()["entrances"]] == ["walker"]
        assert {reason["kind"] for reason in reply.json()["kept"]} >= {"issue", "photo", "audit"}
        line = world.central.audit.lines(world.organisation)[-1]
        assert (line.act, REPORTER in str(line)) == ("extracted", False)


def test_nobody_and_somebody_of_another_organisation_look_the_same(world: World) -> None:
    tell_of_every_class(world.other(), "deras")
    theirs, nobody = get(world, "coordinator", REPORTER), get(world, "coordinator", world.identity())

    assert (theirs.status_code, theirs.content) == (nobody.status_code, nobody.content) == (404, nobody.content)


@pytest.mark.both_stores
def test_an_erasure_takes_the_name_everywhere_and_leaves_what_was_told(world: World) -> None:
    tell_of_every_class(world, "mitt")
    before = {change.record_id for change in world.phone("police").pull()}
    assert named(world, REPORTER) > 12

    done = register.erase(world.central, keeper(world), REPORTER, words=False)

    assert (done.records, done.unnamed, done.files, done.entrances) == ({}, 12, 4, 1)
    assert named(world, REPORTER) == 0
    assert {change.record_id for change in world.phone("police").pull()} == before
    assert world.central.audit.lines(world.organisation)[done.number - 1].act == "erased"
    assert world.central.audit.verify(world.organisation).broken is None
    assert get(world, "coordinator", REPORTER).status_code == 404


@pytest.mark.both_stores
def test_with_words_what_only_they_told_goes_and_what_was_answered_stays(world: World) -> None:
    person = world.identity()
    walker, desk = world.phone("walker", person_id=person), world.phone("coordinator")
    alone, answered = world.identity(), world.identity()
    own = {"walk_id": world.walk, "issue_id": alone, "sha256": PHOTO}
    walker.push(
        walker.change("issue", alone, walk_id=world.walk, words="Bara jag"),
        walker.change("photo", world.identity(), **own),
        walker.change("issue", answered, walk_id=world.walk, words="Med svar"),
    )
    assert world.client.put(f"/api/v1/files/{PHOTO}", content=JPEG, headers=walker.headers).status_code == 201
    desk.push(desk.change("action", answered, walk_id=world.walk, state="planned"))

    done = register.erase(world.central, keeper(world), person, words=True)

    assert (done.records, done.unnamed, done.files) == ({"issue": 1, "photo": 1}, 1, 1)
    pulled = {change.record_id for change in world.phone("leader").pull()}
    assert (alone in pulled, answered in pulled) == (False, True)
    assert not list(world.central.files._place.list(PHOTO[:2]))
    assert walker.client.get("/api/v1/walks", headers=walker.headers).json()["code"] == "right_ended"


def test_phones_of_others_are_level_after_an_erasure_and_nobody_is_alarmed(world: World, tmp_path: Path) -> None:
    phones = [real_phone(world, tmp_path, role) for role in ("coordinator", "leader", "police")]
    tell_of_every_class(world, "mitt")
    level(*phones)

    register.erase(world.central, keeper(world), REPORTER, words=True)
    level(*phones, *phones)

    for phone in phones:
        assert phone.journal.holding.total() == held(world, phone)
        phone.close()
    assert alarms(world) == 0


def test_who_may_still_sign_in_is_not_erased(world: World) -> None:
    row = {"login": "asha", "id": "a", "organisation": world.organisation, "person_id": world.coordinator}
    with world.central.database.write() as connection:
        connection.execute(ACCOUNTS.insert().values(**row, role="coordinator", made_at=1))

    with pytest.raises(ValueError, match="Close their account first"):
        register.erase(world.central, keeper(world), world.coordinator, words=False)


@pytest.mark.parametrize("ending", ["pdf", "html"])
def test_the_keeper_writes_an_extract_and_erases_with_a_certificate(tmp_path: Path, ending: str) -> None:
    settings = Settings(data=tmp_path / "data", secret="kept")
    world = World(tmp_path / "data", settings=settings)
    tell_of_every_class(world, "mitt")
    world.central.close()
    run = partial(CliRunner().invoke, main, env={"FIELDWALK_DATA": str(tmp_path / "data"), "FIELDWALK_SECRET": "kept"})
    extract, paper = tmp_path / "extract.json", tmp_path / f"certificate.{ending}"

    assert run(["extract", REPORTER, "-o", str(extract)]).exit_code == 0
    erased = run(["erase", REPORTER, "--yes", "--language", "en", "-o", str(paper)])

    assert len(json.loads(extract.read_text("utf-8"))["written"]) == 12
    assert erased.exit_code == 0, erased.output
    said = words_of(paper)
    assert "Certificate of erasure" in said
    assert "Changes that no longer have a name" in said
    assert REPORTER not in said
    assert run(["erase", REPORTER, "--yes", "-o", str(paper)]).exit_code == 1
    assert run(["erase", REPORTER, "--yes", "-o", str(tmp_path / "paper.txt")]).exit_code == 1


def words_of(paper: Path) -> str:
    if paper.suffix == ".html":
        return paper.read_text("utf-8")
    pdf = PdfDocument(paper)
    said = " ".join(page.get_textpage().get_text_bounded() for page in pdf)
    pdf.close()
    return " ".join(said.split())
