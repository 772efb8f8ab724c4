"""The parts of a story: a server, phones and the network between them, all in memory, all of the real code."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Callable, Coroutine, Mapping
from contextlib import closing
from dataclasses import MISSING, fields
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import insert
from sqlite_utils import Database as LocalDatabase

from fieldwalk.domain.refusals import Refused
from sync.client.exchange import Exchange
from sync.client.journal import Edit, Journal
from sync.protocol.clock import is_of
from sync.protocol.messages import LARGEST, MOST_CHANGES, Request, unpack_request, unpack_response
from sync.server import catchup
from sync.server.audit import Audit
from sync.server.caller import Caller
from sync.server.central import Central
from sync.server.devices import Devices
from sync.server.endpoints.exchange import turn
from sync.server.store.database import Database
from sync.server.store.migrations import begin_epoch, migrate
from sync.server.store.sqlite import Sqlite
from sync.server.store.tables import ORGANISATIONS
from sync.squeeze import unsqueeze
from tests.fakes.little_server import Reply

ORGANISATION = "org-00000001"
WALKS = ("walk-0000000a", "walk-0000000b")
START = 1_795_000_000_000

Result = TypeVar("Result")


def ran(work: Coroutine[Any, Any, Result]) -> Result:
    """The result of a coroutine that never has to wait for anything."""
    try:
        work.send(None)
    except StopIteration as ended:
        result: Result = ended.value
        return result
    raise RuntimeError("nothing in a simulation waits")


class Time:
    """The true time, and each phone's opinion of it."""

    def __init__(self) -> None:
        self.now = START

    def seen_from(self, skew: int) -> Callable[[], int]:
        return lambda: self.now + skew


def exchanging(database: Database, now: Callable[[], int]) -> Central:
    """A server of which only what an exchange needs is there, whatever other parts it has."""
    absent: dict[str, Any] = {part.name: None for part in fields(Central) if part.default_factory is MISSING}
    log = Audit(database, "kept", now)
    there = {"clock": now, "database": database, "audit": log, "devices": Devices(database, now, log)}
    return Central(**{**absent, **there})


@cache
def _empty_server() -> bytes:
    database = Sqlite(Path(":memory:"))
    migrate(database)
    with database.write() as connection:
        connection.execute(insert(ORGANISATIONS).values(organisation=ORGANISATION, head=0))
    return _raw(database).serialize()


@cache
def _empty_phone() -> bytes:
    local = LocalDatabase(sqlite3.connect(":memory:", isolation_level=None))
    Journal(local, lambda: START, "0" * 16)
    local.execute("delete from device")
    return local.conn.serialize()


def _raw(database: Sqlite) -> sqlite3.Connection:
    connection: sqlite3.Connection = database._engine.raw_connection().driver_connection
    return connection


def _put(image: bytes, into: sqlite3.Connection) -> None:
    """Make ``into`` what ``image`` holds.

    Not by its own deserialize: in SQLite 3.40 a table-valued function such as json_each does not outlive that.
    """
    with closing(sqlite3.connect(":memory:")) as source:
        source.deserialize(image)
        source.backup(into)


def _readable(body: bytes) -> Request | None:
    try:
        return unpack_request(unsqueeze(body, LARGEST))
    except Refused:
        return None


def _own(asked: Request | None) -> list[str]:
    """The stamps of a push in which a phone hands back nothing for others."""
    stamps = sorted({change.stamp for change in asked.changes}) if asked else []
    return stamps if asked and all(is_of(stamp, asked.replica) for stamp in stamps) else []


EVERY = 4
"""One message in so many is looked at by itself: ten thousand stories have time for no more."""


class Server:
    """The real intake and catch-up over SQLite in memory. It can be killed at any moment, and restored."""

    def __init__(self, time: Time) -> None:
        self.database = Sqlite(Path(":memory:"))
        self.raw = _raw(self.database)
        _put(_empty_server(), self.raw)
        self.faults: list[str] = []
        self._count = 0
        self.central = exchanging(self.database, lambda: time.now)

    def answer(self, caller: Caller, body: bytes) -> bytes:
        """What the server says; it may be killed on the way. Now and then, what must always hold is looked at."""
        self._count += 1
        if self._count % EVERY:
            return turn(self.central, caller, body)
        asked = _readable(body)
        before = self._there(asked)
        try:
            said = turn(self.central, caller, body)
        finally:
            self.raw.set_progress_handler(None, 0)
            if self._there(asked) not in (before, len(_own(asked))):
                self.faults.append(f"I8 half a batch is there: {len(_own(asked))} changes")
        self._look_at_the_size(asked, body, said)
        return said

    def _there(self, asked: Request | None) -> int:
        """How many of the changes that a phone pushes of its own are kept, or set aside."""
        found = "select stamp from journal union select stamp from parked union select stamp from restamped"
        sql = f"select count(*) from ({found}) where stamp in (select value from json_each(?))"
        count: int = self.raw.execute(sql, (json.dumps(_own(asked)),)).fetchone()[0] if _own(asked) else 0
        return count

    def _look_at_the_size(self, asked: Request | None, body: bytes, said: bytes) -> None:
        """No message is larger than what phone and server agreed on, however much there is to say."""
        response = unpack_response(unsqueeze(said, LARGEST))
        if max(len(body), len(said)) > LARGEST or (asked and len(asked.changes) > MOST_CHANGES):
            self.faults.append("I12 a message is too large")
        if asked and not asked.held and len(response.changes) > catchup.MOST_CHANGES:
            self.faults.append(f"I12 a page holds {len(response.changes)} changes")

    def backup(self) -> bytes:
        return self.raw.serialize()

    def restore(self, backup: bytes, *, announced: bool) -> None:
        """``announced``: by whoever used the product's own way to restore."""
        _put(backup, self.raw)
        if announced:
            with self.database.write() as connection:
                begin_epoch(connection)

    def close(self) -> None:
        self.database.close()


