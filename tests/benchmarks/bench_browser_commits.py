"""What one durable row costs in the browser, beside the least that a disk over the same handles can be.

The figure itself is the machine's fsync more than anything of ours, and another one under load: what is slow at the
slowest commits is the flush, and not the log that is carried over. So the two take turns, commit by commit in one tab,
and the promise is about their ratio.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.benchmarks.figures import Figure, at_most, percentile
from tests.browser import probing
from tests.browser.fixtures import built
from tests.browser.phone import phone
from tests.browser.probing import Probe, probe
from tests.browser.serving import FileServer

ROUNDS = 10
"""Questions to the worker, of 300 commits to each of the two."""
AS_GOOD = {0.5: 1.1, 0.99: 1.25}
"""Of the reference's time: the same, as far as two measurements of one thing are; of the slowest 30 less so."""
REFERENCE = (Path(__file__).parent / "reference_disk.js").read_text()
OPEN = """
import sqlite3
import pyodide_js
from pyodide.code import run_js
from pyodide.ffi import to_js

def filled(connection):
    connection.execute("create table if not exists blobs (content blob)")
    for _ in range(20):
        connection.execute("insert into blobs values (randomblob(1000000))")
    connection.execute("create index if not exists rows_word on rows (word)")
    connection.execute("pragma wal_checkpoint(truncate)").fetchall()
    return connection

await run_js(reference)(pyodide_js.FS, "reference", to_js(["it.db", "it.db-wal", "it.db-journal"]), "/reference")
disks = globals()["disks"] = {"own": filled(database()), "reference": filled(database("/reference/it.db"))}
len(disks)
"""
COMMITS = """
import time
took = {disk: [] for disk in disks}
for number in range(300):
    for disk, connection in disks.items() if number % 2 else reversed(disks.items()):
        start = time.perf_counter()
        connection.execute("insert into rows (word) values (?)", (f"ord {number}",))
        took[disk].append((time.perf_counter() - start) * 1000)
took
"""


def bench_browser_commits() -> Iterator[Figure]:
    """One row and its index in a database of 20 MB, WAL, a real flush for each commit."""
    with (
        sync_playwright() as playwright,
        tempfile.TemporaryDirectory() as folder,
        closing(FileServer(built("probe", entry="probe_app", extra=probing.FOLDER))) as server,
        phone(playwright, Path(folder), server.origin) as one,
    ):
        took = _in_turns(probe(one.page(), one.origin).open())
    for share, which in ((0.5, "median"), (0.99, "99 of 100")):
        own, reference = (percentile(took[disk], share) for disk in ("own", "reference"))
        what = f"One-row durable commit in the browser, 20 MB, {which}"
        yield Figure(what, own, "ms")
        yield Figure(f"{what}, the least adapter", reference, "ms")
        yield at_most(f"{what}, of the least adapter's", own / reference, "x", AS_GOOD[share])


def _in_turns(app: Probe) -> dict[str, list[float]]:
    """Milliseconds of every commit, of the app's disk and of the reference."""
    app.run(OPEN, reference=REFERENCE)
    rounds = [app.run(COMMITS) for _ in range(ROUNDS)]
    return {disk: [each for took in rounds for each in took[disk]] for disk in ("own", "reference")}
