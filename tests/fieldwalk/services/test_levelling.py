"""The background exchange tells the truth: what is safe, what waits, and why."""

import asyncio
import json

from fieldwalk.services.levelling import LONGEST, SHORTEST
from sync.protocol.rescue import unpack_rescue
from tests.fakes.little_server import Reply
from tests.fieldwalk.services.conftest import Phone
from tests.fieldwalk.services.test_joining import welcome
from tests.fieldwalk.services.test_photographs import JPEG


def join(phone: Phone) -> None:
    phone.server.answers = [welcome()]
    asyncio.run(phone.fieldwalk.joining.join("123456"))


def test_everything_of_a_walk_becomes_safe(phone: Phone, walk_id: str) -> None:
    issue_id = phone.fieldwalk.reports.mark(walk_id, None)
    asyncio.run(phone.fieldwalk.photographs.keep(phone.fieldwalk.photographs.draft(issue_id), JPEG))
    before = phone.fieldwalk.exchange.safety(walk_id)
    assert (before.sign, before.issues, before.photos) == ("phone", (0, 1), (0, 1))
    join(phone)
    assert asyncio.run(phone.fieldwalk.exchange.turn()) is True
    after = phone.fieldwalk.exchange.safety(walk_id)
    assert (after.sign, after.issues, after.photos, after.waiting) == ("safe", (1, 1), (1, 1), 0)
    assert after.last_at == phone.clock.now()


def test_a_server_that_is_away_changes_nothing_but_the_sign(phone: Phone, walk_id: str) -> None:
    join(phone)
    phone.server.away = True
    phone.fieldwalk.reports.mark(walk_id, None)
    assert asyncio.run(phone.fieldwalk.exchange.turn()) is False
    told = phone.fieldwalk.exchange.safety()
    assert (told.sign, told.reason) == ("phone", "unreachable")
    phone.server.away = False
    assert asyncio.run(phone.fieldwalk.exchange.turn()) is True
    assert phone.fieldwalk.exchange.safety().sign == "safe"


def test_an_expired_login_asks_for_a_sign_in_and_leaves_the_queue(phone: Phone, walk_id: str) -> None:
    join(phone)
    phone.fieldwalk.reports.mark(walk_id, None)
    phone.server.answers = [Reply(401)]
    asyncio.run(phone.fieldwalk.exchange.turn())
    told = phone.fieldwalk.exchange.safety()
    assert (told.reason, told.issues) == ("sign_in_needed", (0, 1))


def test_what_was_refused_asks_for_a_person(phone: Phone, walk_id: str) -> None:
    join(phone)
    phone.server.turned = {"issue": "not_allowed"}
    phone.fieldwalk.reports.mark(walk_id, None)
    asyncio.run(phone.fieldwalk.exchange.turn())
    told = phone.fieldwalk.exchange.safety()
    assert told.sign == "help"
    assert [turned.code for turned in told.refused] == ["not_allowed"]
    assert told.issues == (0, 1)


def test_the_pause_grows_to_a_minute_and_no_further(phone: Phone) -> None:
    exchange = phone.fieldwalk.exchange
    phone.server.away = True
    pauses = []
    for _ in range(12):
        asyncio.run(exchange.turn())
        pauses.append(exchange.pause())
    assert SHORTEST / 2 <= pauses[0] <= SHORTEST * 2
    assert LONGEST / 2 <= pauses[-1] <= LONGEST


def test_the_loop_sends_what_is_written_while_it_waits(phone: Phone, walk_id: str) -> None:
    join(phone)

    async def story() -> None:
        loop = asyncio.create_task(phone.fieldwalk.exchange.run())
        safe = asyncio.Event()
        phone.fieldwalk.exchange.subscribe(lambda: safe.set() if phone.server.changes else None)
        await asyncio.wait_for(safe.wait(), 10)
        sent = len(phone.server.changes)
        safe.clear()
        phone.fieldwalk.exchange.subscribe(lambda: safe.set() if len(phone.server.changes) > sent else None)
        phone.fieldwalk.reports.mark(walk_id, None)
        safe.clear()
        while len(phone.server.changes) == sent:
            await asyncio.wait_for(safe.wait(), 10)
        loop.cancel()

    asyncio.run(story())
    assert json.dumps([c.record for c in phone.server.changes]).count("issue") == 1


def test_photos_wait_for_wifi_when_that_is_wished_and_words_and_thumbnails_go(phone: Phone, walk_id: str) -> None:
    join(phone)
    issue_id = phone.fieldwalk.reports.mark(walk_id, None)
    asyncio.run(phone.fieldwalk.photographs.keep(phone.fieldwalk.photographs.draft(issue_id), JPEG))
    phone.fieldwalk.settings.set_photos_on_wifi_only(True)
    phone.connection.costs = True

    assert asyncio.run(phone.fieldwalk.exchange.turn()) is True
    waiting = phone.fieldwalk.exchange.safety(walk_id)
    assert (waiting.sign, waiting.issues, waiting.photos, waiting.photos_wait) == ("phone", (1, 1), (0, 1), True)
    assert len(phone.server.files) == 1

    phone.connection.costs = False
    assert asyncio.run(phone.fieldwalk.exchange.turn()) is True
    safe = phone.fieldwalk.exchange.safety(walk_id)
    assert (safe.sign, safe.photos, safe.photos_wait) == ("safe", (1, 1), False)


