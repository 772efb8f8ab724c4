"""Every operation of the API, asked at random as every role, answers as it is described. See :mod:`tests.sync.fuzz`."""

from __future__ import annotations

from pathlib import Path

from tests.sync.fuzz.asking import ask, opened

EXAMPLES = 3
"""Questions to each operation, each asked as every role."""


def test_every_operation_asked_at_random_as_every_role_answers_as_it_is_described(tmp_path: Path) -> None:
    with opened(tmp_path) as asked:
        for operation in asked.operations():
            ask(asked, operation, EXAMPLES)
