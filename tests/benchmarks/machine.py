"""The machine's own reference, so that a figure from another machine can be read beside it."""

import os
import platform
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.benchmarks.figures import Figure, percentile

LOOPS = 2_000_000
FLUSHES = 300


def described() -> str:
    """Cores, Python and SQLite in a line."""
    return (
        f"{os.cpu_count()} cores, {platform.machine()}, "
        f"{platform.python_implementation()} {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )


def measure() -> Iterator[Figure]:
    """How fast this machine counts, and how fast its disk makes 4 KiB durable."""
    yield Figure("machine: cores", os.cpu_count() or 1, "cores")
    yield Figure("machine: CPU, a fixed loop", _fastest_of(5, _count), "ms")
    with tempfile.TemporaryDirectory() as folder:
        took = _flushes(Path(folder) / "page")
    yield Figure("machine: disk, write and fsync 4 KiB, median", percentile(took, 0.5), "ms")
    yield Figure("machine: disk, write and fsync 4 KiB, 99 of 100", percentile(took, 0.99), "ms")


def _fastest_of(times: int, work: Callable[[], None]) -> float:
    """The fastest of some runs, in milliseconds: the one that others disturbed least."""
    return min(milliseconds(work) for _ in range(times))


def milliseconds(work: Callable[[], None]) -> float:
    """How long the work takes by the wall clock, in milliseconds."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def _count() -> None:
    total = 0
    for number in range(LOOPS):
        total += number


def _flushes(path: Path) -> list[float]:
    page = bytes(4096)
    with path.open("wb", buffering=0) as file:

        def write() -> None:
            file.write(page)
            os.fsync(file.fileno())

        return [milliseconds(write) for _ in range(FLUSHES)]
