"""Files: kept whole and once, named by what is in them, and read only by those who may."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from httpx2 import Response

from sync.server.files import LARGEST_PHOTO
from tests.fakes.central_world import JPEG, Phone, World
from tests.fakes.gate import Gate
from tests.fakes.stores import SERVERS, Stores

pytestmark = pytest.mark.both_stores

GROUND = b'{"type": "FeatureCollection", "features": []}'


def name_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def put(phone: Phone, content: bytes, name: str | None = None) -> Response:
    return phone.client.put(f"/api/v1/files/{name or name_of(content)}", content=content, headers=phone.headers)


def get(phone: Phone, name: str) -> Response:
    return phone.client.get(f"/api/v1/files/{name}", headers=phone.headers)


@pytest.mark.parametrize(("content", "kind"), [(JPEG, "image/jpeg"), (GROUND, "application/geo+json")])
def test_a_file_comes_back_as_it_was_under_its_own_kind(world: World, content: bytes, kind: str) -> None:
    phone = world.phone("leader")

    assert put(phone, content).status_code == 201
    assert put(phone, content).status_code == 201
    got = get(phone, name_of(content))
    head = phone.client.head(f"/api/v1/files/{name_of(content)}", headers=phone.headers)

    assert (got.content, got.headers["content-type"]) == (content, kind)
    assert (head.status_code, head.headers["content-length"], head.content) == (200, str(len(content)), b"")


def test_a_file_that_is_not_what_its_name_says_is_refused_and_not_kept(world: World) -> None:
    phone = world.phone("leader")

    refused = put(phone, JPEG + b"x", name_of(JPEG))

    assert (refused.status_code, refused.json()["code"]) == (422, "hash_mismatch")
    assert get(phone, name_of(JPEG)).status_code == 404
    assert not world.central.files.receipt(world.admin, name_of(JPEG)).safe


NEITHER = [b"", b"GIF89a", b"<html>", b"\xff\xd8\xff cut", b"{}", b"[" * 100_000, b'{"type": 1']


@pytest.mark.parametrize("content", NEITHER)
def test_what_is_neither_a_jpeg_nor_geojson_is_refused(world: World, content: bytes) -> None:
    assert put(world.phone("leader"), content).json()["code"] == "photo_unreadable"


def test_a_photo_of_more_than_two_megabytes_is_refused(world: World) -> None:
    huge = b"\xff\xd8\xff" + b"x" * LARGEST_PHOTO + b"\xff\xd9"

    refused = put(world.phone("leader"), huge)

    assert (refused.status_code, refused.json()["code"]) == (413, "photo_too_large")


@pytest.mark.parametrize("name", ["..%2F..%2Fsecret", "a" * 63, "A" * 64, "x", "%00"])
def test_a_name_that_is_no_hash_finds_nothing(world: World, name: str) -> None:
    assert get(world.phone("leader"), name).status_code == 404


def test_a_photo_may_arrive_before_its_record_and_its_sender_sees_it(world: World) -> None:
    walker = world.phone("walker")

    assert put(walker, JPEG).status_code == 201
    assert get(walker, name_of(JPEG)).status_code == 200


def test_a_walker_reads_their_walks_photos_the_ground_and_nothing_else(world: World) -> None:
    leader, walker = world.phone("leader"), world.phone("walker")
    mine, ground, elsewhere = JPEG, GROUND, JPEG + b"\xff\xd9"
    for content in (mine, ground, elsewhere):
        put(leader, content)
    assert [get(walker, name_of(c)).status_code for c in (mine, ground, elsewhere)] == [404, 404, 404]

    desk, looked = world.phone("coordinator"), ("sha256", "approved")
    desk.push(
        desk.change("photo", world.identity(), walk_id=world.walk, **dict.fromkeys(looked, name_of(mine))),
        desk.change("photo", world.identity(), walk_id=world.identity(), **dict.fromkeys(looked, name_of(elsewhere))),
        desk.change("area", world.area, ground=name_of(ground)),
    )

    assert [get(walker, name_of(c)).status_code for c in (mine, ground, elsewhere)] == [200, 200, 404]


def test_another_organisations_file_is_not_there_even_by_its_right_name(world: World) -> None:
    put(world.other().phone("coordinator"), JPEG)
    phone = world.phone("coordinator")

    assert get(phone, name_of(JPEG)).json() == get(phone, "0" * 64).json()
    assert put(phone, JPEG).status_code == 201
    assert get(phone, name_of(JPEG)).status_code == 200


def test_a_photo_store_that_is_gone_for_a_while_keeps_no_words_waiting(tmp_path: Path, stores: Stores) -> None:
    gate = Gate(stores.objects.port)
    settings = replace(stores.settings(SERVERS, tmp_path), s3_endpoint=gate.url)
    world = World(tmp_path, settings=settings)
    phone = world.phone("leader")
    gate.shut()

    refused = put(phone, JPEG)
    assert (refused.status_code, refused.json()["code"], refused.json()["may_retry"]) == (503, "store_away", True)
    assert phone.push(phone.change("issue", world.issue, words="ändå")) == [None]
    assert world.client.get("/api/health").json()["status"] == "ok"

    gate.open()
    assert put(phone, JPEG).status_code == 201
    assert get(phone, name_of(JPEG)).content == JPEG
    world.central.close()
    gate.shut()


def test_photos_that_hang_at_their_store_leave_room_for_the_words(tmp_path: Path, stores: Stores) -> None:
    gate = Gate(stores.objects.port)
    world = World(tmp_path, settings=replace(stores.settings(SERVERS, tmp_path), s3_endpoint=gate.url))
    with world.client, ThreadPoolExecutor(48) as pool:
        phone = world.phone("leader")
        hanging = gate.hold(2)
        photos = [pool.submit(put, phone, JPEG + bytes([0]) * n) for n in range(48)]
        assert hanging.wait(60)

        words = phone.push(phone.change("issue", world.issue, words="ändå"))
        assert [photo for photo in photos if photo.done()] == []
        assert words == [None]

        gate.shut()
        assert {photo.result().status_code for photo in photos} == {503}
