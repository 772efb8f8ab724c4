"""The labelled lines of the personal-data guard, and what it finds of them: `python -m tests.guard_lines` prints it.

Ours, and invented: no number in them belongs to anybody. Personal numbers have birth numbers that are not given out
(980-999), telephone numbers are those that the Swedish and British authorities keep for fiction.
`[[kind:text]]` is what should be found; a line without is a look-alike.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from fieldwalk.domain.guard import KINDS, Hit, hits

DATA = Path(__file__).resolve().parent / "data"
LINES, UNSEEN = DATA / "guard.txt", DATA / "guard_unseen.txt"
"""Those that the rules were made with, and those that were written when the rules stood."""

NUMBERS = ("personal_number", "phone")
_MARK = re.compile(r"\[\[(\w+):((?:(?!\]\]).)*)\]\]")


@dataclass(frozen=True)
class Labelled:
    """A line as a person would write it, and what should be found in it."""

    text: str
    wanted: tuple[Hit, ...]


@dataclass
class Score:
    """How much of what should be found is, and how much is found that is nothing."""

    wanted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def recall(self, *kinds: str) -> float:
        return _of(self.found, kinds) / _of(self.wanted, kinds)

    def precision(self, *kinds: str) -> float:
        return _of(self.found, kinds) / (_of(self.found, kinds) + _of(self.false, kinds))


def _of(counts: Counter[str], kinds: tuple[str, ...]) -> int:
    return sum(counts[kind] for kind in kinds or KINDS)


def labelled(path: Path = LINES) -> Iterator[Labelled]:
    for line in path.read_text("utf-8").splitlines():
        text, wanted, last = "", [], 0
        for mark in _MARK.finditer(line):
            text += line[last : mark.start()]
            wanted.append(Hit(mark[1], len(text), len(text) + len(mark[2])))
            text, last = text + mark[2], mark.end()
        yield Labelled(text + line[last:], tuple(wanted))


def score(path: Path = LINES) -> Score:
    """A wanted part counts as found when it is hidden whole, whatever it was taken for."""
    counted = Score()
    for line in labelled(path):
        found = hits(line.text)
        for wanted in line.wanted:
            there = any(hit.begin <= wanted.begin and hit.end >= wanted.end for hit in found)
            counted.wanted[wanted.kind] += 1
            counted.found[wanted.kind] += there
            counted.missed += [] if there else [line.text]
        for hit in found:
            if not any(hit.begin < wanted.end and hit.end > wanted.begin for wanted in line.wanted):
                counted.false[hit.kind] += 1
                counted.wrong.append(line.text)
    return counted


def table(path: Path = LINES) -> str:
    counted, lines = score(path), list(labelled(path))
    rows = [f"{path.name}: {len(lines)} lines, {sum(not line.wanted for line in lines)} of them look-alikes"]
    for kind in KINDS:
        if counted.wanted[kind]:
            found, wanted = counted.found[kind], counted.wanted[kind]
            rows.append(f"  {kind:<16} found {found:>3} of {wanted:>3}, and {counted.false[kind]} that are none")
    rows.append(f"  recall {counted.recall():.3f}, precision {counted.precision():.3f}")
    return "\n".join(rows)


if __name__ == "__main__":
    print(table(LINES), table(UNSEEN), sep="\n\n")
