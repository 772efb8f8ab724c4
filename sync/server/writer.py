"""Writing on the server itself: the command line and the demo write changes like any phone, through the same intake."""

from __future__ import annotations

from sqlalchemy import insert

from fieldwalk.domain.fields import Json
from fieldwalk.domain.records import Organisation
from fieldwalk.domain.refusals import Refused
from sync.protocol.changes import Change
from sync.protocol.clock import Stamp, tick
from sync.protocol.messages import MOST_CHANGES
from sync.server.caller import Caller
from sync.server.central import Central
from sync.server.keys import new_identity, new_replica
from sync.server.store.tables import ORGANISATIONS


class Writer:
    """Collects changes as ``caller``; :meth:`commit` writes them. Nothing is written before."""

    def __init__(self, central: Central, caller: Caller) -> None:
        self._central, self.caller = central, caller
        self._last = Stamp(0, 0, new_replica())
        self._changes: list[Change] = []

    def write(self, record: str, record_id: str | None = None, **fields: Json) -> str:
        """Set ``fields`` of ``record``; a new one without ``record_id``. Returns its id."""
        now = self._central.clock()
        named = record_id or new_identity(now)
        self._last = tick(self._last, now)
        self._changes.append(Change(str(self._last), self.caller.person_id, record, named, fields))
        return named

    def commit(self) -> None:
        """Take everything collected; on the disk when this returns.

        Raises the first :class:`Refused` as the intake gave it. Up to 2,000 changes are one transaction.
        """
        for begin in range(0, len(self._changes), MOST_CHANGES):
            for receipt in self._central.take(self.caller, self._changes[begin : begin + MOST_CHANGES]):
                if receipt.refused:
                    raise Refused(receipt.refused)
        self._changes.clear()


def found(central: Central, title: str, organisation_id: str | None = None) -> Caller:
    """A new organisation with ``title``, and its administrator, who may write everything in it."""
    now = central.clock()
    organisation = organisation_id or new_identity(now)
    with central.database.write() as connection:
        connection.execute(insert(ORGANISATIONS).values(organisation=organisation, head=0))
    caller = Caller(organisation, new_identity(now), "company_admin")
    writer = Writer(central, caller)
    writer.write(Organisation.name, organisation, title=title)
    writer.commit()
    return caller
