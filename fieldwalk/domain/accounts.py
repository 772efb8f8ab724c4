"""What a server tells of an account, and a phone reads. The password is never among it. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Account:
    """What there is to know of one's own."""

    login: str
    role: str
    has_password: bool
    has_second_factor: bool
    recovery_codes_left: int


@dataclass(frozen=True)
class Begun:
    """A second factor that is none yet: its secret, the same for an authenticator, and the ticket to confirm it."""

    ticket: str
    secret: str
    address: str
