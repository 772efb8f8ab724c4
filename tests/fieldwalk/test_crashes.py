"""The Python process killed while it writes: what it said was saved is there, and the next start goes on.

FIELDWALK_CRASH_KILLS kills for each deed; `make crash` does 50.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, nullcontext
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from fieldwalk.device.native.files import FolderFiles
from sync.server.app import now
from tests.browser.probe.deeds import begun, lay, opened, sound
from tests.fakes.central_world import FakeClock, World
from tests.fakes.older import VERSION_1, lay_without_state
from tests.killed import keep_on
from tests.sync.server.test_durability import kept, served

pytestmark = pytest.mark.crash

KILLS = int(os.environ.get("FIELDWALK_CRASH_KILLS", "2"))
LONGEST = {"marking": 0.05, "photos": 0.08, "opening": 0.06, "sending": 0.15}
"""Seconds between the first word and the kill, at most: a random share of it."""


@pytest.fixture(scope="module")
def children() -> Any:
    """Processes that begin with everything imported."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.killed"])
    return context


def killed(children: Any, deed: str, path: Path, address: str, seconds: float) -> list[tuple[str, str]]:
    """What the process said before it was killed, ``seconds`` after its first word that counts."""
    ear, mouth = children.Pipe(duplex=False)
    child = children.Process(target=keep_on, args=(deed, path, address, mouth), daemon=True)
    child.start()
    mouth.close()
    said = [ear.recv()] if deed == "opening" else [ear.recv(), ear.recv()]
    time.sleep(seconds)
    child.kill()
    child.join()
    while True:
        try:
            said.append(ear.recv())
        except EOFError:
            ear.close()
            return said[1:]


def joined(path: Path, data: Path) -> World:
    """A server's world, closed; the phone belongs to its organisation, as a leader."""
    world = World(data, FakeClock(now()))
    phone = opened(path, FolderFiles(path.parent / "files"))
    token = world.phone("leader").headers["Authorization"].removeprefix("Bearer ")
    who = {"token": token, "person_id": "", "role": "leader", "organisation": world.organisation}
    phone.journal.keep_fact("membership", json.dumps(who))
    phone.connection.close()
    world.central.close()
    return world


@pytest.mark.parametrize("deed", LONGEST)
def test_nothing_that_was_said_to_be_saved_is_lost(
    tmp_path: Path, children: Any, deed: str, record_property: Callable[[str, Any], None]
) -> None:
    path, chance = tmp_path / "phone" / "fieldwalk.db", random.Random(deed)
    files = FolderFiles(path.parent / "files")
    lay(path, begun(path, files))
    world = joined(path, tmp_path / "server") if deed == "sending" else None
    server = served(world.settings.data) if world else nullcontext((None, ""))
    said: set[tuple[str, str]] = set()
    lost: set[tuple[str, str]] = set()
    with server as (_, address):
        for _ in range(KILLS):
            if deed == "opening":
                lay_without_state(path)
            said |= set(killed(children, deed, path, address, chance.uniform(0, LONGEST[deed])))
            lost |= said - there(path, files, VERSION_1 if deed == "opening" else None)
    if world:
        assert received(path) <= kept(world)
        assert received(path)
    record_property("crash", (f"process killed: {deed}", KILLS, KILLS if deed == "opening" else len(said), len(lost)))
    assert lost == set()


def there(path: Path, files: FolderFiles, older: Path | None) -> set[tuple[str, str]]:
    """What the next start finds, sound and drawn as its journal says; a photo counts when its file is whole."""
    expected = stamps(older) if older else set()
    sound(path, files, expected)
    phone = opened(path, files)
    with closing(phone.connection):
        issues = {("issue", issue.id) for issue in phone.fieldwalk.store.issues(phone.walk_id())}
        photos = phone.fieldwalk.store.photos_of_walk(phone.walk_id())
    stored = (path.parent / "files").iterdir()
    whole = {file.name for file in stored if sha256(file.read_bytes()).hexdigest() == file.name}
    return issues | {("photo", photo.id) for photo in photos if {photo.sha256, photo.thumbnail} <= whole}


def stamps(path: Path, where: str = "1") -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        return {stamp for (stamp,) in connection.execute(f"select stamp from journal where {where}")}


def received(path: Path) -> set[str]:
    """What the phone believes to be on the server."""
    return stamps(path, "mine and receipt is not null")
