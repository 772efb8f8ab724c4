"""How often somebody may guess: counted in the database, so that every worker counts the same and a restart forgets
nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from fieldwalk.domain.refusals import Refused
from sync.server.store import doors

MINUTE = 60_000
DOOR = "door"
"""The turn of a transaction that counts: one at a time, whichever worker is knocked at; two guesses at once are two."""


@dataclass(frozen=True)
class Limit:
    """At most ``most`` guesses of a ``kind`` within so many milliseconds; with ``in_all`` whoever guesses."""

    kind: str
    most: int
    within: int = MINUTE
    in_all: bool = False


CODES = (Limit("code", 10), Limit("code", 100, in_all=True))
"""Six digits from one address, and from everywhere: a million codes then last for weeks, whoever shares the work."""

SIGN_INS = Limit("sign_in", 20)
"""From one address."""

PASSWORDS = Limit("password", 10, 15 * MINUTE)
"""At one account, from wherever: its password and its second factor together."""


def check(connection: Connection, limits: Iterable[Limit], who: str, now: int) -> None:
    """Raise :class:`Refused` ``too_many_tries`` when ``who`` (a keyed hash) has guessed as often as they may."""
    for limit in limits:
        seen = doors.failures_since(connection, limit.kind, now - limit.within, None if limit.in_all else who)
        if seen >= limit.most:
            raise Refused("too_many_tries", seconds=limit.within // 1000)


def note(connection: Connection, limit: Limit, who: str, now: int) -> str:
    """Count a guess of ``who``'s. Returns its id, to take it back when it was right."""
    return doors.note_failure(connection, limit.kind, who, now)
