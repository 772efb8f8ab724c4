"""How the demo's walks were walked: along the drawn ways, at a group's pace, with a receiver's noise."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from fieldwalk.domain.fixes import Fix
from fieldwalk.domain.gate import GAP, passed
from fieldwalk.domain.ground import Metres
from sync.server.demo import neighbourhood as drawn

PACE = 1.15
"""Metres a second."""

HOLE = 7 * 60
"""Seconds without sky: inside, and a little before and after, while the receiver looks for it."""

_BEFORE, _AFTER = 50, 60

_TALK = 176
_ACCURACY = 5.0

EVENING: Sequence[Metres] = (
    *((462, 548), (516, 548), (520, 608)),
    *((420, 616), (330, 620), (250, 612), (152, 598)),
    *((140, 540), (138, 460), (148, 360), (196, 274), (320, 241), (398, 237), (480, 235), (552, 236), (640, 241)),
    *((752, 273), (800, 360), (795, 452)),
    *((728, 452), (660, 446), (590, 424), (508, 430), (452, 428), (404, 440), (352, 406), (300, 398)),
    *((352, 406), (404, 440), (430, 486), (462, 546)),
)

DAYTIME: Sequence[Metres] = (
    *((462, 548), (494, 560), (462, 542), (400, 552), (322, 560), (240, 548), (140, 520)),
    *((138, 460), (142, 430), (236, 414), (300, 398), (352, 406), (372, 340), (392, 290), (398, 236), (392, 190)),
    *((350, 132), (436, 128), (540, 142), (651, 168), (640, 240), (492, 236), (500, 330), (508, 430), (517, 545)),
)


@dataclass(frozen=True)
class Walked:
    """A walk as it was recorded: what the gate let through, when each mark was made, and its end (UTC ms)."""

    fixes: Sequence[Fix]
    marked: Sequence[int]
    ended: int


def walked(route: Sequence[Metres], marks: Sequence[tuple[Metres, bool]], start: int, seed: int) -> Walked:
    """Walk ``route`` from ``start`` (UTC ms), stopping to talk at each of ``marks`` (a place, and whether indoors)."""
    stops = sorted((_metres_to(route, at), number, indoors) for number, (at, indoors) in enumerate(marks))
    raw, when, second, done, lost = list[Fix](), dict[int, int](), 0, 0.0, list[int]()
    noise = _noise(random.Random(seed))
    for metres, number, indoors in (*stops, (_length(route), -1, False)):
        for step in range(round((metres - done) / PACE)):
            raw.append(_fix(route, done + step * PACE, start + second * 1000, next(noise)))
            second += 1
        done = metres
        when[number] = start + (second + _TALK // 2) * 1000
        if indoors:
            lost.append(start + (second - _BEFORE) * 1000)
        for _ in range(HOLE - _BEFORE - _AFTER if indoors else _TALK if number >= 0 else 0):
            raw.append(_fix(route, done, start + second * 1000, next(noise)))
            second += 1
    heard = [fix for fix in raw if not any(0 < fix.at - hole < HOLE * 1000 for hole in lost)]
    return Walked(passed(heard), [when[number] for number in range(len(marks))], start + second * 1000)


def segments(fixes: Sequence[Fix]) -> Iterator[list[Fix]]:
    """``fixes``, cut where nothing is known for more than :data:`GAP`."""
    part: list[Fix] = []
    for fix in fixes:
        if part and fix.at - part[-1].at > GAP:
            yield part
            part = []
        part.append(fix)
    if part:
        yield part


def _fix(route: Sequence[Metres], metres: float, at: int, wrong: Metres) -> Fix:
    east, north = _along(route, metres)
    latitude, longitude = drawn.place((east + wrong[0], north + wrong[1]))
    return Fix(at, latitude, longitude, _ACCURACY)


def _noise(chance: random.Random) -> Iterator[Metres]:
    """How far off a receiver is, second by second: it drifts, and comes back in half a minute (metres)."""
    keep, east, north = math.exp(-1 / 30), 0.0, 0.0
    while True:
        east, north = (keep * each + chance.gauss(0, 0.55) for each in (east, north))
        yield east + chance.gauss(0, 0.4), north + chance.gauss(0, 0.4)


def _length(route: Sequence[Metres]) -> float:
    return sum(math.dist(a, b) for a, b in pairwise(route))


def _along(route: Sequence[Metres], metres: float) -> Metres:
    for a, b in pairwise(route):
        step = math.dist(a, b)
        if metres < step:
            return a[0] + (b[0] - a[0]) * metres / step, a[1] + (b[1] - a[1]) * metres / step
        metres -= step
    return route[-1]


def _metres_to(route: Sequence[Metres], at: Metres) -> float:
    """How far along ``route`` it comes nearest to ``at``; the first time, when it comes there twice."""
    every = [metres * 2.0 for metres in range(int(_length(route) / 2) + 1)]
    return min(every, key=lambda metres: (round(math.dist(_along(route, metres), at) / 4), metres))
