"""A hub speaks for those who joined at it: for them it is believed what its holder could have brought about anyway."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from sqlalchemy import select

from fieldwalk.domain.fields import Json
from fieldwalk.domain.refusals import Refused
from sync.protocol.changes import Change
from sync.protocol.residents import Resident
from sync.server import register
from sync.server.caller import KEEPER, Caller
from sync.server.intake import Pushed
from sync.server.keys import new_replica
from sync.server.register import extract
from sync.server.store import devices, doors
from sync.server.store.tables import JOURNAL, PARKED, TOKENS
from tests.fakes.central_world import JPEG, Phone, World, refusals

PHOTO = hashlib.sha256(JPEG).hexdigest()


class Hub:
    """The hub's way up: what its phones wrote, and whom of them it names."""

    def __init__(self, world: World, role: str = "leader") -> None:
        self.world, self.replica = world, new_replica()
        self.join(role)

    def join(self, role: str = "leader") -> None:
        token = self.world.phone(role).headers["Authorization"].removeprefix("Bearer ")
        self.caller = self.world.central.joining.caller(token)

    def resident(self, walk_id: str | None = None, role: str = "walker") -> Resident:
        person = self.world.identity()
        key = hashlib.sha256(person.encode()).hexdigest()
        return Resident(person, role, walk_id or self.world.walk, self.world.clock.now, key)

    def push(self, person: str, *residents: Resident, record: str = "issue", **fields: Json) -> tuple[str, str | None]:
        """A change of somebody's at the hub: its record's id, and the code with which it was refused."""
        phone = Phone(self.world.client, "", self.world.clock)
        change = replace(phone.change(record, self.world.identity(), **fields), person=person)
        return change.record_id, self.take(change, *residents)

    def take(self, change: Change, *residents: Resident) -> str | None:
        pushed = Pushed(self.replica, 0, "", residents=residents)
        return refusals(self.world.central.take(self.caller, [change], pushed))[0]


@pytest.fixture
def hub(world: World) -> Hub:
    return Hub(world)


def writer_of(world: World, record_id: str) -> str | None:
    with world.central.database.read() as connection:
        for table in (JOURNAL, PARKED):
            if row := connection.execute(select(table.c.person).where(table.c.record_id == record_id)).first():
                return str(row.person)
    return None


def test_who_joined_a_walk_at_a_hub_is_known_above_by_what_they_wrote(world: World, hub: Hub) -> None:
    anna = hub.resident()
    issue, refused = hub.push(anna.person, anna, walk_id=world.walk, words="Mörkt i gången")
    assert refused is None
    told = extract(world.central, world.caller("coordinator"), anna.person, "sv")
    assert [each["id"] for each in told["written"]] == [issue]
    assert [(way["role"], way["walk_id"]) for way in told["entrances"]] == [("walker", world.walk)]


def test_a_residents_rights_are_asked_and_not_the_hubs(world: World, hub: Hub) -> None:
    anna = hub.resident()
    _, refused = hub.push(anna.person, anna, record="walk", title="Min egen", state="planned")
    assert refused == "not_allowed"
    elsewhere, refused = hub.push(anna.person, anna, walk_id=world.identity(), words="En annan vandring")
    assert (refused, writer_of(world, elsewhere)) == ("not_allowed", anna.person)


@pytest.mark.both_stores
def test_what_a_resident_alone_wrote_they_take_back_by_the_hub(world: World, hub: Hub) -> None:
    anna, bo = hub.resident(), hub.resident()
    issue, _ = hub.push(anna.person, anna, walk_id=world.walk, words="Fel")
    phone = Phone(world.client, "", world.clock)
    gone = phone.change("issue", issue, removed=True)
    assert hub.take(replace(gone, person=bo.person), bo) == "not_allowed"
    gone = phone.change("issue", issue, removed=True)
    assert hub.take(replace(gone, person=anna.person), anna) is None


def test_a_hub_names_its_own_holder_and_nobody_else_of_the_staff(world: World, hub: Hub) -> None:
    mine, _ = hub.push(hub.caller.person_id, walk_id=world.walk, words="Leder själv")
    assert writer_of(world, mine) == hub.caller.person_id
    staff = Resident(world.coordinator, "walker", world.walk, 0, "ab" * 32)
    theirs, refused = hub.push(world.coordinator, staff, walk_id=world.walk, words="Som någon annan")
    assert (refused, writer_of(world, theirs)) == (None, "")


@pytest.mark.parametrize("role", ["leader", "coordinator", "auditor", ""])
def test_a_hub_vouches_for_nobody_in_a_role_beyond_one_walk(world: World, hub: Hub, role: str) -> None:
    lie = hub.resident(role=role)
    issue, _ = hub.push(lie.person, lie, walk_id=world.walk, words="Som ledare")
    assert writer_of(world, issue) == ""