class Network:
    """One phone's way to the server. ``unkind`` is how likely each misfortune is made, 0 for a quiet night."""

    def __init__(self, server: Server, caller: Caller, chance: random.Random) -> None:
        self._server, self._caller, self._chance = server, caller, chance
        self.unkind = 0.0
        self._late: list[bytes] = []

    async def send(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Reply:
        if self._happens(0.1):
            raise Refused("unreachable")
        if self._happens(0.04):
            self._late.append(body)
        if self._late and self._happens(0.1):
            self._heard(self._late.pop())
        if self._happens(0.05):
            self._heard(body)
        reply = self._heard(body[:-5] if self._happens(0.02) else body)
        if self._happens(0.02):
            return Reply(502, b"<html>Bad gateway</html>")
        if self._happens(0.02):
            return Reply(200, b"<html>Welcome to the wifi</html>")
        if self._happens(0.15):
            raise Refused("unreachable")
        return Reply(reply.status, reply.body[: len(reply.body) // 2]) if self._happens(0.05) else reply

    def _heard(self, body: bytes) -> Reply:
        with killed_sometimes(self._server.raw, self._chance, 0.03 * self.unkind):
            try:
                return Reply(200, self._server.answer(self._caller, body))
            except Refused as refused:
                return Reply(refused.refusal.status, f'{{"code": "{refused.code}"}}'.encode())
            except Exception as killed:
                if not is_kill(killed):
                    raise
                return Reply(500, b'{"code": "something_broke"}')

    def _happens(self, likely: float) -> bool:
        return self._chance.random() < likely * self.unkind


class killed_sometimes:  # noqa: N801 - reads as a sentence: with killed_sometimes(...)
    """Ends whatever SQLite does after a random number of its steps, as a SIGKILL would: nothing half done stays."""

    def __init__(self, raw: sqlite3.Connection, chance: random.Random, likely: float) -> None:
        self._raw = raw
        self._steps = chance.randint(1, 60) * 20 if chance.random() < likely else 0

    def __enter__(self) -> None:
        if self._steps:
            self._raw.set_progress_handler(lambda: 1, self._steps)

    def __exit__(self, *_: object) -> None:
        self._raw.set_progress_handler(None, 0)


def is_kill(fault: BaseException) -> bool:
    """Whether :class:`killed_sometimes` ended it.

    Asked by SQLite's code: a statement that was just about to read a restored database's schema anew still says
    "database schema has changed" when it is interrupted.
    """
    return getattr(getattr(fault, "orig", fault), "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT


class Device:
    """A phone: the real journal and exchange. ``written`` are the marks of all that was ever written on it."""

    def __init__(self, name: str, server: Server, caller: Caller, time: Time, skew: int, chance: random.Random) -> None:
        self.name, self.caller, self.chance = name, caller, chance
        self.now = time.seen_from(skew)
        self.network = Network(server, caller, chance)
        self.local = LocalDatabase(sqlite3.connect(":memory:", isolation_level=None))
        self.local.conn.deserialize(_empty_phone())
        self.written: dict[int, Edit] = {}
        self.groups: list[frozenset[int]] = []
        self.seen: frozenset[int] = frozenset()
        self.start()
        self.first_name = self.journal.replica

    def start(self) -> None:
        """The app is opened: everything it knows, it knows from its file."""
        names = iter(lambda: f"{self.chance.getrandbits(64):016x}", "")
        self.journal = Journal(self.local, self.now, next(names), lambda: next(names))
        self.exchange = Exchange(self.journal, self.network, lambda: "token", self.now)

    def write(self, mark: int, edit: Edit) -> None:
        """Every write carries a mark that no other has, in a field that this version does not know."""
        self.write_together({mark: edit})

    def write_together(self, edits: Mapping[int, Edit]) -> None:
        """What a person does in one go is written in one go."""
        marked = {mark: Edit(e.record, e.record_id, {**e.fields, "mark": mark}) for mark, e in edits.items()}
        self.groups.append(frozenset(marked))
        try:
            with killed_sometimes(self.local.conn, self.chance, 0.02):
                self.journal.write("somebody", marked.values())
        except sqlite3.OperationalError as killed:
            if not is_kill(killed):
                raise
            self.start()
            return
        self.written |= marked
        self.seen |= marked.keys()

    def level(self, unkind: float) -> int:
        """Try to level once, and say how many changes went either way. Any misfortune may end it."""
        self.network.unkind = unkind
        try:
            with killed_sometimes(self.local.conn, self.chance, 0.05 * unkind):
                turn = ran(self.exchange.level())
                return turn.pushed + turn.pulled + turn.refused
        except Refused:
            if not unkind:
                raise
        except sqlite3.OperationalError as killed:
            if not is_kill(killed):
                raise
            self.start()
        return 0

    def marks(self) -> frozenset[int]:
        """Of every change that this phone holds."""
        return frozenset(row[0] for row in self.local.execute("select json_extract(fields, '$.mark') from journal"))

    def backup(self) -> tuple[bytes, dict[int, Edit]]:
        return self.local.conn.serialize(), dict(self.written)

    def restore(self, backup: bytes) -> None:
        self.local.conn.deserialize(backup)
        self.start()
        self.seen = self.marks()

    def close(self) -> None:
        self.local.conn.close()
