"""The drawn neighbourhood and its tiles."""

import io
import math
import sqlite3
from pathlib import Path

from PIL import Image

from fieldwalk.domain.ground import KINDS, Plane, ground_bounds, read_ground
from sync.server.demo import neighbourhood, tiles

GROUND = read_ground(neighbourhood.geojson())


def test_the_same_neighbourhood_every_time() -> None:
    assert neighbourhood.geojson() == neighbourhood.geojson()


def test_it_has_everything_a_neighbourhood_needs() -> None:
    assert all(GROUND.of(kind) for kind in KINDS)
    assert len(GROUND.of("house")) >= 45
    assert len(GROUND.of("lamp")) >= 45
    assert 5 <= len(GROUND.dead) < len(GROUND.lit)


def test_it_lies_where_fittja_lies() -> None:
    plane = Plane(*neighbourhood.CENTRE)
    assert all(math.hypot(*plane.metres(lamp.at)) < 600 for lamp in GROUND.of("lamp"))
    assert neighbourhood.CENTRE == (59.25, 17.86)


def test_no_house_stands_in_the_water_or_in_another() -> None:
    plane = Plane(*neighbourhood.CENTRE)
    lake = [plane.metres(point) for point in GROUND.of("water")[0].points]
    houses = [[plane.metres(point) for point in house.points] for house in GROUND.of("house")]
    for house in houses:
        others = [other for other in houses if other is not house]
        assert not any(_inside(corner, lake) for corner in house)
        assert not any(_inside(corner, other) for corner in house for other in others)


def _inside(at: tuple[float, float], ring: list[tuple[float, float]]) -> bool:
    x, y = at
    crossed = False
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            crossed = not crossed
    return crossed


def test_every_tile_that_the_ground_touches_is_a_picture(tmp_path: Path) -> None:
    file = tmp_path / "tiles.mbtiles"
    count = tiles.write_tiles(GROUND, file)
    box = ground_bounds(GROUND)
    assert box is not None
    for zoom in tiles.ZOOMS:
        west, north = (int(each // 256) for each in tiles.pixel((box.north, box.west), zoom))
        picture = tiles.read_tile(file, zoom, west, north)
        assert picture is not None
        assert Image.open(io.BytesIO(picture)).size == (256, 256)
        assert tiles.read_tile(file, zoom, west - 1, north) is None
    assert sqlite3.connect(file).execute("SELECT count(*) FROM tiles").fetchone() == (count,)


def test_a_lamp_is_drawn_where_it_stands() -> None:
    lamp = GROUND.lit[0]
    x, y = (round(each) for each in tiles.pixel(lamp.at, 17))
    picture = tiles.draw(GROUND, 17, (x - 20, y - 20), (40, 40))
    red, green, blue = picture.getpixel((20, 20))  # type: ignore[misc]
    assert red > 220
    assert green > 150
    assert blue < 110


def test_world_pixels_are_those_of_every_web_map() -> None:
    assert tiles.pixel((0.0, 0.0), 0) == (128.0, 128.0)
    x, y = tiles.pixel((85.0511287798066, -180.0), 1)
    assert abs(x) < 1e-6
    assert abs(y) < 1e-6
