"""The second factor: six digits that a person's other device shows (RFC 6238), or a recovery code, each taken once."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

import pyotp

STEP = 30_000
"""Milliseconds for which one code stands."""
_DRIFT = (0, -1, 1)
"""Steps by which the other device's clock may be wrong."""
CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that look alike on paper."""
_HALF = 5


def secret_of(key: str, link: str) -> str:
    """The secret that whoever holds the invitation ``link`` is shown, each time the same: nothing of it is kept."""
    made = hmac.new(key.encode(), f"second factor:{link}".encode("utf-8", "replace"), hashlib.sha256)
    return base64.b32encode(made.digest()[:20]).decode()


def new_secret() -> str:
    """A fresh secret of 160 bits, in base 32 as authenticators take it."""
    return pyotp.random_base32()


def address_of(secret: str, login: str) -> str:
    """What an authenticator reads from a QR."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name="Fieldwalk")


def step_of(secret: str, code: str, now: int) -> int | None:
    """The number of the half minute whose code this is, at ``now`` (UTC ms) give or take one; ``None`` for a wrong one.

    Whoever takes it must take no code of that step or an earlier one again.
    """
    told = "".join(code.split())
    totp = pyotp.TOTP(secret)
    for drift in _DRIFT:
        step = now // STEP + drift
        if hmac.compare_digest(totp.generate_otp(step).encode(), told.encode("utf-8", "replace")):
            return step
    return None


def new_recovery_codes() -> list[str]:
    """Ten codes to write down, 49 bits each: ``abcde-fghjk``."""
    return ["-".join("".join(secrets.choice(_LETTERS) for _ in range(_HALF)) for _ in range(2)) for _ in range(CODES)]


def plain(code: str) -> str:
    """A recovery code as it is compared, however it was typed."""
    return "".join(sign for sign in code.casefold() if sign.isalnum())
