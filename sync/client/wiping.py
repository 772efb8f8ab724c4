"""Forgetting everything: a phone that was lost keeps nothing, not even on the disk's own pages."""

from __future__ import annotations

from sqlite_utils import Database

from fieldwalk.domain.records import RECORDS
from sync.client import state_tables
from sync.client.journal import Journal
from sync.client.network import FileStore
from sync.client.rows import fetch_all

_KEPT = ("journal", "files", "batches", "parts", "device")


async def wipe(db: Database, journal: Journal, files: FileStore) -> None:
    """Holds after: the phone is as if the app had never been opened on it, under a new name.

    Safe to cut and to repeat: the files go first, as the table tells which there are; all the rest goes at once.
    """
    for row in fetch_all(db, "select sha256 from files"):
        await files.remove(row["sha256"])
    db.execute("pragma secure_delete = on")
    with db.atomic():
        for table in (*_KEPT, *map(state_tables.table_of, RECORDS)):
            db.execute(f"delete from {table}")
    journal.rename()
    journal.rebuild()
    db.execute("vacuum")
    db.execute("pragma wal_checkpoint(truncate)")
