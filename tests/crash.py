"""`make crash`: the tests that kill processes and fill disks at an unkind moment and look for what was lost.

It ends with a table: deed, rounds, confirmed, lost. FIELDWALK_CRASH_ROUNDS kills of the browser (200),
FIELDWALK_CRASH_KILLS of the Python process for each deed (50). What is given goes on to pytest (`-k marking`).
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass

import pytest

WHOLE = {
    "FIELDWALK_CRASH_STEP": "1",  # a transaction is cut off at every byte, a disk full at every write
    "FIELDWALK_CRASH_ROUNDS": "200",
    "FIELDWALK_CRASH_KILLS": "50",
}


@dataclass
class Line:
    """One deed: how often it was disturbed, how much was confirmed by then, and how much of that was missing."""

    rounds: int = 0
    confirmed: int = 0
    lost: int = 0

    def add(self, rounds: int, confirmed: int, lost: int) -> None:
        self.rounds += rounds
        self.confirmed += confirmed
        self.lost += lost


class Ledger:
    """Hears what the tests report, from whichever process, and tells it as it comes and at the end."""

    def __init__(self) -> None:
        self.lines: dict[str, Line] = {}
        self._begun = time.monotonic()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when != "call":
            return
        for name, value in report.user_properties:
            if name == "crash":
                deed, *figures = value
                self.lines.setdefault(deed, Line()).add(*figures)
                print(f"\n{self._minutes():5.1f} min  {deed}: {figures[0]} rounds, {figures[2]} lost", flush=True)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        terminalreporter.section(f"{self._minutes():.1f} minutes")
        for line in table(self.lines.items()):
            terminalreporter.write_line(line)

    def _minutes(self) -> float:
        return (time.monotonic() - self._begun) / 60


def table(lines: Iterable[tuple[str, Line]]) -> list[str]:
    """The lines, and their sum."""
    whole, rows = Line(), sorted(lines)
    for _, line in rows:
        whole.add(line.rounds, line.confirmed, line.lost)
    shown = [(deed, str(line.rounds), str(line.confirmed), str(line.lost)) for deed, line in [*rows, ("all", whole)]]
    wide = max(len(deed) for deed, *_ in shown)
    return [
        f"{deed:{wide}}  {rounds:>8}  {confirmed:>10}  {lost:>5}"
        for deed, rounds, confirmed, lost in [("deed", "rounds", "confirmed", "lost"), *shown]
    ]


if __name__ == "__main__":
    for name, amount in WHOLE.items():
        os.environ.setdefault(name, amount)
    lanes = ["-n", os.environ.get("WORKERS", "2"), "--dist", "loadscope", "--no-loadscope-reorder"]
    sys.exit(pytest.main(["-m", "crash", "-q", *lanes, *sys.argv[1:]], plugins=[Ledger()]))
