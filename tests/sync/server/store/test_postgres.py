"""PostgreSQL: restarted, careless, or shared by several workers."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import httpx2
import psycopg
import pytest
from sqlalchemy import insert, select

from fieldwalk.domain.refusals import Refused
from sync.protocol.changes import Change
from sync.server.app import assemble, now
from sync.server.settings import Settings
from sync.server.store.postgres import NotDurable, Postgres
from sync.server.store.tables import JOURNAL, META, ORGANISATIONS
from tests.fakes import postgres
from tests.fakes.central_world import FakeClock, Phone, World
from tests.fakes.served import served
from tests.fakes.stores import SERVERS, Stores


@pytest.fixture
def store() -> str:
    return SERVERS


@pytest.mark.parametrize("way", ["synchronous_commit=off", "synchronous_commit=local"])
def test_a_database_that_promises_before_it_has_written_is_not_served(world: World, way: str) -> None:
    careless = f"{world.settings.database_url}&options=-c%20{way.replace('=', '%3D')}"

    with pytest.raises(NotDurable, match="synchronous_commit"), Postgres(careless).read():
        pass


def test_readers_see_one_moment_and_never_write(world: World) -> None:
    database = world.central.database
    count = select(ORGANISATIONS.c.organisation)
    with database.read() as connection:
        before = connection.execute(count).all()
        world.other()
        assert connection.execute(count).all() == before

    with pytest.raises(Exception, match="read-only"), database.read() as connection:
        connection.execute(insert(META).values(name="x", value="y"))


def test_a_nul_finds_nothing_and_breaks_nothing(world: World) -> None:
    with world.central.database.write() as connection:
        connection.execute(insert(META).values(name="a\0b", value="c"))
        assert connection.scalar(select(META.c.value).where(META.c.name == "a\0b")) == "c"
        assert connection.scalar(select(META.c.name).where(META.c.value == "c")) == "a\N{REPLACEMENT CHARACTER}b"
        connection.execute(META.delete().where(META.c.value == "c"))


def test_an_address_that_is_none_and_a_database_that_is_not_there_are_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="FIELDWALK_DATABASE_URL"):
        Postgres("nonsense")
    with pytest.raises(ValueError, match="FIELDWALK_SECRET"):
        assemble(Settings(data=tmp_path, database_url="postgresql://nobody@127.0.0.1:1/none"))
    with pytest.raises(Refused, match="store_away"):
        assemble(Settings(data=tmp_path, secret="kept", database_url="postgresql://nobody@127.0.0.1:1/none"))


def test_a_postgresql_that_dies_in_the_middle_is_said_and_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    folder = Path("/tmp") / f"fieldwalk-postgres-{os.getpid()}-dies"
    with postgres.Postgres(folder) as server:
        world = World(tmp_path, settings=Settings(data=tmp_path, secret="kept", database_url=server.url))
        phone = world.phone("leader")
        changes = [phone.change("issue", world.issue, words=str(n)) for n in range(60)]
        with ThreadPoolExecutor(2) as pool:
            pushing = pool.submit(push_until_taken, phone, changes)
            server.tell("crash")
            away = world.client.get("/api/health")
            server.tell("start")
            refused = pushing.result()

        assert (away.status_code, away.json()["code"], away.json()["may_retry"]) == (503, "store_away", True)
        assert set(refused) <= {"store_away"}
        assert {change.stamp for change in changes} <= stamps(world)
        world.central.close()


def push_until_taken(phone: Phone, changes: list[Change]) -> list[str]:
    """Push one by one, each again until it is acknowledged; what the server refused on the way."""
    refused = []
    for change in changes:
        while True:
            reply = phone.client.post("/api/v1/exchange", content=phone.packed(change), headers=phone.headers)
            if reply.status_code == 200:
                break
            refused.append(reply.json()["code"])
    return refused


def stamps(world: World) -> set[str]:
    with world.central.database.read() as connection:
        return set(connection.scalars(select(JOURNAL.c.stamp)))


PHONES, PUSHES, EACH = 8, 6, 5


def test_two_workers_on_one_database_lose_nothing_and_no_reader_finds_a_hole(
    world: World, stores: Stores
) -> None:
    world.clock.now = now()
    tokens = [world.phone("leader").headers["Authorization"].removeprefix("Bearer ") for _ in range(PHONES + 1)]
    each_anew = httpx2.Limits(max_keepalive_connections=0)  # whichever worker is free takes the next
    with (
        served(replace(world.settings, workers=2)) as address,
        httpx2.Client(base_url=address, timeout=300, limits=each_anew) as client,
    ):
        while len(workers_of(stores)) < 2:  # the second may still be starting
            assert client.get("/api/health").status_code == 200
        reader, *writers = [Phone(client, token, FakeClock(world.clock.now)) for token in tokens]
        with ThreadPoolExecutor(PHONES + 1) as pool:
            pushing = [pool.submit(push_many, world, phone) for phone in writers]
            got = [change for _ in range(PUSHES) for change in pull(reader)]
            sent = [stamp for future in pushing for stamp in future.result()]
        got += pull(reader)
        names = workers_of(stores)

    assert len(names) >= 2
    mine = [change.stamp for change in got if change.stamp in set(sent)]
    assert sorted(mine) == sorted(sent)
    assert len(sent) == len(set(sent)) == PHONES * PUSHES * EACH
    with world.central.database.read() as connection:
        query = select(JOURNAL).where(JOURNAL.c.organisation == world.organisation).order_by(JOURNAL.c.seq)
        rows = connection.execute(query).all()
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))


def push_many(world: World, phone: Phone) -> list[str]:
    sent = []
    for _ in range(PUSHES):
        changes = [phone.change("issue", world.identity(), walk_id=world.walk, words="ny") for _ in range(EACH)]
        assert phone.push(*changes) == [None] * EACH
        sent += [change.stamp for change in changes]
    return sent


def pull(phone: Phone) -> list[Change]:
    """What is new since the last time: a number that came late, behind one already read, would be missed for ever."""
    got, more = [], True
    while more:
        response = phone.turn()
        got += response.changes
        more = response.more
    return got


def workers_of(stores: Stores) -> set[str]:
    with psycopg.connect(stores.url) as connection:
        named = connection.execute("SELECT application_name FROM pg_stat_activity WHERE datname = current_database()")
        return {name for (name,) in named if name.startswith("fieldwalk ") and name != f"fieldwalk {os.getpid()}"}
