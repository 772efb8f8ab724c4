"""What every place for files promises, whichever it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

CHUNK = 256 * 1024
"""Bytes of a file that are in memory at once while it is handed out, about."""


@dataclass(frozen=True)
class Kept:
    """A file of the place: its name, its size in bytes, when it was kept (UTC milliseconds, the place's clock)."""

    name: str
    size: int
    kept_at: int


class Place(Protocol):
    """Files by name, such as ``ab/cdef``. A file is there whole or not at all, and never changes.

    Every method raises :class:`Refused` ``store_away`` when the place does not answer.
    """

    def keep(self, name: str, content: bytes) -> None:
        """Durable when this returns. Keeping under a name that is there does nothing.

        Raises :class:`Refused` ``server_full`` when there is no room; nothing is left half-written.
        """

    def size(self, name: str) -> int | None:
        """Bytes of the file, or ``None`` when it is not here."""

    def get(self, name: str) -> bytes | None:
        """The content, or ``None`` when the file is not here."""

    def chunks(self, name: str) -> Iterator[bytes]:
        """The content, piece by piece. Raises ``FileNotFoundError`` when the file is not here."""

    def list(self, folder: str) -> Iterable[Kept]:
        """Every file whose name begins with ``folder`` and a slash, in no particular order."""

    def remove(self, name: str) -> None:
        """Gone when this returns. Harmless when there was none."""
