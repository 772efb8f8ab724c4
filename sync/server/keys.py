"""Secrets that people and phones carry: made at random, kept only as hashes."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from fieldwalk.domain.identities import identity

DIGITS = 6


def new_secret() -> str:
    """32 random bytes as text that fits a link."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """Six digits to read aloud. Few enough to guess, so joining counts the failures."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def new_identity(now: int) -> str:
    """The id of a new record, at ``now`` (UTC milliseconds)."""
    return identity(now, secrets.token_bytes(10))


def new_replica() -> str:
    """The name of a new writer of changes."""
    return secrets.token_hex(8)


def hashed(secret: str) -> str:
    """What is kept of a long secret: nobody gets from here to the secret."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def keyed(key: str, short: str) -> str:
    """What is kept of something short enough to try out: useless without ``key``."""
    return hmac.new(key.encode(), short.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
