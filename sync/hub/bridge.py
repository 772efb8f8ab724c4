"""The bridge between a server's journal and a device's: what one of them lacks of the other's goes over, once."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from fieldwalk.domain.voices import CONTAINERS
from sync.client.journal import WITHDRAWN, Journal
from sync.client.outbox import Batch
from sync.client.rows import Row
from sync.client.shelf import Shelf
from sync.protocol.changes import Change
from sync.protocol.clock import apart
from sync.protocol.receipts import Receipt
from sync.protocol.residents import MOST_RESIDENTS, Resident
from sync.server.caller import Caller
from sync.server.central import Central
from sync.server.intake import Pushed
from sync.server.renaming import follow
from sync.server.store.passing import files_beside, residents_among, rows_after

AT_ONCE = 1_000
_BECAME = "became"
_WITHDRAWN = "withdrawn_records"
_ON_THE_SHELF = {"geojson": "ground", **dict.fromkeys(CONTAINERS, "voice")}
"""What the shelf calls a file that the server keeps as something else than a photo or its thumbnail."""


class HubJournal(Journal):
    """A device's journal that remembers what the server above did to changes, until the hub has done the same.

    That is which of them it gave another stamp, and the records of which it has nothing more for the hub to hold.
    """

    def receive(
        self,
        changes: Sequence[Change],
        facts: Mapping[str, str],
        receipts: Sequence[Receipt] = (),
        safe: Batch | None = None,
    ) -> None:
        """As the journal does; what became another, or goes, is noted first: a kill between loses nothing."""
        self._note({receipt.stamp: receipt.became for receipt in receipts if receipt.became})
        gone = self.holding.known([receipt.stamp for receipt in receipts if receipt.refused == WITHDRAWN])
        if gone:
            records = {(row["record"], row["record_id"]) for row in gone.values()}
            self.keep_fact(_WITHDRAWN, json.dumps(sorted({*self.withdrawn(), *records})))
        super().receive(changes, facts, receipts, safe)

    def adopt(self, changes: Sequence[Change]) -> None:
        """As the journal does; what has the stamp of something else here goes by another, which the hub follows."""
        known = self.holding.known([change.stamp for change in changes])
        taken = [change for change in changes if _is_another(known.get(change.stamp), change)]
        became = {change.stamp: apart(change.stamp, change.sha256()) for change in taken}
        self._note(became)
        super().adopt([replace(change, stamp=became.get(change.stamp, change.stamp)) for change in changes])

    def became(self) -> dict[str, str]:
        """The stamps that the hub still has to follow, by those that it knows."""
        kept: dict[str, str] = json.loads(self.fact(_BECAME) or "{}")
        return kept

    def withdrawn(self) -> list[tuple[str, str]]:
        """The records, by kind and id, of which the hub has still to ask whether they were purged above."""
        return [(record, record_id) for record, record_id in json.loads(self.fact(_WITHDRAWN) or "[]")]

    def asked(self, records: Iterable[tuple[str, str]]) -> None:
        """It is known of ``records`` what became of them."""
        self.keep_fact(_WITHDRAWN, json.dumps(sorted(set(self.withdrawn()).difference(records))))

    def name_only(self, persons: Collection[str]) -> None:
        """Nobody but ``persons`` is named as the writer of what is here."""
        named = {row[0] for row in self._db.execute("select distinct person from journal").fetchall()}
        with self._db.atomic():
            for person in named - {"", *persons}:
                self._db.execute("update journal set person = '' where person = ?", (person,))

    def _note(self, became: Mapping[str, str]) -> None:
        if became:
            self.keep_fact(_BECAME, json.dumps({**self.became(), **became}))


def _is_another(known: Row | None, change: Change) -> bool:
    return known is not None and known["sha256"] != change.sha256()


class Bridge:
    """Carries changes and files between ``central``, the hub's own server, and the device that levels it upwards.

    Everything is safe to cut and to repeat: both sides know a change by its stamp and a file by its hash.
    """

    def __init__(self, central: Central, keeper: Caller, journal: HubJournal, shelf: Shelf) -> None:
        self._central, self._keeper = central, keeper
        self._journal, self._shelf = journal, shelf

    def up(self) -> int:
        """What phones have given the hub since the last time is to be handed on. Returns how many changes."""
        place, carried = int(self._journal.fact("bridged_up") or 0), 0
        while True:
            with self._central.database.read() as connection:
                changes, place = rows_after(connection, self._keeper.organisation, place, AT_ONCE)
                files = files_beside(connection, self._keeper.organisation) if not changes else []
            if not changes:
                for file in files:
                    self._shelf.adopt(file.sha256, file.size, _ON_THE_SHELF.get(file.kind, "photo"))
                return carried
            self._journal.adopt(changes)
            self._journal.keep_fact("bridged_up", str(place))
            carried += len(changes)

    def residents(self, changes: Sequence[Change]) -> list[Resident]:
        """Whom of those who wrote ``changes`` the hub speaks for above: who joined a walk here, with a phone."""
        persons = {change.person for change in changes} - {""}
        if not persons:
            return []
        with self._central.database.read_sources() as connection:
            return residents_among(connection, self._keeper.organisation, persons)[:MOST_RESIDENTS]

    def down(self) -> int:
        """What came from the server above is given to the hub, as it is. Returns how many changes."""
        self._follow()
        place, carried = int(self._journal.fact("bridged_down") or 0), 0
        while True:
            changes, place = self._journal.after(place, AT_ONCE)
            if not changes:
                return carried
            pushed = Pushed(self._journal.replica, 0, "", checked=True)
            self._central.take(self._keeper, changes, pushed)
            self._journal.keep_fact("bridged_down", str(place))
            carried += len(changes)

    def _follow(self) -> None:
        waiting = self._journal.became()
        for stamp, became in waiting.items():
            follow(self._central.database, self._central.clock, self._keeper, stamp, became)
        if waiting:
            self._journal.keep_fact(_BECAME, "{}")
