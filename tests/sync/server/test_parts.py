"""A file in parts: it goes on where it was cut, and is safe only when the whole is what its name says."""

from __future__ import annotations

import base64
import hashlib

import pytest
from httpx2 import Response

from sync.server.app import assemble
from sync.server.files import LARGEST_GROUND, LARGEST_PHOTO, PATIENCE, Files
from sync.server.sweeping import sweep_once
from tests.fakes.central_world import Phone, World
from tests.sync.server.test_files import get, name_of, put

pytestmark = pytest.mark.both_stores

PHOTO = b"\xff\xd8\xff" + bytes(range(256)) * 40 + b"\xff\xd9"
PART = 4_000


def digest(content: bytes) -> str:
    return f"sha-256=:{base64.b64encode(hashlib.sha256(content).digest()).decode()}:"


def send(phone: Phone, begin: int, part: bytes, whole: bytes = PHOTO, **said: str) -> Response:
    span = f"bytes {begin}-{begin + len(part) - 1}/{len(whole)}"
    headers = {**phone.headers, "Content-Range": span, **said}
    return phone.client.put(f"/api/v1/files/{name_of(whole)}", content=part, headers=headers)


def held(phone: Phone, whole: bytes = PHOTO) -> tuple[int, bool]:
    told = phone.client.get(f"/api/v1/files/{name_of(whole)}/parts", headers=phone.headers).json()
    assert told["sha256"] == name_of(whole)
    return told["held"], told["safe"]


def send_all(phone: Phone, whole: bytes = PHOTO) -> Response:
    for begin in range(0, len(whole), PART):
        reply = send(phone, begin, whole[begin : begin + PART], whole)
    return reply


def under_way(world: World) -> list[str]:
    files: Files = world.central.files
    return [kept.name for kept in files._place.list("parts")]


def test_parts_become_the_file_and_the_last_answer_is_the_receipt(world: World) -> None:
    phone = world.phone("leader")
    assert held(phone) == (0, False)

    first = send(phone, 0, PHOTO[:PART])
    assert (first.status_code, first.json()["held"], first.json()["safe"]) == (202, PART, False)
    assert get(phone, name_of(PHOTO)).status_code == 404

    last = send_all(phone)
    assert (last.status_code, last.json()) == (201, {"sha256": name_of(PHOTO), "held": len(PHOTO), "safe": True})
    assert held(phone) == (len(PHOTO), True)
    assert get(phone, name_of(PHOTO)).content == PHOTO
    assert under_way(world) == []


def test_another_worker_goes_on_where_the_first_one_was_cut(world: World) -> None:
    phone = world.phone("leader")
    send(phone, 0, PHOTO[:PART])
    other = assemble(world.settings, world.clock)
    caller = world.central.joining.caller(phone.headers["Authorization"].removeprefix("Bearer "))

    assert other.files.receipt(caller, name_of(PHOTO)).held == PART
    assert other.files.put_part(caller, name_of(PHOTO), PART, PHOTO[PART:], len(PHOTO)).safe
    other.close()
    assert get(phone, name_of(PHOTO)).content == PHOTO


def test_parts_may_repeat_overlap_and_come_in_any_order(world: World) -> None:
    phone = world.phone("leader")
    send(phone, PART, PHOTO[PART : 2 * PART])
    assert held(phone) == (0, False)
    send(phone, 0, PHOTO[: PART - 1])
    send(phone, 0, PHOTO[: PART - 1])
    send(phone, PART - 100, PHOTO[PART - 100 : PART + 100])

    assert send(phone, 2 * PART, PHOTO[2 * PART :]).json()["safe"]
    assert get(phone, name_of(PHOTO)).content == PHOTO


