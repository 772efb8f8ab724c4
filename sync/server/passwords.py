"""Passwords: argon2id, by the settings' cost, and as much work for somebody who does not exist."""

from __future__ import annotations

import base64
import secrets
import threading
import unicodedata

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from fieldwalk.domain.refusals import Refused

LEAST, MOST = 12, 200
"""Characters. What a manager makes up and a sentence alike: no rule asks for signs of this or that kind."""
_FEWEST_DIFFERENT = 5
_AT_ONCE = 4
"""Hashes at the same time in one process: each takes the memory that makes it dear."""


class Passwords:
    """Hashes and checks. ``memory`` in KiB and ``rounds`` are argon2id's own; one lane.

    OWASP's Password Storage Cheat Sheet: at least 19456 KiB and 2 rounds with one lane.
    """

    def __init__(self, memory: int = 19456, rounds: int = 2) -> None:
        self._hasher = PasswordHasher(time_cost=rounds, memory_cost=memory, parallelism=1, type=Type.ID)
        self._nobodys = f"$argon2id$v=19$m={memory},t={rounds},p=1${_random(16)}${_random(32)}"
        self._room = threading.BoundedSemaphore(_AT_ONCE)

    def hashed(self, password: str) -> str:
        """What is kept of ``password``."""
        with self._room:
            return self._hasher.hash(_written(password))

    def right(self, kept: str | None, password: str) -> bool:
        """Whether ``kept`` is ``password``'s. Where nothing is kept the answer is no, after the same work."""
        try:
            with self._room:
                self._hasher.verify(kept or self._nobodys, _written(password))
        except (VerificationError, InvalidHashError):
            return False
        return kept is not None

    def is_old(self, kept: str) -> bool:
        """Whether ``kept`` was made at another cost than today's."""
        return self._hasher.check_needs_rehash(kept)


def check_strong(password: str, login: str) -> None:
    """Raise :class:`Refused` ``password_weak`` for one that is short, made of a few signs, or the name itself."""
    written = _written(password).casefold()
    name = login.split("@")[0]
    plain = written.replace(name, "") if len(name) > 3 else written
    if not LEAST <= len(password) <= MOST or len(set(written)) < _FEWEST_DIFFERENT or len(plain) < LEAST // 2:
        raise Refused("password_weak")


def _written(password: str) -> str:
    """The same letters however a keyboard puts them together (NIST SP 800-63B, 3.1.1.2)."""
    return unicodedata.normalize("NFKC", password)


def _random(size: int) -> str:
    return base64.b64encode(secrets.token_bytes(size)).decode().rstrip("=")
