"""The audit log: who read what is classed, handed it out, let people in or told more people than before.

Lines are only added, until they have been kept for long enough. Each carries a hash, made with the server's secret,
over itself and the line before it, and the newest one is named apart, so that a line that was changed, taken out or
moved is found. When the oldest go, a line like any other seals where the rest begins: without it they were taken out.
Residents are not named.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from fieldwalk.domain.roles import ONE_WALK
from sync.server.caller import Caller
from sync.server.intake import Clock
from sync.server.store.database import Database
from sync.server.store.once import insert_once
from sync.server.store.tables import AUDIT, AUDIT_HEADS

AT_ONCE = 500
"""Lines in one answer."""
SEALED = "log_purged"
"""The act of a line that says up to which number the log was purged, and that line's hash."""


@dataclass(frozen=True)
class Line:
    """Line ``number`` of an organisation's log: at which moment (UTC ms) who did what, and what it was about."""

    number: int
    at: int
    person: str
    role: str
    act: str
    about: dict[str, Any]


@dataclass(frozen=True)
class Verdict:
    """What became of a log: how many lines are whole, the last one's hash, and the number of the first that is not.

    ``purged`` is how many went before them in their time.
    """

    whole: int
    last: str
    broken: int | None = None
    purged: int = 0


class Audit:
    """The logs of all organisations, a chain for each."""

    def __init__(self, database: Database, secret: str, clock: Clock) -> None:
        self._database, self._key, self._clock = database, secret.encode(), clock

    def note(self, connection: Connection, caller: Caller, act: str, **about: Any) -> tuple[int, str]:
        """Add a line, in the transaction that does what the line tells of. Lines of one organisation wait in turn.

        Returns the line's number and hash.
        """
        number, last = self._head(connection, caller.organisation)
        person = "" if caller.role in ONE_WALK else caller.person_id
        line = Line(number + 1, self._clock(), person, caller.role, act, about)
        made = self._hash(caller.organisation, last, line)
        row = {**vars(line), "about": _text(about), "organisation": caller.organisation, "hash": made}
        connection.execute(insert(AUDIT).values(row))
        mine = AUDIT_HEADS.c.organisation == caller.organisation
        connection.execute(update(AUDIT_HEADS).where(mine).values(number=line.number, hash=made))
        return line.number, made

    def noted(self, caller: Caller, act: str, **about: Any) -> None:
        """Add a line by itself; it is on the disk when this returns."""
        with self._database.write() as connection:
            self.note(connection, caller, act, **about)

    def lines(self, organisation: str, after: int = 0) -> list[Line]:
        """The lines after number ``after``, oldest first, :data:`AT_ONCE` at most."""
        mine = (AUDIT.c.organisation == organisation, AUDIT.c.number > after)
        with self._database.read_sources() as connection:
            rows = connection.execute(select(AUDIT).where(*mine).order_by(AUDIT.c.number).limit(AT_ONCE)).all()
        return [_line(row) for row in rows]

    def between(self, organisation: str, begin: int, end: int, most: int) -> list[Line]:
        """The lines of the moments ``begin`` to ``end``, both included, oldest first, ``most`` at most."""
        mine = (AUDIT.c.organisation == organisation, AUDIT.c.at >= begin, AUDIT.c.at <= end)
        query = select(AUDIT).where(*mine).order_by(AUDIT.c.number).limit(most)
        with self._database.read_sources() as connection:
            return list(map(_line, connection.execute(query).all()))

    def about(self, organisation: str, person_id: str) -> list[Line]:
        """The lines that say what somebody of the staff did, oldest first. Residents are in none."""
        theirs = (AUDIT.c.organisation == organisation, AUDIT.c.person == person_id)
        with self._database.read_sources() as connection:
            return list(map(_line, connection.execute(select(AUDIT).where(*theirs).order_by(AUDIT.c.number)).all()))

    def verify(self, organisation: str) -> Verdict:
        """Go through the whole log of ``organisation``, and stop at the first line that is not as it was written."""
        with self._database.read_sources() as connection:
            mine = AUDIT.c.organisation == organisation
            rows = connection.execute(select(AUDIT).where(mine).order_by(AUDIT.c.number)).all()
            head = connection.execute(select(AUDIT_HEADS).where(AUDIT_HEADS.c.organisation == organisation)).first()
        purged, last = _begins(rows)
        number = purged
        for expected, made in self._again(organisation, rows, purged, last):
            if expected != made:
                return Verdict(number - purged, last, number + 1, purged)
            number, last = number + 1, made
        named = (head.number, head.hash) if head else (0, "")
        return Verdict(number - purged, last, None if named == (number, last) else number + 1, purged)

    def purge(self, caller: Caller, before: int) -> int:
        """Take away the lines of the moments up to ``before``, and seal where the rest begins. How many those were.

        The last line stays, and all of a log that is not whole: nobody could tell any more what was done to it.
        """
        own = caller.organisation
        if self.verify(own).broken is not None:
            return 0
        with self._database.write() as connection:
            head, _ = self._head(connection, own)
            mine = (AUDIT.c.organisation == own, AUDIT.c.number < head)
            younger = select(func.min(AUDIT.c.number)).where(AUDIT.c.organisation == own, AUDIT.c.at > before)
            until = connection.scalar(younger) or head
            old = connection.execute(select(AUDIT.c.hash).where(*mine, AUDIT.c.number == until - 1)).first()
            if old is None:
                return 0
            gone = connection.execute(delete(AUDIT).where(*mine, AUDIT.c.number < until)).rowcount
            self.note(connection, caller, SEALED, until=until - 1, hash=old.hash, lines=gone)
        return gone

    def _again(self, organisation: str, rows: Iterable[Any], purged: int, last: str) -> Iterator[tuple[str, str]]:
        """For each line in its place the hash that it should have, and the one that it has."""
        for number, row in enumerate(rows, purged + 1):
            try:
                line = _line(row)
            except ValueError:
                yield "", row.hash
                return
            yield self._hash(organisation, last, line) if row.number == number else "", row.hash
            last = row.hash

    def _head(self, connection: Connection, organisation: str) -> tuple[int, str]:
        """The last line's number and hash, held until the end of the transaction."""
        insert_once(connection, AUDIT_HEADS, {"organisation": organisation, "number": 0, "hash": ""})
        mine = AUDIT_HEADS.c.organisation == organisation
        row = connection.execute(select(AUDIT_HEADS).where(mine).with_for_update()).one()
        return int(row.number), str(row.hash)

    def _hash(self, organisation: str, last: str, line: Line) -> str:
        written = _text([organisation, last, line.number, line.at, line.person, line.role, line.act, line.about])
        return hmac.new(self._key, written.encode(), sha256).hexdigest()


def _begins(rows: Sequence[Any]) -> tuple[int, str]:
    """The number and the hash of the last line before ``rows``, as far as one of them seals it; none otherwise.

    Who has not the secret can write no such line: it is gone through with the others.
    """
    first = rows[0].number if rows else 1
    for row in rows if first > 1 else ():
        with suppress(ValueError):
            about = _line(row).about if row.act == SEALED else {}
            if about.get("until") == first - 1:
                return first - 1, str(about.get("hash"))
    return 0, ""


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _line(row: Any) -> Line:
    return Line(row.number, row.at, row.person, row.role, row.act, json.loads(row.about))
