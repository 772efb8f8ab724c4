"""The outbox: what the server lacks of the journal, in numbered batches that never change once they have a number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from sqlite_utils import Database

from sync.client.rows import UNSENT, Row, changes_where, fetch_all, fetch_one, tables_where
from sync.protocol.changes import Change
from sync.protocol.receipts import Receipt
from sync.protocol.table import Tables

MOST_CHARACTERS = 3_000_000
"""Of the values in one batch: what a phone holds in memory while it sends."""

# Another's change that was handed back (mine 2) is no longer this phone's to deliver, taken or not.
_OWN = "mine = (mine = 1)"
_DONE = f"delete from batches where not exists (select 1 from journal where batch = batches.number and {UNSENT})"

SHOWN = "shown"
"""The fact how far the journal may have been seen by others: in a batch, whether or not it arrived, or in a file."""


@dataclass(frozen=True)
class Batch:
    """What is pushed together, in the order of the stamps. Sent again, it is the same to the last byte."""

    number: int
    changes: Tables


class Outbox:
    """The journal's own changes on their way. Writes only how far a change has come, never what it says."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def batch(self, most: int) -> Batch | None:
        """The batch that still waits for its receipts; else a new one of the oldest ``most`` changes; else ``None``."""
        with self._db.atomic():
            row = fetch_one(self._db, "select max(number) as number from batches")
            number = (row and row["number"]) or self._freeze(most)
        if not number:
            return None
        # With what has come back by another way since: the number names the same changes for ever.
        return Batch(number, tables_where(self._db, "batch = ?", (number,)))

    def unshown(self, record: str) -> list[Change]:
        """This phone's own changes of a kind of record that have never left it: nobody else can know of them."""
        return changes_where(self._db, f"{UNSENT} and mine = 1 and record = ? and n > ?", (record, self._shown()))

    def show(self, n: int) -> None:
        """What stands in the journal up to ``n`` may be known elsewhere from now on."""
        value = str(max(n, self._shown()))
        self._db.execute("insert or replace into device (key, value) values (?, ?)", (SHOWN, value))

    def last(self) -> int:
        """Where the journal ends now."""
        return int(self._db.execute("select coalesce(max(n), 0) from journal").fetchone()[0])

    def _shown(self) -> int:
        """A phone whose batches were numbered before this was noted has shown all that it had."""
        row = fetch_one(self._db, "select value from device where key = ?", (SHOWN,))
        if row:
            return int(row["value"])
        numbered = fetch_one(self._db, "select seq from sqlite_sequence where name = 'batches' and seq > 0")
        return self.last() if numbered else 0

    def thaw(self) -> int:
        """Take the waiting batch apart, so that a smaller one can be tried. Its number is burnt. Returns its size."""
        row = fetch_one(self._db, "select coalesce(sum(size), 0) as size from batches")
        with self._db.atomic():
            self._db.execute(f"update journal set batch = null where batch is not null and {UNSENT}")
            self._db.execute("delete from batches")
        return int(row["size"]) if row else 0

    def settle(self, receipts: Iterable[Receipt]) -> None:
        """Note what became of changes, inside the caller's transaction; a batch with nothing left is done."""
        taken, refused = [], []
        for receipt in receipts:
            refused.append((receipt.refused, receipt.stamp)) if receipt.refused else taken.append((receipt.stamp,))
        self._db.conn.executemany(f"update journal set receipt = sha256, {_OWN} where stamp = ?", taken)
        self._db.conn.executemany(f"update journal set refused = ?, {_OWN} where stamp = ?", refused)
        self._db.execute(_DONE)

    def settle_whole(self, batch: Batch) -> list[Row]:
        """The server has all of ``batch`` as it was sent, inside the caller's transaction: :meth:`settle` in one go.

        Returns the record and the hash of each change that still waited, and is safe now.
        """
        waiting = f"batch = ? and {UNSENT}"
        rows = fetch_all(self._db, f"select stamp, record, sha256 from journal where {waiting}", (batch.number,))
        sent = set(batch.changes.hashes)
        safe = [row for row in rows if row["sha256"] in sent]
        if len(safe) < len(rows):
            self.settle(Receipt(row["stamp"], row["sha256"]) for row in safe)
        else:
            self._db.execute(f"update journal set receipt = sha256, {_OWN} where {waiting}", (batch.number,))
            self._db.execute(_DONE)
        return safe

    def _freeze(self, most: int) -> int | None:
        oldest = f"select n, length(fields) from journal where {UNSENT} order by n limit ?"
        rows = self._db.execute(oldest, (most,)).fetchall()
        sizes = accumulate(size for _, size in rows)
        chosen = [n for (n, _), size in zip(rows, sizes, strict=True) if size <= MOST_CHARACTERS]
        chosen = chosen or [n for n, _ in rows[:1]]
        if not chosen:
            return None
        self.show(chosen[-1])
        number = self._db.execute("insert into batches (size) values (?)", (len(chosen),)).lastrowid
        self._db.execute(f"update journal set batch = ? where n <= ? and {UNSENT}", (number, chosen[-1]))
        return number
