"""What the browser holds: commits as durable as they are quick, a long walk in little memory, nothing lost."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from playwright.sync_api import sync_playwright

from fieldwalk.domain.fixes import Fix
from tests.benchmarks.bench_start import walking
from tests.benchmarks.figures import Figure, at_most, percentile
from tests.browser import probing
from tests.browser.evidence import database, quiet_page
from tests.browser.fixtures import built
from tests.browser.phone import phone
from tests.browser.probing import probe
from tests.browser.replaying import replay_script, wait_until_given
from tests.browser.serving import FileServer
from tests.browser.walkers import go_on

SECONDS = 90 * 60
COMMITS = """
import time
connection = database()
connection.execute("create table if not exists blobs (content blob)")
for _ in range(20):
    connection.execute("insert into blobs values (randomblob(1000000))")
connection.execute("pragma wal_checkpoint(truncate)")
connection.execute("create index if not exists rows_word on rows (word)")
took = []
for number in range(300):
    start = time.perf_counter()
    connection.execute("insert into rows (word) values (?)", (f"ord {number}",))
    took.append((time.perf_counter() - start) * 1000)
took
"""


def bench_browser_commits() -> Iterator[Figure]:
    """300 commits of one row and its index, a real flush each, in a database of 20 MB."""
    with (
        sync_playwright() as playwright,
        tempfile.TemporaryDirectory() as folder,
        closing(FileServer(built("probe", entry="probe_app", extra=probing.FOLDER))) as server,
        phone(playwright, Path(folder), server.origin) as one,
    ):
        took = probe(one.page(), one.origin).open().run(COMMITS)
    yield at_most("One-row durable commit in the browser, 20 MB, median", percentile(took, 0.5), "ms", 0.3)
    yield at_most("One-row durable commit in the browser, 20 MB, 99 of 100", percentile(took, 0.99), "ms", 1.0)


def bench_long_walk() -> Iterator[Figure]:
    """Ninety minutes, a fix a second, in the real app; memory of all the browser's processes."""
    at = 1_790_000_000_000
    fixes = [Fix(at + n * 1000, 59.25 + n * 0.000012, 17.83 + (n % 200) * 0.00001, 4 + n % 5) for n in range(SECONDS)]
    with walking() as (_, one, _server), tempfile.TemporaryDirectory() as folder:
        one.kill()
        one.on_start = lambda context: context.add_init_script(replay_script(fixes, every_ms=1))
        app = go_on(one)
        wait_until_given(app.page, 60)
        before = _resident(one.profile)
        wait_until_given(app.page, timeout=600_000)
        app.see("Märk ut plats")
        grown = (_resident(one.profile) - before) / 1e6
        app.page.close()
        with database(quiet_page(one), Path(folder)) as connection:
            bursts = connection.execute("select count(*) from journal where record = 'fixes'").fetchone()[0]
    yield at_most("A 90-minute walk, a fix a second: extra memory", grown, "MB", 30)
    yield at_most("A 90-minute walk: writes for each 10 s walked", bursts * 10 / SECONDS, "writes", 1)


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


def _resident(profile: Path) -> int:
    """Bytes of memory of the browser with this profile: its own process and all that it has started, shared once."""
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
    return sum(map(_private, roots))


def _private(process: int) -> int:
    with suppress(OSError):
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    return 0
