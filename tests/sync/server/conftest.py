"""Every test of the server gets a world of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.central_world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path / "data")
    with made.client:
        yield made
