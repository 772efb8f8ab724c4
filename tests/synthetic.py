"""Walks that we make up, with every fault a real phone has, and photos that we draw.

What a test needs to know about a made-up walk is exact: its true length, and where its holes are.
"""

import io
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import pairwise

import gpxpy
from PIL import Image, ImageDraw

from fieldwalk.domain.fixes import Fix, distance
from fieldwalk.domain.ground import Plane
from tests import real_input

START = int(datetime(2026, 11, 12, 16, 30, tzinfo=UTC).timestamp() * 1000)
PLANE = Plane(59.2480, 17.8600)
SPEED = 1.3
"""Metres a second, an unhurried group."""

LOOP = [(0, 0), (0, 180), (240, 210), (420, 190), (430, -40), (620, -60), (600, -240), (300, -260)]
LOOP += [(280, -120), (60, -130), (40, -20), (0, 0)]
"""Corners of a walk round some blocks: metres east and north."""

Metres = tuple[float, float]


@dataclass(frozen=True)
class Walk:
    """Fixes as a device gives them, and the metres that were really walked."""

    fixes: tuple[Fix, ...]
    length: float


def plain_loop(*, every: float = 1.0, noise: float = 3.0, white: float = 0.8, seed: int = 1) -> Walk:
    """Some 2.5 km round the blocks, a fix ``every`` so many seconds. The noise drifts, as in life."""
    rnd = random.Random(seed)
    length = sum(math.dist(a, b) for a, b in pairwise(LOOP))
    count = int(length / SPEED / every)
    places = [along(LOOP, index * every * SPEED) for index in range(count + 1)]
    return Walk(tuple(noisy(places, every, noise, white, rnd)), count * every * SPEED)


def walk_with_jumps(jumps: int = 5, metres: float = 300.0, lasting: int = 1, seed: int = 2) -> Walk:
    """The loop, with ``jumps`` of so many ``metres`` that the receiver never made good."""
    loop, rnd = plain_loop(seed=seed), random.Random(seed)
    fixes = list(loop.fixes)
    for number in range(jumps):
        begin = (number + 1) * len(fixes) // (jumps + 1)
        turn = rnd.uniform(0, 2 * math.pi)
        for index in range(begin, begin + lasting):
            fixes[index] = moved(fixes[index], metres * math.cos(turn), metres * math.sin(turn))
    return Walk(tuple(fixes), loop.length)


def walk_with_hole(minutes: float = 4.0, share: float = 0.4, seed: int = 3) -> Walk:
    """The loop, with no fix for ``minutes`` from ``share`` of its time on. ``length`` is the whole loop's."""
    loop = plain_loop(seed=seed)
    begin = loop.fixes[int(len(loop.fixes) * share)].at
    end = begin + int(minutes * 60_000)
    return Walk(tuple(fix for fix in loop.fixes if not begin < fix.at < end), loop.length)


def standing(minutes: float = 10.0, noise: float = 3.0, white: float = 0.8, seed: int = 4) -> Walk:
    """Somebody who talks at a lamp post; nothing is walked."""
    places = [(0.0, 0.0)] * int(minutes * 60)
    return Walk(tuple(noisy(places, 1.0, noise, white, random.Random(seed))), 0.0)


def moved(fix: Fix, east: float, north: float) -> Fix:
    """``fix``, so many metres further east and north."""
    here = PLANE.metres((fix.latitude, fix.longitude))
    latitude, longitude = PLANE.degrees((here[0] + east, here[1] + north))
    return replace(fix, latitude=latitude, longitude=longitude)


def along(points: Sequence[Metres], metres: float) -> Metres:
    """The place so many ``metres`` along the line through ``points``."""
    for a, b in pairwise(points):
        step = math.dist(a, b)
        if metres <= step and step:
            return a[0] + (b[0] - a[0]) * metres / step, a[1] + (b[1] - a[1]) * metres / step
        metres -= step
    return points[-1]


def noisy(places: Sequence[Metres], every: float, noise: float, white: float, rnd: random.Random) -> Iterator[Fix]:
    keep = math.exp(-every / 30)
    drift = [rnd.gauss(0, noise), rnd.gauss(0, noise)]
    for index, place in enumerate(places):
        drift = [keep * each + math.sqrt(1 - keep * keep) * rnd.gauss(0, noise) for each in drift]
        wrong = [each + rnd.gauss(0, white) for each in drift]
        latitude, longitude = PLANE.degrees((place[0] + wrong[0], place[1] + wrong[1]))
        yield Fix(START + round(index * every * 1000), latitude, longitude, max(3.0, 1.5 * math.hypot(noise, white)))


@dataclass(frozen=True)
class Recording:
    """A recording to replay, and whether it is ``real``: made by somebody's device on a real walk."""

    fixes: tuple[Fix, ...]
    real: bool


def recording() -> Recording:
    """All 871 points of the real recording where this machine has it, or else the synthetic loop.

    Its first segment, another hike, has no times at all. They are made up backwards at :data:`SPEED` from where
    the next one starts, as if somebody had walked over: so every later time is the device's own. The file says
    nothing about accuracy: 5 m is what such a receiver claims.
    """
    folder = real_input.folder()
    files = sorted(folder.glob("*.gpx")) if folder else []
    if not files:
        return Recording(plain_loop().fixes, real=False)
    track = gpxpy.parse(files[0].read_text())
    points = [point for each in track.tracks for segment in each.segments for point in segment.points]
    return Recording(tuple(_timed(points)), real=True)


def _timed(points: Sequence[gpxpy.gpx.GPXTrackPoint]) -> list[Fix]:
    at, fixes = START, list[Fix]()
    for point in reversed(points):
        fix = Fix(at, round(point.latitude, 6), round(point.longitude, 6), 5.0)
        if point.time:
            fix = replace(fix, at=int(point.time.timestamp() * 1000))
        elif fixes:
            after = fixes[-1]
            untimed = points[len(points) - len(fixes)].time is None
            pause = max(1.0 if untimed else 60.0, distance(fix, after) / SPEED)
            fix = replace(fix, at=after.at - round(pause * 1000))
        fixes.append(fix)
    return fixes[::-1]


def drawn_photo(orientation: int = 1, gps: bool = True, size: tuple[int, int] = (2400, 1800)) -> bytes:
    """A JPEG that is upright when its EXIF ``orientation`` is followed: red top left, green top right,
    blue below, and so are its corners after. With ``gps`` its EXIF tells where and by what it was taken."""
    upright = Image.new("RGB", size, (40, 60, 180))
    pen = ImageDraw.Draw(upright)
    pen.rectangle((0, 0, size[0] // 2, size[1] // 2), fill=(200, 40, 40))
    pen.rectangle((size[0] // 2, 0, size[0], size[1] // 2), fill=(40, 170, 70))
    stored = upright.transpose(_STORED[orientation]) if orientation in _STORED else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x0110] = "Drawn 1"
    if gps:
        exif[0x8825] = {1: "N", 2: (59.0, 14.0, 52.8), 3: "E", 4: (17.0, 51.0, 36.0)}
    file = io.BytesIO()
    stored.save(file, "JPEG", quality=88, exif=exif)
    return file.getvalue()


_TURN = Image.Transpose
_STORED = {
    2: _TURN.FLIP_LEFT_RIGHT,
    3: _TURN.ROTATE_180,
    4: _TURN.FLIP_TOP_BOTTOM,
    5: _TURN.TRANSPOSE,
    6: _TURN.ROTATE_90,
    7: _TURN.TRANSVERSE,
    8: _TURN.ROTATE_270,
}
"""How a picture lies in the file so that following the orientation sets it upright: the step undone."""
