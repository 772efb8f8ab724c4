"""The tables that a phone can not do without, as numbered steps. Steps are history: never edited, only followed.

Only the journal, the files, recordings under way and the device's own facts are here. The state tables are drawn
from the journal (see :mod:`sync.client.state_tables`), so a new field of a record needs no step.
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from fieldwalk.domain.refusals import Refused

steps = Migrations("fieldwalk")


@steps(name="0001_journal")
def _journal(db: Database) -> None:
    """Every change that this phone wrote or received, in the order it came. A ``receipt``: the server holds it."""
    db.execute(
        "create table journal (n integer primary key autoincrement, stamp text not null unique, person text not null,"
        " record text not null, record_id text not null, fields text not null, mine integer not null,"
        " receipt text, refused text)"
    )
    db.execute("create index journal_record on journal (record, record_id)")
    db.execute("create index journal_unsent on journal (n) where mine and receipt is null and refused is null")


@steps(name="0002_files")
def _files(db: Database) -> None:
    """What this phone knows of each content-addressed file: whether its bytes are here, and safe on the server."""
    db.execute(
        "create table files (sha256 text primary key, kind text not null, size integer,"
        " here integer not null default 0, safe integer not null default 0, mine integer not null default 0)"
    )


@steps(name="0003_device")
def _device(db: Database) -> None:
    """The device's own facts: its replica name, clock, cursor, membership, settings."""
    db.execute("create table device (key text primary key, value text not null)")


@steps(name="0004_batches")
def _batches(db: Database) -> None:
    """What was pushed together, so that the same number never names other changes: AUTOINCREMENT never gives one twice.

    ``mine`` 2: a change of another's that this phone hands back to a server that forgot it.
    """
    db.execute("alter table journal add column sha256 text not null default ''")
    db.execute("alter table journal add column batch integer")
    db.execute("create table batches (number integer primary key autoincrement, size integer not null)")
    db.execute("create index journal_batch on journal (batch)")


@steps(name="0005_waiting")
def _waiting(db: Database) -> None:
    """What waits for the server or was refused by it is asked for at every drawing: never through the whole journal."""
    db.execute("create index journal_waiting on journal (record, record_id) where mine and receipt is null")
    db.execute("create index journal_refused on journal (n) where refused is not null")


@steps(name="0006_parts")
def _parts(db: Database) -> None:
    """What the microphone has handed over of a recording that is no whole file yet; ``until`` when in it (ms)."""
    db.execute(
        "create table parts (n integer primary key autoincrement, voice text not null, until integer not null,"
        " content blob not null)"
    )


def prepare(db: Database) -> None:
    """Bring ``db`` to today's schema. Holds after: every step is applied, each in its own transaction.

    Raises :class:`Refused` ``store_is_newer``, before any write, when a newer version of the app has been here.
    """
    newer = {step.name for step in steps.applied(db)} - {step.name for step in steps._migrations}
    if newer:
        raise Refused("store_is_newer", steps=sorted(newer))
    steps.apply(db)
