"""Everything that writes on a phone, each deed alone, over a disk that may refuse at any write.

The same file runs natively and in the browser's worker: it knows neither pytest nor a platform.
"""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from fieldwalk.bootstrap import assemble, trouble
from fieldwalk.data.repair import SPARES, open_sound
from fieldwalk.device.clock import SystemClock
from fieldwalk.device.ports import Files, Prepared
from fieldwalk.domain.fixes import Fix
from fieldwalk.domain.records import RECORDS
from fieldwalk.domain.refusals import Refused
from fieldwalk.services.fieldwalk import Fieldwalk, Ports
from fieldwalk.services.troubles import code_of
from sync.client.journal import Edit
from sync.protocol.changes import Change

TOLD = ("storage_full", "not_saved")
"""What a disk that refuses may be called."""
WORDS = "Två lampor är släckta vid bänken. " * 400


class Fault(Protocol):
    """What the disk has been through. ``refused`` once it has refused something."""

    @property
    def refused(self) -> bool: ...


MakeFault = Callable[[int], AbstractContextManager[Fault]]
"""A disk that refuses from the n-th write on."""


class Still:
    """The ports that no deed here needs: they do nothing and never fail."""

    listener: Any = None

    def start(self, on_fix: Any, on_trouble: Any) -> None:
        self.listener = on_fix

    def stop(self) -> None: ...
    def listen(self, heard: Any) -> None: ...
    def remember(self, walk: Any) -> None: ...

    async def estimate(self) -> tuple[int, int]:
        return 0, 1_000_000_000

    async def prepare(self, content: bytes) -> Prepared:
        return Prepared(content, content[:100], 1600, 1200)


@dataclass
class Phone:
    """The services over one file."""

    fieldwalk: Fieldwalk
    connection: sqlite3.Connection
    still: Still

    @property
    def journal(self) -> Any:
        return self.fieldwalk.store._journal

    def stamps(self) -> set[str]:
        return {stamp for (stamp,) in self.connection.execute("select stamp from journal")}

    def walk_id(self) -> str:
        walk = self.fieldwalk.walks.under_way()
        assert walk is not None
        return walk.id


def opened(path: Path, files: Files, transport: Any = None) -> Phone:
    """As the app opens it; the file is let go when that fails."""
    database = open_sound(path).database
    still: Any = Still()
    ports = Ports(SystemClock(), still, files, still, transport or still, still, still, still)
    try:
        return Phone(assemble(database, ports), database.conn, still)
    except BaseException:
        database.conn.close()
        raise


async def mark(phone: Phone) -> None:
    phone.fieldwalk.reports.mark(phone.walk_id(), None)


async def describe(phone: Phone) -> None:
    issue = phone.fieldwalk.store.issues(phone.walk_id())[0]
    phone.fieldwalk.reports.describe(issue.id, words=WORDS + str(len(phone.stamps())))


async def plan(phone: Phone) -> None:
    phone.fieldwalk.walks.plan("Vandring till bryggan", purpose="Se hur ljuset räcker")


async def track(phone: Phone) -> None:
    begin = 1_795_000_000_000 + 1_000_000 * len(phone.stamps())
    phone.fieldwalk.recorder.start(phone.walk_id())
    for second in range(30):
        phone.still.listener(Fix(begin + second * 1000, 59.25 + second * 0.00001, 17.83, 5.0))
    phone.fieldwalk.recorder.keep()


async def photo(phone: Phone) -> None:
    issue = phone.fieldwalk.store.issues(phone.walk_id())[0]
    draft = phone.fieldwalk.photographs.draft(issue.id)
    await phone.fieldwalk.photographs.keep(draft, b"\xff\xd8\xff" + draft.encode() * 3000)


async def setting(phone: Phone) -> None:
    phone.fieldwalk.settings.set_theme("light" if phone.fieldwalk.settings.theme == "dark" else "dark")


async def receive(phone: Phone) -> None:
    phone.journal.receive(_of_another(len(phone.stamps())), {"cursor": "7"})


async def many(phone: Phone) -> None:
    walk_id, pen = phone.walk_id(), phone.fieldwalk.walks._pen
    pen.write_all(*(Edit("issue", pen.new_id(), {"walk_id": walk_id, "words": WORDS}) for _ in range(8)))


def _of_another(number: int) -> list[Change]:
    stamp = f"{0x1A1F0000000 + number:012x}0000-otherphone"
    return [Change(stamp, "", "walk", f"walk-of-another-{number}", {"title": "Deras", "purpose": WORDS})]


