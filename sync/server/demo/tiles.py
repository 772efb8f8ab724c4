"""The demo's own map tiles: the drawn neighbourhood as PNG tiles in an MBTiles 1.3 file.

Spherical Mercator (EPSG:3857), 256 pixels, zoom 15 to 17, light tones. Rows are counted from the south
in the file (TMS), from the north by those who ask.
"""

from __future__ import annotations

import io
import math
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from PIL import Image, ImageDraw

from fieldwalk.domain.ground import Bounds, Degrees, Ground, Shape, ground_bounds

ZOOMS = range(15, 18)
TILE = 256

_FINE = 3
LAND, GREEN, TREE = "#F3EEE4", "#DCE7D3", "#BFD3B4"
WATER, SHORE = "#CFE1E8", "#A9C7D3"
ROAD, ROAD_EDGE = "#FFFFFF", "#DDD3C2"
PATH, PATH_EDGE = "#FBF7EF", "#CDBFA8"
SQUARE, SQUARE_EDGE = "#EFE3CC", "#D8C6A6"
HOUSE, HOUSE_EDGE = "#DED3C3", "#BCAD97"
LAMP, LAMP_EDGE, DEAD = "#F2B233", "#C98A10", "#6D6A63"

_FILLS = {
    "water": (WATER, SHORE),
    "green": (GREEN, GREEN),
    "square": (SQUARE, SQUARE_EDGE),
    "house": (HOUSE, HOUSE_EDGE),
}
_WAYS = {"road": (11.0, ROAD, ROAD_EDGE), "path": (3.6, PATH, PATH_EDGE)}


def write_tiles(ground: Ground, file: Path) -> int:
    """Draws every tile that ``ground`` touches into the MBTiles ``file``; the number of tiles.

    The file is whole or not there: it is written beside and moved into place. A ground with nothing in it
    gives a file with no tile.
    """
    bounds = ground_bounds(ground)
    fresh = file.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with closing(sqlite3.connect(fresh)) as tiles:
        _schema(tiles, bounds)
        count = 0
        for zoom in ZOOMS if bounds else ():
            assert bounds
            for x, y, picture in _pictures(ground, bounds, zoom):
                row = (zoom, x, 2**zoom - 1 - y, picture)
                tiles.execute("INSERT INTO tiles VALUES (?, ?, ?, ?)", row)
                count += 1
        tiles.commit()
    fresh.replace(file)
    return count


def read_tile(file: Path, zoom: int, x: int, y: int) -> bytes | None:
    """The PNG at ``x``, ``y`` (counted from the north-west), or ``None``."""
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as tiles:
        wanted = "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?"
        found = tiles.execute(wanted, (zoom, x, 2**zoom - 1 - y)).fetchone()
    return found[0] if found else None


def pixel(place: Degrees, zoom: int) -> tuple[float, float]:
    """World pixels from the north-west, as every web map counts them (OGC 17-083r2, annex D)."""
    latitude, longitude = place
    world = TILE * 2**zoom
    north = math.asinh(math.tan(math.radians(latitude))) / math.pi
    return (longitude + 180) / 360 * world, (1 - north) / 2 * world


def _schema(tiles: sqlite3.Connection, bounds: Bounds | None) -> None:
    tiles.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
    columns = "zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB"
    tiles.execute(f"CREATE TABLE tiles ({columns})")
    tiles.execute("CREATE UNIQUE INDEX tile_index ON tiles (zoom_level, tile_column, tile_row)")
    box = bounds or Bounds(0, 0, 0, 0)
    facts = {
        "name": "fieldwalk demo",
        "format": "png",
        "type": "baselayer",
        "bounds": f"{box.west},{box.south},{box.east},{box.north}",
        "center": f"{box.centre[1]},{box.centre[0]},16",
        "minzoom": str(ZOOMS.start),
        "maxzoom": str(ZOOMS.stop - 1),
        "attribution": "fieldwalk",
    }
    tiles.executemany("INSERT INTO metadata VALUES (?, ?)", facts.items())


