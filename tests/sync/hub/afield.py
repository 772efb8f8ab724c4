"""A hub on a laptop with no internet: five phones join by what its leader holds up, and later all is level above, once.

Real processes and real HTTP throughout: the central server, the hub as its command starts it, and the phones.
"""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import httpx2

from fieldwalk.device.native.transport import HttpTransport
from fieldwalk.domain.looking import looked_at
from fieldwalk.domain.records import Photo
from fieldwalk.domain.refusals import Refused
from sync.client import state_tables
from sync.client.journal import Edit
from sync.client.shelf import Shelf
from tests.fakes.central_world import JPEG
from tests.fakes.device import MemoryFiles
from tests.sync.faults.serving import ROOT, RealPhone, Serving

WALK = "walk-of-the-evening"
PATIENCE = 90
"""Seconds that the hub may take to notice that the central server is back."""
ALL = (6, 12, 6)
"""What everybody has in the end, as :meth:`FieldPhone.counted` tells it: each photo was also looked through."""


def now() -> int:
    return time.time_ns() // 1_000_000


class FieldPhone(RealPhone):
    """A phone with a camera. Joins by a code, as the QR's link ends in one."""

    def __init__(self, path: Path, port: int, code: str) -> None:
        self.address = f"http://127.0.0.1:{port}"
        told = httpx2.post(f"{self.address}/api/v1/join", json={"code": code}, timeout=300).json()
        super().__init__(path, port, told["token"], now)
        self.files = MemoryFiles()
        self.shelf = Shelf(self.db, self.files, HttpTransport(self.address), lambda: self.token)

    async def _level(self) -> None:
        await self.exchange.level()
        while await self.shelf.send_one() or await self.shelf.fetch_one():
            pass

    def level(self) -> None:
        asyncio.run(self._level())

    def mark(self, number: int) -> None:
        """A place, described, with its photo."""
        issue, photo = f"issue-{number:08d}", f"photo-{number:08d}"
        sha256 = asyncio.run(self.shelf.put(JPEG[:-2] + str(number).encode() + JPEG[-2:], "photo"))
        place = {"walk_id": WALK, "number": number, "words": f"Plats {number}", "mark": number}
        self.write(Edit("issue", issue, place))
        self.write(Edit("photo", photo, {"walk_id": WALK, "issue_id": issue, "sha256": sha256, "role": "before"}))

    def look_through(self) -> None:
        """Nobody is to be seen in any of the photos."""
        for photo in state_tables.records(self.db, Photo):
            self.write(Edit("photo", photo.id, {"approved": looked_at(photo)}))

    def writers(self) -> set[str]:
        """Who wrote the places, as far as this phone's holder is told."""
        rows = self.db.execute("select person from journal where record = 'issue' and person != ''").fetchall()
        return {row[0] for row in rows}

    def counted(self) -> tuple[int, int, int]:
        """Changes of places, of photos, and photos that are here whole."""
        count = "select count(*) from journal where record = ?"
        of = [self.db.execute(count, (record,)).fetchone()[0] for record in ("issue", "photo")]
        return of[0], of[1], len(self.files.held)


class Laptop:
    """`fieldwalk hub` in a process of its own, killed and started again at will."""

    def __init__(self, data: Path) -> None:
        self._command = [sys.executable, "-m", "sync.server.command", "hub"]
        self._options = ["--data", str(data), "--host", "127.0.0.1", "--port", "0"]
        self.port, self.code = 0, ""
        self.process: subprocess.Popen[str] | None = None

    def start(self, link: str = "") -> None:
        command = [*self._command, *([link] if link else []), *self._options]
        # Without a buffer: what it says is read as it is said.
        env = {**os.environ, "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
        said = ""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            said += line
            found = re.search(r"http://127\.0\.0\.1:(\d+)/join/\S+", said)
            code = re.search(r"type (\d{6})", said)
            if found and code:
                self.port, self.code = int(found[1]), code[1]
                return
        raise AssertionError(f"the hub did not open: {said}")

    def kill(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()


def way_in(central: Serving, role: str) -> str:
    return central.invitation(role).rsplit("/", 1)[-1]


def invited(phone: FieldPhone) -> str:
    """The last part of the link that the leader's phone holds up as a QR."""
    path = f"{phone.address}/api/v1/walks/{WALK}/invitations"
    headers = {"Authorization": f"Bearer {phone.token}"}
    opened = httpx2.post(path, json={"role": "walker"}, headers=headers, timeout=300)
    return str(opened.json()["url"]).rsplit("/", 1)[-1]


def five_phones_at_a_hub(folder: Path) -> None:
    """Five phones at a hub without internet are level with the central server afterwards, and nothing came twice."""
    with ExitStack() as stack:
        central, laptop = Serving(folder / "central"), Laptop(folder / "hub")
        stack.callback(central.close)
        stack.callback(laptop.kill)

        def phone(name: str, port: int, code: str) -> FieldPhone:
            made = FieldPhone(folder / f"{name}.db", port, code)
            stack.callback(made.close)
            return made

        desk = phone("desk", central.port, way_in(central, "coordinator"))
        desk.write(Edit("walk", WALK, {"title": "Kvällsvandring", "state": "planned"}))
        desk.mark(100)
        desk.level()
        link = f"http://127.0.0.1:{central.port}/join/{way_in(central, 'coordinator')}"
        laptop.start(link)

        central.stop()  # the laptop is carried to where there is no internet
        leader = phone("leader", laptop.port, laptop.code)
        leader.level()
        assert leader.counted() == (1, 1, 1)
        code = invited(leader)
        walkers = [phone(f"walker{n}", laptop.port, code) for n in range(5)]
        for number, walker in enumerate(walkers, 1):
            walker.mark(number)
            walker.level()
        leader.level()
        assert leader.counted() == (6, 6, 6)
        leader.look_through()
        leader.level()
        for walker in walkers:
            walker.level()
            assert walker.counted() == ALL

        laptop.kill()  # its battery
        central.resume()
        laptop.start()
        wait_for(desk, ALL)

        fresh = phone("fresh", central.port, way_in(central, "coordinator"))
        fresh.level()
        assert fresh.counted() == ALL
        assert fresh.marks() == {1, 2, 3, 4, 5, 100}
        assert len(fresh.writers()) == 6
        hub_desk = phone("hub_desk", laptop.port, laptop.code)
        hub_desk.level()
        assert hub_desk.counted() == ALL
        assert central.health()["repairs"] == 0


def wait_for(phone: FieldPhone, counted: tuple[int, int, int]) -> None:
    """Level until the phone has so much; the hub comes on its own time."""
    until = time.monotonic() + PATIENCE
    while phone.counted() != counted:
        assert time.monotonic() < until, f"{phone.counted()} instead of {counted}"
        try:
            phone.level()
        except Refused:
            continue
