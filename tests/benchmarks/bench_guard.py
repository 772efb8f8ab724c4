"""How much of what tells who somebody is the guard finds, how much it finds that is nothing, and what it costs."""

from __future__ import annotations

import time
from collections.abc import Iterator

from fieldwalk.domain.guard import hits
from tests.benchmarks.figures import Figure, at_least, at_most
from tests.guard_lines import LINES, NUMBERS, UNSEEN, labelled, score


def bench_guard() -> Iterator[Figure]:
    """Over the lines that it was made with, and over those that were written afterwards."""
    for path, named in ((LINES, "made with"), (UNSEEN, "written afterwards")):
        counted = score(path)
        yield at_least(f"guard, lines {named}: recall on numbers", counted.recall(*NUMBERS), "share", 0.95)
        yield at_least(f"guard, lines {named}: recall", counted.recall(), "share", 0.95)
        yield at_least(f"guard, lines {named}: precision", counted.precision(), "share", 0.9)
    everything = "\n".join(line.text for line in labelled())
    spiteful = ("0" * 50 + "-" * 50 + "1 " * 50 + "a." * 50 + "a@" * 20 + "+46 " * 20) * 46
    for named, text in (("all labelled lines", everything), ("the longest text, made to be slow", spiteful[:20_000])):
        start = time.perf_counter()
        hits(text)
        took = (time.perf_counter() - start) * 1000
        yield at_most(f"guard: {named}, {len(text):,} characters", took, "ms", 500)
