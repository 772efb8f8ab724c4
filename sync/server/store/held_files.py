"""The gate's half that is about files: which of them a caller may read, by the records that name them."""

from __future__ import annotations

from sqlalchemy import and_, select, true

from fieldwalk.domain.hanging import HUNG
from fieldwalk.domain.looking import RIGHT
from fieldwalk.domain.records import Area, Photo, Voice
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.roles import may
from fieldwalk.domain.voices import CONTAINERS
from fieldwalk.domain.voices import RIGHT as HEARS
from sync.server.store.holdings import Holdings
from sync.server.store.looked import is_looked_through
from sync.server.store.named import names
from sync.server.store.replaced import is_replaced
from sync.server.store.states import TABLES
from sync.server.store.tables import FILES, IS_CLASSED, JOURNAL


class HeldFiles(Holdings):
    """What ``caller`` may hold, with the files that it names."""

    def file(self, sha256: str) -> str:
        """The kind of a file that the caller may read. Raises :class:`Refused` ``not_found`` for all others."""
        mine = and_(FILES.c.organisation == self._caller.organisation, FILES.c.sha256 == sha256)
        row = self._connection.execute(select(FILES.c.kind, FILES.c.person).where(mine)).first()
        if row is None or self.is_replaced(sha256):
            raise Refused("not_found")
        if row.person != self._caller.person_id and not self._may_read(sha256, str(row.kind)):
            raise Refused("not_found")
        return str(row.kind)

    def is_replaced(self, sha256: str) -> bool:
        """Whether it is what a photo was before parts of it were covered, or a recording that was taken back."""
        return is_replaced(self._connection, self._caller.organisation, sha256)

    def has_file(self, sha256: str) -> bool:
        """Whether the caller's organisation has sent the file, whoever of them it was."""
        mine = and_(FILES.c.organisation == self._caller.organisation, FILES.c.sha256 == sha256)
        return self._connection.execute(select(FILES.c.sha256).where(mine)).first() is not None

    def _may_read(self, sha256: str, kind: str) -> bool:
        """Whether what the caller may hold shows it: a recording for who hears them, all else a photo, or the ground.

        A recording is read as nothing else, whatever names it. A photo that waits to be looked through, and what no
        record names (yet), is for those who may look it through, or hear it.
        """
        spoken = kind in CONTAINERS
        right = may(self._caller.role, HEARS if spoken else RIGHT)
        if spoken and not right:
            return False
        open_ = true() if right else is_looked_through()
        shown = ((Voice, true()),) if spoken else ((Photo, open_), (Area, true()))
        found = (self._mine(one).where(names(one.name, sha256), which).limit(1) for one, which in shown)
        if any(next(self._rows(query), None) for query in found):
            return True
        return right and self._caller.only_walk is None and not any(self._is_hung(one.name, sha256) for one in HUNG)

    def _is_hung(self, record: str, sha256: str) -> bool:
        """Whether any such record of the organisation, whoever may hold it, names the file."""
        own = TABLES[record].c.organisation == self._caller.organisation
        query = select(TABLES[record].c.id).where(own, names(record, sha256))
        return self._connection.execute(query.limit(1)).first() is not None

    def is_classed_file(self, sha256: str) -> bool:
        """Whether a photo or recording of a classed point has the file."""
        return any(self._is_classed(kind.name, sha256) for kind in HUNG)

    def _is_classed(self, record: str, sha256: str) -> bool:
        table = TABLES[record]
        same = and_(JOURNAL.c.organisation == table.c.organisation, JOURNAL.c.record_id == table.c.id)
        own = table.c.organisation == self._caller.organisation
        query = select(table.c.id).join(JOURNAL, same).where(own, names(record, sha256), JOURNAL.c.record == record)
        return self._connection.execute(query.where(IS_CLASSED).limit(1)).first() is not None
