"""The same messages give the same answers and the same rows on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select

from sync.protocol.messages import LARGEST, Response, unpack_response
from sync.server import catchup
from sync.server.caller import Caller
from sync.server.endpoints.exchange import turn
from sync.server.store.database import Database
from sync.server.store.migrations import migrate
from sync.server.store.postgres import Postgres
from sync.server.store.states import TABLES
from sync.server.store.tables import JOURNAL, ORGANISATIONS, PARKED, RESTAMPED, SUMS
from sync.squeeze import unsqueeze
from tests.fakes.stores import Stores
from tests.sync.simulation.parts import ORGANISATION, Server, exchanging
from tests.sync.simulation.story import Story

SEEDS = (3, 14, 15)
Heard = tuple[Caller, bytes, int, bytes]


@pytest.fixture(scope="module")
def stores() -> Iterator[Stores]:
    with closing(Stores()) as made:
        yield made


def told(seed: int, monkeypatch: pytest.MonkeyPatch) -> tuple[list[Heard], list[object]]:
    """What the server of a story heard and answered, in its order, and the rows at its end."""
    heard: list[Heard] = []
    answer = Server.answer

    def listened(self: Server, caller: Caller, body: bytes) -> bytes:
        said = answer(self, caller, body)
        heard.append((caller, body, self.central.clock(), said))
        return said

    story = Story(seed, "plain")
    rows: list[object] = []
    monkeypatch.setattr(Server, "answer", listened)
    monkeypatch.setattr(Server, "close", lambda self: rows.extend(everything(self.database)))
    monkeypatch.setattr("tests.sync.simulation.parts.killed_sometimes", lambda *_: closing(Nobody()))
    assert story.play() is None
    monkeypatch.undo()
    return heard, rows


class Nobody:
    """Kills nothing: a killed server heard what it cannot be told again."""

    def close(self) -> None: ...


def everything(database: Database) -> list[object]:
    with database.read() as connection:
        sources = [_rows(connection, select(table)) for table in (JOURNAL, PARKED, RESTAMPED, SUMS)]
        return [*sources, *(_rows(connection, select(table)) for table in TABLES.values())]


def _rows(connection: Connection, query: Any) -> list[Mapping[str, Any]]:
    return sorted((dict(row) for row in connection.execute(query).mappings()), key=repr)


def said(answer: bytes) -> Response:
    return unpack_response(unsqueeze(answer, LARGEST))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_story_that_one_store_lived_through_is_the_same_in_the_other(
    stores: Stores, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard, rows = told(seed, monkeypatch)
    monkeypatch.setattr(catchup, "MOST_CHANGES", 100)
    now = 0
    with closing(Postgres(stores.fresh())) as database:
        migrate(database)
        with database.write() as connection:
            connection.execute(insert(ORGANISATIONS).values(organisation=ORGANISATION, head=0))
        central = exchanging(database, lambda: now)
        for caller, body, at, answer in heard:
            now = at
            before, after = said(answer), said(turn(central, caller, body))
            assert after.acknowledged == before.acknowledged

        assert everything(database) == rows
