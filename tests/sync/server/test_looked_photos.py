"""A photo is nobody's but its taker's and theirs who may look it through, until it was covered or approved."""

from __future__ import annotations

import json
from contextlib import closing

import pytest
from pypdfium2 import PdfDocument
from sqlalchemy import text

from fieldwalk.domain.looking import RIGHT
from fieldwalk.domain.roles import ROLES, may
from sync.server.earlier import approve_earlier
from sync.server.exports import FORMATS
from sync.server.store.migrations import _TWELFTH
from sync.server.summaries import export, summary_of
from tests.fakes.central_world import JPEG, Phone, World
from tests.fakes.classed import drawn, name_of
from tests.sync.server.test_covered_photos import status

LARGE, SMALL, COVERED = drawn("large"), drawn("small"), drawn("covered")
FILES = f"{name_of(LARGE)} {name_of(SMALL)}"
PHOTO, ISSUE = "photo-00001", "issue-00001"


def send(phone: Phone, content: bytes) -> None:
    phone.client.put(f"/api/v1/files/{name_of(content)}", content=content, headers=phone.headers)


def says(phone: Phone, **fields: str | None) -> list[str | None]:
    return phone.push(phone.change("photo", PHOTO, **fields))


@pytest.fixture
def taker(world: World) -> Phone:
    """A resident who has sent a photo and its thumbnail."""
    phone = world.phone("walker")
    phone.push(phone.change("issue", ISSUE, walk_id=world.walk, kind="care", words="Mörkt"))
    assert says(phone, issue_id=ISSUE, sha256=name_of(LARGE), thumbnail=name_of(SMALL)) == [None]
    send(phone, LARGE)
    send(phone, SMALL)
    return phone


@pytest.mark.both_stores
def test_a_photo_and_its_thumbnail_are_nobodys_but_theirs_who_look_it_through(world: World, taker: Phone) -> None:
    for role in ROLES:
        there = 200 if may(role, RIGHT) else 404
        assert [status(world.phone(role), content) for content in (LARGE, SMALL)] == [there, there], role
    assert [status(taker, content) for content in (LARGE, SMALL)] == [200, 200]


def test_who_may_lets_it_pass_for_everybody_and_may_doubt_it_again(world: World, taker: Phone) -> None:
    leader, neighbour = world.phone("leader"), world.phone("walker")
    assert says(leader, approved=FILES) == [None]
    assert [status(neighbour, content) for content in (LARGE, SMALL)] == [200, 200]
    assert says(leader, approved=None) == [None]
    assert status(neighbour, LARGE) == 404


def test_nobody_else_lets_it_pass_the_taker_neither(world: World, taker: Phone) -> None:
    for phone in (taker, *(world.phone(role) for role in ROLES if not may(role, RIGHT))):
        assert says(phone, approved=FILES) == says(phone, covered=FILES) == says(phone, covered=None) == ["not_allowed"]
    assert status(world.phone("walker"), LARGE) == 404


@pytest.mark.both_stores
@pytest.mark.parametrize("place", ["sha256", "thumbnail"])
def test_nobody_lets_anothers_photo_pass_by_naming_its_file_in_one_of_their_own(
    world: World, taker: Phone, place: str
) -> None:
    neighbour = world.phone("walker")
    own = {"sha256": name_of(COVERED), place: name_of(LARGE)}
    change = neighbour.change("photo", "photo-of-mine", issue_id=ISSUE, covered=" ".join(own.values()), **own)

    assert neighbour.push(change) == ["not_allowed"]
    assert status(neighbour, LARGE) == 404


@pytest.mark.both_stores
def test_nobody_brings_back_what_was_covered_by_naming_it_in_a_photo_of_their_own(world: World, taker: Phone) -> None:
    assert says(taker, sha256=name_of(COVERED), thumbnail=None, covered=name_of(COVERED)) == [None]
    neighbour = world.phone("walker")
    own = {"sha256": name_of(LARGE), "covered": name_of(LARGE)}

    assert neighbour.push(neighbour.change("photo", "photo-of-mine", issue_id=ISSUE, **own)) == ["not_allowed"]
    assert [status(phone, LARGE) for phone in (neighbour, taker)] == [404, 404]


