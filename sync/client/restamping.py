"""Other stamps for changes of this phone's own: what a server made of them, and what another name makes of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlite_utils import Database

from sync.client import state_tables
from sync.client.holding import Holding
from sync.client.rows import UNSENT, Row, change_of, changes_where, fetch_one
from sync.client.wording import naming_own
from sync.protocol.changes import Change
from sync.protocol.clock import apart, renamed


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

    def taken(self, changes: Sequence[Change], known: Mapping[str, Row]) -> list[Row]:
        """Those of the changes here, ``known`` by stamp, whose stamps mean something else among ``changes``.

        Two phones of one name wrote both; a server takes only one of them under that stamp.
        """
        there = [change for change in changes if change.stamp in known]
        return [known[change.stamp] for change in there if known[change.stamp]["sha256"] != change.sha256()]

    def set_apart(self, taken: Sequence[Row]) -> None:
        """Each goes by a stamp of its own, the same wherever that is done; no server is known to hold it so."""
        became = {row["stamp"]: apart(row["stamp"], row["sha256"]) for row in taken}
        there = self._holding.known(list(became.values()))
        self.follow(became)
        for row in taken:
            if row["held"] and became[row["stamp"]] not in there:
                self._holding.lose(became[row["stamp"]])
