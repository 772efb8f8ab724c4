"""The phone's own exchange and shelf against the real server, over its real HTTP interface."""

from __future__ import annotations

import asyncio
import hashlib
import random
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from sqlalchemy import delete

from fieldwalk.domain.records import Action, Issue, Walk
from fieldwalk.domain.refusals import Refused
from sync.client import state_tables
from sync.client.journal import Edit
from sync.client.shelf import Shelf
from sync.server.keys import hashed
from sync.server.settings import DAY
from sync.server.store import doors
from sync.server.store.holdings import Holdings
from sync.server.store.migrations import begin_epoch
from sync.server.store.sums import derive_sums
from sync.server.store.tables import JOURNAL
from tests.fakes.central_world import JPEG, World
from tests.fakes.device import FakeClock
from tests.fakes.levelled import Wire, alarms
from tests.fakes.little_server import Reply
from tests.sync.client.phones import Phone

pytestmark = pytest.mark.both_stores

PhoneOf = Callable[[str], Phone]


@pytest.fixture
def phone_of(world: World, tmp_path: Path) -> Iterator[PhoneOf]:
    phones: list[Phone] = []

    def make(role: str) -> Phone:
        token = world.phone(role).headers["Authorization"].removeprefix("Bearer ")
        name = f"replica{len(phones)}{role}".replace("_", "")
        phone = Phone(tmp_path / f"{name}.db", name, Wire(world), FakeClock(world.clock.now + len(phones)))
        phone.token = token
        phones.append(phone)
        return phone

    yield make
    for phone in phones:
        phone.close()


def level(*phones: Phone) -> None:
    for phone in (*phones, *phones):
        asyncio.run(phone.exchange.level())


def test_the_loop_closes_from_the_resident_to_the_resident(world: World, phone_of: PhoneOf) -> None:
    resident, desk, hands = phone_of("walker"), phone_of("coordinator"), phone_of("caretaker")
    issue = world.identity()
    resident.write(issue, walk_id=world.walk, number=7, words="Trasig lampa")
    level(resident, desk, hands)

    desk.write(issue, record="action", walk_id=world.walk, state="planned", owner="Drift")
    level(desk, hands)
    hands.write(issue, record="action", walk_id=world.walk, state="done")
    level(hands, resident)

    assert [action.state for action in state_tables.records(resident.db, Action)] == ["done"]
    assert "Trasig lampa" in [found.words for found in state_tables.records(hands.db, Issue)]


def test_phones_that_edit_different_fields_offline_both_keep_their_edit(world: World, phone_of: PhoneOf) -> None:
    one, two = phone_of("leader"), phone_of("walker")
    level(one, two)
    one.write(world.issue, walk_id=world.walk, words="från ledaren")
    two.write(world.issue, walk_id=world.walk, severity=3)
    level(one, two)

    for phone in (one, two):
        [issue] = [found for found in phone.issues() if found.id == world.issue]
        assert (issue.words, issue.severity) == ("från ledaren", 3)


def test_what_is_refused_is_listed_on_the_phone_and_the_rest_arrives(world: World, phone_of: PhoneOf) -> None:
    desk, walker = phone_of("coordinator"), phone_of("walker")
    walker.write(world.walk, record="walk", title="Min nu")
    walker.write(world.issue, walk_id=world.walk, words="ändå")
    level(walker, desk)

    assert [turned.code for turned in walker.journal.turned()] == ["not_allowed"]
    assert "ändå" in [issue.words for issue in desk.issues()]


def test_a_photo_goes_up_from_one_phone_and_down_to_another(world: World, phone_of: PhoneOf) -> None:
    walker, desk = phone_of("walker"), phone_of("coordinator")
    asyncio.run(walker.shelf.put(JPEG, "photo"))
    assert asyncio.run(walker.shelf.send_one())
    sha256 = hashlib.sha256(JPEG).hexdigest()
    photo = {"walk_id": world.walk, "issue_id": world.issue, "sha256": sha256}
    walker.journal.write("amina", [Edit("photo", world.identity(), photo)])
    level(walker, desk)

    assert asyncio.run(desk.shelf.fetch_one())
    assert asyncio.run(desk.shelf.get(sha256)) == JPEG


