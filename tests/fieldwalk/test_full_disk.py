"""The disk is full at any write of any deed: it is told, nothing confirmed is missing, and it goes on with room."""

from __future__ import annotations

import asyncio
import errno
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from fieldwalk.device.native.files import FolderFiles
from tests.browser.probe.deeds import (
    DEEDS,
    OPENINGS,
    begun,
    damaged,
    grown,
    lay,
    opened,
    opened_in_need,
    suffered,
)
from tests.fakes.older import VERSION_1
from tests.faults import TRUNCATES, WRITES, Disk, faulty

THOROUGH = "FIELDWALK_CRASH_STEP" in os.environ
EVERY = int(os.environ.get("FIELDWALK_CRASH_STEP", "31"))
"""Writes from one refusal to the next; `make crash` takes every one."""

FAULTS: dict[str, Callable[[int], Disk]] = {
    "full": lambda n: Disk(n),
    "torn": lambda n: Disk(n, torn=True),
    "failing": lambda n: Disk(n, code=errno.EIO),
    "truncate": lambda n: Disk(n, calls=TRUNCATES),
}

pytestmark = pytest.mark.crash


def until_untouched(attempt: Callable[[Disk], tuple[bool, str]], fault: str) -> tuple[int, set[str]]:
    """Refused at the first write, at the next..., until the deed meets no refusal: how often, and what was told."""
    told, at, rounds = set(), 1, 0
    while True:
        refused, words = attempt(FAULTS[fault](at))
        if not refused:
            assert words == ""
            return rounds, told
        told.add(words)
        at, rounds = at + EVERY, rounds + 1


@pytest.mark.parametrize("fault", FAULTS if THOROUGH else ("torn",))
@pytest.mark.parametrize("deed", [*DEEDS, "carrying over"])
def test_a_deed_that_is_refused_at_any_write_is_told_and_loses_nothing(
    tmp_path: Path, deed: str, fault: str, record_property: Callable[[str, Any], None]
) -> None:
    path, files = tmp_path / "fieldwalk.db", FolderFiles(tmp_path / "files")
    base = begun(path, files) if deed in DEEDS else grown(path, files)
    act = DEEDS.get(deed, DEEDS["many"])
    rounds, told = until_untouched(lambda disk: asyncio.run(suffered(path, files, base, act, faulty(disk))), fault)
    assert rounds > (300 if deed not in DEEDS else 0) or fault == "truncate" or not THOROUGH
    if deed in DEEDS and fault != "truncate":
        assert told == {"not_saved" if fault == "failing" else "storage_full"}
    record_property("crash", (f"natively, disk {fault} at each write of a deed", rounds, rounds, 0))


@pytest.mark.parametrize("fault", FAULTS if THOROUGH else ("torn",))
@pytest.mark.parametrize("opening", OPENINGS)
def test_a_start_that_is_refused_at_any_write_is_told_and_the_next_one_has_everything(
    tmp_path: Path, opening: str, fault: str, record_property: Callable[[str, Any], None]
) -> None:
    path, files = tmp_path / "fieldwalk.db", FolderFiles(tmp_path / "files")
    base = {
        "first": dict,
        "older": lambda: {"": VERSION_1.read_bytes()},
        "damaged": lambda: damaged({"": VERSION_1.read_bytes()}),
        "again": partial(begun, path, files),
    }[opening]()
    lay(path, base)
    phone = opened(path, files)
    expected = phone.stamps()
    phone.connection.close()
    assert bool(expected) == (opening != "first")
    rounds, _ = until_untouched(
        lambda disk: asyncio.run(opened_in_need(path, files, base, faulty(disk), expected)), fault
    )
    record_property("crash", (f"natively, disk {fault} at each write of a start", rounds, rounds, 0))


def test_every_write_of_this_sqlite_goes_through_the_faulty_door(tmp_path: Path) -> None:
    path, files = tmp_path / "fieldwalk.db", FolderFiles(tmp_path / "files")
    with faulty(Disk(10**9, calls=WRITES)) as disk:
        begun(path, files)
    assert disk.met > 20
