"""A disk that refuses: SQLite's own door for tests (sqlite3_vfs.xSetSystemCall) answers its writes with an error.

What Python itself writes goes past it; only what SQLite writes is met.
"""

from __future__ import annotations

import _sqlite3
import ctypes
import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

WRITES = ("write", "pwrite", "pwrite64")
TRUNCATES = ("ftruncate",)

_METHODS = "xOpen xDelete xAccess xFullPathname xDlOpen xDlError xDlSym xDlClose xRandomness xSleep xCurrentTime"
_LATER = "xGetLastError xCurrentTimeInt64 xSetSystemCall xGetSystemCall xNextSystemCall"
_POINTER, _INT = ctypes.c_void_p, ctypes.c_int


class _Vfs(ctypes.Structure):
    """struct sqlite3_vfs, version 3 (sqlite3.h)."""

    _fields_ = [
        ("iVersion", _INT), ("szOsFile", _INT), ("mxPathname", _INT), ("pNext", _POINTER),
        ("zName", ctypes.c_char_p), ("pAppData", _POINTER),
        *((name, _POINTER) for name in f"{_METHODS} {_LATER}".split()),
    ]  # fmt: skip


_SIZE, _RESULT = ctypes.c_size_t, ctypes.c_ssize_t
_KINDS: dict[str, Any] = {
    "write": ctypes.CFUNCTYPE(_RESULT, _INT, _POINTER, _SIZE, use_errno=True),
    "pwrite": ctypes.CFUNCTYPE(_RESULT, _INT, _POINTER, _SIZE, ctypes.c_int64, use_errno=True),
    "pwrite64": ctypes.CFUNCTYPE(_RESULT, _INT, _POINTER, _SIZE, ctypes.c_int64, use_errno=True),
    "ftruncate": ctypes.CFUNCTYPE(_INT, _INT, ctypes.c_int64, use_errno=True),
}
_SET = ctypes.CFUNCTYPE(_INT, _POINTER, ctypes.c_char_p, _POINTER)
_GET = ctypes.CFUNCTYPE(_POINTER, _POINTER, ctypes.c_char_p)


@dataclass
class Disk:
    """From the ``fails_at``-th of these calls on (from 1) each is refused with ``code``. ``met`` counts them.

    ``torn``: half of the first refused write still reaches the disk, as it does on a real one.
    """

    fails_at: int
    calls: tuple[str, ...] = WRITES
    code: int = errno.ENOSPC
    torn: bool = False
    met: int = 0

    @property
    def refused(self) -> bool:
        return self.met >= self.fails_at


@contextmanager
def faulty(disk: Disk) -> Iterator[Disk]:
    """Everything that SQLite writes in this process goes to ``disk``; afterwards the disk is well again."""
    vfs = _vfs()
    get, put = _GET(vfs.contents.xGetSystemCall), _SET(vfs.contents.xSetSystemCall)
    address = ctypes.cast(vfs, _POINTER)
    found = {name: get(address, name.encode()) for name in disk.calls}
    doors = {name: _door(name, call, disk) for name, call in found.items() if call}
    assert doors, "this SQLite has none of these calls"
    try:
        for name, door in doors.items():
            put(address, name.encode(), ctypes.cast(door, _POINTER))
        yield disk
    finally:
        for name in doors:
            put(address, name.encode(), None)


def _door(name: str, call: int, disk: Disk) -> Any:
    kind = _KINDS[name]
    well: Callable[..., int] = kind(call)

    def pass_or_refuse(descriptor: int, *rest: int) -> int:
        disk.met += 1
        if disk.met < disk.fails_at:
            return well(descriptor, *rest)
        if disk.torn and disk.met == disk.fails_at and name in WRITES and rest[1] > 1:
            return well(descriptor, rest[0], rest[1] // 2, *rest[2:])
        ctypes.set_errno(disk.code)
        return -1

    return kind(pass_or_refuse)


def _vfs() -> Any:
    """SQLite's default way to the disk, in the very library that Python's sqlite3 uses."""
    library = ctypes.CDLL(getattr(_sqlite3, "__file__", None))
    library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
    found = library.sqlite3_vfs_find(None)
    assert found.contents.iVersion >= 3, os.uname()
    return found