class Cut(Wire):
    """A wire that breaks after so many bytes of files, once; it counts them all."""

    def __init__(self, world: World, after: int) -> None:
        super().__init__(world)
        self.sent, self.after = 0, after

    async def send(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Reply:
        if self.sent + len(body) > self.after >= self.sent:
            self.sent = self.after + 1
            raise Refused("unreachable")
        self.sent += len(body)
        return await super().send(method, path, body, headers)


@pytest.mark.parametrize("share", [0.05, 0.37, 0.999])
def test_a_large_photo_that_was_cut_goes_on_and_sends_little_twice(
    world: World, tmp_path: Path, phone_of: PhoneOf, share: float
) -> None:
    photo = b"\xff\xd8\xff" + random.Random(7).randbytes(1_999_995) + b"\xff\xd9"
    phone = phone_of("walker")
    wire = Cut(world, int(len(photo) * share))

    def shelf() -> Shelf:
        return Shelf(phone.db, phone.files, wire, lambda: phone.token)

    asyncio.run(phone.shelf.put(photo, "photo"))
    with pytest.raises(Refused, match="unreachable"):
        asyncio.run(send_all(shelf()))
    assert phone.shelf.load().safe == 0

    asyncio.run(send_all(shelf()))
    assert phone.shelf.load().safe == 1
    assert wire.sent <= 1.1 * len(photo)
    assert world.central.files.content(world.admin, hashlib.sha256(photo).hexdigest()) == photo


async def send_all(shelf: Shelf) -> None:
    while await shelf.send_one():
        pass


def become(world: World, phone: Phone, role: str, walk_id: str | None = None) -> None:
    """The phone shows another token from now on: its holder's right is another."""
    phone.token = world.phone(role, walk_id).headers["Authorization"].removeprefix("Bearer ")


def test_who_may_hold_less_forgets_the_rest_and_loses_nothing_of_their_own(world: World, phone_of: PhoneOf) -> None:
    desk, phone = phone_of("coordinator"), phone_of("leader")
    elsewhere = world.identity()
    desk.write(elsewhere, record="walk", title="En annan vandring", state="planned")
    desk.write(world.identity(), walk_id=elsewhere, words="Där")
    level(desk, phone)
    sent = world.identity()
    phone.write(sent, walk_id=elsewhere, words="Skickat")
    level(phone)
    phone.write(world.identity(), walk_id=elsewhere, words="Inte skickat")

    become(world, phone, "walker", world.walk)
    level(phone)

    assert [walk.id for walk in state_tables.records(phone.db, Walk)] == [world.walk]
    assert {issue.words for issue in phone.issues()} == {"Mörkt", "Inte skickat"}
    assert [(turned.code, turned.change.fields["words"]) for turned in phone.journal.turned()] == [
        ("not_allowed", "Inte skickat")
    ]
    assert phone.journal.holding.total() == digest(world, phone)
    assert alarms(world) == 0
    level(desk)
    assert "Skickat" in {issue.words for issue in desk.issues()}


def test_who_may_hold_more_again_gets_it_all_back(world: World, phone_of: PhoneOf) -> None:
    phone = phone_of("leader")
    other = world.identity()
    phone.write(other, record="walk", title="En annan vandring", state="planned")
    level(phone)
    become(world, phone, "walker", world.walk)
    level(phone)
    become(world, phone, "leader")
    level(phone)
    assert {walk.id for walk in state_tables.records(phone.db, Walk)} == {world.walk, other}
    assert alarms(world) == 0


def test_a_restored_server_gets_back_what_it_forgot_before_anything_is_withdrawn(
    world: World, phone_of: PhoneOf
) -> None:
    """The backup is old and the right has changed at once: what only this phone holds is not thrown away."""
    phone = phone_of("leader")
    elsewhere = world.identity()
    phone.write(elsewhere, record="walk", title="En annan vandring", state="planned")
    level(phone)
    with world.central.database.write() as connection:
        connection.execute(delete(JOURNAL).where(JOURNAL.c.record_id == elsewhere))
        derive_sums(connection)
        begin_epoch(connection)
    become(world, phone, "caretaker")
    level(phone)
    kept = [turned.change.record_id for turned in phone.journal.turned()]
    assert kept == [elsewhere]


def test_a_token_that_somebody_ended_says_so_and_one_that_ran_out_does_not(world: World, phone_of: PhoneOf) -> None:
    phone, other = phone_of("leader"), phone_of("leader")
    level(phone, other)
    with world.central.database.write() as connection:
        doors.revoke(connection, hashed(str(phone.token)), world.clock.now)
    with pytest.raises(Refused, match="right_ended"):
        asyncio.run(phone.exchange.turn())
    world.clock.now += 400 * DAY
    with pytest.raises(Refused, match="sign_in_needed"):
        asyncio.run(other.exchange.turn())


def test_what_was_not_sent_when_the_right_ended_waits_for_a_yes_and_stays_on_the_phone(
    world: World, phone_of: PhoneOf
) -> None:
    phone = phone_of("leader")
    level(phone)
    phone.write(world.identity(), walk_id=world.walk, words="Trasig lampa")
    with world.central.database.write() as connection:
        doors.revoke(connection, hashed(str(phone.token)), world.clock.now)

    asyncio.run(phone.exchange.level())

    assert [turned.code for turned in phone.journal.turned()] == ["awaits_approval"]
    with pytest.raises(Refused, match="right_ended"):
        asyncio.run(phone.exchange.turn())
    phone.journal.withdraw_all()
    assert phone.journal.quarantined() == 1


def digest(world: World, phone: Phone) -> int:
    """The sum over what the server lets the phone's holder hold."""
    caller = world.central.joining.caller(str(phone.token))
    with world.central.database.read() as connection:
        return Holdings(connection, caller).digest()


def test_a_point_that_becomes_more_secret_leaves_the_phones_that_may_not_hold_it(
    world: World, phone_of: PhoneOf
) -> None:
    desk, leader, resident = phone_of("coordinator"), phone_of("leader"), phone_of("walker")
    level(desk, leader, resident)
    assert [issue.id for issue in resident.issues()] == [issue.id for issue in leader.issues()] == [world.issue]
    leader.write(world.issue, walk_id=world.walk, cause="Inte skickat än")
    desk.write(world.issue, walk_id=world.walk, for_est="kept")
    level(desk, resident, leader)

    assert resident.issues() == []
    assert [issue.words for issue in leader.issues()] == [None]
    assert alarms(world) == 0

    desk.write(world.issue, walk_id=world.walk, for_est="lifted")
    level(desk, resident, leader)
    assert [issue.words for issue in resident.issues()] == [issue.words for issue in leader.issues()] == ["Mörkt"]
    assert resident.journal.holding.total() == digest(world, resident)
    assert alarms(world) == 0


def test_what_was_taken_away_reaches_a_phone_that_was_off_for_half_a_year(world: World, phone_of: PhoneOf) -> None:
    """Nothing that says that something is gone is swept: there is no day after which a phone would bring it back."""
    desk, drawer = phone_of("coordinator"), phone_of("leader")
    level(desk, drawer)
    gone, edited = world.identity(), world.identity()
    desk.write(gone, walk_id=world.walk, words="Borttaget")
    desk.write(edited, walk_id=world.walk, words="Borttaget och ändrat")
    level(desk, drawer)
    for issue in (gone, edited):
        desk.write(issue, walk_id=world.walk, removed=True)
    level(desk)
    world.clock.now += 200 * DAY
    world.central.files.sweep()
    drawer.clock.move(200 * DAY)
    drawer.write(edited, walk_id=world.walk, cause="Finns kvar")
    level(drawer, desk)
    for phone in (desk, drawer):
        shown = {issue.id for issue in state_tables.records(phone.db, Issue)}
        assert (gone in shown, edited in shown) == (False, True)
    assert alarms(world) == 0
