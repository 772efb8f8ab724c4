"""Once a photo was covered nobody gets what it was before: not by its hash, not by sending it again, not by undoing."""

from __future__ import annotations

import hashlib

import pytest

from tests.fakes.central_world import JPEG, Phone, World

pytestmark = pytest.mark.both_stores

FACE, COVERED = JPEG[:-2] + b"a face\xff\xd9", JPEG[:-2] + b"black\xff\xd9"
PHOTO, ISSUE = "photo-00001", "issue-00001"


def name_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def send(phone: Phone, content: bytes) -> int:
    path = f"/api/v1/files/{name_of(content)}"
    return int(phone.client.put(path, content=content, headers=phone.headers).status_code)


def status(phone: Phone, content: bytes) -> int:
    return int(phone.client.get(f"/api/v1/files/{name_of(content)}", headers=phone.headers).status_code)


def shows(phone: Phone, content: bytes, photo: str = PHOTO) -> list[str | None]:
    """``phone`` says that the photo is this file now."""
    return phone.push(phone.change("photo", photo, issue_id=ISSUE, sha256=name_of(content)))


@pytest.fixture
def walker(world: World) -> Phone:
    """Who took a photo with a face on it, which is on the server."""
    phone = world.phone("walker")
    phone.push(phone.change("issue", ISSUE, walk_id=world.walk))
    shows(phone, FACE)
    send(phone, FACE)
    return phone


def test_what_was_covered_is_nobodys_the_moment_the_words_arrive_and_its_bytes_go_with_the_sweep(
    world: World, walker: Phone
) -> None:
    everybody = [walker, *map(world.phone, ("leader", "coordinator", "police"))]
    assert status(everybody[1], FACE) == 200
    assert shows(walker, COVERED) == [None]
    assert [status(phone, FACE) for phone in everybody] == [404] * 4
    send(walker, COVERED)
    assert status(everybody[1], COVERED) == 200

    assert world.central.files.sweep() == 1
    assert world.central.files._place.size(f"{name_of(FACE)[:2]}/{name_of(FACE)[2:]}") is None
    assert world.central.files.sweep() == 0


def test_a_phone_that_sends_it_later_is_told_that_it_is_safe_to_forget_and_it_is_not_kept(world: World) -> None:
    phone = world.phone("walker")
    phone.push(phone.change("issue", ISSUE, walk_id=world.walk))
    shows(phone, FACE)
    shows(phone, COVERED)
    assert send(phone, FACE) == 201
    assert world.central.files.receipt(world.caller("walker", world.walk), name_of(FACE)).safe
    assert status(phone, FACE) == 404


def test_words_that_come_too_late_bring_nothing_back(world: World, walker: Phone) -> None:
    late = walker.change("photo", PHOTO, sha256=name_of(FACE))
    shows(walker, COVERED)
    walker.push(late)
    assert status(walker, FACE) == 404


def test_a_photo_of_the_same_bytes_keeps_its_own(world: World, walker: Phone) -> None:
    shows(walker, FACE, "photo-00002")
    shows(walker, COVERED)
    assert status(world.phone("leader"), FACE) == 200
    assert world.central.files.sweep() == 0


def test_another_organisation_keeps_its_own_bytes(world: World, walker: Phone) -> None:
    elsewhere = world.other().phone("leader")
    send(elsewhere, FACE)
    shows(walker, COVERED)
    assert world.central.files.sweep() == 1
    assert status(elsewhere, FACE) == 200


def test_only_who_took_it_and_who_leads_may_cover_it(world: World, walker: Phone) -> None:
    assert shows(world.phone("walker"), COVERED) == ["not_allowed"]
    assert status(walker, FACE) == 200
    assert shows(world.phone("coordinator"), COVERED) == [None]
