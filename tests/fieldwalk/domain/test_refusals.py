"""One list of refusals: stable codes, an honest HTTP status, and nothing raised that is not in it."""

import ast
from pathlib import Path

import pytest

from fieldwalk.domain.refusals import REFUSALS, Refused


def test_a_refused_carries_its_code_and_what_it_is_about() -> None:
    refused = Refused("text_too_long", longest=200)
    assert (refused.code, refused.details, refused.refusal.status) == ("text_too_long", {"longest": 200}, 422)


def test_a_code_that_is_not_in_the_list_can_not_be_raised() -> None:
    with pytest.raises(KeyError):
        Refused("out_of_thin_air")


def test_every_status_is_an_error_of_http() -> None:
    assert all(400 <= refusal.status < 600 for refusal in REFUSALS.values())


def test_every_code_raised_anywhere_is_in_the_list(root: Path) -> None:
    raised = set()
    for room in ("fieldwalk", "sync"):
        for path in (root / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refused" and node.args:
                    first = node.args[0]
                    if isinstance(first, ast.Constant):
                        raised.add(first.value)
    assert raised <= set(REFUSALS)
    assert len(raised) > 10
