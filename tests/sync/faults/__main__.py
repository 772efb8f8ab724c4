"""`python -m tests.sync.faults --times 20`: every fault so many times, and how often all was recovered.

Words behind it go to pytest: `-k clock` plays only some of them.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from pathlib import Path

import pytest

HERE = Path(__file__).parent


class Count:
    """How often each fault was played, and how often nothing was lost and all ended level."""

    def __init__(self) -> None:
        self.played: Counter[str] = Counter()
        self.recovered: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        name = re.sub(r"\[time\d+(-|\])", r"[", report.nodeid.partition("::test_")[2]).removesuffix("[")
        if report.when == "call" or report.failed:
            self.played[name] += report.when == "call"
            self.recovered[name] += report.when == "call" and report.passed

    def table(self) -> str:
        """A line for each fault."""
        played = self.played.items()
        return "\n".join(f"{self.recovered[name]:>4} of {times:<4} {name.replace('_', ' ')}" for name, times in played)


class Again:
    """Each test so many times."""

    def __init__(self, times: int) -> None:
        self._times = times

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        metafunc.fixturenames.append("time")
        metafunc.parametrize("time", range(self._times), ids=lambda number: f"time{number}")


def main(arguments: list[str]) -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.sync.faults")
    asked.add_argument("--times", type=int, default=20)
    chosen, rest = asked.parse_known_args(arguments)
    count = Count()
    files = [str(HERE / name) for name in ("test_faults.py", "thorough.py")]
    status = pytest.main(["-q", "-p", "no:cacheprovider", *rest, *files], plugins=[count, Again(chosen.times)])
    print(count.table())
    return int(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
