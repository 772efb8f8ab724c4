"""Every test of the server gets a world of its own; those of the stores' contract, one over each store."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.central_world import World
from tests.fakes.stores import FILES, SERVERS, Stores
from tests.fakes.stories import quick


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "store" in metafunc.fixturenames and metafunc.definition.get_closest_marker("both_stores"):
        metafunc.parametrize("store", [FILES, SERVERS], scope="session")


@pytest.fixture(scope="session")
def store() -> str:
    """Which store a world stands on."""
    return FILES


@pytest.fixture(scope="session")
def stores() -> Iterator[Stores]:
    made = Stores()
    yield made
    made.close()


@pytest.fixture
def world(tmp_path: Path, store: str, stores: Stores) -> Iterator[World]:
    data = tmp_path / "data"
    untouched = store == FILES and not data.exists()
    made = World.again(data) if untouched else World(data, settings=stores.settings(store, data))
    if store == FILES:
        quick(made)
    with made.client:
        yield made
