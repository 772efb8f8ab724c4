"""The browser's disk refuses at any write: it is told in words, what was confirmed is there, and it goes on with room.

The deeds are those of tests/fieldwalk/test_full_disk.py, run in the worker over the adapter that the app uses.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Worker

from tests.browser.evidence import database, marks, quiet_page
from tests.browser.phone import Phone
from tests.browser.probe.deeds import DEEDS, OPENINGS
from tests.browser.probing import Probe
from tests.browser.walkers import go_on
from tests.fakes.older import VERSION_1

THOROUGH = "FIELDWALK_CRASH_STEP" in os.environ
EVERY = int(os.environ.get("FIELDWALK_CRASH_STEP", "11"))
"""Writes from one refusal to the next; `make crash` takes every one."""
FAR = 29
"""The same where a log of a thousand pages is carried over into the file, but for a disk that is plainly full."""
AT_ONCE = 20
"""Refusals in one question to the worker."""

# Every handle of the worker's goes through this: from the `at`-th call of these kinds on, each is refused.
FAULT = """(() => {
  const fault = globalThis.fault = {at: Infinity, kinds: [], torn: false, met: 0};
  fault.begin = (at, kinds, torn) => Object.assign(fault, {at, kinds: kinds.split(' '), torn, met: 0});
  fault.end = () => { fault.at = Infinity; };
  const handles = FileSystemSyncAccessHandle.prototype;
  for (const kind of ['write', 'truncate', 'flush']) {
    const well = handles[kind];
    handles[kind] = function (...given) {
      if (!fault.kinds.includes(kind) || (fault.met += 1) < fault.at) return well.apply(this, given);
      if (fault.torn && fault.met === fault.at && kind === 'write')
        return well.call(this, given[0].subarray(0, given[0].length >> 1), given[1]);
      throw new DOMException('no room', 'QuotaExceededError');
    };
  }
})()"""
PREPARE = """
import asyncio, base64, contextlib
from pathlib import Path
import js
import deeds
from pyodide.code import run_js
from fieldwalk.device.browser.files import BrowserFiles
run_js(fault)

class Fault:
    def __init__(self, at, kinds, torn):
        self.how, self.at = (at, kinds, torn), at
    def __enter__(self):
        js.fault.begin(*self.how)
        return self
    def __exit__(self, *_):
        self.refused = js.fault.met >= self.at
        js.fault.end()

path, files = Path("/data/fieldwalk.db"), BrowserFiles()
begun = deeds.begun(path, files)
grown = deeds.grown(path, files)
older = {"": base64.b64decode(version_1)}
bases = {"first": {}, "older": older, "damaged": deeds.damaged(older), "again": begun}
def stamps(base):
    deeds.lay(path, base)
    phone = deeds.opened(path, files)
    found = phone.stamps()
    phone.connection.close()
    return found
expected = {name: stamps(base) for name, base in bases.items()}
len(begun[""] + begun["-wal"])
"""
# One refusal after the other, until the deed meets none: [rounds, where to go on or 0, what was told].
SUFFER = """
told, rounds = set(), 0
while rounds < most:
    if deed in bases:
        refused, words = await deeds.opened_in_need(path, files, bases[deed], Fault(at, kinds, torn), expected[deed])
    else:
        base, act = (begun, deeds.DEEDS[deed]) if deed in deeds.DEEDS else (grown, deeds.many)
        refused, words = await deeds.suffered(path, files, base, act, Fault(at, kinds, torn))
    if not refused:
        at = 0
        break
    told.add(words)
    at, rounds = at + every, rounds + 1
[rounds, at, sorted(told)]
"""
FAULTS = {"full": ("write", False), "torn": ("write", True), "truncate": ("truncate", False), "flush": ("flush", False)}
SAMPLE = ("mark", "photo", "older", "damaged")


@pytest.fixture(scope="module")
def suffering(app: Probe) -> Probe:
    """The little app whose disk can be told to refuse."""
    version_1 = base64.b64encode(VERSION_1.read_bytes()).decode()
    assert app.run(PREPARE, fault=FAULT, version_1=version_1) > 0
    return app


@pytest.mark.crash
@pytest.mark.parametrize("fault", FAULTS if THOROUGH else ("torn",))
@pytest.mark.parametrize("deed", [*DEEDS, "carrying over", *OPENINGS] if THOROUGH else SAMPLE)
def test_a_deed_that_is_refused_at_any_write_is_told_and_loses_nothing(
    suffering: Probe, deed: str, fault: str, record_property: Callable[[str, Any], None]
) -> None:
    kinds, torn = FAULTS[fault]
    every = max(EVERY, FAR) if deed == "carrying over" and fault != "full" else EVERY
    rounds, at, told = 0, 1, set[str]()
    while at:
        done, at, words = suffering.run(
            SUFFER, deed=deed, kinds=kinds, torn=torn, at=at, every=every, most=AT_ONCE
        )  # fmt: skip
        rounds, told = rounds + done, told | set(words)
    assert rounds or fault == "truncate"
    if deed in DEEDS and kinds == "write":
        assert told == {"storage_full"}
    record_property("crash", (f"in the browser, disk {fault} at each call of a deed or start", rounds, rounds, 0))


def worker_of(phone: Phone) -> Worker:
    """The worker that owns the disk, in the tab that is open."""
    [worker] = [worker for page in phone.context.pages for worker in page.workers if "worker.mjs" in worker.url]
    return worker


def test_a_mark_on_a_full_disk_is_refused_in_words_and_made_when_there_is_room(walker: Phone, tmp_path: Path) -> None:
    app = go_on(walker)
    app.tap("Märk ut plats").see("Plats 1 sparad i telefonen")
    worker = worker_of(walker)
    worker.evaluate(FAULT)
    worker.evaluate("() => fault.begin(1, 'write', true)")
    app.tap("Märk ut plats").see("Telefonen är full.").see("Frigör plats och försök igen.")
    worker.evaluate("() => fault.end()")
    app.tap("Märk ut plats").see("Plats 2 sparad i telefonen")
    walker.kill()
    page = quiet_page(walker)
    assert len(set(marks(page, tmp_path))) == 2
    with database(page, tmp_path) as connection:
        numbers = connection.execute("select number from state_issue order by number").fetchall()
    assert numbers == [(1,), (2,)]
