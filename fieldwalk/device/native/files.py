"""Content-addressed files in a folder."""

import asyncio
import errno
import os
import tempfile
from pathlib import Path

from fieldwalk.device.hashes import check
from fieldwalk.domain.refusals import Refused

_PART = ".part"
_FULL = (errno.ENOSPC, errno.EDQUOT)


class FolderFiles:
    """Files of ports.Files in one folder: written aside, flushed, renamed, and the folder flushed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    async def save(self, sha256: str, content: bytes) -> None:
        await asyncio.to_thread(self._save, sha256, content)

    async def load(self, sha256: str) -> bytes | None:
        return await asyncio.to_thread(self._load, sha256)

    async def remove(self, sha256: str) -> None:
        (self._folder / sha256).unlink(missing_ok=True)

    async def names(self) -> set[str]:
        return {path.name for path in self._folder.iterdir() if path.suffix != _PART}

    def _save(self, name: str, content: bytes) -> None:
        check(name, content)
        if (self._folder / name).exists():
            return
        try:
            self._write(name, content)
        except OSError as error:
            if error.errno in _FULL:
                (self._folder / name).unlink(missing_ok=True)
                raise Refused("storage_full", name=name) from error
            raise

    def _write(self, name: str, content: bytes) -> None:
        with tempfile.NamedTemporaryFile(dir=self._folder, suffix=_PART, delete=False) as part:
            try:
                part.write(content)
                part.flush()
                os.fsync(part.fileno())
                Path(part.name).replace(self._folder / name)
            except BaseException:
                Path(part.name).unlink(missing_ok=True)
                raise
        self._flush_folder()

    def _flush_folder(self) -> None:
        # Without it the new name may be lost with the power though the content is safe.
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _load(self, name: str) -> bytes | None:
        try:
            content = (self._folder / name).read_bytes()
        except FileNotFoundError:
            return None
        check(name, content)
        return content
