"""How often somebody may guess: counted in the database, so that every worker counts the same and a restart forgets
nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from fieldwalk.domain.refusals import Refused
from sync.server.store import doors

SECOND, MINUTE = 1_000, 60_000
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


@dataclass(frozen=True)
class Slowing:
    """After ``free`` wrong guesses of a ``kind`` in an hour a second passes before the next, then twice as long each
    time, at most ``longest`` milliseconds. Nobody is ever shut out: a stranger who guesses only makes others wait."""

    kind: str
    free: int
    longest: int

    def wait(self, guessed: int) -> int:
        """Milliseconds between the last of so many guesses and the next."""
        return 0 if guessed < self.free else min(SECOND << min(guessed - self.free, 20), self.longest)


HERE = Slowing("password_here", 5, 15 * MINUTE)
"""At one login from one address: its password and its second factor together."""
THERE = Slowing("password", 20, 2 * MINUTE)
"""At one login, from wherever: short, because it is also its owner who waits."""
KNOWN = Slowing("password_known", 10, 15 * MINUTE)
"""At one login on one device that has signed in to it before: nobody else's guesses make it wait."""


def check(connection: Connection, limits: Iterable[Limit], who: str, now: int) -> None:
    """Raise :class:`Refused` ``too_many_tries`` when ``who`` (a keyed hash) has guessed as often as they may."""
    for limit in limits:
        seen = doors.failures_since(connection, limit.kind, now - limit.within, None if limit.in_all else who)
        if seen >= limit.most:
            raise Refused("too_many_tries", seconds=limit.within // 1000)


def check_pace(connection: Connection, slowing: Slowing, who: str, now: int) -> None:
    """Raise :class:`Refused` ``too_many_tries``, with the ``seconds`` that are left, when ``who`` guesses too soon."""
    guessed, last = doors.failures_of(connection, slowing.kind, who, now)
    left = last + slowing.wait(guessed) - now
    if left > 0:
        raise Refused("too_many_tries", seconds=-(-left // SECOND))


def note(connection: Connection, limit: Limit | Slowing, who: str, now: int) -> str:
    """Count a guess of ``who``'s. Returns its id, to take it back when it was right."""
    return doors.note_failure(connection, limit.kind, who, now)
