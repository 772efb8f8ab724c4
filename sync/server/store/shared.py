"""What organisations on one server share: the templates that they have marked, and nothing else.

The one query of the server that reaches beyond an organisation; of another it tells its name and its templates.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, select

from fieldwalk.domain.records import REMOVED, SHARED, Organisation, Template
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.templates import Shared
from sync.server.store.states import TABLES


def shared_with(connection: Connection, organisation: str) -> list[Shared]:
    """Those of all other organisations, by the names of the organisations and their own."""
    return sorted(_all(connection, organisation), key=lambda each: (each.organisation, each.title, each.id))


def shared_one(connection: Connection, organisation: str, template_id: str) -> Shared:
    """One of them. Raises :class:`Refused` ``not_found``, the same for one that is not shared and one of nobody."""
    for each in _all(connection, organisation):
        if each.id == template_id:
            return each
    raise Refused("not_found")


def _all(connection: Connection, organisation: str) -> Iterator[Shared]:
    template, owner = TABLES[Template.name], TABLES[Organisation.name]
    named = template.outerjoin(
        owner, (owner.c.organisation == template.c.organisation) & (owner.c.id == owner.c.organisation)
    )
    told = (template.c.id, owner.c.title.label("owner"), template.c.title, template.c.version, template.c.questions)
    others = (template.c.organisation != organisation, template.c.sharing == SHARED, template.c[REMOVED].is_(False))
    for row in connection.execute(select(*told).select_from(named).where(*others)):
        yield Shared(row.id, row.owner or "", row.title or "", row.version or 1, row.questions or "")
