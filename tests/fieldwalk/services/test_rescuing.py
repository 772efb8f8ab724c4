"""Everything of the walker's fits in one file."""

import asyncio

from sync.protocol.rescue import unpack_rescue
from tests.fieldwalk.services.conftest import Phone
from tests.fieldwalk.services.test_levelling import join
from tests.fieldwalk.services.test_photographs import JPEG


def test_the_rescue_file_holds_all_changes_and_the_photos_not_yet_sent(phone: Phone, walk_id: str) -> None:
    issue_id = phone.fieldwalk.reports.mark(walk_id, None)
    asyncio.run(phone.fieldwalk.photographs.keep(phone.fieldwalk.photographs.draft(issue_id), JPEG))
    rescue = unpack_rescue(asyncio.run(phone.fieldwalk.rescuing.file()))
    assert list(rescue.changes) == phone.journal.own()
    assert set(rescue.files) == set(phone.files.held)
    assert rescue.organisation == ""


def test_what_is_safe_on_the_server_needs_no_rescue_but_the_words_come_along(phone: Phone, walk_id: str) -> None:
    issue_id = phone.fieldwalk.reports.mark(walk_id, None)
    asyncio.run(phone.fieldwalk.photographs.keep(phone.fieldwalk.photographs.draft(issue_id), JPEG))
    join(phone)
    asyncio.run(phone.fieldwalk.exchange.turn())
    rescue = unpack_rescue(asyncio.run(phone.fieldwalk.rescuing.file()))
    assert (rescue.files, rescue.organisation) == ({}, "org-botkyrka")
    assert len(rescue.changes) == len(phone.journal.own()) > 0