Deed = Callable[[Phone], Awaitable[None]]
DEEDS: Mapping[str, Deed] = {
    each.__name__: each for each in (mark, describe, plan, track, photo, setting, receive, many)
}
OPENINGS = ("first", "older", "damaged", "again")


def laid(path: Path) -> dict[str, bytes]:
    """What lies there of the database: the file and its log."""
    return {suffix: _with(path, suffix).read_bytes() for suffix in ("", "-wal") if _with(path, suffix).exists()}


def lay(path: Path, content: Mapping[str, bytes]) -> None:
    """Puts the database there, and nothing else of it."""
    for place in [path, *(path.with_name(name) for name in SPARES)]:
        for suffix in ("", "-wal", "-journal"):
            _with(place, suffix).unlink(missing_ok=True)
    for suffix, octets in content.items():
        _with(path, suffix).write_bytes(octets)


def _with(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def begun(path: Path, files: Files) -> dict[str, bytes]:
    """A phone with a walk under way and three places, as it lies on the disk while the app is open."""
    lay(path, {})
    phone = opened(path, files)
    phone.fieldwalk.walks.start(phone.fieldwalk.walks.plan("Kvällsvandring", leader="Samira"))
    for number in range(3):
        issue_id = phone.fieldwalk.reports.mark(phone.walk_id(), None)
        phone.fieldwalk.reports.describe(issue_id, words=f"Plats {number} åäö")
    content = laid(path)
    phone.connection.close()
    return content


def grown(path: Path, files: Files) -> dict[str, bytes]:
    """The same phone with a log so long that the next write carries it over into the file."""
    lay(path, begun(path, files))
    phone = opened(path, files)
    pen, walk_id = phone.fieldwalk.walks._pen, phone.walk_id()
    for _ in range(400):
        if _with(path, "-wal").stat().st_size > 980 * 4120:
            break
        pen.write("issue", pen.new_id(), walk_id=walk_id, words=WORDS[:8000])
    content = laid(path)
    phone.connection.close()
    return content


def damaged(content: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same file with a hole in it, so that it has to be set aside and carried over."""
    whole = content[""]
    return {"": whole[:4096] + b"\xa5" * 64 + whole[4160:]}


async def suffered(path: Path, files: Files, base: Mapping[str, bytes], deed: Deed, fault: AbstractContextManager[Any]
                   ) -> tuple[bool, str]:  # fmt: skip
    """One deed on a disk that refuses. Raises AssertionError when anything confirmed is missing afterwards.

    The answer: whether the disk refused anything, and what the person was told ("" for nothing).
    """
    lay(path, base)
    phone = opened(path, files)
    confirmed, told = phone.stamps(), ""
    with fault as disk:
        try:
            await deed(phone)
        except (Refused, sqlite3.OperationalError) as error:
            told = code_of(error)
    assert told in ("", *TOLD), told
    if not told:
        confirmed = phone.stamps()
    killed_here = laid(path)
    assert confirmed <= phone.stamps()
    await deed(phone)  # there is room again: the same app goes on
    later = phone.stamps()
    phone.connection.close()
    sound(path, files, later)
    lay(path, killed_here)
    sound(path, files, confirmed)
    return disk.refused, told


async def opened_in_need(path: Path, files: Files, base: Mapping[str, bytes], fault: AbstractContextManager[Any],
                         expected: set[str]) -> tuple[bool, str]:  # fmt: skip
    """The app's start on a disk that refuses, and again when there is room. Asks and answers as ``suffered``."""
    lay(path, base)
    told = ""
    with fault as disk:
        try:
            opened(path, files).connection.close()
        except (Refused, sqlite3.DatabaseError, OSError) as error:
            told = trouble(error)
    gc.collect()  # a connection that hung in the error's traceback
    assert told in ("", "storage_full", "start"), told
    sound(path, files, expected)
    return disk.refused, told


def sound(path: Path, files: Files, expected: set[str]) -> None:
    """It opens, SQLite finds nothing wrong, nothing expected is missing, and the state is what the journal gives."""
    phone = opened(path, files)
    try:
        database = phone.connection
        assert database.execute("pragma integrity_check").fetchone()[0] == "ok"
        assert expected <= phone.stamps(), f"{len(expected - phone.stamps())} confirmed changes are missing"
        before = _states(database)
        phone.journal.rebuild()
        assert _states(database) == before
    finally:
        phone.connection.close()


def _states(database: sqlite3.Connection) -> list[list[Any]]:
    return [database.execute(f"select * from state_{name} order by id").fetchall() for name in RECORDS]
