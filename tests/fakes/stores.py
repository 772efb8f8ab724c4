"""The two stores that one contract holds for, started by the tests themselves."""

from __future__ import annotations

import os
import secrets
import tempfile
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import psycopg

from sync.server.settings import Settings
from sync.server.store.states import STATES
from sync.server.store.tables import SOURCES
from tests.fakes.object_store import ObjectStore
from tests.fakes.postgres import Postgres

FILES, SERVERS = "sqlite", "postgres"
"""SQLite with a folder; PostgreSQL with an S3 endpoint."""

_KEPT = ("meta", "derived")
"""What a migrated database knows of itself."""


def plain_settings(data: Path) -> Settings:
    """SQLite and a folder, with a password's hash as cheap as it can be."""
    return Settings(data=data, address="https://walks.example", secret="kept", argon_memory=8, argon_rounds=1)


class Stores:
    """Settings for either store. PostgreSQL and the S3 endpoint start when they are first asked for.

    One PostgreSQL for all of a run's processes, one database for each process, emptied for each world.
    """

    def settings(self, store: str, data: Path) -> Settings:
        plain = plain_settings(data)
        return plain if store == FILES else self.on_servers(plain)

    def on_servers(self, settings: Settings) -> Settings:
        """``settings`` with an empty database and an empty bucket."""
        self._empty()
        bucket = self.objects.bucket(f"walks-{secrets.token_hex(8)}")
        opened = replace(settings, s3_region="eu-north-1", s3_key="any", s3_secret="any")
        return replace(opened, database_url=self.url, s3_bucket=bucket, s3_endpoint=self.objects.url)

    @cached_property
    def objects(self) -> ObjectStore:
        return ObjectStore()

    @cached_property
    def postgres(self) -> Postgres:
        run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
        return Postgres(Path(tempfile.gettempdir()) / f"fieldwalk-postgres-{run}")

    @cached_property
    def url(self) -> str:
        return self.fresh()

    def fresh(self) -> str:
        """The address of a database in which nothing has ever been."""
        name = f"tests_{secrets.token_hex(8)}"
        with psycopg.connect(self.postgres.url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.postgres.database(name)

    def close(self) -> None:
        for name in ("postgres", "objects"):
            if name in self.__dict__:
                self.__dict__[name].close()

    def _empty(self) -> None:
        with psycopg.connect(self.url) as connection:
            there = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            known = {row[0] for row in there}
            ours = {table.name for metadata in (SOURCES, STATES) for table in metadata.sorted_tables}
            for name in sorted((known & ours) - set(_KEPT)):
                connection.execute(f"DELETE FROM {name}")
