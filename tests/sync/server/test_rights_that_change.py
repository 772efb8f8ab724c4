"""Whoever becomes whatever, whenever: a phone ends with what its holder may hold, and nothing anybody wrote is lost."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.client.rows import HELD
from sync.server import catchup
from sync.server.store.holdings import Holdings
from sync.server.store.passing import rows_after
from tests.fakes.central_world import World
from tests.fakes.device import FakeClock
from tests.fakes.levelled import Wire
from tests.sync.client.phones import Phone

ROLES = ("leader", "caretaker", "coordinator", "walker", "walker", "police", "auditor")
CLASSES = ("for_company", "for_est", "for_police")


class Story:
    """Three phones, two walks, and whatever happens to them."""

    def __init__(self, world: World, folder: Path, seed: int) -> None:
        self.world, self.chance = world, random.Random(seed)
        self.walks = [world.walk, world.identity()]
        self.issues = [world.issue]
        self.written: set[str] = set()
        self.phones = [self._phone(folder / f"{n}.db", f"phone{n:04d}x{seed}") for n in range(3)]
        self.phones[0].write(self.walks[1], record="walk", title="En annan", state="planned")
        self._note(self.phones[0])

    def _phone(self, path: Path, name: str) -> Phone:
        phone = Phone(path, name, Wire(self.world), FakeClock(self.world.clock.now))
        self.become(phone, "leader")
        return phone

    def become(self, phone: Phone, role: str) -> None:
        walk = self.chance.choice(self.walks) if role == "walker" else None
        phone.token = self.world.phone(role, walk).headers["Authorization"].removeprefix("Bearer ")

    def step(self) -> None:
        phone = self.chance.choice(self.phones)
        match self.chance.randrange(5):
            case 0:
                self.become(phone, self.chance.choice(ROLES))
            case 1:
                self.issues.append(self.world.identity())
                self._write(phone, self.issues[-1], words=f"Plats {len(self.issues)}")
            case 2:
                self._write(phone, self.chance.choice(self.issues), cause=f"Därför {self.chance.random()}")
            case 3:
                secrecy = {self.chance.choice(CLASSES): self.chance.choice(("kept", "lifted"))}
                self._write(phone, self.chance.choice(self.issues), **secrecy)
            case _:
                self.level(phone)

    def _write(self, phone: Phone, issue: str, **fields: object) -> None:
        walk = self.walks[0] if issue == self.world.issue else self.walks[int(issue[-1], 16) % 2]
        phone.write(issue, walk_id=walk, **fields)
        self._note(phone)

    def _note(self, phone: Phone) -> None:
        self.written.add(phone.journal.unsent(10_000)[-1].content)

    def level(self, phone: Phone) -> None:
        asyncio.run(phone.exchange.level())


@pytest.fixture
def story(world: World, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Story]:
    made = Story(world, tmp_path, request.param)
    yield made
    for phone in made.phones:
        phone.close()


@pytest.mark.parametrize("story", range(12), indirect=True)
def test_a_phone_ends_with_what_its_holder_may_hold_and_nothing_is_lost(story: Story, world: World) -> None:
    for _ in range(60):
        story.step()
    for phone in (*story.phones, *story.phones, *story.phones):
        story.level(phone)
    callers = [world.central.joining.caller(str(phone.token)) for phone in story.phones]
    with world.central.database.read() as connection:
        kept = {change.content for change in rows_after(connection, world.organisation, 0, 10_000)[0]}
        for phone, caller in zip(story.phones, callers, strict=True):
            holdings = Holdings(connection, caller)
            may = set(holdings.told(holdings.rows_after(0, "nobody at all")).stamps)
            rows = phone.db.execute(f"select stamp from journal where {HELD}").fetchall()
            assert {row[0] for row in rows} == may
        assert catchup.repairs(connection) == 0
    quarantined = {turned.change.content for phone in story.phones for turned in phone.journal.turned()}
    assert story.written <= kept | quarantined
