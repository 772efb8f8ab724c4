"""What no line of the product may do, read off its own source: it is said once here instead of tried at every door."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

EVALUATING = {"eval", "exec", "compile", "__import__"}
UNSAFE = {"pickle", "marshal", "shelve", "subprocess", "ctypes", "yaml"}
GUESSABLE = {"random", "uuid"}
MATCHING = {"compile", "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"}


def server(root: Path) -> Iterator[tuple[Path, ast.AST]]:
    """Every module of the server, but for the demo's drawings, and the rooms that it shares with the phone."""
    for room in ("sync/server", "sync/protocol", "fieldwalk/domain", "fieldwalk/documents", "fieldwalk/text"):
        for file in sorted((root / room).rglob("*.py")):
            if "demo" not in file.parts:
                yield file, ast.parse(file.read_text("utf-8"))


def imported(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add((node.module or "").split(".")[0])
    return found


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def test_no_text_is_evaluated_as_code_and_nothing_unsafe_is_unpacked(root: Path) -> None:
    for file, tree in server(root):
        named = {call.func.id for call in calls(tree) if isinstance(call.func, ast.Name)}
        assert not named & EVALUATING, file
        assert not imported(tree) & UNSAFE, file


def test_whatever_must_not_be_guessed_comes_from_the_systems_secure_source(root: Path) -> None:
    for file, tree in server(root):
        assert not imported(tree) & GUESSABLE, file


def test_no_pattern_is_built_from_what_somebody_sends(root: Path) -> None:
    """What a function matches with stands in it, or in a constant of its module."""
    for file, tree in server(root):
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)):
            for call in filter(matches, calls(function)):
                assert is_constant(call.args[0]), (file, call.lineno)


def matches(call: ast.Call) -> bool:
    name = call.func
    of_re = isinstance(name, ast.Attribute) and isinstance(name.value, ast.Name) and name.value.id == "re"
    return of_re and isinstance(name, ast.Attribute) and name.attr in MATCHING


def is_constant(node: ast.AST) -> bool:
    names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    return all(each.strip("_").isupper() for each in names)


@pytest.mark.parametrize(("text", "constant"), [("'a'", True), ("_DAY + 'x'", True), ("f'{x}'", False), ("x", False)])
def test_a_pattern_of_something_else_would_be_found(text: str, constant: bool) -> None:
    assert is_constant(ast.parse(text, mode="eval").body) is constant
