"""The row stands before the camera opens, the bytes before the row says so."""

import pytest

from fieldwalk.device.ports import Box
from fieldwalk.domain.refusals import Refused
from tests.fieldwalk.services.conftest import Phone

JPEG = b"\xff\xd8\xff a photo"


@pytest.fixture
def issue_id(phone: Phone, walk_id: str) -> str:
    return phone.fieldwalk.reports.mark(walk_id, None)


def test_a_draft_is_kept_before_the_camera_opens_and_is_no_photo_yet(phone: Phone, issue_id: str) -> None:
    photo_id = phone.fieldwalk.photographs.draft(issue_id)
    assert phone.fieldwalk.store.photo(photo_id) is not None
    assert phone.fieldwalk.store.photos(issue_id) == []


async def test_a_kept_photo_is_on_the_phone_with_its_thumbnail(phone: Phone, issue_id: str) -> None:
    photo_id = phone.fieldwalk.photographs.draft(issue_id)
    await phone.fieldwalk.photographs.keep(photo_id, JPEG)
    photo = phone.fieldwalk.store.photos(issue_id)[0]
    assert photo.sha256
    assert photo.thumbnail
    assert await phone.fieldwalk.photographs.picture(photo.sha256) == phone.files.held[photo.sha256]
    assert await phone.fieldwalk.photographs.picture(photo.thumbnail) is not None


async def test_an_unreadable_photo_is_refused_and_the_draft_stays(phone: Phone, issue_id: str) -> None:
    photo_id = phone.fieldwalk.photographs.draft(issue_id)
    with pytest.raises(Refused) as caught:
        await phone.fieldwalk.photographs.keep(photo_id, b"no photo")
    assert caught.value.code == "photo_unreadable"
    assert phone.fieldwalk.store.photo(photo_id) is not None
    assert phone.files.held == {}


async def test_a_full_phone_refuses_the_photo_and_still_keeps_words(phone: Phone, issue_id: str) -> None:
    phone.files.room = 3
    photo_id = phone.fieldwalk.photographs.draft(issue_id)
    with pytest.raises(Refused) as caught:
        await phone.fieldwalk.photographs.keep(photo_id, JPEG)
    assert caught.value.code == "storage_full"
    phone.fieldwalk.reports.describe(issue_id, words="utan bild")
    issue = phone.fieldwalk.store.issue(issue_id)
    assert issue is not None
    assert issue.words == "utan bild"


async def test_below_100_mb_free_photos_stop_with_a_plain_word_and_words_are_still_saved(
    phone: Phone, issue_id: str
) -> None:
    phone.storage.free = 99_999_999
    photo_id = phone.fieldwalk.photographs.draft(issue_id)
    with pytest.raises(Refused) as caught:
        await phone.fieldwalk.photographs.keep(photo_id, JPEG)
    assert caught.value.code == "storage_low"
    assert phone.files.held == {}
    phone.fieldwalk.reports.describe(issue_id, words="utan bild")
    phone.storage.free = 100_000_000
    await phone.fieldwalk.photographs.keep(photo_id, JPEG)
    assert len(phone.fieldwalk.store.photos(issue_id)) == 1


async def test_before_and_after_are_told_apart(phone: Phone, issue_id: str) -> None:
    for role in ("before", "after"):
        await phone.fieldwalk.photographs.keep(phone.fieldwalk.photographs.draft(issue_id, role), JPEG)
    assert [photo.role for photo in phone.fieldwalk.store.photos(issue_id, "after")] == ["after"]
    assert len(phone.fieldwalk.store.photos(issue_id)) == 2


async def test_a_description_is_kept_and_a_discarded_photo_is_gone(phone: Phone, issue_id: str) -> None:
    photo_id = phone.fieldwalk.photographs.draft(issue_id)
    await phone.fieldwalk.photographs.keep(photo_id, JPEG)
    phone.fieldwalk.photographs.describe(photo_id, "En släckt lampa")
    assert phone.fieldwalk.store.photos(issue_id)[0].description == "En släckt lampa"
    phone.fieldwalk.photographs.discard(photo_id)
    assert phone.fieldwalk.store.photos(issue_id) == []


async def test_a_covered_photo_is_another_file_and_the_first_is_never_sent(phone: Phone, issue_id: str) -> None:
    photo_id = phone.fieldwalk.photographs.draft(issue_id)
    await phone.fieldwalk.photographs.keep(photo_id, JPEG)
    before = phone.fieldwalk.store.photo(photo_id)
    await phone.fieldwalk.photographs.cover(photo_id, [Box(0.1, 0.1, 0.4, 0.4)])
    after = phone.fieldwalk.store.photo(photo_id)
    assert before is not None
    assert after is not None
    assert set(phone.files.held) == {after.sha256, after.thumbnail}
    assert before.sha256 not in phone.files.held
    assert phone.fieldwalk.photographs._shelf.waiting() == 2


async def test_a_photo_that_is_not_on_this_phone_cannot_be_covered_here(phone: Phone, issue_id: str) -> None:
    photo_id = phone.fieldwalk.photographs.draft(issue_id)
    with pytest.raises(Refused, match="not_found"):
        await phone.fieldwalk.photographs.cover(photo_id, [])


async def test_a_photo_waits_to_be_looked_through_until_it_is_approved_and_again_when_that_is_doubted(
    phone: Phone, issue_id: str
) -> None:
    photographs, store = phone.fieldwalk.photographs, phone.fieldwalk.store
    photo_id = photographs.draft(issue_id)
    assert store.unlooked() == []
    await photographs.keep(photo_id, JPEG)
    assert [photo.id for photo in store.unlooked()] == [photo_id]
    assert (store.to_look_through(), store.to_look_through("another-walk")) == (1, 0)
    photographs.approve(photo_id)
    assert store.unlooked() == []
    photographs.doubt(photo_id)
    assert [photo.id for photo in store.unlooked(store.photos(issue_id)[0].walk_id)] == [photo_id]
    assert store.unlooked("another-walk") == []


async def test_who_covers_a_photo_has_looked_it_through(phone: Phone, issue_id: str) -> None:
    photographs = phone.fieldwalk.photographs
    photo_id = photographs.draft(issue_id)
    await photographs.keep(photo_id, JPEG)
    await photographs.cover(photo_id, [Box(0.1, 0.1, 0.2, 0.2)])
    assert phone.fieldwalk.store.unlooked() == []
