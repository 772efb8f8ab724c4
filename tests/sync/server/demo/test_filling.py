"""The demo inside a real server."""

from collections.abc import Iterator

import pytest

from fieldwalk.domain.records import Photo, Walk
from sync.server.caller import Caller
from sync.server.demo import fill
from sync.server.demo.filling import TILES
from sync.server.demo.story import Demo
from sync.server.demo.tiles import pixel, read_tile
from sync.server.entrance import hall_of
from sync.server.store.holdings import Holdings
from tests.fakes.central_world import World


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A server for all of these tests: none changes it, and filling takes seconds."""
    made = World(tmp_path_factory.mktemp("filled"))
    yield made
    made.central.close()


@pytest.fixture(scope="module")
def demo(world: World) -> Demo:
    return fill(world.central)


def test_a_server_takes_its_own_demo_whole(world: World, demo: Demo) -> None:
    caller = Caller(demo.organisation, demo.persons["coordinator"], "coordinator")
    with world.central.database.read() as connection:
        holdings = Holdings(connection, caller)
        walks = {walk.id: walk.state for walk in holdings.records(Walk)}
        photos = holdings.records(Photo)
    assert set(walks) == set(demo.walks.values())
    assert sorted(str(state) for state in walks.values()) == ["planned", "published", "published"]
    for photo in photos:
        assert world.central.files.content(caller, str(photo.sha256))
        assert world.central.files.content(caller, str(photo.thumbnail))


def test_the_tiles_lie_in_the_data_folder(world: World, demo: Demo) -> None:
    x, y = (int(each // 256) for each in pixel((59.25, 17.86), 16))
    assert read_tile(world.central.settings.data / TILES, 16, x, y)


def test_there_is_a_door_for_each_role(world: World, demo: Demo) -> None:
    assert len(hall_of(world.central).entrance.doors) == 4
