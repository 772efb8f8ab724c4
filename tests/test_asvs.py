"""What the table of OWASP ASVS lines says is met is held by tests that are there, and its sums are right."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

LINE = re.compile(r"^\| (\d+\.\d+\.\d+) \| [12] \| (met|n/a|open) \| (.+) \|$", re.MULTILINE)


def table(root: Path) -> list[tuple[str, str, str]]:
    return LINE.findall((root / "sync/server/asvs.md").read_text("utf-8"))


def test_every_test_and_file_that_is_named_is_there(root: Path) -> None:
    there = set()
    for file in (root / "tests").rglob("test_*.py"):
        there |= set(re.findall(r"^ *(?:async )?def (test_\w+)", file.read_text("utf-8"), re.MULTILINE))
    named = {name for _, _, words in table(root) for name in re.findall(r"`([^`]+)`", words)}

    assert sorted({name for name in named if name.startswith("test_")} - there) == []
    assert [name for name in named if "/" in name and not (root / name).exists()] == []


def test_what_is_met_names_what_shows_it_and_everything_says_why(root: Path) -> None:
    assert [line for line, state, words in table(root) if state == "met" and "`" not in words] == []
    assert all(len(words) > 5 for _, _, words in table(root))


def test_each_line_of_levels_1_and_2_is_there_once_and_the_sums_are_right(root: Path) -> None:
    lines = table(root)
    states = Counter(state for _, state, _ in lines)
    said = re.search(r"Of (\d+) lines (\d+) are met, (\d+) are not applicable and (\d+) are open", _text(root))

    assert len(lines) == len({line for line, _, _ in lines}) == 253
    assert said is not None
    assert [int(each) for each in said.groups()] == [253, states["met"], states["n/a"], states["open"]]
    assert {int(line.split(".")[0]) for line, _, _ in lines} == set(range(1, 18))


def _text(root: Path) -> str:
    return (root / "sync/server/asvs.md").read_text("utf-8")