def _pictures(ground: Ground, bounds: Bounds, zoom: int) -> Iterator[tuple[int, int, bytes]]:
    west, north = (int(each // TILE) for each in pixel((bounds.north, bounds.west), zoom))
    east, south = (int(each // TILE) for each in pixel((bounds.south, bounds.east), zoom))
    sheet = draw(ground, zoom, (west * TILE, north * TILE), ((east - west + 1) * TILE, (south - north + 1) * TILE))
    for x in range(west, east + 1):
        for y in range(north, south + 1):
            left, top = (x - west) * TILE, (y - north) * TILE
            yield x, y, _png(sheet.crop((left, top, left + TILE, top + TILE)))


def _png(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.quantize(128).save(file, "PNG", optimize=True)
    return file.getvalue()


def draw(ground: Ground, zoom: int, origin: tuple[int, int], size: tuple[int, int]) -> Image.Image:
    """The map of ``size`` pixels whose north-west corner is the world pixel ``origin``."""
    sheet = Image.new("RGB", (size[0] * _FINE, size[1] * _FINE), LAND)
    pen = _Pen(ImageDraw.Draw(sheet), zoom, origin)
    for kind in ("green", "water", "square"):
        for shape in ground.of(kind):
            pen.area(shape)
    pen.ways(ground)
    for tree in ground.of("tree"):
        pen.dot(tree, max(1.5, tree.radius * pen.metre), TREE, TREE)
    for shape in ground.of("house"):
        pen.area(shape)
    for shape in ground.of("tunnel"):
        pen.tunnel(shape)
    for lamp in ground.of("lamp"):
        pen.lamp(lamp)
    return sheet.resize(size, Image.Resampling.LANCZOS)


class _Pen:
    """Draws shapes at one zoom, finer than the pixels of the tile. ``metre`` is a metre in those."""

    def __init__(self, pen: ImageDraw.ImageDraw, zoom: int, origin: tuple[int, int]) -> None:
        self.pen, self.zoom, self.origin, self.metre = pen, zoom, origin, 1.0

    def at(self, place: Degrees) -> tuple[float, float]:
        x, y = pixel(place, self.zoom)
        equator = 2 * math.pi * 6_378_137 * math.cos(math.radians(place[0]))
        self.metre = _FINE * TILE * 2**self.zoom / equator
        return (x - self.origin[0]) * _FINE, (y - self.origin[1]) * _FINE

    def area(self, shape: Shape) -> None:
        fill, edge = _FILLS[shape.kind]
        points = [self.at(point) for point in shape.points]
        self.pen.polygon(points, fill=fill)
        self.pen.line([*points, points[0]], fill=edge, width=_FINE, joint="curve")

    def ways(self, ground: Ground) -> None:
        for edge in (True, False):
            for kind in ("path", "road"):
                for shape in ground.of(kind):
                    self.way(shape, edge)

    def way(self, shape: Shape, edge: bool) -> None:
        metres, fill, rim = _WAYS[shape.kind]
        points = [self.at(point) for point in shape.points]
        width = max(2.0 * _FINE, metres * self.metre) + (2 * _FINE if edge else 0)
        self.stroke(points, width, rim if edge else fill)

    def stroke(self, points: list[tuple[float, float]], width: float, colour: str) -> None:
        self.pen.line(points, fill=colour, width=round(width), joint="curve")
        for x, y in (points[0], points[-1]):
            self.pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=colour)

    def tunnel(self, shape: Shape) -> None:
        (ax, ay), (bx, by) = self.at(shape.points[0]), self.at(shape.points[-1])
        for step in range(0, 10, 2):
            begin, end = step / 9, (step + 1) / 9
            ends = [(ax + (bx - ax) * t, ay + (by - ay) * t) for t in (begin, end)]
            self.pen.line(ends, fill=PATH_EDGE, width=round(max(2.0 * _FINE, 3.6 * self.metre)))

    def dot(self, shape: Shape, radius: float, fill: str, edge: str) -> None:
        x, y = self.at(shape.points[0])
        box = (x - radius, y - radius, x + radius, y + radius)
        self.pen.ellipse(box, fill=fill, outline=edge, width=_FINE)

    def lamp(self, shape: Shape) -> None:
        radius = _FINE * {15: 1.2, 16: 2.0}.get(self.zoom, 2.8)
        self.dot(shape, radius, LAMP if shape.lit else LAND, LAMP_EDGE if shape.lit else DEAD)
