"""A folder of files on this machine's own disk."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from fieldwalk.domain.refusals import Refused
from sync.server.photos.place import CHUNK, Kept

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Folder:
    """:class:`sync.server.photos.place.Place` on a disk: written beside its name, synced, then renamed."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def keep(self, name: str, content: bytes) -> None:
        place = self._path / name
        if place.exists():
            _sync_folder(place.parent)  # whoever put it there may have died before its name was on the disk
            return
        fresh = place.with_name(f".{secrets.token_hex(8)}")
        try:
            _write(fresh, content)
            fresh.replace(place)
            _sync_folder(place.parent)
        except OSError as fault:
            if fault.errno in _NO_ROOM:
                raise Refused("server_full") from None
            raise
        finally:
            with suppress(FileNotFoundError):
                fresh.unlink()

    def size(self, name: str) -> int | None:
        try:
            return (self._path / name).stat().st_size
        except FileNotFoundError:
            return None

    def get(self, name: str) -> bytes | None:
        try:
            return (self._path / name).read_bytes()
        except FileNotFoundError:
            return None

    def chunks(self, name: str) -> Iterator[bytes]:
        with (self._path / name).open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk

    def list(self, folder: str) -> Iterator[Kept]:
        for inside, _, names in os.walk(self._path / folder):
            for path in (Path(inside, name) for name in names if not name.startswith(".")):
                with suppress(FileNotFoundError):
                    known = path.stat()
                    name = path.relative_to(self._path).as_posix()
                    yield Kept(name, known.st_size, known.st_mtime_ns // 1_000_000)

    def remove(self, name: str) -> None:
        place = self._path / name
        place.unlink(missing_ok=True)
        with suppress(OSError):  # not empty yet, or somebody else was faster
            place.parent.rmdir()


def _write(path: Path, content: bytes) -> None:
    with _opened(path) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _opened(path: Path) -> BinaryIO:
    """Somebody who removes the folder's last file may take the folder away before we are in it."""
    while True:
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            return path.open("xb")


def _sync_folder(path: Path) -> None:
    """Without this a power cut may forget the file's name, though its content is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
