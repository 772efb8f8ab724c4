"""Files travel small before large, are checked by hash, and are only safe when the server says so."""

import asyncio
import hashlib

import pytest

from fieldwalk.domain.refusals import Refused
from sync.client.shelf import Load
from tests.fakes.little_server import LittleServer, Reply
from tests.sync.client.phones import Phone


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


async def send_all(phone: Phone) -> None:
    while await phone.shelf.send_one():
        pass


def test_thumbnails_travel_before_photos(phone: Phone, server: LittleServer) -> None:
    asyncio.run(phone.shelf.put(b"large", "photo"))
    asyncio.run(phone.shelf.put(b"small", "thumbnail"))
    asyncio.run(phone.shelf.send_one())
    assert list(server.files.values()) == [b"small"]
    asyncio.run(send_all(phone))
    assert phone.shelf.load() == Load(safe=1, all=1)


def test_a_photo_waits_until_the_server_has_it(phone: Phone, server: LittleServer) -> None:
    asyncio.run(phone.shelf.put(b"large", "photo"))
    server.away = True
    with pytest.raises(Refused):
        asyncio.run(send_all(phone))
    assert (phone.shelf.load(), phone.shelf.waiting()) == (Load(safe=0, all=1), 1)
    server.away = False
    server.answers = [Reply(422, b'{"code": "hash_mismatch"}')]
    with pytest.raises(Refused):
        asyncio.run(send_all(phone))
    assert phone.shelf.load() == Load(safe=0, all=1)
    asyncio.run(send_all(phone))
    assert phone.shelf.load() == Load(safe=1, all=1)


def test_a_file_that_vanished_from_the_phone_does_not_block_the_others(phone: Phone, server: LittleServer) -> None:
    asyncio.run(phone.shelf.put(b"gone", "photo"))
    asyncio.run(phone.shelf.put(b"here", "photo"))
    del phone.files.held[sha(b"gone")]
    asyncio.run(send_all(phone))
    assert list(server.files.values()) == [b"here"]


def test_a_file_that_was_damaged_on_the_phone_does_not_block_the_others(phone: Phone, server: LittleServer) -> None:
    asyncio.run(phone.shelf.put(b"damaged", "photo"))
    asyncio.run(phone.shelf.put(b"here", "photo"))
    phone.files.held[sha(b"damaged")] = b"noise"
    asyncio.run(send_all(phone))
    assert list(server.files.values()) == [b"here"]


def test_what_records_name_is_fetched_once(phone: Phone, server: LittleServer) -> None:
    server.files = {sha(b"large"): b"large", sha(b"small"): b"small"}
    phone.write("photo-0001", record="photo", sha256=sha(b"large"), thumbnail=sha(b"small"))
    assert asyncio.run(phone.shelf.fetch_one()) is True
    assert list(phone.files.held.values()) == [b"small"]
    assert asyncio.run(phone.shelf.fetch_one()) is True
    assert asyncio.run(phone.shelf.fetch_one()) is False


def test_a_file_that_the_server_lacks_still_is_tried_later_and_stops_no_other(
    phone: Phone, server: LittleServer
) -> None:
    phone.write("photo-0001", record="photo", sha256=sha(b"later"))
    phone.write("photo-0002", record="photo", sha256=sha(b"now"))
    server.files = {sha(b"now"): b"now"}
    assert asyncio.run(phone.shelf.fetch_one()) is True
    assert asyncio.run(phone.shelf.fetch_one()) is False
    server.files[sha(b"later")] = b"later"
    assert asyncio.run(phone.shelf.fetch_one()) is True


def test_a_corrupted_file_is_not_kept(phone: Phone, server: LittleServer) -> None:
    server.files = {sha(b"right"): b"wrong"}
    phone.write("photo-0001", record="photo", sha256=sha(b"right"))
    with pytest.raises(Refused) as caught:
        asyncio.run(phone.shelf.fetch_one())
    assert caught.value.code == "hash_mismatch"
    assert phone.files.held == {}
