"""A turn may be cut anywhere, answered by anybody, repeated as often: nothing is lost, nothing comes twice."""

import asyncio
from collections.abc import Callable

import pytest

from fieldwalk.domain.refusals import Refused
from sync.client.exchange import Turn
from tests.fakes.little_server import LittleServer, Reply
from tests.sync.client.phones import Phone


def level(*phones: Phone) -> None:
    for phone in phones * 2:
        asyncio.run(phone.exchange.level())


def test_what_one_phone_wrote_the_other_reads(phone_of: Callable[[str], Phone]) -> None:
    a, b = phone_of("aaaaaaaa"), phone_of("bbbbbbbb")
    a.write(words="mörkt vid porten")
    b.write("issue-0002", words="fin bänk")
    level(a, b)
    assert a.state() == b.state()
    assert {issue.words for issue in a.issues()} == {"mörkt vid porten", "fin bänk"}
    assert a.journal.unsent(1) == b.journal.unsent(1) == []


def test_edits_of_two_phones_to_one_issue_are_both_kept(phone_of: Callable[[str], Phone]) -> None:
    a, b = phone_of("aaaaaaaa"), phone_of("bbbbbbbb")
    a.write(words="mörkt")
    level(a, b)
    a.write(severity=3)
    b.write(cause="lampan är trasig")
    level(a, b)
    assert a.state() == b.state()
    issue = b.issues()[0]
    assert (issue.words, issue.severity, issue.cause) == ("mörkt", 3, "lampan är trasig")


def test_a_lost_reply_is_made_up_for_by_the_next_turn(phone: Phone, server: LittleServer) -> None:
    phone.write(words="a")
    server.lose_reply = True
    with pytest.raises(Refused):
        asyncio.run(phone.exchange.turn())
    assert len(phone.journal.unsent(10)) == 1
    assert asyncio.run(phone.exchange.level()) == Turn(pushed=1, pulled=0, refused=0, more=False)
    assert len(server.changes) == 1


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply(401), "sign_in_needed"),
        (Reply(502, b"<html>Bad gateway</html>"), "unreachable"),
        (Reply(429, b'{"code": "too_many_tries"}'), "too_many_tries"),
        (Reply(403, b'{"code": "a_code_of_a_newer_server"}'), "unreachable"),
        (Reply(200, b"<html>Welcome to the wifi, please log in</html>"), "message_not_readable"),
        (Reply(200, b""), "message_not_readable"),
    ],
)
def test_whatever_answers_the_queue_stays(phone: Phone, server: LittleServer, reply: Reply, code: str) -> None:
    phone.write(words="a")
    server.answers = [reply]
    with pytest.raises(Refused) as caught:
        asyncio.run(phone.exchange.turn())
    assert caught.value.code == code
    assert len(phone.journal.unsent(10)) == 1
    level(phone)
    assert phone.journal.unsent(10) == []


def test_before_anybody_has_joined_nothing_is_sent(phone: Phone, server: LittleServer) -> None:
    phone.write(words="a")
    phone.token = None
    with pytest.raises(Refused) as caught:
        asyncio.run(phone.exchange.turn())
    assert (caught.value.code, server.turns) == ("sign_in_needed", 0)


def test_one_refused_change_stops_no_other(phone: Phone, server: LittleServer) -> None:
    server.turned = {"photo": "not_allowed"}
    for number in range(10):
        phone.write(f"issue-{number:04d}", words="a")
    phone.write("photo-0001", record="photo", width=10)
    phone.write("issue-0099", words="after")
    level(phone)
    assert len(server.changes) == 11
    assert [turned.code for turned in phone.journal.turned()] == ["not_allowed"]


def test_a_receipt_with_another_hash_is_no_receipt_and_does_not_turn_for_ever(
    phone: Phone, server: LittleServer
) -> None:
    server.lies = {"issue"}
    phone.write(words="a")
    asyncio.run(phone.exchange.level())
    assert len(phone.journal.unsent(10)) == 1


def test_a_long_journal_goes_in_several_turns_and_comes_in_pages(
    phone_of: Callable[[str], Phone], server: LittleServer
) -> None:
    a, b = phone_of("aaaaaaaa"), phone_of("bbbbbbbb")
    for number in range(1201):
        a.write(f"issue-{number:05d}", number=number + 1)
    level(a, b)
    assert len(b.issues()) == 1201
    assert a.state() == b.state()
