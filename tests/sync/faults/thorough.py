"""What takes too long for every run of the suite: `python -m tests.sync.faults` plays it all twenty times."""

from __future__ import annotations

import asyncio
import random
import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from fieldwalk.device.native.transport import HttpTransport
from fieldwalk.domain.refusals import Refused
from sync.client.journal import Edit
from sync.client.shelf import Shelf
from sync.server.settings import Settings
from tests.fakes.central_world import JPEG
from tests.fakes.device import MemoryFiles
from tests.fakes.stores import Stores
from tests.sync.faults.kills import said_of
from tests.sync.faults.serving import RealPhone, Serving, Wire
from tests.sync.faults.test_faults import level, now, tried, written
from tests.sync.hub.afield import five_phones_at_a_hub

PATIENCE = 60
"""Tries until something must have arrived."""


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


@pytest.fixture(scope="module")
def stores() -> Iterator[Stores]:
    made = Stores()
    yield made
    made.close()


class Camera:
    """A phone's photos, at the other end of ``wire``."""

    def __init__(self, phone: RealPhone, wire: Wire) -> None:
        network = HttpTransport(f"http://127.0.0.1:{wire.port}")
        self.shelf = Shelf(phone.db, MemoryFiles(), network, lambda: phone.token)

    def take(self, size: int, chance: random.Random) -> None:
        asyncio.run(self.shelf.put(JPEG[:-2] + chance.randbytes(size) + JPEG[-2:], "photo"))

    def send(self) -> str | None:
        """Send all there is; what stood in the way."""
        try:
            while asyncio.run(self.shelf.send_one()):
                pass
        except Refused as refused:
            return refused.code
        return None

    @property
    def safe(self) -> bool:
        load = self.shelf.load()
        return load.safe == load.all


def until_safe(camera: Camera) -> None:
    for _ in range(PATIENCE):
        if camera.send() is None:
            break
    assert camera.safe


def test_a_slow_link_that_loses_a_third(tmp_path: Path, stack: ExitStack) -> None:
    chance = random.Random(secrets.randbits(32))
    serving = Serving(tmp_path / "data")
    stack.callback(serving.close)
    wire = Wire(serving.port, rate=150_000, loss=0.03, chance=chance)
    stack.callback(wire.close)
    phone = RealPhone(tmp_path / "a.db", wire.port, serving.token(), now)
    fresh = RealPhone(tmp_path / "b.db", serving.port, serving.token(), now)
    stack.callback(phone.close)
    stack.callback(fresh.close)
    camera = Camera(phone, wire)
    marks = written(phone, 300)
    camera.take(300_000, chance)
    for _ in range(PATIENCE):
        if tried(phone) is None:
            break
    until_safe(camera)
    level(fresh)
    assert fresh.marks() == marks
    assert len(fresh.journal.history("issue", f"issue-{next(iter(marks)):08d}")) == 1


def test_a_disk_that_is_full_under_the_phone(tmp_path: Path, stack: ExitStack) -> None:
    """What it cannot write it does not say that it has, and it goes on from there when there is room."""
    serving = Serving(tmp_path / "data")
    stack.callback(serving.close)
    sender = RealPhone(tmp_path / "a.db", serving.port, serving.token(), now)
    full = RealPhone(tmp_path / "b.db", serving.port, serving.token(), now)
    stack.callback(sender.close)
    stack.callback(full.close)
    mine = written(full, 20)
    marks = written(sender, 3000)
    level(sender)
    pages = full.db.execute("pragma page_count").fetchone()[0]
    full.db.execute(f"pragma max_page_count = {pages + 8}")
    with pytest.raises(sqlite3.OperationalError, match="full"):
        level(full)
    assert not marks & full.marks()
    assert full.journal.waiting() == 20
    full.db.execute("pragma max_page_count = 1000000")
    level(full, sender)
    assert full.marks() == sender.marks() == marks | mine
    assert full.journal.holding.total() == sender.journal.holding.total()


def on_servers(stores: Stores, data: Path) -> Settings:
    """Settings for a database and a bucket in which nothing has ever been."""
    plain = Settings(data=data, secret="kept", s3_region="eu-north-1", s3_key="any", s3_secret="any")
    bucket = stores.objects.bucket(f"walks-{secrets.token_hex(8)}")
    return replace(plain, database_url=stores.fresh(), s3_bucket=bucket, s3_endpoint=stores.objects.url)


def test_postgresql_is_killed_and_started_while_phones_push(tmp_path: Path, stores: Stores, stack: ExitStack) -> None:
    serving = Serving(tmp_path / "data", settings=on_servers(stores, tmp_path / "data"))
    stack.callback(serving.close)
    phones = [RealPhone(tmp_path / f"{n}.db", serving.port, serving.token(), now) for n in range(3)]
    for phone in phones:
        stack.callback(phone.close)
    level(*phones)  # it serves
    marks: set[object] = set()
    for _ in range(3):
        for phone in phones:
            marks |= written(phone, 400)
        pushing = [threading.Thread(target=tried, args=(phone,)) for phone in phones]
        for thread in pushing:
            thread.start()
        stores.postgres.tell("crash")
        for thread in pushing:
            thread.join()
        stores.postgres.tell("start")
    for phone in (*phones, *phones):
        for _ in range(PATIENCE):
            if tried(phone) is None:
                break
    level(*phones)
    assert all(phone.marks() == marks and not phone.journal.waiting() for phone in phones)
    assert len({phone.journal.holding.total() for phone in phones}) == 1
    assert serving.health()["repairs"] == 0


def test_an_s3_endpoint_that_is_gone_for_a_while(tmp_path: Path, stores: Stores, stack: ExitStack) -> None:
    chance = random.Random(secrets.randbits(32))
    between = Wire(stores.objects.port)
    stack.callback(between.close)
    settings = on_servers(stores, tmp_path / "data")
    serving = Serving(tmp_path / "data", settings=replace(settings, s3_endpoint=f"http://127.0.0.1:{between.port}"))
    stack.callback(serving.close)
    wire = Wire(serving.port)
    stack.callback(wire.close)
    phone = RealPhone(tmp_path / "a.db", wire.port, serving.token(), now)
    stack.callback(phone.close)
    camera = Camera(phone, wire)
    camera.take(300_000, chance)
    assert camera.send() is None
    between.gone = True
    marks = written(phone)
    camera.take(300_000, chance)
    assert camera.send() == "store_away"
    assert not camera.safe
    level(phone)  # the words do not wait for it
    assert phone.journal.waiting() == 0
    between.gone = False
    until_safe(camera)
    assert marks <= phone.marks()


def test_kills_of_server_and_phone() -> None:
    assert said_of(10, secrets.randbits(32)) == "10 rounds: nothing lost, nothing twice, all level"


def test_five_phones_at_a_hub_without_internet(tmp_path: Path) -> None:
    five_phones_at_a_hub(tmp_path)


def test_a_server_that_is_killed_after_each_answer_has_what_it_acknowledged(tmp_path: Path, stack: ExitStack) -> None:
    serving = Serving(tmp_path / "data")
    stack.callback(serving.close)
    phone = RealPhone(tmp_path / "a.db", serving.port, serving.token(), now)
    stack.callback(phone.close)
    for number in range(3):
        phone.write(Edit("issue", f"issue-{number:08d}", {"words": "mörkt", "mark": number}))
        level(phone)
        serving.kill()
        serving.health()
    fresh = RealPhone(tmp_path / "b.db", serving.port, serving.token(), now)
    stack.callback(fresh.close)
    level(fresh)
    assert fresh.marks() == {0, 1, 2}
    assert serving.health()["repairs"] == 0