def test_who_joined_here_or_at_another_hub_is_no_ones_to_speak_for(world: World, hub: Hub) -> None:
    here = world.central.joining.caller(world.phone("walker").headers["Authorization"].removeprefix("Bearer "))
    anna = hub.resident()
    hub.push(anna.person, anna, walk_id=world.walk, words="Vid den första")
    other = Hub(world)
    for lie in (
        Resident(here.person_id, "walker", world.walk, 0, "ab" * 32),
        replace(anna, key="cd" * 32),
        replace(anna, walk_id=world.identity()),
        Resident(KEEPER, "walker", world.walk, 0, "ef" * 32),
        replace(hub.resident(), key=""),
        replace(hub.resident(), person="Å" * 300),
    ):
        issue, refused = other.push(lie.person, lie, walk_id=world.walk, words="Någon annans ord")
        assert (refused, writer_of(world, issue)) == (None, "")


@pytest.mark.parametrize("role", ["caretaker", "walker"])
def test_who_may_not_invite_speaks_for_nobody(world: World, role: str) -> None:
    hub = Hub(world, role)
    anna = hub.resident()
    issue, _ = hub.push(anna.person, anna, walk_id=world.walk, words="Mörkt")
    assert writer_of(world, issue) == ""


@pytest.mark.both_stores
def test_a_hub_that_joined_anew_is_known_by_its_key_and_by_nothing_else(world: World, hub: Hub) -> None:
    anna = hub.resident()
    hub.push(anna.person, anna, walk_id=world.walk, words="Före")
    hub.join()
    issue, _ = hub.push(anna.person, anna, walk_id=world.walk, words="Efter")
    assert writer_of(world, issue) == anna.person
    with pytest.raises(Refused, match="sign_in_needed"):
        world.central.joining.caller(anna.key)


def test_what_a_resident_wrote_waits_in_their_name_when_the_hubs_right_has_ended(world: World, hub: Hub) -> None:
    anna = hub.resident()
    hub.push(anna.person, anna, walk_id=world.walk, words="I tid")
    with world.central.database.write() as connection:
        doors.revoke(connection, hub.caller.token, world.clock.now)
        ended = doors.caller_with(connection, hub.caller.token, world.clock.now)
    assert ended is not None
    hub.caller = ended
    issue, refused = hub.push(anna.person, anna, walk_id=world.walk, words="För sent")
    assert (refused, writer_of(world, issue)) == ("awaits_approval", anna.person)


def test_what_a_lost_hub_brings_of_later_waits(world: World, hub: Hub) -> None:
    anna = hub.resident()
    hub.caller = replace(hub.caller, lost_at=world.clock.now - 1)
    issue, refused = hub.push(anna.person, anna, walk_id=world.walk, words="Efter att datorn tappats bort")
    assert (refused, writer_of(world, issue)) == ("awaits_approval", anna.person)


def test_an_erased_resident_stays_erased_whatever_the_hub_still_says(world: World, hub: Hub) -> None:
    anna = hub.resident()
    issue, _ = hub.push(anna.person, anna, walk_id=world.walk, words="Mörkt")
    register.erase(world.central, Caller(world.organisation, KEEPER, "company_admin"), anna.person, words=False)
    later, _ = hub.push(anna.person, anna, walk_id=world.walk, words="Ljust igen")
    assert writer_of(world, issue) == writer_of(world, later) == ""


@pytest.mark.both_stores
def test_a_photo_of_a_residents_is_theirs_though_the_hub_sent_it(world: World, hub: Hub) -> None:
    anna = hub.resident()
    world.central.files.put(hub.caller, PHOTO, JPEG)
    world.central.files.drop(world.organisation, PHOTO)
    hub.push(anna.person, anna, record="photo", walk_id=world.walk, issue_id=world.issue, sha256=PHOTO)
    world.central.files.put(hub.caller, PHOTO, JPEG)
    told = extract(world.central, world.caller("coordinator"), anna.person, "sv")
    assert [file["sha256"] for file in told["files"]] == [PHOTO]


def test_whom_a_hub_vouched_for_has_joined_once_and_is_no_device(world: World, hub: Hub) -> None:
    anna = hub.resident()
    for words in ("Först", "Sedan"):
        hub.push(anna.person, anna, walk_id=world.walk, words=words)
    lines = [line for line in world.central.audit.lines(world.organisation) if line.about.get("way") == "hub"]
    assert [(line.person, line.role, line.about["by"]) for line in lines] == [("", "walker", hub.caller.person_id)]
    with world.central.database.read() as connection:
        assert not devices.of_person(connection, world.organisation, anna.person, world.clock.now)
        assert len(connection.execute(select(TOKENS).where(TOKENS.c.person_id == anna.person)).all()) == 1
