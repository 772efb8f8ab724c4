"""Files travel small before large, are checked by hash, and are only safe when the server says so."""

import hashlib
import json

import pytest

from fieldwalk.domain.refusals import Refused
from sync.client.journal import TO_SWEEP
from sync.client.parcel import PART
from sync.client.shelf import Load, Shelf
from sync.protocol.changes import Change
from sync.protocol.clock import Stamp
from tests.fakes.little_server import LittleServer, Reply
from tests.sync.client.phones import Phone


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


async def send_all(phone: Phone) -> None:
    while await phone.shelf.send_one():
        pass


async def test_thumbnails_travel_before_photos(phone: Phone, server: LittleServer) -> None:
    await phone.shelf.put(b"large", "photo")
    await phone.shelf.put(b"small", "thumbnail")
    await phone.shelf.send_one()
    assert list(server.files.values()) == [b"small"]
    await send_all(phone)
    assert phone.shelf.load() == Load(safe=1, all=1)


async def test_a_photo_waits_until_the_server_has_it(phone: Phone, server: LittleServer) -> None:
    await phone.shelf.put(b"large", "photo")
    server.away = True
    with pytest.raises(Refused):
        await send_all(phone)
    assert (phone.shelf.load(), phone.shelf.waiting()) == (Load(safe=0, all=1), 1)
    server.away = False
    server.answers = [Reply(422, b'{"code": "hash_mismatch"}')]
    with pytest.raises(Refused):
        await send_all(phone)
    assert phone.shelf.load() == Load(safe=0, all=1)
    await send_all(phone)
    assert phone.shelf.load() == Load(safe=1, all=1)


async def test_a_photo_that_nobody_has_looked_through_is_asked_for_only_by_who_may_see_it(
    phone: Phone, server: LittleServer
) -> None:
    large, small = sha(b"large"), sha(b"small")
    server.files = {large: b"large", small: b"small"}
    phone.write("photo-0001", "photo", role="before", sha256=large, thumbnail=small)
    others = Shelf(phone.db, phone.files, server, lambda: "token", lambda: False)
    assert not await others.fetch_one()
    assert server.asked == []

    phone.write("photo-0001", "photo", approved=large)
    assert not await others.fetch_one()
    phone.write("photo-0001", "photo", approved=f"{large} {small}")
    assert await others.fetch_one()
    assert await others.fetch_one()
    assert await others.get(large) == b"large"


async def test_who_may_look_photos_through_gets_them_before_they_were(phone: Phone, server: LittleServer) -> None:
    server.files = {sha(b"large"): b"large"}
    phone.write("photo-0001", "photo", role="before", sha256=sha(b"large"))
    assert await phone.shelf.fetch_one()


async def test_what_another_has_covered_goes_from_this_phone_with_the_next_sweep(phone: Phone) -> None:
    before, after = sha(b"a face"), sha(b"black")
    phone.write("photo-0001", "photo", role="before", sha256=before)
    await phone.files.save(before, b"a face")
    phone.shelf._note(before, "photo", 6, mine=False)
    covered = Change(str(Stamp(phone.journal._now() + 9, 0, "bbbbbbbb")), "", "photo", "photo-0001",
                     {"sha256": after, "covered": after})  # fmt: skip
    phone.journal.receive([covered], {})
    assert phone.journal.fact(TO_SWEEP) == "yes"
    assert await phone.shelf.sweep() == 1
    assert await phone.shelf.get(before) is None


async def test_a_file_that_vanished_from_the_phone_does_not_block_the_others(
    phone: Phone, server: LittleServer
) -> None:
    await phone.shelf.put(b"gone", "photo")
    await phone.shelf.put(b"here", "photo")
    del phone.files.held[sha(b"gone")]
    await send_all(phone)
    assert list(server.files.values()) == [b"here"]


async def test_a_file_that_was_damaged_on_the_phone_does_not_block_the_others(
    phone: Phone, server: LittleServer
) -> None:
    await phone.shelf.put(b"damaged", "photo")
    await phone.shelf.put(b"here", "photo")
    phone.files.held[sha(b"damaged")] = b"noise"
    await send_all(phone)
    assert list(server.files.values()) == [b"here"]


