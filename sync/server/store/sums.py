"""Sums over the journal by section, so that what anybody may hold is known in eight bytes without reading it.

A section is a part of the journal that a caller may hold whole or not at all. The sums are derived: lost, they
are drawn from the journal again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, delete, insert, select

from fieldwalk.domain.records import Area, Organisation, Person
from sync.protocol.digest import added, weight
from sync.server.store.tables import JOURNAL, SUMS

_OF_THEIR_OWN = (Organisation.name, Area.name, Person.name)
"""Records that lie in no walk."""


def section_of(record: str, walk_id: str | None) -> str:
    """The section in which a change of ``record`` lies: its walk's, unless it lies beside all walks."""
    return f":{record}" if record in _OF_THEIR_OWN else walk_id or ""


class Sums:
    """What one transaction adds to the sums of one organisation."""

    def __init__(self, organisation: str) -> None:
        self._organisation = organisation
        self._gained: dict[str, int] = {}

    def add(self, record: str, walk_id: str | None, sha256: str) -> None:
        """A change was written."""
        self._move(section_of(record, walk_id), weight(sha256))

    def move(self, record: str, walk_id: str, sha256: str) -> None:
        """A change that had no walk belongs to ``walk_id`` now."""
        self._move(section_of(record, None), -weight(sha256))
        self._move(section_of(record, walk_id), weight(sha256))

    def save(self, connection: Connection) -> None:
        """Write it all, in the transaction that writes the changes."""
        if not self._gained:
            return
        mine = (SUMS.c.organisation == self._organisation, SUMS.c.section.in_(self._gained))
        before = {row.section: int(row.total) for row in connection.execute(select(SUMS).where(*mine))}
        connection.execute(delete(SUMS).where(*mine))
        totals = {section: added(before.get(section, 0), gained) for section, gained in self._gained.items()}
        connection.execute(insert(SUMS), _rows(self._organisation, totals))

    def _move(self, section: str, weight_: int) -> None:
        self._gained[section] = self._gained.get(section, 0) + weight_


def total_of(connection: Connection, organisation: str, may_hold: Callable[[str], bool]) -> int:
    """The sum over those sections of ``organisation`` that ``may_hold`` says yes to."""
    rows = connection.execute(select(SUMS).where(SUMS.c.organisation == organisation))
    return added(0, *(int(row.total) for row in rows if may_hold(row.section)))


def derive_sums(connection: Connection) -> None:
    """Draw every sum anew from the journal."""
    connection.execute(delete(SUMS))
    columns = (JOURNAL.c.organisation, JOURNAL.c.record, JOURNAL.c.walk_id, JOURNAL.c.sha256)
    totals: dict[str, dict[str, int]] = {}
    for row in connection.execute(select(*columns).execution_options(yield_per=2000)):
        of, section = totals.setdefault(row.organisation, {}), section_of(row.record, row.walk_id)
        of[section] = added(of.get(section, 0), weight(row.sha256))
    for organisation, sections in totals.items():
        connection.execute(insert(SUMS), _rows(organisation, sections))


def _rows(organisation: str, totals: Mapping[str, int]) -> list[dict[str, str]]:
    return [{"organisation": organisation, "section": s, "total": str(total)} for s, total in totals.items()]
