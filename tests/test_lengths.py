"""No file and no function is longer than a reader keeps in mind."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

FILE, FUNCTION = 350, 60
"""Lines that each may have at most."""


def too_long(path: str, source: str) -> Iterator[str]:
    """What is longer in a file than it may be, by its name."""
    if (lines := source.count("\n")) > FILE:
        yield f"{path}: {lines} lines"
    for node in ast.walk(ast.parse(source, path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or 0) - node.lineno + 1
            if lines > FUNCTION:
                yield f"{path}:{node.lineno}: {node.name} has {lines} lines"


def test_every_file_and_function_is_short(root: Path) -> None:
    sources = [path for stage in ("fieldwalk", "sync", "tests") for path in sorted((root / stage).rglob("*.py"))]
    assert [each for path in sources for each in too_long(str(path.relative_to(root)), path.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("x = 1\n" * FILE, []),
        ("x = 1\n" * (FILE + 1), ["a.py: 351 lines"]),
        ("def f():\n" + "    x = 1\n" * (FUNCTION - 1), []),
        ("class C:\n    async def f():\n" + "        x = 1\n" * FUNCTION, ["a.py:2: f has 61 lines"]),
    ],
    ids=["a file", "a long file", "a function", "a long function"],
)
def test_one_line_more_is_named_with_its_place(source: str, said: list[str]) -> None:
    assert list(too_long("a.py", source)) == said
