"""`python -m tests.sync.faults.kills --rounds 200`: SIGKILL server and phone at random moments, and count.

A phone writes and levels in a process of its own and prints a line for what is acknowledged; both processes are
killed whenever chance says so. At the end everything the phone ever wrote must be on a fresh phone, once.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import random
import subprocess
import sys
import tempfile
import time
from contextlib import closing, suppress
from pathlib import Path

from fieldwalk.domain.refusals import Refused
from sync.client.journal import Edit
from tests.sync.faults.forked import Forked, ForkedServing
from tests.sync.faults.serving import ROOT, RealPhone, Serving


def now() -> int:
    return time.time_ns() // 1_000_000


def rounds(folder: Path, count: int, chance: random.Random, say: bool = False) -> list[str]:
    """Play ``count`` rounds of kills. Returns what was lost or came twice; empty when nothing did."""
    serving = ForkedServing(folder / "server")
    token, path = serving.token(), folder / "phone.db"
    written: set[int] = set()
    try:
        for number in range(count):
            written |= _round(serving, token, path, number * 100_000, chance)
            if say and number % 10 == 9:
                print(f"{number + 1} rounds, {len(written)} writes", flush=True)
        return _lost(serving, token, path, folder / "fresh.db", written)
    finally:
        serving.close()


def walk(path: Path, port: int, token: str, begin: int, told: int) -> None:
    """Write and level for ever; each mark is told through the pipe ``told`` when it is durable."""
    with closing(RealPhone(path, port, token, now)) as phone:
        for mark in itertools.count(begin):
            phone.write(Edit("issue", f"issue-{mark % 50:08d}", {"words": f"ord {mark}", "mark": mark}))
            os.write(told, f"{mark}\n".encode())
            if mark % 3 == 0:
                with suppress(Refused):
                    asyncio.run(phone.exchange.level())


def _round(serving: Serving, token: str, path: Path, begin: int, chance: random.Random) -> set[int]:
    """Kill the server somewhere on the way and the phone at the end, whatever each is doing right then."""
    here, there = os.pipe()
    phone = Forked(lambda: walk(path, serving.port, token, begin, there))
    os.close(there)
    written: set[int] = set()
    enough = chance.randint(1, 40)
    with os.fdopen(here, encoding="ascii") as told:
        for line in told:
            written.add(int(line))
            if len(written) == enough // 2:
                time.sleep(chance.random() * 0.05)
                serving.kill()
            if len(written) >= enough:
                break
        time.sleep(chance.random() * 0.02)
        phone.kill()
        phone.wait()
        written |= {int(line) for line in told if line.endswith("\n")}
    return written


def _lost(serving: Serving, token: str, path: Path, fresh_path: Path, written: set[int]) -> list[str]:
    with closing(RealPhone(path, serving.port, token, now)) as phone:
        mine = phone.marks()
        asyncio.run(phone.exchange.level())
        if phone.journal.waiting():
            return ["the outbox did not drain"]
    with closing(RealPhone(fresh_path, serving.port, serving.token(), now)) as fresh:
        level = asyncio.run(fresh.exchange.level()).level
        count = fresh.db.execute("select count(*) from journal where record = 'issue'").fetchone()[0]
        found = fresh.marks()
    faults = [f"lost: {sorted(written - found)[:5]}"] if written - found else []
    faults += [] if found == mine and count == len(found) else [f"{count} changes of {len(mine)} writes"]
    faults += [] if level and not serving.health()["repairs"] else ["not level, or only by repair"]
    return faults


def said_of(count: int, seed: int) -> str:
    """What this command says of so many rounds, in a process of its own: one with threads must not be forked."""
    command = [sys.executable, "-m", "tests.sync.faults.kills", "--rounds", str(count), "--seed", str(seed)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout.splitlines()[-1]


def main(arguments: list[str]) -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.sync.faults.kills")
    asked.add_argument("--rounds", type=int, default=200)
    asked.add_argument("--seed", type=int, default=1)
    chosen = asked.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        faults = rounds(Path(folder), chosen.rounds, random.Random(chosen.seed), say=True)
    print("\n".join(faults) or f"{chosen.rounds} rounds: nothing lost, nothing twice, all level")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
