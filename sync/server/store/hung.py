"""Which point each record is about: itself, the one whose id it has, or the one that it hangs on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from fieldwalk.domain.hanging import HUNG, issue_named
from sync.server.store.states import TABLES


class Points:
    """The points of an organisation's records. ``hung`` is the point of each that hangs on one, by record and id."""

    def __init__(self, hung: Mapping[tuple[str, str], str]) -> None:
        self._hung = hung

    def of(self, row: Any) -> str | None:
        """The point of the record that a ``row`` of the journal is about; ``None`` when it is about none."""
        return issue_named(row.record, row.record_id, {"issue_id": self._hung.get((row.record, row.record_id))})


def points_of(connection: Connection, organisation: str) -> Points:
    """As the state tables have it, which must be drawn; of what was removed too."""
    return Points(
        {(kind.name, row.id): row.issue_id for kind in HUNG for row in _hung(connection, organisation, kind.name)}
    )


def _hung(connection: Connection, organisation: str, record: str) -> Any:
    table = TABLES[record]
    hangs = (table.c.organisation == organisation, table.c.issue_id.is_not(None))
    return connection.execute(select(table.c.id, table.c.issue_id).where(*hangs))
