"""Words that may point somebody out are durable at once and in no change before their writer has decided."""

import asyncio
import json
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from fieldwalk.data.opening import open_database
from fieldwalk.domain.refusals import Refused
from fieldwalk.services.drafts import Writing, place_of
from tests.fieldwalk.services.conftest import Phone, phone_over
from tests.fieldwalk.services.test_levelling import join
from tests.fieldwalk.services.test_photographs import JPEG

NUMBER = "Ring 070-174 06 05"


def writing(phone: Phone, issue_id: str, words: str) -> Writing:
    """Somebody who writes ``words`` about a place and rests."""
    text = Writing(phone.fieldwalk.drafts, place_of("issue", issue_id, "words"))
    text.write(words)
    text.rest(lambda words: phone.fieldwalk.reports.describe(issue_id, words=words))
    return text


def words_of(phone: Phone, issue_id: str) -> str | None:
    issue = phone.fieldwalk.store.issue(issue_id)
    assert issue is not None
    return issue.words


def test_a_text_that_points_nobody_out_is_saved_when_its_writer_rests(phone: Phone, walk_id: str) -> None:
    issue_id = phone.fieldwalk.reports.mark(walk_id, None)
    text = writing(phone, issue_id, "Trappan är hal")
    assert (words_of(phone, issue_id), text.unsaved, phone.fieldwalk.drafts.all()) == ("Trappan är hal", None, {})


def test_one_that_may_is_there_after_a_kill_and_the_server_has_not_seen_it(tmp_path: Path) -> None:
    path = tmp_path / "fieldwalk.db"
    database = open_database(path)
    phone = phone_over(database)
    walk_id = phone.fieldwalk.walks.plan("Kväll")
    issue_id = phone.fieldwalk.reports.mark(walk_id, None)
    join(phone)
    writing(phone, issue_id, NUMBER)
    assert asyncio.run(phone.fieldwalk.exchange.turn())
    assert not [change for change in phone.server.changes if "174 06" in str(change.fields)]
    assert phone.server.changes
    database.conn.close()  # as the system does it for a process that is killed

    again = open_database(path)
    later = phone_over(again)
    text = Writing(later.fieldwalk.drafts, place_of("issue", issue_id, "words"))
    assert text.unsaved == NUMBER
    assert words_of(later, issue_id) is None
    again.conn.close()


def test_what_is_let_stand_is_saved_as_it_is_and_no_draft_any_more(phone: Phone, walk_id: str) -> None:
    issue_id = phone.fieldwalk.reports.mark(walk_id, None)
    text = writing(phone, issue_id, NUMBER)
    text.keep(lambda words: phone.fieldwalk.reports.describe(issue_id, words=words))
    assert (words_of(phone, issue_id), text.unsaved, phone.fieldwalk.drafts.all()) == (NUMBER, None, {})


def test_what_could_not_be_saved_stays_a_draft(phone: Phone, walk_id: str) -> None:
    def full(_: str) -> None:
        raise Refused("storage_full")

    issue_id = phone.fieldwalk.reports.mark(walk_id, None)
    text = writing(phone, issue_id, NUMBER)
    with pytest.raises(Refused, match="storage_full"):
        text.keep(full)
    assert (text.unsaved, phone.fieldwalk.drafts.of(place_of("issue", issue_id, "words"))) == (NUMBER, NUMBER)


def test_the_sign_says_phone_as_long_as_a_text_waits_for_its_writer(phone: Phone, walk_id: str) -> None:
    issue_id = phone.fieldwalk.reports.mark(walk_id, None)
    join(phone)
    text = writing(phone, issue_id, NUMBER)
    asyncio.run(phone.fieldwalk.exchange.turn())
    told = phone.fieldwalk.exchange.safety()
    assert (told.sign, told.waiting, told.held) == ("phone", 0, 1)
    text.write("Ring •••")
    text.rest(lambda words: phone.fieldwalk.reports.describe(issue_id, words=words))
    asyncio.run(phone.fieldwalk.exchange.turn())
    told = phone.fieldwalk.exchange.safety()
    assert (told.sign, told.held) == ("safe", 0)


def test_a_text_waits_for_nobody_when_its_place_or_photo_is_gone(phone: Phone, walk_id: str) -> None:
    drafts, issue_id = phone.fieldwalk.drafts, phone.fieldwalk.reports.mark(walk_id, None)
    photo_id = phone.fieldwalk.photographs.draft(issue_id)
    asyncio.run(phone.fieldwalk.photographs.keep(photo_id, JPEG))
    drafts.keep(place_of("photo", photo_id, "description"), NUMBER)
    drafts.keep(place_of("issue", issue_id, "words"), NUMBER)
    drafts.keep("walk/new", "{}")
    assert [(held.issue.id, held.field) for held in drafts.held()] == [(issue_id, "description"), (issue_id, "words")]
    phone.fieldwalk.reports.remove(issue_id)
    assert drafts.held() == []
    assert len(drafts.all()) == 3


def test_the_rescue_file_takes_the_drafts_along(phone: Phone, walk_id: str) -> None:
    issue_id = phone.fieldwalk.reports.mark(walk_id, None)
    writing(phone, issue_id, NUMBER)
    with zipfile.ZipFile(BytesIO(asyncio.run(phone.fieldwalk.rescuing.file()))) as zipped:
        assert json.loads(zipped.read("drafts.json")) == {place_of("issue", issue_id, "words"): NUMBER}
        assert NUMBER.encode() not in zipped.read("journal.jsonl")
