"""A whole server with one organisation, a clock that a test sets, and phones that speak the real protocol."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from starlette.testclient import TestClient

from fieldwalk.domain.fields import Json
from sync.protocol.changes import Change
from sync.protocol.clock import Stamp, tick
from sync.protocol.messages import LARGEST, PATH, Request, Response, pack_request, unpack_response
from sync.protocol.receipts import Receipt, receipts_of
from sync.server.app import assemble, create_app
from sync.server.caller import Caller
from sync.server.keys import new_identity, new_replica
from sync.server.settings import Settings
from sync.server.writer import Writer, found
from sync.squeeze import squeeze, unsqueeze
from tests.fakes.stores import plain_settings

START = 1_795_000_000_000
_KNOWN = ("admin", "organisation", "area", "coordinator", "walk", "issue")
"""What a world knows of itself."""

JPEG = b"\xff\xd8\xff\xe0" + b"drawn" * 40 + b"\xff\xd9"


class FakeClock:
    """UTC milliseconds that only a test moves."""

    def __init__(self, now: int = START) -> None:
        self.now = now

    def __call__(self) -> int:
        return self.now


class Phone:
    """A phone with a token: writes changes with its own clock and takes turns with the server."""

    def __init__(self, client: TestClient, token: str, clock: FakeClock) -> None:
        self.client, self.clock = client, clock
        self.headers = {"Authorization": f"Bearer {token}"}
        self.replica = new_replica()
        self.cursor = self.batch = 0
        self._last = Stamp(0, 0, self.replica)

    def change(self, record: str, record_id: str, **fields: Json) -> Change:
        """A change newer than all before it: a millisecond passes with each."""
        self.clock.now += 1
        self._last = tick(self._last, self.clock.now)
        return Change(str(self._last), "", record, record_id, fields)

    def turn(self, *changes: Change, cursor: int | None = None) -> Response:
        start = self.cursor if cursor is None else cursor
        reply = self.client.post(PATH, content=self.packed(*changes, cursor=start), headers=self.headers)
        assert reply.status_code == 200, reply.text
        response = unpack_response(unsqueeze(reply.content, LARGEST))
        self.cursor = response.cursor
        return response

    def packed(self, *changes: Change, cursor: int = 0) -> bytes:
        """A push of ``changes`` under the next number."""
        self.batch += bool(changes)
        request = Request(self.replica, self.clock.now, cursor, changes, self.batch if changes else 0)
        return squeeze(pack_request(request))

    def receipts(self, response: Response, *changes: Change) -> list[Receipt]:
        """What the server did with each change, in the order in which they were given."""
        assert response.acknowledged is not None
        told = receipts_of(response.acknowledged, self.batch, sorted(changes, key=lambda change: change.stamp))
        by_stamp = {receipt.stamp: receipt for receipt in told}
        return [by_stamp[change.stamp] for change in changes]

    def push(self, *changes: Change) -> list[str | None]:
        """What was refused, in order; ``None`` for what was taken."""
        return refusals(self.receipts(self.turn(*changes), *changes))

    def pull(self) -> list[Change]:
        """Everything from the beginning, page by page."""
        self.cursor, got, more = 0, [], True
        while more:
            response = self.turn()
            got += response.changes
            more = response.more
        return got


def refusals(receipts: Sequence[Receipt]) -> list[str | None]:
    return [receipt.refused for receipt in receipts]


class World:
    """One server with one organisation and one planned walk."""

    def __init__(self, data: Path, clock: FakeClock | None = None, settings: Settings | None = None) -> None:
        self._open(settings or plain_settings(data), clock or FakeClock())
        self.admin = found(self.central, "Fittjahem")
        self.organisation = self.admin.organisation
        writer = Writer(self.central, self.admin)
        self.area = writer.write("area", title="Krögarvägen", ground="a" * 64)
        self.coordinator = writer.write("person", title="Asha", role="coordinator")
        self.walk = writer.write("walk", title="Kvällsvandring", area_id=self.area, state="planned")
        self.issue = writer.write("issue", walk_id=self.walk, number=1, kind="care", category="lighting", words="Mörkt")
        writer.commit()

    @classmethod
    def again(cls, data: Path) -> World:
        """As ``World(data)``, at a quarter of its cost: the first steps are taken once in a process.

        All worlds that are made so have the same ids.
        """
        image, begun = _begun()
        settings = plain_settings(data)
        data.mkdir()
        settings.database.write_bytes(image)
        world = object.__new__(cls)
        world._open(settings, FakeClock())
        world.__dict__.update(begun)
        return world

    def _open(self, settings: Settings, clock: FakeClock) -> None:
        self.settings, self.clock = settings, clock
        self.central = assemble(settings, clock)
        self.app = create_app(settings, clock, central=self.central)
        self.client = TestClient(self.app, base_url="http://walks.example", raise_server_exceptions=False)

    def phone(self, role: str, walk_id: str | None = None, person_id: str | None = None) -> Phone:
        """A phone that joined as ``role``; to the world's walk when it is a role of one walk."""
        landing = walk_id or (self.walk if role in ("walker", "guest") else None)
        opened = self.central.joining.invite(self.organisation, role, walk_id=landing, person_id=person_id)
        joined = self.central.joining.join(opened.url.rsplit("/", 1)[-1], "test")
        return Phone(self.client, joined.token, self.clock)

    def other(self) -> World:
        """Another organisation on the same server."""
        other = object.__new__(World)
        other.__dict__.update(self.__dict__)
        other.admin = found(self.central, "Botkyrka hus")
        other.organisation = other.admin.organisation
        writer = Writer(self.central, other.admin)
        other.walk = writer.write("walk", title="Deras vandring", state="planned")
        other.issue = writer.write("issue", walk_id=other.walk, number=1, words="Deras")
        writer.commit()
        return other

    def identity(self) -> str:
        return new_identity(self.clock.now)

    def caller(self, role: str, walk_id: str | None = None) -> Caller:
        return Caller(self.organisation, self.identity(), role, walk_id)


@cache
def _begun() -> tuple[bytes, dict[str, Any]]:
    """The database of a world in which nothing has happened yet, and what that world knows of itself."""
    with TemporaryDirectory() as folder:
        world = World(Path(folder))
        world.central.close()
        with closing(sqlite3.connect(world.settings.database)) as disk:
            image = disk.serialize()
    return image, {name: getattr(world, name) for name in _KNOWN}
