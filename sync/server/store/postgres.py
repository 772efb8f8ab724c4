"""PostgreSQL: any number of threads, workers and machines over one database."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from psycopg.adapt import Dumper
from psycopg.postgres import types
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted

from fieldwalk.domain.refusals import Refused
from sync.server.store.database import Database

_LOG = logging.getLogger("fieldwalk.server")

_POOL = {"pool_size": 10, "max_overflow": 10, "pool_timeout": 20, "pool_pre_ping": True}
"""Connections of one worker: at most 20, kept alive, asked whether they still stand before each use."""

_SESSION = "SET lock_timeout = '30s'; SET idle_in_transaction_session_timeout = '60s'"
"""A worker that hangs with the numbers of an organisation in its hand lets go of them."""

_HOME = "SELECT 'journal'::regclass::oid || '.' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)"

_DURABLE = ("on", "remote_apply")
_NO_ROOM = "53100"


class NotDurable(ValueError):
    """The server would say that something is safe before it is on a disk."""


class Postgres(Database):
    """Each transaction has a connection of its own from a small pool.

    Writers read what was committed last, behind the row that they hold (``organisations.head``); readers see one
    moment. Raises :class:`NotDurable` at the first transaction when the database commits before its disk does.
    """

    def __init__(self, url: str) -> None:
        super().__init__(_engine(url))
        moment = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        self._reading = self._engine.execution_options(**moment)

    @contextmanager
    def write(self, turn: str = "") -> Iterator[Connection]:
        with _refusing(), self._engine.begin() as connection:
            if turn:
                connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:turn, 0))"), {"turn": turn})
            yield connection

    @contextmanager
    def read_sources(self) -> Iterator[Connection]:
        with _refusing(), self._reading.begin() as connection:
            yield connection

    def home(self, connection: Connection) -> str:
        """A dump that is read back makes the tables anew; recovery from an archive, and a standby, begin a timeline."""
        return str(connection.scalar(text(_HOME)))

    @property
    def version(self) -> str:
        number = self._engine.dialect.server_version_info or ()
        return f"PostgreSQL {'.'.join(map(str, number))}"


class _Words(Dumper):
    """Text as PostgreSQL takes it. It has no NUL: what holds one names nothing, and is found nowhere."""

    oid = types["text"].oid

    def dump(self, obj: str) -> bytes:
        return obj.replace("\0", "\N{REPLACEMENT CHARACTER}").encode()


def _engine(url: str) -> Engine:
    try:
        place = make_url(url).set(drivername="postgresql+psycopg")
    except ArgumentError:
        raise ValueError("FIELDWALK_DATABASE_URL is no address such as postgresql://user@host/name.") from None
    arguments = {"connect_timeout": 5, "application_name": f"fieldwalk {os.getpid()}"}
    engine = create_engine(place, connect_args=arguments, hide_parameters=True, **_POOL)
    event.listen(engine, "connect", _careful)
    return engine


def _careful(raw: Any, _record: Any) -> None:
    raw.adapters.register_dumper(str, _Words)
    asked = "SELECT current_setting('synchronous_commit'), current_setting('fsync')"
    committed, synced = raw.execute(asked).fetchone()
    raw.execute(_SESSION)
    raw.commit()
    if committed not in _DURABLE or synced != "on":
        raise NotDurable(f"PostgreSQL runs with synchronous_commit={committed} and fsync={synced}: set both to 'on'.")


@contextmanager
def _refusing() -> Iterator[None]:
    """An engine that does not answer is a refusal that may be tried again; the log learns the rest."""
    try:
        yield
    except (OperationalError, InterfaceError, PoolExhausted) as fault:
        cause = fault.orig if isinstance(fault, DBAPIError) else fault
        _LOG.warning("PostgreSQL does not answer: %s", cause)
        full = getattr(cause, "sqlstate", None) == _NO_ROOM
        raise Refused("server_full" if full else "store_away") from fault