def test_photos_go_on_any_network_when_nothing_else_is_wished(phone: Phone, walk_id: str) -> None:
    join(phone)
    issue_id = phone.fieldwalk.reports.mark(walk_id, None)
    asyncio.run(phone.fieldwalk.photographs.keep(phone.fieldwalk.photographs.draft(issue_id), JPEG))
    phone.connection.costs = True

    asyncio.run(phone.fieldwalk.exchange.turn())

    assert phone.fieldwalk.exchange.safety(walk_id).photos == (1, 1)


def test_words_written_while_photos_travel_go_before_the_next_photo(phone: Phone, walk_id: str) -> None:
    join(phone)
    for content in (JPEG, JPEG + b" another"):
        issue_id = phone.fieldwalk.reports.mark(walk_id, None)
        asyncio.run(phone.fieldwalk.photographs.keep(phone.fieldwalk.photographs.draft(issue_id), content))
    written: list[str] = []

    def write() -> None:
        if phone.server.files and not written:
            written.append(phone.fieldwalk.reports.mark(walk_id, None))

    phone.fieldwalk.exchange.subscribe(write)
    asyncio.run(phone.fieldwalk.exchange.turn())

    kinds = ["file" if "/files/" in path else "words" for _, path, _ in phone.server.asked]
    assert kinds[kinds.index("file") :][:3] == ["file", "words", "file"]


def test_a_photo_that_the_server_will_never_take_asks_for_a_person(phone: Phone, walk_id: str) -> None:
    join(phone)
    asyncio.run(phone.fieldwalk.exchange.turn())
    issue_id = phone.fieldwalk.reports.mark(walk_id, None)
    asyncio.run(phone.fieldwalk.photographs.keep(phone.fieldwalk.photographs.draft(issue_id), JPEG))
    phone.server.untaken = "photo_too_large"

    asyncio.run(phone.fieldwalk.exchange.turn())

    told = phone.fieldwalk.exchange.safety()
    assert (told.sign, told.reason, told.issues) == ("help", "photo_too_large", (1, 1))


def test_a_right_that_ended_takes_all_but_what_was_never_sent(phone: Phone, walk_id: str) -> None:
    join(phone)
    sent = phone.fieldwalk.reports.mark(walk_id, None)
    asyncio.run(phone.fieldwalk.photographs.keep(phone.fieldwalk.photographs.draft(sent), JPEG))
    asyncio.run(phone.fieldwalk.exchange.turn())
    unsent = phone.fieldwalk.reports.mark(walk_id, None)
    asyncio.run(phone.fieldwalk.photographs.keep(phone.fieldwalk.photographs.draft(unsent), JPEG + b"another"))
    phone.server.answers = [Reply(403, b'{"code": "right_ended"}')]

    asyncio.run(phone.fieldwalk.exchange.turn())

    assert phone.fieldwalk.joining.me() is None
    assert phone.fieldwalk.store.walks() == []
    assert phone.fieldwalk.store.issue(sent) is None
    kept = {change.record_id for change in phone.journal.own() if change.record == "issue"}
    assert kept == {unsent}
    assert len(phone.files.held) == 2
    told = phone.fieldwalk.exchange.safety()
    assert (told.sign, told.reason, told.quarantined) == ("help", "right_ended", 3)
    rescue = unpack_rescue(asyncio.run(phone.fieldwalk.rescuing.file()))
    assert {change.record_id for change in rescue.changes if change.record == "issue"} == {unsent}
    assert rescue.files.keys() == phone.files.held.keys()


def test_what_was_kept_in_quarantine_is_sent_when_the_phone_joins_there_again(phone: Phone, walk_id: str) -> None:
    join(phone)
    asyncio.run(phone.fieldwalk.exchange.turn())
    unsent = phone.fieldwalk.reports.mark(walk_id, None)
    phone.server.answers = [Reply(403, b'{"code": "right_ended"}')]
    asyncio.run(phone.fieldwalk.exchange.turn())

    join(phone)
    assert asyncio.run(phone.fieldwalk.exchange.turn())

    told = phone.fieldwalk.exchange.safety()
    assert (told.sign, told.reason, told.quarantined, told.withdrawn_at) == ("safe", None, 0, None)
    assert phone.fieldwalk.store.issue(unsent) is not None
    assert [walk.id for walk in phone.fieldwalk.store.walks()] == [walk_id]
