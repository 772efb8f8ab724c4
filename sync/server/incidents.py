"""An incident: what was reached between two moments, and by whom, as the audit log tells it. Reads only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, false, select

from fieldwalk.domain.hanging import is_hung
from fieldwalk.domain.roles import clearance
from fieldwalk.domain.secrecy import CLASSES, rank
from sync.server.audit import Line, Verdict
from sync.server.caller import Caller
from sync.server.central import Central
from sync.server.store.named import names
from sync.server.store.states import TABLES
from sync.server.store.tables import IS_CLASSED, JOURNAL

MOST_LINES = 5_000
"""Lines in one incident: a longer window is told by its first so many, and says so."""

REACHING = frozenset({"read", "exported", "extracted"})
"""The acts by which something is seen or leaves the server."""


@dataclass(frozen=True)
class Incident:
    """What the log says of ``begin`` to ``end`` (UTC milliseconds, both included).

    ``records`` counts what was reached by record and class, as far as it is still kept and has not changed its class;
    ``people`` are those who wrote it. ``is_cut``: there are more lines than are told.
    """

    organisation: str
    begin: int
    end: int
    made_at: int
    verdict: Verdict
    lines: Sequence[Line]
    records: Mapping[tuple[str, str], int]
    people: int
    is_cut: bool

    @property
    def who(self) -> list[tuple[str, str, int, int, int]]:
        """Everybody in it: role, person (empty for residents, who are not named), lines, first and last moment."""
        found: dict[tuple[str, str], list[int]] = {}
        for line in self.lines:
            found.setdefault((line.role, line.person), []).append(line.at)
        return [(role, person, len(at), at[0], at[-1]) for (role, person), at in sorted(found.items())]

    @property
    def acts(self) -> Counter[str]:
        """How often each thing was done."""
        return Counter(line.act for line in self.lines)


def incident(central: Central, caller: Caller, begin: int, end: int, person: str = "") -> Incident:
    """What happened in the caller's organisation from ``begin`` to ``end``; ``person`` is one of the staff, or all.

    Making it leaves a line in the log, after those that it tells of.
    """
    own = caller.organisation
    lines = central.audit.between(own, begin, end, MOST_LINES + 1)
    told = [line for line in lines[:MOST_LINES] if person in ("", line.person)]
    with central.database.read() as connection:
        rows = _reached(connection, own, told)
    verdict = central.audit.verify(own)
    central.audit.noted(caller, "incident", begin=begin, end=end, lines=len(told))
    kinds = {(row.record, row.record_id): CLASSES[min(row.secrecy, len(CLASSES) - 1)] for row in rows}
    records = Counter((record, secrecy) for (record, _), secrecy in kinds.items())
    people = len({row.person for row in rows if row.person})
    return Incident(own, begin, end, central.clock(), verdict, told, records, people, len(lines) > MOST_LINES)


def _reached(connection: Connection, organisation: str, lines: Iterable[Line]) -> Sequence[Any]:
    """The changes that somebody was shown, each once."""
    seen: dict[int, Any] = {}
    query = select(JOURNAL.c.seq, JOURNAL.c.record, JOURNAL.c.record_id, JOURNAL.c.secrecy, JOURNAL.c.person)
    mine = query.where(JOURNAL.c.organisation == organisation)
    for line in lines:
        which = _shown(line) if line.act in REACHING else false()
        if which is not false():
            seen |= {row.seq: row for row in connection.execute(mine.where(which))}
    return list(seen.values())


def _shown(line: Line) -> ColumnElement[bool]:
    """The changes that a line of the log is about."""
    about, visible = line.about, and_(IS_CLASSED, JOURNAL.c.secrecy <= clearance(line.role))
    if line.act == "exported":
        return and_(JOURNAL.c.walk_id == about.get("walk"), JOURNAL.c.secrecy <= rank(str(about.get("secrecy"))))
    if about.get("what") == "walk":
        return and_(JOURNAL.c.walk_id == about.get("walk"), visible)
    if about.get("what") == "exchange" and "until" in about:
        return and_(JOURNAL.c.seq > about["after"], JOURNAL.c.seq <= about["until"], visible)
    what = str(about.get("what"))
    if is_hung(what):
        return and_(JOURNAL.c.record == what, JOURNAL.c.record_id.in_(_with_file(what, str(about.get("sha256")))))
    return false()


def _with_file(record: str, sha256: str) -> Any:
    return select(TABLES[record].c.id).where(names(record, sha256))
