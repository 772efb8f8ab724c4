"""A walk's summary is drawn on the phone itself, with what lies there and nothing else."""

import asyncio
import base64

import pytest

from fieldwalk.domain.refusals import Refused
from tests.fieldwalk.services.conftest import Phone
from tests.fieldwalk.services.test_photographs import JPEG


def page(phone: Phone, walk_id: str, language: str = "sv") -> str:
    return asyncio.run(phone.fieldwalk.summaries.page(walk_id, language)).decode()


def take_photo(phone: Phone, issue_id: str, *, is_approved: bool = True) -> None:
    photographs = phone.fieldwalk.photographs
    photo_id = photographs.draft(issue_id)
    asyncio.run(photographs.keep(photo_id, JPEG))
    if is_approved:
        photographs.approve(photo_id)


def test_a_photo_that_waits_is_counted_and_not_shown_until_it_is_approved(phone: Phone, walk_id: str) -> None:
    issue_id = phone.fieldwalk.reports.mark(walk_id, None)
    take_photo(phone, issue_id, is_approved=False)
    assert "1 bild väntar på genomsyn" in page(phone, walk_id)
    assert "data:image" not in page(phone, walk_id)
    phone.fieldwalk.photographs.approve(phone.fieldwalk.store.unlooked()[0].id)
    assert "väntar på genomsyn" not in page(phone, walk_id)
    assert "data:image" in page(phone, walk_id)


def test_the_page_holds_the_walk_its_words_and_its_photos_with_the_server_away(phone: Phone, walk_id: str) -> None:
    phone.server.away = True
    issue_id = phone.fieldwalk.reports.mark(walk_id, None)
    phone.fieldwalk.reports.describe(issue_id, category="lighting", words="Trasig lampa åäö")
    take_photo(phone, issue_id)
    phone.fieldwalk.walks.finish(walk_id)
    told = page(phone, walk_id)
    thumbnail = phone.fieldwalk.store.photos(issue_id)[0].thumbnail
    assert told.startswith("<!doctype html>")
    assert "Kvällsvandring" in told
    assert "Trasig lampa åäö" in told
    assert base64.b64encode(phone.files.held[thumbnail or ""]).decode() in told
    assert phone.server.asked == []


def test_a_photo_whose_thumbnail_is_gone_is_shown_whole_and_one_that_is_gone_is_told(
    phone: Phone, walk_id: str
) -> None:
    issue_id = phone.fieldwalk.reports.mark(walk_id, None)
    take_photo(phone, issue_id)
    photo = phone.fieldwalk.store.photos(issue_id)[0]
    whole = phone.files.held[photo.sha256 or ""]
    del phone.files.held[photo.thumbnail or ""]
    assert base64.b64encode(whole).decode() in page(phone, walk_id)
    phone.files.held.clear()
    assert "data:image" not in page(phone, walk_id)


def test_it_speaks_the_readers_language(phone: Phone, walk_id: str) -> None:
    assert '<html lang="en"' in page(phone, walk_id, "en")


def test_a_walk_that_is_not_here_is_refused(phone: Phone) -> None:
    with pytest.raises(Refused) as caught:
        page(phone, "walk-elsewhere")
    assert caught.value.code == "not_found"


def test_only_what_everybody_may_see_is_in_it_and_nobody_is_pointed_out(phone: Phone, walk_id: str) -> None:
    reports = phone.fieldwalk.reports
    told, kept = reports.mark(walk_id, None), reports.mark(walk_id, None)
    reports.describe(told, words="Ring 070-174 06 05 om lampan", place="Port 4")
    reports.describe(kept, words="Bara för kretsen")
    reports.classify(kept, "est")
    asyncio.run(phone.fieldwalk.photographs.keep(phone.fieldwalk.photographs.draft(kept), JPEG))
    html = page(phone, walk_id)
    assert "Ring ••• om lampan" in html
    assert "Port 4" in html
    assert "Bara för kretsen" not in html
    assert "data:image" not in html
