"""The network as a port: one method. Natively a request in a thread, in the browser its own fetch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class Reply(Protocol):
    """What came back: any status, with the body as it was sent."""

    @property
    def status(self) -> int: ...

    @property
    def headers(self) -> Mapping[str, str]: ...

    @property
    def body(self) -> bytes: ...


class Network(Protocol):
    """The way to the central server."""

    async def send(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] = ...) -> Reply:
        """One request to ``path`` of the server. Raises :class:`Refused` ``unreachable`` when nothing came back."""


class FileStore(Protocol):
    """Files by their SHA-256 (hexadecimal) on this device."""

    async def save(self, sha256: str, content: bytes) -> None:
        """Holds after: ``content`` is durable. Raises :class:`Refused` ``storage_full`` or ``hash_mismatch``."""

    async def load(self, sha256: str) -> bytes | None:
        """The whole content, or ``None``; never a part of it."""

    async def remove(self, sha256: str) -> None:
        """Gone when it returns. Harmless when there was none."""
