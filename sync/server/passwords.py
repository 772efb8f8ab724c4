"""Passwords: argon2id, by the settings' cost, and as much work for somebody who does not exist; and which are too easy.

How easy is zxcvbn's to say: it carries the thirty thousand most common of the passwords that have leaked.
"""

from __future__ import annotations

import base64
import re
import secrets
import threading
import unicodedata

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from fieldwalk.domain.refusals import Refused

LEAST, MOST = 12, 200
"""Characters. What a manager makes up and a sentence alike: no rule asks for signs of this or that kind."""
_FEWEST_DIFFERENT = 5
_FEWEST_GUESSES = 8.0
"""Ten to this power: zxcvbn's third step of four (Wheeler, USENIX Security 2016), "safely unguessable"."""
_LOOKED_AT = 32
"""Characters."""
_MANY_SIGNS = 6
"""Signs that are no letters: what has more different ones is on no list, and takes zxcvbn seconds to look through."""
_OF_THE_PLACE = (
    "fieldwalk", "trygghetsvandring", "trygghet", "vandring", "vandringen", "ronden", "bostad", "bostäder",
    "kommun", "kommunen", "samordnare", "lösenord", "lösenordet", "hemligt", "hemlig", "välkommen", "hejsan",
    "sommar", "vinter", "höst", "våren", "sverige", "stockholm", "göteborg", "malmö", "administratör",
    "administrator", "företaget", "bolaget", "måndag", "fredag", "januari", "december",
)  # fmt: skip
"""What the people of a housing company think of first; the library's lists are English."""
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
    """Raise :class:`Refused` ``password_weak`` for one that is short, made of a few signs, the name itself, or soon
    guessed by who has the lists of leaked passwords and the words of the place."""
    written = _written(password).casefold()
    name = login.split("@")[0]
    plain = written.replace(name, "") if len(name) > 3 else written
    if not LEAST <= len(password) <= MOST or len(set(written)) < _FEWEST_DIFFERENT or len(plain) < LEAST // 2:
        raise Refused("password_weak")
    signs = {sign for sign in written if not (sign.isalnum() or sign.isspace())}
    if len(signs) <= _MANY_SIGNS and _guesses(written, login) < _FEWEST_GUESSES:
        raise Refused("password_weak")


def _guesses(written: str, login: str) -> float:
    """How many guesses it takes, as a power of ten. No more is looked at than that needs: the work is what costs."""
    words = [*_OF_THE_PLACE, login, *re.split(r"[\W_]+", login)]
    return float(zxcvbn(written[:_LOOKED_AT], user_inputs=[word for word in words if word])["guesses_log10"])


def _written(password: str) -> str:
    """The same letters however a keyboard puts them together (NIST SP 800-63B, 3.1.1.2)."""
    return unicodedata.normalize("NFKC", password)


def _random(size: int) -> str:
    return base64.b64encode(secrets.token_bytes(size)).decode().rstrip("=")