async def test_what_records_name_is_fetched_once(phone: Phone, server: LittleServer) -> None:
    server.files = {sha(b"large"): b"large", sha(b"small"): b"small"}
    phone.write("photo-0001", record="photo", sha256=sha(b"large"), thumbnail=sha(b"small"))
    assert await phone.shelf.fetch_one() is True
    assert list(phone.files.held.values()) == [b"small"]
    assert await phone.shelf.fetch_one() is True
    assert await phone.shelf.fetch_one() is False


async def test_a_file_that_the_server_lacks_still_is_tried_later_and_stops_no_other(
    phone: Phone, server: LittleServer
) -> None:
    phone.write("photo-0001", record="photo", sha256=sha(b"later"))
    phone.write("photo-0002", record="photo", sha256=sha(b"now"))
    server.files = {sha(b"now"): b"now"}
    assert await phone.shelf.fetch_one() is True
    assert await phone.shelf.fetch_one() is False
    server.files[sha(b"later")] = b"later"
    assert await phone.shelf.fetch_one() is True


async def test_a_corrupted_file_is_not_kept(phone: Phone, server: LittleServer) -> None:
    server.files = {sha(b"right"): b"wrong"}
    phone.write("photo-0001", record="photo", sha256=sha(b"right"))
    with pytest.raises(Refused) as caught:
        await phone.shelf.fetch_one()
    assert caught.value.code == "hash_mismatch"
    assert phone.files.held == {}


HTML = b"<html>Welcome to the hotel</html>"
NO_RECEIPTS = [
    Reply(200, HTML),
    Reply(204),
    Reply(201, b"[]"),
    Reply(201, json.dumps({"sha256": sha(b"other"), "held": 5, "safe": True}).encode()),
    Reply(201, json.dumps({"sha256": sha(b"large"), "held": 5, "safe": "true"}).encode()),
]


@pytest.mark.parametrize("reply", NO_RECEIPTS)
async def test_nothing_but_a_receipt_with_the_hash_makes_a_photo_safe(
    phone: Phone, server: LittleServer, reply: Reply
) -> None:
    await phone.shelf.put(b"large", "photo")
    server.answers = [reply]

    with pytest.raises(Refused, match="unreachable"):
        await phone.shelf.send_one()

    assert phone.shelf.load() == Load(safe=0, all=1)
    await send_all(phone)
    assert phone.shelf.load() == Load(safe=1, all=1)


LONG = bytes(range(256)) * 4_000


async def test_a_large_file_goes_in_parts_and_words_may_go_between_them(phone: Phone, server: LittleServer) -> None:
    await phone.shelf.put(LONG, "photo")

    await phone.shelf.send_one()
    await phone.shelf.send_one()
    assert (server.files, phone.shelf.load()) == ({}, Load(safe=0, all=1))
    await send_all(phone)

    assert server.files == {sha(LONG): LONG}
    assert phone.shelf.load() == Load(safe=1, all=1)
    assert max(size for _, _, size in server.asked) == PART


@pytest.mark.parametrize("cut", range(9))
async def test_a_file_that_was_cut_goes_on_where_the_server_has_it(
    phone: Phone, server: LittleServer, cut: int
) -> None:
    await phone.shelf.put(LONG, "photo")
    for _ in range(cut):
        await phone.shelf.send_one()
    server.lose_reply = True
    with pytest.raises(Refused, match="unreachable"):
        await phone.shelf.send_one()

    again = Shelf(phone.db, phone.files, server, lambda: "token")
    while await again.send_one():
        pass

    assert server.files == {sha(LONG): LONG}
    assert sum(size for _, _, size in server.asked) == len(LONG)


async def test_a_file_whose_parts_are_spoilt_on_the_server_is_sent_anew(phone: Phone, server: LittleServer) -> None:
    await phone.shelf.put(LONG, "photo")
    server.parts[sha(LONG)] = b"\0" * PART

    with pytest.raises(Refused, match="hash_mismatch"):
        await send_all(phone)
    assert phone.shelf.load() == Load(safe=0, all=1)

    await send_all(phone)
    assert (server.files, phone.shelf.load()) == ({sha(LONG): LONG}, Load(safe=1, all=1))


