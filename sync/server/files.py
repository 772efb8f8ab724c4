"""Photos, thumbnails and drawn ground: files named by the SHA-256 of what is in them."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import secrets
from contextlib import suppress
from pathlib import Path

from sqlalchemy import insert, select

from fieldwalk.domain.fields import HASH
from fieldwalk.domain.refusals import Refused
from sync.server.caller import Caller
from sync.server.intake import Clock
from sync.server.store.database import Database
from sync.server.store.holdings import Holdings
from sync.server.store.tables import FILES

LARGEST_PHOTO = 2 * 1024 * 1024
LARGEST_GROUND = 16 * 1024 * 1024
KINDS = {"jpeg": "image/jpeg", "geojson": "application/geo+json"}
"""What a file may be, and how it is served."""

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_SHAPES = ("FeatureCollection", "Feature")


class Folder:
    """A folder of files. A file is there whole or not at all, and never changes."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def put(self, sha256: str, content: bytes) -> None:
        """Keep ``content``; on the disk when this returns. Putting it again does nothing.

        Raises :class:`Refused` ``storage_full`` when there is no room; nothing is left half-written.
        """
        place = self.place(sha256)
        if place.exists():
            return
        place.parent.mkdir(parents=True, exist_ok=True)
        fresh = place.with_name(f".{secrets.token_hex(8)}")
        try:
            _write(fresh, content)
            fresh.replace(place)
            _sync_folder(place.parent)
        except OSError as fault:
            if fault.errno in _NO_ROOM:
                raise Refused("storage_full") from None
            raise
        finally:
            with suppress(FileNotFoundError):
                fresh.unlink()

    def get(self, sha256: str) -> bytes | None:
        """The content, or ``None`` when the file is not here."""
        try:
            return self.place(sha256).read_bytes()
        except FileNotFoundError:
            return None

    def place(self, sha256: str) -> Path:
        return self._path / sha256[:2] / sha256[2:]


class Files:
    """The files of all organisations: one content once on the disk, a row for each organisation that has it."""

    def __init__(self, database: Database, folder: Folder, clock: Clock) -> None:
        self._database, self._folder, self._clock = database, folder, clock

    def put(self, caller: Caller, sha256: str, content: bytes) -> None:
        """Keep ``content`` for the caller's organisation; durable when this returns, and again the same when repeated.

        Raises :class:`Refused` ``hash_mismatch`` when it is not what ``sha256`` says, ``photo_unreadable``
        when it is neither JPEG nor GeoJSON, ``photo_too_large`` when it is more than it may be.
        """
        if hashlib.sha256(content).hexdigest() != sha256:
            raise Refused("hash_mismatch")
        kind = kind_of(content)
        if kind == "jpeg" and len(content) > LARGEST_PHOTO:
            raise Refused("photo_too_large", most=LARGEST_PHOTO)
        self._folder.put(sha256, content)
        self._note(caller, sha256, kind, len(content))

    def find(self, caller: Caller, sha256: str) -> tuple[str, Path]:
        """The content type and the place of a file that the caller may read. Raises :class:`Refused` ``not_found``."""
        _check_name(sha256)
        with self._database.read() as connection:
            kind = Holdings(connection, caller).file(sha256)
        place = self._folder.place(sha256)
        if not place.exists():
            raise Refused("not_found")
        return KINDS[kind], place

    def content(self, caller: Caller, sha256: str) -> bytes | None:
        """The content of a file that the caller may read; ``None`` when it is not here."""
        try:
            _, place = self.find(caller, sha256)
        except Refused:
            return None
        return place.read_bytes()

    def _note(self, caller: Caller, sha256: str, kind: str, size: int) -> None:
        own = {"organisation": caller.organisation, "sha256": sha256}
        row = {**own, "kind": kind, "size": size, "person": caller.person_id, "received_at": self._clock()}
        with self._database.write() as connection:
            mine = (FILES.c.organisation == caller.organisation, FILES.c.sha256 == sha256)
            if connection.execute(select(FILES.c.sha256).where(*mine)).first() is None:
                connection.execute(insert(FILES).values(row))


def kind_of(content: bytes) -> str:
    """What the bytes themselves say they are. Raises :class:`Refused` ``photo_unreadable`` for anything else."""
    if content[:3] == b"\xff\xd8\xff" and content.rstrip(b"\0")[-2:] == b"\xff\xd9":
        return "jpeg"
    if _is_geojson(content):
        return "geojson"
    raise Refused("photo_unreadable")


def _is_geojson(content: bytes) -> bool:
    if not content.lstrip().startswith(b"{"):
        return False
    try:
        drawn = json.loads(content)
    except (ValueError, RecursionError):
        return False
    return drawn.get("type") in _SHAPES


def _check_name(sha256: str) -> None:
    try:
        HASH.check(sha256)
    except Refused:
        raise Refused("not_found") from None


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(path: Path) -> None:
    """Without this a power cut may forget the file's name, though its content is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
