"""Backup and restore of a server that keeps everything in one folder: one file, whole or not at all."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from fieldwalk.domain.refusals import Refused
from sync.server.settings import Settings
from sync.server.store.migrations import begin_epoch
from sync.server.store.sqlite import Sqlite

Say = Callable[[str], None]

_DATABASE = "server.sqlite"
_FILE = re.compile(r"files/([0-9a-f]{2})/([0-9a-f]{62})")
_OURS = re.compile(rf"{re.escape(_DATABASE)}|secret|{_FILE.pattern}")
_EVERY = 500
"""Photos between two words of progress."""


def back_up(settings: Settings, file: Path, say: Say) -> None:
    """Write everything of ``settings.data`` to ``file``, also while a server runs on it.

    Every photo that the copied database names is in it: photos are kept before they are noted, and the
    database is copied first. Raises ``ValueError`` for a server on PostgreSQL or on a bucket, which have their own
    ways, and ``OSError`` when it cannot be written: nothing is left of it then.
    """
    _check_folder(settings)
    with _beside(file) as fresh:
        with tarfile.open(fresh, "w") as tar, tempfile.TemporaryDirectory(dir=file.parent) as folder:
            say("Copying the database ...")
            copy = Path(folder) / _DATABASE
            _copy(settings.database, copy)
            tar.add(copy, _DATABASE)
            secret = settings.data / "secret"
            if secret.exists():
                tar.add(secret, "secret")
            for number, (name, path) in enumerate(_photos(settings), 1):
                tar.add(path, name)
                if number % _EVERY == 0:
                    say(f"{number} photos ...")
        _sync(fresh)


def restore(settings: Settings, file: Path, say: Say) -> None:
    """Make ``settings.data`` what it was when ``file`` was written. Phones then hand back what it has forgotten.

    Raises ``FileExistsError`` when there is data already: nothing is ever written over; and :class:`Refused`
    ``store_damaged`` when the backup is not whole, its database not sound or a photo not what its name says.
    """
    _check_folder(settings)
    if settings.data.exists() and any(settings.data.iterdir()):
        raise FileExistsError(f"There is data in {settings.data} already. Name an empty folder with --data.")
    settings.data.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.data.parent) as folder:
        fresh = Path(folder) / "data"
        fresh.mkdir()
        try:
            _unpack(file, fresh, say)
            _begin_anew(fresh / _DATABASE)
        except (tarfile.TarError, DatabaseError, EOFError):
            raise Refused("store_damaged", file=file.name) from None
        if settings.data.exists():
            settings.data.rmdir()
        fresh.rename(settings.data)


def _check_folder(settings: Settings) -> None:
    if settings.database_url or settings.s3_bucket:
        raise ValueError("A server on PostgreSQL or a bucket is backed up by their own means: pg_dump, versions.")


def _photos(settings: Settings) -> Iterator[tuple[str, Path]]:
    """Every whole file by its name in the backup; parts of files that are not whole yet stay out."""
    for path in sorted(settings.files.glob("??/*")):
        name = path.relative_to(settings.data).as_posix()
        if _FILE.fullmatch(name):
            yield name, path


def _copy(database: Path, to: Path) -> None:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as source, closing(sqlite3.connect(to)) as copy:
        source.backup(copy)


def _unpack(file: Path, fresh: Path, say: Say) -> None:
    """Only regular files with names of ours, each synced, each photo with the hash that it is named by."""
    with tarfile.open(file, "r:") as tar:
        for number, member in enumerate(tar, 1):
            source = tar.extractfile(member) if member.isreg() and _OURS.fullmatch(member.name) else None
            if source is None:
                raise Refused("store_damaged", file=member.name)
            place = fresh / member.name
            place.parent.mkdir(parents=True, exist_ok=True)
            with source, place.open("xb") as target:
                shutil.copyfileobj(source, target)
            place.chmod(0o600)
            _sync(place)
            _check_photo(member.name, place)
            if number % _EVERY == 0:
                say(f"{number} files ...")


def _check_photo(name: str, place: Path) -> None:
    named = _FILE.fullmatch(name)
    if named is None:
        return
    with place.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != "".join(named.groups()):
            raise Refused("store_damaged", file=name)


def _begin_anew(database: Path) -> None:
    """A restored database is another history: phones see it by its name, and compare what they hold."""
    if not database.exists():
        raise Refused("store_damaged", file=_DATABASE)
    with closing(Sqlite(database)) as store, store.write() as connection:
        if connection.exec_driver_sql("PRAGMA integrity_check").scalar() != "ok":
            raise Refused("store_damaged", file=_DATABASE)
        begin_epoch(connection)


@contextmanager
def _beside(file: Path) -> Iterator[Path]:
    """A name that only we can read beside ``file``; it takes the file's place when all went well."""
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    os.close(descriptor)
    try:
        yield Path(name)
        Path(name).replace(file)
    finally:
        Path(name).unlink(missing_ok=True)


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
