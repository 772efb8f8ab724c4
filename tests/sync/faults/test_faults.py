"""Whatever happens between real phones and a real server, nothing is lost, nothing comes twice, and all end level."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fieldwalk.domain.refusals import Refused
from sync.client.journal import Edit
from tests.sync.faults.kills import said_of
from tests.sync.faults.serving import RealPhone, Serving, Wire

PhoneOf = Callable[..., RealPhone]


def now() -> int:
    return time.time_ns() // 1_000_000


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    made = Serving(tmp_path_factory.mktemp("faults") / "data")
    yield made
    made.close()


@pytest.fixture
def wire(serving: Serving) -> Iterator[Wire]:
    made = Wire(serving.port)
    yield made
    made.close()


@pytest.fixture
def phone_of(serving: Serving, wire: Wire, tmp_path: Path) -> Iterator[PhoneOf]:
    phones: list[RealPhone] = []

    def make(clock: Callable[[], int] = now) -> RealPhone:
        path = tmp_path / f"{len(phones)}.db"
        phones.append(RealPhone(path, wire.port, serving.token(), clock))
        return phones[-1]

    yield make
    for phone in phones:
        phone.close()


_marks = iter(range(1, 1_000_000))


def written(phone: RealPhone, count: int = 20) -> set[object]:
    marks = {next(_marks) for _ in range(count)}
    phone.write(*(Edit("issue", f"issue-{mark:08d}", {"words": "mörkt", "mark": mark}) for mark in marks))
    return marks


def level(*phones: RealPhone) -> None:
    for phone in phones:
        assert asyncio.run(phone.exchange.level()).level


def tried(phone: RealPhone) -> str | None:
    try:
        asyncio.run(phone.exchange.level())
    except Refused as refused:
        return refused.code
    return None


def assert_all_arrived(marks: set[object], sender: RealPhone, phone_of: PhoneOf, serving: Serving) -> None:
    level(sender)
    fresh = phone_of()
    level(fresh)
    assert marks <= fresh.marks()
    assert sender.journal.waiting() == 0
    assert len(fresh.journal.history("issue", f"issue-{next(iter(marks)):08d}")) == 1
    assert sender.journal.holding.total() == fresh.journal.holding.total()


def test_a_lost_request(phone_of: PhoneOf, wire: Wire, serving: Serving) -> None:
    phone = phone_of()
    marks = written(phone)
    wire.lose_requests = 1
    assert tried(phone) == "unreachable"
    assert_all_arrived(marks, phone, phone_of, serving)


PROXYS = b"HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\nContent-Length: 24\r\n\r\n<html>Bad gateway</html>"
PORTAL = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 29\r\n\r\n<html>Welcome, log in!</html>"
ASKED_AGAIN = b'HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 26\r\n\r\n{"code": "sign_in_needed"}'


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda said: b"", "unreachable"),
        (lambda said: said[:20], "message_not_readable"),
        (lambda said: said[:-7], "unreachable"),
        (lambda said: PROXYS, "unreachable"),
        (lambda said: PORTAL, "message_not_readable"),
        (lambda said: ASKED_AGAIN, "sign_in_needed"),
    ],
    ids=["lost", "cut in its head", "cut in its body", "a proxy's page", "a captive portal", "401 in the middle"],
)
def test_a_reply_that_never_came_as_it_was_sent(
    phone_of: PhoneOf, wire: Wire, serving: Serving, spoil: Callable[[bytes], bytes], code: str
) -> None:
    """The server has taken everything; the phone does not know."""
    phone = phone_of()
    marks = written(phone)
    wire.spoil = spoil
    assert tried(phone) == code
    assert phone.journal.waiting() == 20
    assert_all_arrived(marks, phone, phone_of, serving)


def test_a_reply_that_comes_twice(phone_of: PhoneOf, wire: Wire, serving: Serving) -> None:
    phone = phone_of()
    marks = written(phone)
    wire.spoil = lambda said: said + said
    tried(phone)
    assert_all_arrived(marks, phone, phone_of, serving)


@pytest.mark.parametrize("skew", [3 * 86_400_000, -3_600_000], ids=["three days ahead", "an hour behind"])
def test_a_clock_that_is_wrong(phone_of: PhoneOf, serving: Serving, skew: int) -> None:
    phone, right = phone_of(lambda: now() + skew), phone_of()
    marks = written(phone)
    level(phone)
    level(right)
    issue = f"issue-{next(iter(marks)):08d}"
    right.write(Edit("issue", issue, {"words": "efteråt"}))
    level(right)
    assert_all_arrived(marks - {int(issue[6:])}, phone, phone_of, serving)
    for each in (phone, right):
        assert each.db.execute("select words from state_issue where id = ?", (issue,)).fetchone() == ("efteråt",)
    assert abs(int(phone.journal.fact("skew") or 0) - skew) < 60_000


def test_a_cloned_phone(phone_of: PhoneOf, wire: Wire, serving: Serving, tmp_path: Path) -> None:
    """Two phones with one file, such as after a copy from one to another: both go on, neither loses anything."""
    phone = phone_of()
    first = written(phone)
    level(phone)
    with_its_name = tmp_path / "twin.db"
    phone.db.conn.execute("vacuum into ?", (str(with_its_name),))
    twin = RealPhone(with_its_name, wire.port, serving.token(), now)
    try:
        assert twin.journal.replica == phone.journal.replica
        marks = first | written(phone) | written(twin)
        level(phone, twin, phone)
        assert twin.journal.replica != phone.journal.replica
        assert marks <= phone.marks()
        assert marks <= twin.marks()
    finally:
        twin.close()


def test_a_server_restored_from_an_older_backup_gets_back_all_twenty(tmp_path: Path) -> None:
    serving = Serving(tmp_path / "data")
    wire = Wire(serving.port)
    phones = [RealPhone(tmp_path / f"{n}.db", wire.port, serving.token(), now) for n in range(3)]
    try:
        before = written(phones[0])
        level(phones[0], phones[1])
        kept = serving.backup()
        after = written(phones[0], 20)
        level(phones[0], phones[1])
        assert phones[0].journal.waiting() == 0
        serving.restore(kept)
        # The author is at the bottom of a lake: another phone has seen what they wrote.
        level(phones[1], phones[2])
        assert before | after <= phones[2].marks()
        level(*phones)
        assert len({phone.journal.holding.total() for phone in phones}) == 1
        assert int(str(serving.health()["repairs"])) > 0
    finally:
        for phone in phones:
            phone.close()
        wire.close()
        serving.close()


_FULL = """
import sqlite3
from sync.server.store import database
from sqlalchemy import event
from sqlalchemy.engine import Engine
@event.listens_for(Engine, "connect")
def small(raw, _record):
    pages = raw.execute("pragma page_count").fetchone()[0]
    raw.execute(f"pragma max_page_count = {pages + 6}")
"""


def test_a_disk_that_is_full_under_the_server(tmp_path: Path) -> None:
    """What did not fit stays on the phone, is not acknowledged, and arrives when there is room."""
    serving = Serving(tmp_path / "data", _FULL)
    wire = Wire(serving.port)
    phone = RealPhone(tmp_path / "a.db", wire.port, serving.token(), now)
    fresh = RealPhone(tmp_path / "b.db", wire.port, serving.token(), now)
    try:
        marks = written(phone, 2000)
        assert tried(phone) == "server_full"
        assert phone.journal.waiting() == 2000
        serving._prepare = ""
        serving.kill()
        serving.health()
        level(phone, fresh)
        assert fresh.marks() == marks
    finally:
        phone.close()
        fresh.close()
        wire.close()
        serving.close()


def test_a_few_kills_of_server_and_phone_at_random_moments() -> None:
    assert said_of(4, 4) == "4 rounds: nothing lost, nothing twice, all level"
