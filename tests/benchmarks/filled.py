"""A phone's database filled for measuring."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from pathlib import Path

from fieldwalk.data.opening import open_database
from fieldwalk.domain.tracks import Fix, pack
from sync.client.journal import Edit
from tests.fieldwalk.services.conftest import phone_over

_AT_ONCE = 500
_BURST = 10


def many_issues(path: Path, count: int, points: int = 0) -> None:
    """A finished walk named Stora vandringen with ``count`` described places and a track of so many ``points``."""
    database = open_database(path)
    phone = phone_over(database)
    services = phone.fieldwalk
    walk_id = services.walks.plan("Stora vandringen", purpose="Mycket", leader="Samira")
    services.walks.start(walk_id)
    first = services.reports.mark(walk_id, Fix(phone.clock.now(), 59.25, 17.83, 5.0))
    like = services.store.issue(first)
    assert like is not None
    edits = [
        Edit("issue", services.walks._pen.new_id(), {
            "walk_id": walk_id, "number": number, "kind": like.kind, "category": "lighting", "severity": 2,
            "marked_at": like.marked_at, "words": f"Trasig lampa {number}",
            "position": [59.25 + number % 70 * 0.0001, 17.83 + number // 70 * 0.0001, 5.0],
        })
        for number in range(2, count + 1)
    ]  # fmt: skip
    for start in range(0, len(edits), _AT_ONCE):
        phone.journal.write("", edits[start : start + _AT_ONCE])
    services.reports.describe(first, words="Trasig lampa 1", category="lighting", severity=2)
    for each in wandering(phone.clock.now(), points, 4000):
        services.walks._pen.write("fixes", services.walks._pen.new_id(), walk_id=walk_id, segment=0,
                                  started_at=each[0].at, ended_at=each[-1].at, packed=pack(each))  # fmt: skip
    services.walks.finish(walk_id)
    database.execute("pragma wal_checkpoint(truncate)")
    database.conn.close()


def wandering(begin: int, points: int, every: int) -> Iterator[list[Fix]]:
    """The bursts of a walk that wanders as people do: a fix ``every`` so many milliseconds, as noisy as a phone's."""
    chance = random.Random(7)
    north, east, heading = 0.0, 0.0, 0.0
    burst: list[Fix] = []
    metres = 1.3 * every / 1000
    for number in range(points):
        heading += chance.gauss(0, 0.05 * metres)
        north, east = north + metres * math.cos(heading), east + metres * math.sin(heading)
        latitude = 59.25 + (north + chance.gauss(0, 2)) / 111_195
        longitude = 17.83 + (east + chance.gauss(0, 2)) / 56_900
        burst.append(Fix(begin + number * every, latitude, longitude, 5.0))
        if len(burst) == _BURST:
            yield burst
            burst = []
    if burst:
        yield burst
