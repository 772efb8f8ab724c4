"""The demo's neighbourhood: made up, drawn here, and placed where Fittja lies. No real house, way or name.

Everything below is metres east and north of the neighbourhood's south-west corner. The same numbers always
give the same GeoJSON, byte for byte.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from fieldwalk.domain.ground import Degrees, Metres, Plane, Shape, write_ground

CENTRE = (59.2500, 17.8600)
SIZE = (900.0, 760.0)
"""Metres from west to east and from south to north."""

_PLANE = Plane(*CENTRE)

Line = Sequence[Metres]

LINDVAGEN = [(-60, 592), (60, 592), (150, 600), (330, 622), (520, 610), (720, 600), (840, 612), (960, 632)]
RINGVAGEN = [(150, 600), (140, 540), (138, 460), (148, 360), (196, 274), (320, 240), (480, 234), (640, 240)]
RINGVAGEN += [(752, 272), (800, 360), (794, 470), (756, 560), (720, 600)]
SKOLGATAN = [(520, 610), (517, 540), (508, 430), (500, 330), (492, 235)]
BRYGGVAGEN = [(640, 240), (652, 170), (640, 90), (660, -60)]
ASVAGEN = [(330, 622), (340, 700), (332, 830)]

PARKSTIGEN = [(462, 540), (430, 486), (404, 440), (352, 406), (300, 398), (236, 414), (142, 430)]
EKSTIGEN = [(404, 440), (452, 428), (508, 430)]
DAMMSTIGEN = [(352, 406), (372, 340), (392, 290), (398, 236), (392, 190), (350, 132)]
STRANDSTIGEN = [(-60, 218), (60, 232), (150, 222), (246, 176), (350, 132), (436, 128), (540, 142), (651, 168)]
SKOLSTIGEN = [(508, 430), (590, 424), (660, 446), (728, 452), (796, 450)]
GARDSTIGEN = [(330, 622), (322, 560), (304, 480), (300, 398)]
TORGSTIGEN = [(462, 540), (400, 552), (322, 560), (240, 548), (140, 520)]
OSTSTIGEN = [(590, 424), (596, 340), (610, 290), (600, 237)]
NORRSTIGEN = [(620, 606), (636, 680), (610, 830)]

ROADS = {
    "Lindvägen": LINDVAGEN,
    "Ringvägen": RINGVAGEN,
    "Skolgatan": SKOLGATAN,
    "Bryggvägen": BRYGGVAGEN,
    "Åsvägen": ASVAGEN,
}
PATHS = {
    "Parkstigen": PARKSTIGEN,
    "Ekstigen": EKSTIGEN,
    "Dammstigen": DAMMSTIGEN,
    "Strandstigen": STRANDSTIGEN,
    "Skolstigen": SKOLSTIGEN,
    "Gårdstigen": GARDSTIGEN,
    "Torgstigen": TORGSTIGEN,
    "Oststigen": OSTSTIGEN,
    "Norrstigen": NORRSTIGEN,
}
TUNNELS = {"Gångtunneln": [(398, 254), (396, 220)]}

WATER = [(-90, 186), (50, 204), (140, 196), (216, 156), (300, 104), (372, 82), (452, 92), (548, 106), (604, 92)]
WATER += [(600, 20), (630, -70), (300, -160), (-120, -90)]
EKPARKEN = [(196, 330), (280, 284), (380, 276), (474, 288), (480, 372), (486, 470), (430, 500), (370, 486)]
EKPARKEN += [(322, 500), (270, 462), (206, 440), (178, 390)]
SHORE = [(-90, 196), (60, 212), (150, 204), (236, 162), (320, 116), (410, 100), (540, 118), (610, 104), (640, 150)]
SHORE += [(560, 172), (430, 164), (340, 184), (250, 214), (150, 252), (40, 262), (-90, 252)]
WOOD = [(-90, 706), (60, 686), (180, 702), (300, 736), (420, 708), (540, 724), (700, 696), (990, 712), (990, 860)]
WOOD += [(-90, 860)]
GREENS = {
    "Ekparken": EKPARKEN,
    "Strandängen": SHORE,
    "Norra skogen": WOOD,
    "": [(548, 446), (640, 464), (700, 476), (704, 540), (640, 556), (556, 548)],
    "Östra gården": [(624, 300), (700, 296), (752, 336), (752, 400), (700, 424), (640, 404), (616, 352)],
    "Udden": [(690, -60), (700, 60), (760, 130), (860, 150), (990, 130), (990, -80)],
}
SQUARE = [(424, 512), (494, 506), (498, 572), (428, 578)]
POND = [(248, 356), (276, 336), (306, 344), (304, 368), (272, 378)]

_SLAB, _LONG, _POINT, _SMALL = (56.0, 13.0), (74.0, 13.0), (23.0, 23.0), (16.0, 12.0)

# Where a house's middle lies, its width and depth, and how many degrees it is turned.
HOUSES: Sequence[tuple[float, float, tuple[float, float], float]] = (
    (52, 548, _SLAB, 2), (100, 500, _SLAB, 88), (52, 490, _SLAB, 88), (92, 424, _SLAB, 4), (36, 400, _SLAB, 92),
    (96, 366, _SLAB, 8), (60, 316, _LONG, 14), (118, 306, _POINT, 30), (24, 276, _SMALL, 10),
    (200, 575, _LONG, 6), (276, 590, _POINT, 6), (206, 500, _SLAB, 94), (252, 506, _SLAB, 94), (176, 476, _POINT, 0),
    (362, 588, _SLAB, 2), (358, 522, _SLAB, 94), (446, 592, _LONG, -3), (540, 574, _POINT, 0),
    (588, 582, _SLAB, -2), (664, 576, _SLAB, -3), (604, 506, (58.0, 34.0), 4), (668, 512, (30.0, 44.0), 4),
    (548, 386, _SLAB, 92), (548, 320, _SLAB, 92), (536, 272, _SLAB, 2), (650, 274, _LONG, 4), (722, 300, _POINT, 34),
    (640, 380, _SLAB, 88), (690, 400, _SLAB, 4), (764, 410, _SLAB, 88), (760, 506, _SLAB, 104), (716, 528, _POINT, 0),
    (850, 566, _SLAB, 80), (846, 486, _SLAB, 90), (860, 400, _SLAB, 92), (848, 318, _SLAB, 100), (800, 262, _LONG, 36),
    (240, 212, _POINT, -20), (300, 200, _POINT, -20), (452, 198, _LONG, 0), (552, 196, _SLAB, 2), (590, 170, _SMALL, 2),
    (716, 210, _SLAB, 20), (704, 150, _SLAB, 84), (60, 646, _LONG, 2), (170, 652, _SLAB, 6), (252, 668, _SLAB, 6),
    (412, 668, _SLAB, -4), (492, 664, _SLAB, -4), (570, 656, _SLAB, -4), (700, 648, _LONG, -2), (800, 664, _SLAB, 8),
)  # fmt: skip

TREES: Sequence[tuple[float, float, float]] = (
    (220, 378, 6), (232, 342, 5), (204, 412, 5), (330, 300, 6), (352, 324, 4), (300, 308, 5), (420, 304, 6),
    (452, 330, 5), (432, 362, 7), (462, 386, 5), (386, 386, 6), (330, 440, 6), (296, 436, 5), (360, 456, 6),
    (270, 428, 4), (440, 460, 4), (452, 480, 5), (410, 484, 4), (250, 404, 5), (318, 376, 4), (466, 300, 4),
    (40, 240, 5), (92, 232, 6), (176, 226, 5), (214, 190, 4), (290, 170, 5), (330, 156, 4), (400, 146, 5),
    (470, 112, 4), (500, 150, 5), (590, 150, 4), (620, 124, 5), (436, 536, 3), (484, 520, 3), (434, 566, 3),
    (486, 562, 3), (562, 468, 5), (574, 536, 4), (640, 546, 4), (696, 534, 4), (690, 482, 5), (660, 330, 5),
    (690, 330, 4), (668, 356, 5), (720, 360, 4), (736, 386, 4), (74, 460, 4), (76, 404, 4), (130, 336, 4),
    (230, 540, 4), (286, 540, 4), (580, 350, 4), (584, 300, 4), (820, 440, 4), (822, 380, 4), (780, 320, 4),
    (740, 100, 6), (780, 80, 5), (820, 110, 6), (860, 90, 5), (760, 50, 5), (810, 40, 6), (720, 30, 5), (870, 50, 5),
)  # fmt: skip

# Which way, metres between its lamps, metres beside it.
_LAMP_ROWS: Sequence[tuple[Line, float, float]] = (
    (LINDVAGEN, 92, 9), (RINGVAGEN, 84, -9), (SKOLGATAN, 88, 8), (PARKSTIGEN, 42, 4), (DAMMSTIGEN, 46, 4),
    (STRANDSTIGEN, 96, 4), (SKOLSTIGEN, 62, -4), (TORGSTIGEN, 84, 4), (GARDSTIGEN, 76, 4), (OSTSTIGEN, 80, 4),
)  # fmt: skip

# The lamp nearest to each of these does not shine.
_DARK: Sequence[Metres] = (
    (404, 440),
    (368, 412),
    (326, 398),
    (284, 400),
    (398, 270),
    (396, 214),
    (728, 452),
    (148, 360),
)

NAMES: dict[str, Metres] = {
    "Torget": (462, 542),
    "Ekparken": (420, 400),
    "Ekviken": (180, 90),
    "Ekbacksskolan": (612, 532),
    "Norra skogen": (200, 742),
}


def place(at: Metres) -> Degrees:
    """The place, in WGS 84 degrees, that lies so many metres east and north of the south-west corner."""
    return _PLANE.degrees((at[0] - SIZE[0] / 2, at[1] - SIZE[1] / 2))


def geojson() -> bytes:
    """The whole neighbourhood as a file for :func:`fieldwalk.domain.ground.read_ground`."""
    return write_ground(shapes())


def shapes() -> Iterator[Shape]:
    """Everything that is drawn, from the water up."""
    yield _shape("water", smooth(WATER, closed=True), "Ekviken")
    for name, corners in GREENS.items():
        yield _shape("green", smooth(corners, closed=True), name)
    yield _shape("water", smooth(POND, closed=True), "Dammen")
    yield _shape("square", SQUARE, "Torget")
    for x, y, size, turn in HOUSES:
        yield _shape("house", house(x, y, size, turn))
    yield from (_shape("road", smooth(points), name) for name, points in ROADS.items())
    yield from (_shape("path", smooth(points), name) for name, points in PATHS.items())
    yield from (_shape("tunnel", points, name) for name, points in TUNNELS.items())
    yield from _lamps()
    for x, y, radius in (*TREES, *_wood()):
        yield Shape("tree", (place((x, y)),), radius=radius)
    for name, at in NAMES.items():
        yield Shape("name", (place(at),), name)


def smooth(points: Line, closed: bool = False, steps: int = 6) -> list[Metres]:
    """A soft curve through ``points``: Catmull and Rom, "A class of local interpolating splines" (1974)."""
    count = len(points)
    last = count if closed else count - 1
    curve = [_spline(points, index, step / steps, closed) for index in range(last) for step in range(steps)]
    return curve if closed else [*curve, points[-1]]


def house(x: float, y: float, size: tuple[float, float], turn: float) -> list[Metres]:
    """The corners of a house."""
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    wide, deep = size[0] / 2, size[1] / 2
    corners = ((-wide, -deep), (wide, -deep), (wide, deep), (-wide, deep))
    return [(x + a * cos - b * sin, y + a * sin + b * cos) for a, b in corners]


def spaced(line: Line, every: float, beside: float = 0.0) -> list[Metres]:
    """Places ``every`` so many metres along ``line`` and ``beside`` it (to its left), inside the neighbourhood."""
    found, wait = [], every / 2
    for (ax, ay), (bx, by) in pairwise(line):
        long = math.dist((ax, ay), (bx, by))
        east, north = (bx - ax) / long, (by - ay) / long
        while wait <= long:
            found.append((ax + east * wait - north * beside, ay + north * wait + east * beside))
            wait += every
        wait -= long
    return [(x, y) for x, y in found if 0 <= x <= SIZE[0] and 0 <= y <= SIZE[1]]


def _shape(kind: str, points: Line, name: str = "") -> Shape:
    return Shape(kind, tuple(place(point) for point in points), name)


def _spline(points: Line, index: int, t: float, closed: bool) -> Metres:
    count = len(points)
    near = [(index + n) % count if closed else min(max(index + n, 0), count - 1) for n in (-1, 0, 1, 2)]
    a, b, c, d = (points[n] for n in near)

    def along(axis: int) -> float:
        p, q, r, s = a[axis], b[axis], c[axis], d[axis]
        return 0.5 * (2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t * t + (3 * q - p - 3 * r + s) * t**3)

    return along(0), along(1)


def _lamps() -> Iterator[Shape]:
    lamps = [at for line, every, beside in _LAMP_ROWS for at in spaced(smooth(line), every, beside)]
    dark = {min(lamps, key=lambda lamp: math.dist(lamp, spot)) for spot in _DARK}
    for lamp in lamps:
        yield Shape("lamp", (place(lamp),), lit=lamp not in dark)


def _wood() -> Iterator[tuple[float, float, float]]:
    for column in range(44):
        for row in range(4):
            x = column * 23 - 90 + (row * 53 + column * 7) % 17
            y = 728 + row * 26 + (column * 31 + row * 11) % 15
            near = min(abs(x - way) for way in (336, 622))
            if near > 12:
                yield x, y, 4 + (column + row) % 4
