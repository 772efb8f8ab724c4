"""The exchange on the workload that other systems were measured on: real phones, a real server, bytes on the wire."""

from __future__ import annotations

import asyncio
import gc
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from fieldwalk.domain.fixes import pack
from fieldwalk.domain.identities import identity
from sync.client.journal import Edit
from tests.benchmarks.figures import Figure, at_least, at_most, percentile
from tests.benchmarks.link import ROUND_TRIP, Link
from tests.benchmarks.workload import Workload
from tests.sync.faults.serving import ROOT, RealPhone, Serving, Wire

SINGLE = 20
CROWD, EACH = 200, 25
MEASURE = 10_000


def now() -> int:
    return time.time_ns() // 1_000_000


class Rig:
    """One server, one counting wire, any number of phones; all temporary."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.serving = Serving(folder / "server")
        self.wire = Wire(self.serving.port)
        self.serving.health()
        gc.freeze()  # as the app does where it begins
        self.phones: list[RealPhone] = []
        self._loop = asyncio.Runner()
        """One for all turns, as the app has one for its life: to make one and its thread takes a millisecond."""

    def phone(self, name: str, port: int = 0) -> RealPhone:
        """A phone at the other end of the counting wire, or of whatever else listens at ``port``."""
        self.phones.append(RealPhone(self.folder / f"{name}.db", port or self.wire.port, self.serving.token(), now))
        return self.phones[-1]

    def measured(self, *phones: RealPhone) -> tuple[float, int, int, float]:
        """Wall seconds, bytes up, bytes down and the server's CPU seconds of levelling the phones one after another."""
        before, cpu, start = self.wire.counted(), self.serving.cpu(), time.perf_counter()
        for phone in phones:
            self._loop.run(phone.exchange.level())
        took, after = time.perf_counter() - start, self.wire.counted()
        return took, after[0] - before[0], after[1] - before[1], self.serving.cpu() - cpu

    def close(self) -> None:
        self._loop.close()
        for phone in self.phones:
            phone.close()
        self.wire.close()
        self.serving.close()


def bench_exchange() -> Iterator[Figure]:
    """First push, fresh pull, edits of two devices, one change, nothing at all."""
    with tempfile.TemporaryDirectory() as name, closing(Rig(Path(name))) as rig:
        (Path(name) / "w").mkdir()
        work = Workload(Path(name) / "w")
        a, b = rig.phone("a"), rig.phone("b")
        a.write(*work.records())
        yield from _first(rig, a, b)
        yield from _edits(rig, a, b, work)
        yield from _single(rig, a, b, work)
        yield Figure("exchange: peak memory of the server", rig.serving.peak(), "MB")
        yield at_most("exchange: repairs that nothing explains", float(str(rig.serving.health()["repairs"])), "", 0)


def _first(rig: Rig, a: RealPhone, b: RealPhone) -> Iterator[Figure]:
    took, up, down, cpu = rig.measured(a)
    yield at_most("exchange: first push of 50 walks and 5,000 issues, both ways", up + down, "B", 300_000)
    yield Figure("exchange: first push, wall", took, "s")
    yield at_most("exchange: first push, server CPU", cpu, "s", 0.10)
    took, up, down, cpu = rig.measured(b)
    yield at_most("exchange: fresh device pulls the same, both ways", up + down, "B", 300_000)
    yield Figure("exchange: fresh device, wall", took, "s")
    yield at_most("exchange: fresh device, server CPU", cpu, "s", 0.06)


def _edits(rig: Rig, a: RealPhone, b: RealPhone, work: Workload) -> Iterator[Figure]:
    for edit in work.edits("a"):
        a.write(edit)
    for edit in work.edits("b"):
        b.write(edit)
    took, up, down, cpu = rig.measured(b, a, b)
    yield at_most("exchange: 2,200 edits of two devices, both ways", up + down, "B", 120_000)
    yield Figure("exchange: 2,200 edits, wall", took, "s")
    yield Figure("exchange: 2,200 edits, server CPU", cpu, "s")
    same, different = work.meeting()
    kept = sum(_kept(a, edit) and _kept(b, edit) for edit in work.edits("a")[same:])
    yield at_least("exchange: edits of two people to different fields, both kept", kept, f"of {different}", different)
    beaten = sum(_in_history(b, edit) for edit in work.edits("a") + work.edits("b"))
    yield at_least("exchange: values retrievable, beaten or not", beaten, "of 2,200", 2_200)


def _single(rig: Rig, a: RealPhone, b: RealPhone, work: Workload) -> Iterator[Figure]:
    pushes, pulls, ups, downs = [], [], [], []
    for edit in work.edits("one")[:SINGLE]:
        a.write(edit)
        took, up, down, _ = rig.measured(a)
        pushes.append(took * 1000)
        ups.append(up)
        took, up, down, _ = rig.measured(b)
        pulls.append(took * 1000)
        downs.append(down)
    yield at_most("exchange: one change, up", statistics.median(ups), "B", 400)
    yield at_most("exchange: one change, down to the other", statistics.median(downs), "B", 400)
    yield at_most("exchange: one change, up, median wall beyond the round trip", statistics.median(pushes), "ms", 10)
    yield at_most("exchange: one change, down, median wall beyond the round trip", statistics.median(pulls), "ms", 10)
    took, up, down, _ = rig.measured(a)
    yield at_most("exchange: nothing to do, both ways", up + down, "B", 350)


