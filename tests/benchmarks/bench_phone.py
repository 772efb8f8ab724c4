"""What the browser holds: a long walk in little memory, and nothing lost."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

from fieldwalk.domain.fixes import Fix
from tests.benchmarks.bench_start import walking
from tests.benchmarks.figures import Figure, at_least, at_most
from tests.benchmarks.filled import wandering
from tests.benchmarks.watching import DiskWatch, MemoryWatch
from tests.browser.evidence import database, quiet_page
from tests.browser.replaying import replay_script, wait_until_given
from tests.browser.walkers import go_on

MINUTES = int(os.environ.get("FIELDWALK_BENCH_MINUTES", "90"))
SECONDS, WARM = MINUTES * 60, 5 * 60
GRAPHICS = "--type=gpu-process"


def bench_long_walk() -> Iterator[Figure]:
    """A fix a second, in the real app, each drawn before the next comes; counted from the fifth minute.

    The memory is what Python and the page hold, and beside it that of all the browser's processes, after the browser
    was told that memory is short, and how much of that is its graphics process. The writes are those of the whole
    app, each a flush of the disk; the moments of the bursts are those of the recording.
    """
    with walking() as (_, one, _server), tempfile.TemporaryDirectory() as folder:
        one.kill()
        one.on_start = lambda context: context.add_init_script(replay_script(_walked(), every_ms=0, paced=True))
        app = go_on(one)
        disk, memory = DiskWatch(app.page), MemoryWatch(app.page)
        wait_until_given(app.page, WARM)
        begun = len(disk.flushes()), memory.held(), _resident(one.profile), _resident(one.profile, GRAPHICS)
        wait_until_given(app.page, timeout=3_600_000)
        app.see("Märk ut plats")
        flushes = len(disk.flushes()) - begun[0]
        held = (memory.held() - begun[1]) / 1e6
        resident = (_resident(one.profile) - begun[2]) / 1e6
        graphics = (_resident(one.profile, GRAPHICS) - begun[3]) / 1e6
        app.page.close()
        with database(quiet_page(one), Path(folder)) as connection:
            rows = connection.execute("select ended_at from state_fixes order by ended_at").fetchall()
    apart = min(after - before for (before,), (after,) in pairwise(rows)) / 1000
    yield at_most(f"A {MINUTES}-minute walk, a fix a second: extra memory of Python and the page", held, "MB", 30)
    yield at_most(f"A {MINUTES}-minute walk, a fix a second: extra memory of the whole browser", resident, "MB", 30)
    yield Figure(f"A {MINUTES}-minute walk: of that its graphics process, which draws in software here", graphics, "MB")
    yield at_most(f"A {MINUTES}-minute walk: writes for each 10 s walked", flushes * 10 / (SECONDS - WARM), "writes", 1)
    yield at_least(f"A {MINUTES}-minute walk: between two bursts of the track, least", apart, "s", 10)


def _walked() -> list[Fix]:
    """A walk that wanders, as noisy as a phone."""
    return [fix for burst in wandering(1_790_000_000_000, SECONDS, 1000) for fix in burst]


def bench_kills() -> Iterator[Figure]:
    """SIGKILL of the browser while it marks, starts, photographs, opens and sends; FIELDWALK_CRASH_ROUNDS in all."""
    outcome = _crash_tests()
    rounds = os.environ.get("FIELDWALK_CRASH_ROUNDS", "5")
    yield at_most(f"Confirmed by the screen, then SIGKILL, {rounds} rounds: deeds with a loss", outcome, "deeds", 0)


def _crash_tests() -> int:
    """How many of the crash tests over the real app fail; a process of its own, as `make crash` runs them."""
    command = [sys.executable, "-m", "pytest", "-q", "tests/browser/test_crashes.py"]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    failed = re.search(r"(\d+) (?:failed|error)", said)
    return int(failed[1]) if failed else 0


def _resident(profile: Path, of: str = "") -> int:
    """Bytes of memory of the browser with this profile: its own process and all that it has started, shared once.

    ``of``: only of the processes whose command line says so.
    """
    parents: dict[int, int] = {}
    roots: set[int] = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                if f"--user-data-dir={profile}" in (entry / "cmdline").read_text().split("\0"):
                    roots.add(int(entry.name))
    while more := {child for child, parent in parents.items() if parent in roots} - roots:
        roots |= more
    return sum(_private(process) for process in roots if of in _command(process))


def _command(process: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_text()
    return ""


def _private(process: int) -> int:
    with suppress(OSError):
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    return 0
