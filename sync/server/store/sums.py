"""Sums over the journal by section, so that what anybody may hold is known in eight bytes without reading it.

A section is a part of the journal that a caller may hold whole or not at all. The sums are derived: lost, they
are drawn from the journal again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Delete, Select, bindparam, delete, insert, select

from fieldwalk.domain.records import Area, Fixes, Organisation, Person, Template
from sync.protocol.digest import added, weight
from sync.server.store.bulk import any_of, insert_rows, these
from sync.server.store.tables import JOURNAL, SUMS

_CLASSED = "#"
_OF_THEIR_OWN = (Organisation.name, Area.name, Person.name, Template.name)
"""Records that lie in no walk."""


_TRACK = ":track"


class Section(NamedTuple):
    """A part of the journal: of which walk (or of which record beside all walks), how secret, and if so by whom."""

    place: str
    secrecy: int = 0
    person: str = ""

    def __str__(self) -> str:
        return f"{self.place}{_CLASSED}{self.secrecy}{_CLASSED}{self.person}" if self.secrecy else self.place


@lru_cache(maxsize=4096)  # every turn adds all sections up, and they have the same names each time
def read_section(name: str) -> Section:
    """The section that is called ``name``."""
    place, _, classed = name.partition(_CLASSED)
    secrecy, _, person = classed.partition(_CLASSED)
    return Section(place, int(secrecy or 0), person)


def section_of(record: str, walk_id: str | None, secrecy: int = 0, person: str = "") -> str:
    """The section in which a change of ``record`` lies: its walk's, unless it lies beside all walks.

    What is classed lies apart by its class, and by who wrote it: they hold what they wrote themselves. A walk's track
    lies apart.
    """
    place = f":{record}" if record in _OF_THEIR_OWN else walk_id or ""
    if record == Fixes.name:
        place += _TRACK
    return str(Section(place, secrecy, person)) if secrecy else place


def is_track(place: str) -> bool:
    """Whether the section's place is a walk's track."""
    return place.endswith(_TRACK)


def walk_in(place: str) -> str:
    """The walk that the section's place is of, or ``place`` when it lies beside all walks."""
    return place.removesuffix(_TRACK)


class Sums:
    """What one transaction adds to the sums of one organisation."""

    def __init__(self, organisation: str) -> None:
        self._organisation = organisation
        self._gained: dict[str, int] = {}

    def add(self, section: str, sha256: str) -> None:
        """A change was written in ``section``."""
        self._move(section, weight(sha256))

    def add_all(self, sections: Iterable[str], hashes: Iterable[str]) -> None:
        """As :meth:`add`, of many."""
        gained = self._gained
        for section, weight_ in zip(sections, map(weight, hashes), strict=True):
            gained[section] = gained.get(section, 0) + weight_

    def take(self, section: str, sha256: str) -> None:
        """A change that lay in ``section`` is no more."""
        self._move(section, -weight(sha256))

    def move(self, before: str, after: str, sha256: str) -> None:
        """A change that lay in the section ``before`` lies in ``after`` now."""
        self._move(before, -weight(sha256))
        self._move(after, weight(sha256))

    def save(self, connection: Connection) -> None:
        """Write it all, in the transaction that writes the changes."""
        if not self._gained:
            return
        asked = {"own": self._organisation, **these(connection, self._gained)}
        some, drop = _named(connection.dialect.name)
        before = {row.section: int(row.total) for row in connection.execute(some, asked)}
        if before:
            connection.execute(drop, asked)
        totals = {section: added(before.get(section, 0), gained) for section, gained in self._gained.items()}
        insert_rows(connection, SUMS, _rows(self._organisation, totals))

    def _move(self, section: str, weight_: int) -> None:
        self._gained[section] = self._gained.get(section, 0) + weight_


_ALL = select(SUMS).where(SUMS.c.organisation == bindparam("own"))


@cache
def _named(dialect: str) -> tuple[Select[Any], Delete]:
    """Some sections, asked for and dropped."""
    mine = (SUMS.c.organisation == bindparam("own"), any_of(dialect, SUMS.c.section))
    return select(SUMS).where(*mine), delete(SUMS).where(*mine)


def total_of(connection: Connection, organisation: str, may_hold: Callable[[str], bool]) -> int:
    """The sum over those sections of ``organisation`` that ``may_hold`` says yes to."""
    rows = connection.execute(_ALL, {"own": organisation})
    return added(0, *(int(row.total) for row in rows if may_hold(row.section)))


def derive_sums(connection: Connection) -> None:
    """Draw every sum anew from the journal."""
    connection.execute(delete(SUMS))
    placed = (JOURNAL.c.record, JOURNAL.c.walk_id, JOURNAL.c.secrecy, JOURNAL.c.person)
    columns = (JOURNAL.c.organisation, JOURNAL.c.sha256, *placed)
    totals: dict[str, dict[str, int]] = {}
    for row in connection.execute(select(*columns).execution_options(yield_per=2000)):
        of = totals.setdefault(row.organisation, {})
        section = section_of(row.record, row.walk_id, row.secrecy, row.person)
        of[section] = added(of.get(section, 0), weight(row.sha256))
    for organisation, sections in totals.items():
        connection.execute(insert(SUMS), _rows(organisation, sections))


def _rows(organisation: str, totals: Mapping[str, int]) -> list[dict[str, str]]:
    return [{"organisation": organisation, "section": s, "total": str(total)} for s, total in totals.items()]