@pytest.mark.both_stores
def test_the_taker_who_covers_it_has_looked_also_after_somebody_else_did(world: World, taker: Phone) -> None:
    says(world.phone("leader"), approved=FILES)
    anew = {"sha256": name_of(COVERED), "thumbnail": name_of(SMALL)}
    assert says(taker, **anew, covered=f"{name_of(COVERED)} {name_of(SMALL)}") == [None]
    send(taker, COVERED)
    neighbour = world.phone("walker")
    assert [status(neighbour, content) for content in (LARGE, COVERED, SMALL)] == [404, 200, 200]
    assert world.central.files.sweep() == 1


def test_who_approves_what_was_covered_meanwhile_lets_nothing_pass_that_they_have_not_seen(
    world: World, taker: Phone
) -> None:
    late = world.phone("leader")
    approval = late.change("photo", PHOTO, approved=FILES)
    says(taker, sha256=name_of(COVERED))
    send(taker, COVERED)
    assert late.push(approval) == [None]
    assert [status(world.phone("walker"), content) for content in (LARGE, COVERED, SMALL)] == [404] * 3


def test_what_no_words_name_yet_is_its_senders_alone_and_theirs_who_look_through(world: World) -> None:
    sender = world.phone("caretaker")
    send(sender, LARGE)
    found = {role: status(world.phone(role), LARGE) for role in ("caretaker", "police", "coordinator")}
    assert found == {"caretaker": 404, "police": 404, "coordinator": 200}
    assert status(sender, LARGE) == 200


def test_no_photo_is_kept_by_what_carries_it(world: World, taker: Phone) -> None:
    reply = taker.client.get(f"/api/v1/files/{name_of(LARGE)}", headers=taker.headers)
    assert reply.headers["Cache-Control"] == "private, no-store"


def test_a_summary_says_how_many_wait_and_is_right_again_when_they_were_looked_through(
    world: World, taker: Phone
) -> None:
    formats = [name for name in FORMATS if name != "gpx"]  # a track has no points in it
    assert all("1 bild väntar på genomsyn" in in_words(world, each) for each in formats)
    says(world.phone("leader"), approved=FILES)
    assert not any("väntar på genomsyn" in in_words(world, each) for each in formats)
    [point] = [each for each in summary_of(world.central, world.admin, world.walk).points if each.id == ISSUE]
    assert [picture.sha256 for picture in point.pictures] == [name_of(LARGE)]


def in_words(world: World, format_: str) -> str:
    content = export(world.central, world.admin, world.walk, format_, "sv").content
    if format_ == "geojson":
        waiting = sum(each["properties"].get("photos_waiting", 0) for each in json.loads(content)["features"])
        return "1 bild väntar på genomsyn" if waiting == 1 else ""
    if format_ != "pdf":
        return content.decode()
    with closing(PdfDocument(content)) as pdf:
        return "".join(page.get_textpage().get_text_bounded() for page in pdf).replace("\r\n", " ")


@pytest.mark.both_stores
def test_what_everybody_had_seen_before_photos_had_to_be_looked_through_stays_seen(world: World, taker: Phone) -> None:
    says(taker, description="En lampa")
    missing = taker.change("photo", "photo-00002", issue_id=ISSUE, sha256=name_of(JPEG))
    assert taker.push(missing) == [None]
    central = world.central
    with central.database.write() as connection:
        connection.execute(text(*_TWELFTH))
    found = [approve_earlier(central.database, world.clock, central.audit) for _ in range(2)]
    assert found == [1, 0]
    [line] = [each for each in central.audit.lines(world.organisation) if each.act == "approved_earlier"]
    assert line.about == {"photos": 1}
    neighbour = world.phone("walker")
    assert status(neighbour, LARGE) == 200
    assert [each.fields["approved"] for each in neighbour.pull() if "approved" in each.fields] == [FILES]
    send(taker, JPEG)
    assert status(neighbour, JPEG) == 404


def test_a_server_that_begins_today_has_nothing_to_let_pass(world: World, taker: Phone) -> None:
    assert approve_earlier(world.central.database, world.clock, world.central.audit) == 0
    assert status(world.phone("walker"), LARGE) == 404
