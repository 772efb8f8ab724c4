"""A lost phone at its next contact: what was not sent is on the server first, then nothing is left on the phone."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldwalk.data.opening import open_database
from fieldwalk.domain.refusals import Refused
from sync.server.files import LARGEST_GROUND, SET_ASIDE
from sync.server.store.tables import FILES, JOURNAL, PARKED
from tests.fakes.central_world import JPEG, World
from tests.fakes.levelled import Wire
from tests.fieldwalk.services.conftest import Phone, phone_over

WORDS = "Lampan vid gången är trasig"
DRAFT = "Ring Amina på 070-123 45 67"


@pytest.fixture
def lost(tmp_path: Path, world: World) -> Iterator[Phone]:
    """A leader's phone with a place, a photo and a draft of its own that the server lacks; it is reported lost."""
    database = open_database(tmp_path / "phone.db")
    phone = phone_over(database, Wire(world))  # type: ignore[arg-type]
    opened = world.central.joining.invite(world.organisation, "leader")
    asyncio.run(phone.fieldwalk.joining.join(opened.code))
    asyncio.run(phone.fieldwalk.exchange.turn())
    issue_id = phone.fieldwalk.reports.mark(world.walk, None)
    phone.fieldwalk.reports.describe(issue_id, words=WORDS)
    asyncio.run(phone.fieldwalk.photographs._shelf.put(JPEG, "photo"))
    phone.clock.move(world.clock.now - phone.clock.now() + 5000)
    phone.fieldwalk.drafts.keep(f"issue/{issue_id}/cause", DRAFT)
    device = world.central.devices.of_staff(world.admin)[0]
    world.central.devices.lose(world.admin, device.id, lost=True)
    yield phone
    database.conn.close()


def rows(world: World, table: object) -> str:
    with world.central.database.read_sources() as connection:
        return str(connection.execute(table.select()).all())  # type: ignore[attr-defined]


def on_disk(tmp_path: Path) -> bytes:
    return b"".join(path.read_bytes() for path in tmp_path.glob("phone.db*"))


def test_everything_unsent_is_on_the_server_and_nothing_is_on_the_phone(
    lost: Phone, world: World, tmp_path: Path
) -> None:
    replica = lost.journal.replica
    asyncio.run(lost.fieldwalk.exchange.turn())

    assert WORDS in rows(world, JOURNAL)
    assert DRAFT in rows(world, PARKED)
    assert hashlib.sha256(JPEG).hexdigest() in rows(world, FILES)
    assert lost.fieldwalk.joining.me() is None
    assert (lost.journal.own(), lost.fieldwalk.store.walk(world.walk), lost.files.held) == ([], None, {})
    assert lost.journal.replica != replica
    for secret in (WORDS, DRAFT, "Kvällsvandring", replica):
        assert secret.encode() not in on_disk(tmp_path)
    assert world.central.devices.of_staff(world.admin)[0].wiped_at == world.clock.now


def test_nothing_is_forgotten_while_the_server_is_away(lost: Phone, world: World) -> None:
    wire = lost.fieldwalk.ports.transport
    send = wire.send

    async def photos_fail(method: str, path: str, *rest: object) -> object:
        if method == "PUT":
            raise OSError("cut")
        return await send(method, path, *rest)  # type: ignore[arg-type]

    wire.send = photos_fail  # type: ignore[method-assign, assignment]
    with pytest.raises(OSError, match="cut"):
        asyncio.run(lost.fieldwalk.exchange.turn())
    assert lost.fieldwalk.joining.me() is not None
    assert lost.files.held

    wire.send = send  # type: ignore[method-assign]
    asyncio.run(lost.fieldwalk.exchange.turn())

    assert lost.fieldwalk.joining.me() is None
    assert WORDS in rows(world, JOURNAL)


def test_an_emptied_phone_is_a_new_one(lost: Phone, world: World) -> None:
    asyncio.run(lost.fieldwalk.exchange.turn())

    issue_id = lost.fieldwalk.reports.mark(lost.fieldwalk.walks.plan("Ny vandring"), None)
    opened = world.central.joining.invite(world.organisation, "leader")
    asyncio.run(lost.fieldwalk.joining.join(opened.code))
    level = asyncio.run(lost.fieldwalk.exchange.turn())

    assert level
    assert issue_id in rows(world, JOURNAL)
    assert lost.fieldwalk.store.walk(world.walk) is not None


def test_a_photo_that_the_server_refused_for_good_is_set_aside_there_before_the_phone_forgets_it(
    lost: Phone, world: World
) -> None:
    torn = JPEG[:-10]
    sha256 = hashlib.sha256(torn).hexdigest()
    asyncio.run(lost.fieldwalk.photographs._shelf.put(torn, "photo"))
    lost.fieldwalk.photographs._shelf._turned[sha256] = "photo_unreadable"

    asyncio.run(lost.fieldwalk.exchange.turn())

    assert lost.fieldwalk.joining.me() is None
    with world.central.database.read_sources() as connection:
        kinds = {row.sha256: row.kind for row in connection.execute(FILES.select())}
    assert kinds[sha256] == SET_ASIDE
    assert world.central.files._place.size(f"{sha256[:2]}/{sha256[2:]}") == len(torn)
    with pytest.raises(Refused, match="not_found"):
        world.central.files.find(world.admin, sha256)


def test_a_phone_whose_photo_is_not_taken_at_all_keeps_it_and_is_not_emptied(lost: Phone, world: World) -> None:
    asyncio.run(lost.fieldwalk.photographs._shelf.put(b"x" * (LARGEST_GROUND + 1), "photo"))

    asyncio.run(lost.fieldwalk.exchange.turn())

    assert lost.fieldwalk.joining.me() is not None
    assert lost.fieldwalk.photographs._shelf.waiting() == 1
