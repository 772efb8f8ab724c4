"""The same parts in Hypothesis' hands: it looks for the shortest sequence that ends badly."""

from __future__ import annotations

import random

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from sync.client.journal import Edit
from tests.sync.simulation.invariants import broken
from tests.sync.simulation.parts import WALKS
from tests.sync.simulation.story import ISSUES, Story

DEVICES = st.integers(0, 2)


class Exchanging(RuleBasedStateMachine):
    """Three phones and a server; every rule is one thing that a person or the network does."""

    def __init__(self) -> None:
        super().__init__()
        self.story = Story(0, "announced")
        self.story.chance = random.Random(1)
        self.marks = 0

    @rule(
        device=DEVICES, number=st.integers(0, 4), field=st.sampled_from(["words", "cause"]), value=st.sampled_from("ab")
    )
    def write(self, device: int, number: int, field: str, value: str) -> None:
        self.marks += 1
        self.story.devices[device].write(self.marks, Edit("issue", ISSUES[number * 2], {field: value}))

    @rule(device=DEVICES, number=st.integers(0, 4), removed=st.booleans())
    def remove(self, device: int, number: int, removed: bool) -> None:
        self.marks += 1
        fields = {"removed": removed, "walk_id": WALKS[0]}
        self.story.devices[device].write(self.marks, Edit("issue", ISSUES[number * 2], fields))

    @rule(device=DEVICES, chance=st.integers(0, 1000))
    def sync(self, device: int, chance: int) -> None:
        self.story.devices[device].network._chance = random.Random(chance)
        self.story.devices[device].level(unkind=1.0)

    @rule(milliseconds=st.sampled_from([1, 50, 400_000]))
    def wait(self, milliseconds: int) -> None:
        self.story.time.now += milliseconds

    @rule(device=DEVICES)
    def restart(self, device: int) -> None:
        self.story.devices[device].start()

    @rule()
    def back_up_or_restore(self) -> None:
        self.story._restore_server()

    @invariant()
    def every_phone_shows_what_its_own_journal_says(self) -> None:
        for device in self.story.devices:
            marks = {change.fields["mark"] for change in device.journal.own()}
            assert marks == set(device.written)

    def teardown(self) -> None:
        try:
            self.story.settle()
            assert broken(self.story) is None
        finally:
            for device in self.story.devices:
                device.close()
            self.story.server.close()


TestExchanging = Exchanging.TestCase
TestExchanging.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
