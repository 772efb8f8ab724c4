"""No word that a person sees is written in a screen or a widget: all of them stand in the catalogues."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldwalk import theme
from fieldwalk.text import keys

ROOMS = [Path(theme.__file__).parent / room for room in ("widgets", "screens")]
FILES = [file for room in ROOMS for file in sorted(room.glob("*.py"))]
NO_WORDS = {"112", "114 14", "123 456", "–", "a screen is drawn outside the app", "%H:%M"}
"""Numbers that are the same in every language, and what only a programmer reads."""
SAYING = {"say", "count", "text", "plural"}


def documentation(tree: ast.AST) -> set[int]:
    """The strings that stand alone: docstrings and notes."""
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def written(file: Path) -> Iterator[str]:
    tree = ast.parse(file.read_text())
    notes = documentation(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in notes:
            yield node.value


def reads_like_words(value: str) -> bool:
    if (
        value in NO_WORDS
        or not re.search(r"[^\W\d_]{2}", value)
        or value.startswith(("<", "M{", "/", "tel:", "v1h", '">'))
    ):
        return False
    return bool(re.search(r"\s[^\W\d_]|[åäöÅÄÖ]|^[A-ZÅÄÖ][^\W\d_]+", value))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_writes_no_word_that_a_person_sees(file: Path) -> None:
    assert [value for value in written(file) if reads_like_words(value)] == []


def test_a_planted_word_is_found(tmp_path: Path) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text('"""A note that may stand."""\nft.Text("Spara vandringen")\nft.Text("Klar")\n')
    assert [value for value in written(planted) if reads_like_words(value)] == ["Spara vandringen", "Klar"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_key_that_a_file_asks_for_is_in_the_catalogues(file: Path) -> None:
    asked = {
        node.args[0].value
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SAYING
        and node.args and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
    }  # fmt: skip
    assert asked <= keys("sv")