def test_a_part_that_was_damaged_on_its_way_is_refused_and_only_that_one_is_sent_again(world: World) -> None:
    phone = world.phone("leader")
    send(phone, 0, PHOTO[:PART])
    damaged = b"\0" + PHOTO[PART + 1 :]

    refused = send(phone, PART, damaged, **{"Content-Digest": digest(PHOTO[PART:])})

    assert (refused.status_code, refused.json()["code"]) == (422, "hash_mismatch")
    assert held(phone) == (PART, False)
    assert send(phone, PART, PHOTO[PART:], **{"Content-Digest": digest(PHOTO[PART:])}).json()["safe"]


def test_a_whole_that_is_not_what_its_name_says_gets_no_receipt_and_is_sent_anew(world: World) -> None:
    phone = world.phone("leader")
    send(phone, 0, b"\xff\xd8\xff" + b"\0" * (PART - 3))

    refused = send(phone, PART, PHOTO[PART:])

    assert (refused.status_code, refused.json()["code"]) == (422, "hash_mismatch")
    assert (held(phone), under_way(world)) == ((0, False), [])
    assert send_all(phone).json()["safe"]


def test_one_organisations_parts_are_not_anothers(world: World) -> None:
    mine, theirs = world.phone("leader"), world.other().phone("leader")
    send(theirs, 0, b"\xff\xd8\xff" + b"\0" * (PART - 3))
    assert held(mine) == (0, False)

    assert send_all(mine).json()["safe"]
    assert held(theirs) == (PART, False)


def test_what_the_organisation_has_already_is_not_asked_for_again(world: World) -> None:
    one, two = world.phone("leader"), world.phone("walker")
    put(one, PHOTO)

    assert held(two) == (len(PHOTO), True)
    assert send(two, 0, PHOTO[:PART]).json()["safe"]
    assert under_way(world) == []


@pytest.mark.parametrize("size", [LARGEST_PHOTO + 1, LARGEST_GROUND + 1])
def test_a_photo_that_will_be_too_large_is_refused_with_its_first_part(world: World, size: int) -> None:
    phone = world.phone("leader")

    refused = send(phone, 0, PHOTO[:PART], b"\xff\xd8\xff" + b"x" * (size - 3))

    assert (refused.status_code, refused.json()["code"]) == (413, "photo_too_large")
    assert under_way(world) == []


SPANS = ["bytes 0-9/10", "bytes 0-3/3", "bytes 5-1/9", "bytes */4", "bytes 0-3/*", "words 0-3/4", "bytes 0-3/0", "x"]


@pytest.mark.parametrize("span", SPANS)
def test_a_range_that_does_not_fit_its_body_is_not_readable(world: World, span: str) -> None:
    phone = world.phone("leader")
    headers = {**phone.headers, "Content-Range": span}

    refused = phone.client.put(f"/api/v1/files/{name_of(b'four')}", content=b"four", headers=headers)

    assert (refused.status_code, refused.json()["code"]) == (400, "message_not_readable")


@pytest.mark.parametrize("name", ["a" * 63, "A" * 64, "x", "%00"])
def test_a_part_of_nothing_is_kept_nowhere(world: World, name: str) -> None:
    phone = world.phone("leader")
    headers = {**phone.headers, "Content-Range": "bytes 0-3/9"}

    assert phone.client.put(f"/api/v1/files/{name}", content=b"four", headers=headers).status_code == 404
    assert phone.client.get(f"/api/v1/files/{name}/parts", headers=phone.headers).status_code == 404
    assert under_way(world) == []


def test_parts_that_nobody_goes_on_with_are_swept_after_a_week_and_files_never(world: World) -> None:
    phone = world.phone("leader")
    put(phone, PHOTO + b"\xff\xd9")
    send(phone, 0, PHOTO[:PART])
    [part] = list(world.central.files._place.list("parts"))

    world.clock.now = part.kept_at + PATIENCE
    sweep_once(world.central.files)
    assert under_way(world) == [part.name]

    world.clock.now += 1
    sweep_once(world.central.files)
    assert under_way(world) == []
    assert world.central.files.receipt(world.admin, name_of(PHOTO + b"\xff\xd9")).safe