async def test_a_server_that_has_all_and_says_it_is_not_safe_is_sent_the_last_part_once_more(
    phone: Phone, server: LittleServer
) -> None:
    await phone.shelf.put(LONG, "photo")
    server.parts[sha(LONG)] = LONG

    await send_all(phone)

    assert server.files == {sha(LONG): LONG}
    assert 0 < sum(size for _, _, size in server.asked) <= PART


async def test_a_server_that_never_moves_on_is_not_sent_to_for_ever(phone: Phone, server: LittleServer) -> None:
    await phone.shelf.put(LONG, "photo")
    stuck = Reply(202, json.dumps({"sha256": sha(LONG), "held": 0, "safe": False}).encode())
    server.answers = [stuck] * 5

    with pytest.raises(Refused, match="unreachable"):
        await send_all(phone)


async def test_a_file_that_the_server_will_never_take_stops_no_other_and_is_told(
    phone: Phone, server: LittleServer
) -> None:
    await phone.shelf.put(b"no picture", "photo")
    await phone.shelf.put(b"picture", "photo")
    server.answers = [Reply(422, b'{"code": "photo_unreadable"}')]

    await send_all(phone)

    assert list(server.files.values()) == [b"picture"]
    assert phone.shelf.turned() == {sha(b"no picture"): "photo_unreadable"}
    assert (phone.shelf.load(), phone.shelf.waiting()) == (Load(safe=1, all=2), 1)


async def test_without_photos_only_what_is_small_travels_either_way(phone: Phone, server: LittleServer) -> None:
    await phone.shelf.put(b"large", "photo")
    await phone.shelf.put(b"small", "thumbnail")
    server.files = {sha(b"their photo"): b"their photo", sha(b"their thumb"): b"their thumb"}
    phone.write("photo-0001", record="photo", sha256=sha(b"their photo"), thumbnail=sha(b"their thumb"))

    async def travel(*, photos: bool) -> None:
        while await phone.shelf.send_one(photos=photos) or await phone.shelf.fetch_one(photos=photos):
            pass

    await travel(photos=False)
    assert b"large" not in server.files.values()
    assert {b"small"} <= set(server.files.values())
    assert set(phone.files.held.values()) == {b"large", b"small", b"their thumb"}
    await travel(photos=True)
    assert b"large" in server.files.values()
    assert b"their photo" in phone.files.held.values()


async def test_recordings_travel_after_thumbnails_and_before_photos_also_where_photos_wait(
    phone: Phone, server: LittleServer
) -> None:
    for content, kind in ((b"large", "photo"), (b"spoken", "voice"), (b"small", "thumbnail")):
        await phone.shelf.put(content, kind)
    while await phone.shelf.send_one(photos=False):
        pass
    assert list(server.files.values()) == [b"small", b"spoken"]
    assert (phone.shelf.load("voice"), phone.shelf.load()) == (Load(safe=1, all=1), Load(safe=0, all=1))


async def test_a_recording_is_asked_for_only_by_who_hears_what_others_recorded(
    phone: Phone, server: LittleServer
) -> None:
    server.files = {sha(b"spoken"): b"spoken"}
    phone.write("voice-0001", "voice", sha256=sha(b"spoken"), seconds=3, language="so")
    deaf = Shelf(phone.db, phone.files, server, lambda: "token", hears=lambda: False)
    assert not await deaf.fetch_one()
    assert server.asked == []

    assert await phone.shelf.fetch_one(photos=False)
    assert await phone.shelf.get(sha(b"spoken")) == b"spoken"


async def test_a_recording_that_somebody_took_back_is_gone_from_every_phone(phone: Phone, server: LittleServer) -> None:
    server.files = {sha(b"spoken"): b"spoken"}
    phone.write("voice-0001", "voice", sha256=sha(b"spoken"))
    await phone.shelf.fetch_one()
    phone.journal.keep_fact(TO_SWEEP, "")
    later = str(Stamp(2**42, 0, "replica9"))
    phone.journal.receive([Change(later, "", "voice", "voice-0001", {"sha256": None, "removed": True})], {})
    assert phone.journal.fact(TO_SWEEP) == "yes"
    assert await phone.shelf.sweep() == 1
    assert await phone.shelf.get(sha(b"spoken")) is None
