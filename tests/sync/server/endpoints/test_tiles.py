"""The drawn neighbourhood as tiles."""

import pytest

from fieldwalk.domain.ground import read_ground
from sync.server.demo import neighbourhood
from sync.server.demo.filling import TILES
from sync.server.demo.tiles import TILE, pixel, write_tiles
from tests.fakes.central_world import World


@pytest.fixture
def drawn(world: World) -> World:
    write_tiles(read_ground(neighbourhood.geojson()), world.settings.data / TILES)
    return world


def test_a_tile_of_the_neighbourhood_is_a_picture(drawn: World) -> None:
    east, north = (int(pixels // TILE) for pixels in pixel(neighbourhood.place((450, 380)), 16))
    reply = drawn.client.get(f"/tiles/16/{east}/{north}.png")
    assert (reply.status_code, reply.headers["content-type"]) == (200, "image/png")
    assert reply.content.startswith(b"\x89PNG")


@pytest.mark.parametrize("place", ["16/1/1", "99/1/1", "16/-5/7"])
def test_where_nothing_is_drawn_there_is_no_tile(drawn: World, place: str) -> None:
    reply = drawn.client.get(f"/tiles/{place}.png")
    assert (reply.status_code, reply.json()["code"]) == (404, "not_found")


def test_a_server_without_a_drawing_has_no_tiles_and_says_so(world: World) -> None:
    assert world.client.get("/tiles/16/1/1.png").status_code == 404