def bench_on_4g() -> Iterator[Figure]:
    """The same first push and one change over a link of 60 ms and 5 Mbit/s up, 20 down, opened anew for the push."""
    with (
        tempfile.TemporaryDirectory() as name,
        closing(Rig(Path(name))) as rig,
        closing(Link(rig.serving.port)) as link,
    ):
        (Path(name) / "w").mkdir()
        work = Workload(Path(name) / "w")
        a, b = rig.phone("a", link.port), rig.phone("b", link.port)
        a.write(*work.records())
        took, *_ = rig.measured(a)
        yield at_most("4G: first push of 50 walks and 5,000 issues", took, "s", 0.9)
        took, *_ = rig.measured(b)
        yield Figure("4G: fresh device pulls the same", took, "s")
        pushes = []
        for edit in work.edits("one")[:SINGLE]:
            a.write(edit)
            pushes.append(rig.measured(a)[0] * 1000)
        reach = ROUND_TRIP * 1000 + 10
        yield at_most("4G: one change, one round trip and 10 ms, median", statistics.median(pushes), "ms", reach)


def _kept(phone: RealPhone, edit: Edit) -> bool:
    ((field, value),) = edit.fields.items()
    return phone.db.execute(f"select {field} from state_issue where id = ?", (edit.record_id,)).fetchone() == (value,)


def _in_history(phone: RealPhone, edit: Edit) -> bool:
    history = phone.journal.history("issue", edit.record_id)
    return any(dict(edit.fields).items() <= dict(change.fields).items() for change in history)


def bench_memory() -> Iterator[Figure]:
    """The most memory that the server and a new phone hold, for one measure of issues and for four."""
    peaks: list[tuple[float, float]] = []
    for times in (1, 4):
        with tempfile.TemporaryDirectory() as name, closing(Rig(Path(name))) as rig:
            phone = rig.phone("a")
            for begin in range(times * MEASURE)[:: MEASURE // 10]:
                phone.write(*(_long(begin + n) for n in range(MEASURE // 10)))
            rig.measured(phone)
            told = [sys.executable, "-c", _PULL, f"{name}/b.db", str(rig.serving.port), rig.serving.token()]
            pulled = subprocess.run(told, cwd=ROOT, capture_output=True, text=True, check=True)
            peaks.append((rig.serving.peak(), float(pulled.stdout)))
    for side, less, more in zip(("server", "new phone"), *peaks, strict=True):
        yield Figure(f"memory: {side}, {MEASURE:,} issues", less, "MB")
        yield Figure(f"memory: {side}, {4 * MEASURE:,} issues", more, "MB")
        yield at_most(f"memory: {side}, four times as much to exchange", more / less, "x", 1.25)


def _long(number: int) -> Edit:
    words = f"Lampan vid port {number} lyser inte, och det är mörkt ända bort till tunneln. " * 4
    return Edit("issue", f"issue-{number:08d}", {"number": number + 1, "words": words})


_PULL = """
import asyncio, resource, sys, time
from pathlib import Path
from tests.sync.faults.serving import RealPhone
phone = RealPhone(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], lambda: time.time_ns() // 1_000_000)
asyncio.run(phone.exchange.level())
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def bench_tracks() -> Iterator[Figure]:
    """200,000 fixes, repacked when their walk closed."""
    with tempfile.TemporaryDirectory() as name, closing(Rig(Path(name))) as rig:
        (Path(name) / "w").mkdir()
        tracks = Workload(Path(name) / "w").tracks()
        count = sum(len(track) for _, track in tracks)
        start = time.process_time()
        packed = [(walk, track, pack(track)) for walk, track in tracks]
        yield Figure(f"tracks: packing {count:,} fixes, CPU", time.process_time() - start, "s")
        phone = rig.phone("a")
        for walk, track, text in packed:
            span = {"started_at": track[0].at, "ended_at": track[-1].at}
            fields = {"walk_id": walk, "segment": 0, **span, "packed": text}
            phone.write(Edit("fixes", identity(track[0].at, bytes(10)), fields))
        _, up, down, cpu = rig.measured(phone)
        yield at_most(f"tracks: {count:,} fixes up, both ways", up + down, "B", 1_250_000)
        yield at_most("tracks: server CPU", cpu, "s", 0.3)


def bench_crowd() -> Iterator[Figure]:
    """200 phones push at once."""
    with tempfile.TemporaryDirectory() as name, closing(Rig(Path(name))) as rig:
        phones = [rig.phone(f"p{number}") for number in range(CROWD)]
        for number, phone in enumerate(phones):
            phone.write(*(_seen(number, n) for n in range(EACH)))
        took: list[float] = []
        begin = threading.Barrier(CROWD + 1)
        crowd = [threading.Thread(target=_push, args=(phone, begin, took)) for phone in phones]
        for one in crowd:
            one.start()
        begin.wait()
        start = time.perf_counter()
        for one in crowd:
            one.join()
        whole = time.perf_counter() - start
        waiting = sum(phone.journal.waiting() for phone in phones)
        yield at_most("crowd: changes of 200 phones not acknowledged", waiting, "", 0)
        yield Figure("crowd: 99 of 100 phones were done within", percentile(took, 0.99), "s")
        yield Figure("crowd: changes taken a second", CROWD * EACH / whole, "1/s")
        fresh = rig.phone("fresh")
        rig.measured(fresh)
        lost = CROWD * EACH - len(fresh.marks())
        yield at_most("crowd: changes lost", lost, "", 0)


def _seen(number: int, n: int) -> Edit:
    return Edit("issue", identity(now(), bytes([number, n] * 5)), {"mark": number * 1000 + n, "words": "mörkt"})


def _push(phone: RealPhone, begin: threading.Barrier, took: list[float]) -> None:
    begin.wait()
    start = time.perf_counter()
    asyncio.run(phone.exchange.turn())
    took.append(time.perf_counter() - start)
