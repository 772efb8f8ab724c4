"""A story: what happens to phones and server, drawn from a seed, and what must be true at its end."""

from __future__ import annotations

import random
from collections.abc import Iterator

from sync.client.journal import Edit
from sync.server import catchup, snapshots
from sync.server.caller import Caller
from tests.sync.simulation.invariants import broken, broken_meanwhile
from tests.sync.simulation.parts import EVERY, ORGANISATION, WALKS, Device, Server, Time

MODES = ("plain",) * 5 + ("announced", "restored", "restored", "cloned", "phone restored", "cloned, restored")
SKEWS = (0, 0, 0, 170_000, -3_600_000, 600_000, 3 * 86_400_000)
ISSUES = tuple(f"issue-{number:08d}" for number in range(10))
STAFF, RESIDENT = Caller(ORGANISATION, "person-staff", "coordinator"), Caller(ORGANISATION, "", "walker", WALKS[0])


class Story:
    """One seed's phones, server and misfortunes."""

    def __init__(self, seed: int, mode: str | None = None) -> None:
        self.chance = random.Random(seed)
        self.mode = mode or self.chance.choice(MODES)
        self.time = Time()
        self.server = Server(self.time)
        self.devices = [self._device(name, STAFF) for name in ("one", "two")] + [self._device("three", RESIDENT)]
        self.lost: set[int] = set()
        self._marks = self._happened = 0
        self.touched: list[Device] = []
        self._backup: bytes | None = None
        self._phone_backups: dict[str, tuple[bytes, dict[int, Edit]]] = {}
        self.backed_up = self.twins = False

    def _device(self, name: str, caller: Caller, skew: int | None = None) -> Device:
        ahead = self.chance.choice(SKEWS) if skew is None else skew
        return Device(name, self.server, caller, self.time, ahead, self.chance)

    def play(self) -> str | None:
        """Play the story to its end. Returns what is not as it must be, ``None`` when all is well."""
        before, catchup.MOST_CHANGES = catchup.MOST_CHANGES, self.chance.choice((1, 2, 5, 100))
        least, snapshots.LEAST_CHANGES = snapshots.LEAST_CHANGES, 1
        try:
            for _ in range(self.chance.randint(20, 45)):
                self.happen()
                if fault := broken_meanwhile(self):
                    return fault
            self.settle()
            return broken(self)
        finally:
            catchup.MOST_CHANGES, snapshots.LEAST_CHANGES = before, least
            for device in self.devices:
                device.close()
            self.server.close()

    def happen(self) -> None:
        """One thing happens."""
        self.time.now += self.chance.choice((0, 0, 1, 3, 40_000))
        device, what = self.chance.choice(self.devices), self.chance.random()
        self.touched, self._happened = [device], self._happened + 1
        if self.chance_to_look():
            with self.server.database.read():  # somebody looks at the walk in a browser: the tables are drawn
                pass
        if what < 0.55:
            self.write(device)
        elif what < 0.9:
            self.sync(device)
        elif what < 0.93:
            device.start()
        else:
            self.misfortune(device)

    def chance_to_look(self) -> bool:
        """What costs much is looked at after one event in four, and at the end."""
        return self._happened % EVERY == 0

    def write(self, device: Device) -> None:
        together = self.chance.choice((1, 1, 1, 1, 2, 3))
        first, self._marks = self._marks + 1, self._marks + together
        device.write_together({mark: self._edit(device) for mark in range(first, self._marks + 1)})

    def sync(self, device: Device) -> None:
        device.exchange._most = self.chance.choice((1, 3, 7, 100))
        device.level(unkind=1.0)

    def misfortune(self, device: Device) -> None:
        """What the story's mode holds ready."""
        if self.mode == "phone restored":
            self._restore_phone(device)
        elif self.mode.startswith("cloned") and not self.twins:
            self._clone(device)
        elif self.mode in ("announced", "restored", "cloned, restored"):
            self._restore_server()

    def settle(self) -> None:
        """Days of good network for everybody, and at last two who come new."""
        for _ in range(4):
            if not sum(device.level(unkind=0.0) for device in self.devices):
                break
        for name, caller in (("new", STAFF), ("new resident", RESIDENT)):
            fresh = self._device(name, caller, 0)
            self.devices.append(fresh)
            fresh.level(unkind=0.0)
        self.touched, self._happened = self.devices, 0

    def marks(self) -> Iterator[tuple[int, Edit]]:
        """Everything that was ever written and not lost with the phone that held the only copy."""
        for device in self.devices:
            yield from ((mark, edit) for mark, edit in device.written.items() if mark not in self.lost)

    def _edit(self, device: Device) -> Edit:
        chance = self.chance
        if chance.random() < 0.05:
            return Edit("walk", device.caller.walk_id or WALKS[1], {"title": "not for a resident to say"})
        number = chance.randrange(len(ISSUES))
        number -= number % 2 if device.caller is RESIDENT else 0
        fields = {
            "words": chance.choice(("a", "b", "c")),
            "cause": chance.choice(("d", "e")),
            "severity": chance.randint(1, 3),
            "removed": chance.random() < 0.5,
            "walk_id": WALKS[number % 2],
        }
        some = chance.sample(sorted(fields), chance.randint(1, 3))
        return Edit("issue", ISSUES[number], {name: fields[name] for name in some})

    def _restore_server(self) -> None:
        if self._backup is None:
            self._backup = self.server.backup()
        else:
            self.server.restore(self._backup, announced=self.mode == "announced")
            self.backed_up, self._backup = True, None

    def _restore_phone(self, device: Device) -> None:
        kept = self._phone_backups.pop(device.name, None)
        if kept is None:
            self._phone_backups[device.name] = device.backup()
            return
        content, known = kept
        # What only this phone had dies with it; what the server has confirmed must come back.
        waiting = {change.fields["mark"] for change in device.journal.unsent(10_000)}
        turned = {one.change.fields["mark"] for one in device.journal.turned()}
        self.lost |= {mark for mark in waiting | turned if mark not in known}  # type: ignore[misc]
        device.restore(content)
        self.twins = True

    def _clone(self, device: Device) -> None:
        """A copy with the same clock; now and then both write in the same moment, and so under one stamp."""
        twin = Device("twin", self.server, device.caller, self.time, 0, self.chance)
        twin.now = device.now
        twin.restore(device.backup()[0])
        self.devices.append(twin)
        self.twins = True
        if self.chance.random() < 0.5:
            self.write(device)
            self.write(twin)


def played(seed: int, mode: str | None = None) -> str | None:
    """What is not as it must be at the end of the story of ``seed``; ``None`` when all is well."""
    return Story(seed, mode).play()
