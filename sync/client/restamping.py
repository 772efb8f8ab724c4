"""Other stamps for changes of this phone's own: what a server made of them, and what another name makes of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from sqlite_utils import Database

from sync.client import state_tables
from sync.client.holding import Holding
from sync.client.rows import UNSENT, change_of, changes_where, fetch_one
from sync.client.wording import naming_own
from sync.protocol.changes import Change
from sync.protocol.clock import is_of, renamed


class Restamping:
    """Gives changes other stamps, inside the caller's transaction, and keeps the state tables level with them."""

    def __init__(self, db: Database, holding: Holding) -> None:
        self._db, self._holding = db, holding

    def follow(self, became: Mapping[str, str]) -> None:
        """Changes go by the stamps that the server says they became."""
        for old, new in became.items():
            row = fetch_one(self._db, "select * from journal where stamp = ?", (old,))
            if row is None:
                continue
            change = change_of({**row, "stamp": new})
            self._holding.rename(old, change)
            own = (change.record, change.record_id)
            history = changes_where(self._db, "record = ? and record_id = ?", own, "stamp")
            state_tables.redraw(self._db, *own, history)

    def rename(self, old: str, new: str, taken: Iterable[str]) -> None:
        """What the phone called ``old`` wrote and no server has confirmed is stamped in the name ``new``.

        So is what a server refused, where its stamp is among those ``taken`` by another installation.
        """
        unsent = changes_where(self._db, f"{UNSENT} and mine = 1")
        for stamp, content in naming_own(self._db, unsent).items():
            self._db.execute("update journal set fields = ? where stamp = ?", (content, stamp))
        named = {stamp: renamed(stamp, old, new) for stamp in [*(change.stamp for change in unsent), *taken]}
        self.follow({stamp: became for stamp, became in named.items() if stamp != became})

    def taken(self, replica: str, changes: Collection[Change]) -> list[str]:
        """The stamps of those ``changes`` under which ``replica`` has written something else, that no server holds.

        Another installation writes under this one's name: what is here would pass for what is there.
        """
        own = {change.stamp: change for change in changes if is_of(change.stamp, replica)}
        known = self._holding.known(list(own)).values()
        return [row["stamp"] for row in known if not row["held"] and row["sha256"] != own[row["stamp"]].sha256()]
