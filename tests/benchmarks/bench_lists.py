"""Five thousand places and a track of ten thousand points: what one screen costs in Python, and what goes to Flutter.

How long the list takes to open in the real browser stands in bench_start.py; here are its parts that do not depend
on a browser, so that a slower one can be told from a heavier screen.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator

from fieldwalk import routes
from fieldwalk.screens.app import show
from tests.benchmarks.figures import Figure, at_most
from tests.fakes.flet_client import Client
from tests.fieldwalk.screens.test_many import PHONE, PLACES, crowded

SCREENS = (("coordinator", "the desk"), ("leader", "a walk, its map and its track"), ("leader", "the map of all"))


async def _open(role: str, route: str) -> tuple[float, int]:
    """Milliseconds until the screen is made and sent, and its bytes."""
    fieldwalk, walk_id = await crowded(role)
    async with Client(lambda page: show(page, fieldwalk), routes.MORE, PHONE) as client:
        before, start = client.size_sent, time.perf_counter()
        client.page.navigate(route.format(walk_id))
        await client.settle(100)
        return (time.perf_counter() - start) * 1000, client.size_sent - before


def bench_lists() -> Iterator[Figure]:
    """Opened once each, on a phone that holds everything."""
    for (role, what), route in zip(SCREENS, (routes.ACTIONS, routes.walk("{}"), routes.MAP), strict=True):
        took, octets = asyncio.run(_open(role, route))
        yield at_most(f"{PLACES:,} places, {what}: made and sent", took, "ms", 1000)
        yield at_most(f"{PLACES:,} places, {what}: sent to Flutter", octets / 1000, "kB", 1000)
