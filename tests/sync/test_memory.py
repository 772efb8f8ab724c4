"""How much memory an exchange takes does not depend on how much there is to exchange."""

from __future__ import annotations

import random
import tracemalloc
from collections.abc import Callable

import pytest

from sync.client import exchange
from sync.client.journal import Edit
from sync.server import catchup
from tests.sync.simulation.parts import WALKS, Device, Server, Time
from tests.sync.simulation.story import STAFF

AT_ONCE = 200
LITTLE, MUCH = 1200, 3600


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "MOST", AT_ONCE)
    monkeypatch.setattr(catchup, "MOST_CHANGES", AT_ONCE)


def most_of(work: Callable[[], object]) -> int:
    """The most bytes that ``work`` had in its hands at once, beside what was there before it."""
    tracemalloc.start()
    work()
    held, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak - held


def exchanged(count: int) -> tuple[int, int]:
    """What pushing ``count`` changes took on both sides, and what a fresh phone's pulling them took."""
    time, chance = Time(), random.Random(count)
    server = Server(time)
    one, two = (Device(name, server, STAFF, time, 0, chance) for name in ("one", "two"))
    for begin in range(0, count, 100):
        edits = {begin + n: _edit(begin + n, chance) for n in range(100)}
        one.write_together(edits)
    for phone in (one, two):
        phone.exchange._most = AT_ONCE
    one.written.clear()
    pushing, pulling = most_of(lambda: one.level(unkind=0)), most_of(lambda: two.level(unkind=0))
    assert len(two.marks()) == count
    for phone in (one, two):
        phone.close()
    server.close()
    return pushing, pulling


def _edit(number: int, chance: random.Random) -> Edit:
    words = "".join(chance.choices("abcdefghijklmnopqrstuvwxyzåäö ", k=400))
    return Edit("issue", f"issue-{number:08d}", {"walk_id": WALKS[0], "number": number + 1, "words": words})


def test_three_times_as_much_takes_no_more_memory() -> None:
    exchanged(AT_ONCE)  # what is learned once, such as statements, is no part of it
    little, much = exchanged(LITTLE), exchanged(MUCH)

    assert much[0] < little[0] * 1.2
    assert much[1] < little[1] * 1.2
