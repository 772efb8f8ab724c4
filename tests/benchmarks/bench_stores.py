"""The two stores beside each other: what the intake costs, and 200 phones that push at once."""

from __future__ import annotations

import http.client
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import func, select

from sync.protocol.changes import Change
from sync.protocol.messages import LARGEST, PATH, unpack_response
from sync.server.app import now
from sync.server.store.tables import JOURNAL
from sync.squeeze import unsqueeze
from tests.benchmarks.figures import Figure, at_most, percentile
from tests.fakes.central_world import FakeClock, Phone, World
from tests.fakes.served import served
from tests.fakes.stores import FILES, SERVERS, Stores

CHANGES, BATCH, ROUNDS = 5_000, 500, 3
CROWD, EACH = 200, 25
STORES = {FILES: ("SQLite", 1), SERVERS: ("PostgreSQL", 2)}
"""Each store's name, and the workers that the crowd meets."""


def bench_intake() -> Iterator[Figure]:
    """5,000 changes into each store, 500 in a transaction, in turns; the second as a multiple of the first."""
    taken: dict[str, list[float]] = {store: [] for store in STORES}
    with closing(Stores()) as stores, tempfile.TemporaryDirectory() as folder:
        for number in range(ROUNDS):
            for store in STORES:
                world = _world(stores, store, Path(folder) / f"{store}{number}")
                with closing(world.central):
                    taken[store].append(_intake(world))
    for store, (name, _) in STORES.items():
        yield Figure(f"stores: intake of {CHANGES:,} changes, {name}, best of {ROUNDS}", min(taken[store]), "s")
    yield at_most("stores: intake, PostgreSQL in times of SQLite", min(taken[SERVERS]) / min(taken[FILES]), "x", 3)


def bench_crowd_at_each_store() -> Iterator[Figure]:
    """200 phones push 25 changes each at once, over HTTP, to one worker on SQLite and to two on PostgreSQL."""
    with closing(Stores()) as stores, tempfile.TemporaryDirectory() as folder:
        for store, (name, workers) in STORES.items():
            world = _world(stores, store, Path(folder) / store)
            with closing(world.central), served(replace(world.settings, workers=workers)) as address:
                yield from _crowd(world, name, address)


def _world(stores: Stores, store: str, folder: Path) -> World:
    return World(folder, FakeClock(now()), stores.settings(store, folder))


def _intake(world: World) -> float:
    """Seconds."""
    phone, caller = world.phone("leader"), world.caller("leader")
    changes = [_issue(world, phone, number) for number in range(CHANGES)]
    start = time.perf_counter()
    for begin in range(0, CHANGES, BATCH):
        receipts = world.central.take(caller, changes[begin : begin + BATCH])
        assert not any(receipt.refused for receipt in receipts)
    return time.perf_counter() - start


def _issue(world: World, phone: Phone, number: int) -> Change:
    words = f"Lampan vid port {number} lyser inte, och det är mörkt ända bort till tunneln."
    fields = {"number": number % 900 + 1, "category": "lighting", "words": words}
    return phone.change("issue", world.identity(), walk_id=world.walk, **fields)


class _One:
    """One of the crowd: its push is packed beforehand, so that only the server is measured."""

    def __init__(self, world: World, cursor: int) -> None:
        self.phone = world.phone("leader")
        changes = [_issue(world, self.phone, number) for number in range(EACH)]
        self.body = self.phone.packed(*changes, cursor=cursor)
        self.took, self.taken = 0.0, False

    def push(self, address: str, begin: threading.Barrier) -> None:
        begin.wait()
        start = time.perf_counter()
        with closing(http.client.HTTPConnection(urlsplit(address).netloc, timeout=300)) as line:
            line.request("POST", PATH, self.body, self.phone.headers)
            reply = line.getresponse()
            said = unpack_response(unsqueeze(reply.read(), LARGEST)) if reply.status == 200 else None
        self.took = time.perf_counter() - start
        self.taken = said is not None and said.acknowledged is not None


def _crowd(world: World, name: str, address: str) -> Iterator[Figure]:
    cursor = world.phone("leader").turn().cursor
    crowd = [_One(world, cursor) for _ in range(CROWD)]
    begin = threading.Barrier(CROWD + 1)
    threads = [threading.Thread(target=one.push, args=(address, begin)) for one in crowd]
    for thread in threads:
        thread.start()
    begin.wait()
    start = time.perf_counter()
    for thread in threads:
        thread.join()
    whole = time.perf_counter() - start
    with world.central.database.read() as connection:
        mine = JOURNAL.c.replica.in_([one.phone.replica for one in crowd])
        kept = connection.scalar(select(func.count()).select_from(JOURNAL).where(mine)) or 0
    yield at_most(f"stores: {CROWD} phones at once, {name}, not acknowledged", sum(not o.taken for o in crowd), "", 0)
    yield at_most(f"stores: {CROWD} phones at once, {name}, changes lost", CROWD * EACH - kept, "", 0)
    yield Figure(f"stores: {CROWD} phones at once, {name}, median", percentile([o.took for o in crowd], 0.5), "s")
    yield Figure(f"stores: {CROWD} phones at once, {name}, p99", percentile([o.took for o in crowd], 0.99), "s")
    yield Figure(f"stores: {CROWD} phones at once, {name}, throughput", CROWD * EACH / whole, "changes/s")
