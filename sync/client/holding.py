"""What this phone and the server both hold, as sums that tell in a few bytes whether that is true."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlite_utils import Database

from sync.client.rows import HELD, UNSENT, Row, fetch_all, fetch_one, in_lists
from sync.protocol.changes import Change
from sync.protocol.digest import BUCKETS, added, bucket, sums, weight
from sync.protocol.receipts import Receipt

_KEY = "held"


class Holding:
    """The changes that the server is believed to hold. All but :meth:`total` work inside the caller's transaction."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def total(self) -> int:
        """The sum over all of them; kept, not counted."""
        row = fetch_one(self._db, "select value from device where key = ?", (_KEY,))
        return int(row["value"]) if row else 0

    def sums(self) -> list[int]:
        """The sum of each bucket, counted anew."""
        return sums(row["sha256"] for row in fetch_all(self._db, f"select sha256 from journal where {HELD}"))

    def in_buckets(self, buckets: Iterable[int], but: Collection[str]) -> set[str]:
        """The stamps of those that lie in ``buckets``, but for those with the hashes ``but``."""
        wanted = set(buckets)
        rows = fetch_all(self._db, f"select stamp, sha256 from journal where {HELD}")
        there = [row for row in rows if len(wanted) == BUCKETS or bucket(row["sha256"]) in wanted]
        return {row["stamp"] for row in there if row["sha256"] not in but}

    def add(self, hashes: Iterable[str]) -> None:
        """Changes with these hashes are held by both from now on."""
        self._move(weight(sha256) for sha256 in hashes)

    def found(self, changes: Iterable[Change]) -> None:
        """Changes that waited here turn out to be on the server."""
        sql = "update journal set receipt = sha256, refused = null, mine = (mine = 1) where stamp = ?"
        for change in changes:
            self._db.execute(sql, (change.stamp,))
            self.add([change.sha256()])

    def lose(self, stamp: str) -> None:
        """A change that both held is held here only: it waits to be sent."""
        row = fetch_one(self._db, f"select sha256 from journal where stamp = ? and {HELD}", (stamp,))
        if row:
            sql = "update journal set receipt = null, batch = null, mine = iif(mine, mine, 2) where stamp = ?"
            self._db.execute(sql, (stamp,))
            self._move([-weight(row["sha256"])])

    def empty(self) -> None:
        """Nothing is held by both from now on."""
        self._db.execute("delete from device where key = ?", (_KEY,))

    def rename(self, old: str, change: Change) -> None:
        """The change that was stamped ``old`` goes by ``change``'s stamp and hash."""
        before = fetch_one(self._db, f"select sha256, {HELD} as held from journal where stamp = ?", (old,))
        there = fetch_one(self._db, f"select {HELD} as held from journal where stamp = ?", (change.stamp,))
        if there is not None:
            # It came back by the other way before the answer did: one of the two is enough.
            self._db.execute("delete from journal where stamp = ?", (old,))
            self._db.execute("update journal set mine = 1, receipt = sha256 where stamp = ?", (change.stamp,))
        else:
            sql = "update journal set stamp = ?, sha256 = ?, receipt = iif(receipt is null, null, ?) where stamp = ?"
            self._db.execute(sql, (change.stamp, change.sha256(), change.sha256(), old))
        gained = weight(change.sha256()) if there is None or not there["held"] else 0
        if before and before["held"]:
            self._move([gained, -weight(before["sha256"])])

    def known(self, stamps: Sequence[str]) -> dict[str, Row]:
        """What is known of the changes with these stamps: those that this phone has, by stamp."""
        columns = f"stamp, record, record_id, sha256, {HELD} as held, not ({UNSENT}) as settled"
        found = {}
        for marks, some in in_lists(stamps):
            sql = f"select {columns} from journal where stamp in ({marks})"
            found.update({row["stamp"]: row for row in fetch_all(self._db, sql, some)})
        return found

    def _move(self, weights: Iterable[int]) -> None:
        moved = list(weights)
        if not moved:
            return
        total = added(self.total(), *moved)
        self._db.execute("insert or replace into device (key, value) values (?, ?)", (_KEY, str(total)))


def is_about(receipt: Receipt, known: Row | None) -> bool:
    """Whether the receipt is for a change that still waits for one, with the content that it has here."""
    if known is None or known["settled"]:
        return False
    return bool(receipt.refused) or receipt.sha256 == known["sha256"]
