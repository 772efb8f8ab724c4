"""A whole phone of fakes over a real SQLite file, and a small server that can be taken away."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlite_utils import Database

from fieldwalk.bootstrap import assemble
from fieldwalk.data.opening import open_database
from fieldwalk.services.fieldwalk import Fieldwalk, Ports
from sync.client.journal import Journal
from tests.fakes.device import (
    FakeClock,
    FakeConnection,
    FakeStorage,
    MemoryFiles,
    MemoryInbox,
    PlainImaging,
    ScriptedLoudspeaker,
    ScriptedMicrophone,
    ScriptedPosition,
    ScriptedUpdates,
    ToldEquipment,
)
from tests.fakes.little_server import LittleServer


@dataclass
class Phone:
    """The services, and the fakes beneath them to play with."""

    fieldwalk: Fieldwalk
    clock: FakeClock
    position: ScriptedPosition
    files: MemoryFiles
    server: LittleServer
    journal: Journal
    inbox: MemoryInbox
    updates: ScriptedUpdates
    storage: FakeStorage
    connection: FakeConnection
    equipment: ToldEquipment
    database: Database
    microphone: ScriptedMicrophone
    loudspeaker: ScriptedLoudspeaker


def phone_over(database: Database, server: LittleServer | None = None) -> Phone:
    """A phone whose services work over ``database``, at its own server or at ``server``."""
    clock, position, files, server = FakeClock(), ScriptedPosition(), MemoryFiles(), server or LittleServer()
    storage = FakeStorage()
    inbox, updates, connection, equipment = MemoryInbox(), ScriptedUpdates(), FakeConnection(), ToldEquipment()
    microphone, loudspeaker = ScriptedMicrophone(), ScriptedLoudspeaker()
    ports = Ports(
        clock,
        position,
        files,
        PlainImaging(),
        server,
        storage,
        inbox,
        updates,
        connection=connection,
        equipment=equipment,
        microphone=microphone,
        loudspeaker=loudspeaker,
    )
    fieldwalk = assemble(database, ports)
    journal = fieldwalk.store._journal
    return Phone(
        fieldwalk,
        clock,
        position,
        files,
        server,
        journal,
        inbox,
        updates,
        storage,
        connection,
        equipment,
        database,
        microphone,
        loudspeaker,
    )


@pytest.fixture
def phone(tmp_path: Path) -> Iterator[Phone]:
    database = open_database(tmp_path / "fieldwalk.db")
    yield phone_over(database)
    database.conn.close()


@pytest.fixture
def other(tmp_path: Path, phone: Phone) -> Iterator[Phone]:
    """Another phone at the same server."""
    database = open_database(tmp_path / "other.db")
    yield phone_over(database, phone.server)
    database.conn.close()


@pytest.fixture
def walk_id(phone: Phone) -> str:
    """A walk that is under way."""
    walk_id = phone.fieldwalk.walks.plan("Kvällsvandring", purpose="Trygga vägar hem", leader="Samira")
    phone.fieldwalk.walks.start(walk_id)
    return walk_id
