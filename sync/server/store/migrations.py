"""The steps that made the source tables what they are. A step that was released never changes; new ones come last.

The state tables have no steps: they are built anew from the journal (see ``states.derive``).
"""

from __future__ import annotations

import secrets

from sqlalchemy import Connection, inspect, text

from fieldwalk.domain.refusals import Refused
from sync.server.store.classes import derive_classes
from sync.server.store.database import Database
from sync.server.store.states import derive
from sync.server.store.sums import derive_sums

_FIRST = (
    "CREATE TABLE meta (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE organisations (organisation TEXT NOT NULL PRIMARY KEY, head BIGINT NOT NULL)",
    """CREATE TABLE journal (
        organisation TEXT NOT NULL, seq BIGINT NOT NULL, stamp TEXT NOT NULL, sha256 TEXT NOT NULL,
        person TEXT NOT NULL, record TEXT NOT NULL, record_id TEXT NOT NULL, walk_id TEXT, fields TEXT NOT NULL,
        received_at BIGINT NOT NULL, replica TEXT NOT NULL,
        PRIMARY KEY (organisation, seq), UNIQUE (organisation, stamp))""",
    "CREATE INDEX journal_of_record ON journal (organisation, record, record_id)",
    "CREATE INDEX journal_of_walk ON journal (organisation, walk_id, seq)",
    """CREATE TABLE parked (
        organisation TEXT NOT NULL, stamp TEXT NOT NULL, sha256 TEXT NOT NULL, person TEXT NOT NULL,
        record TEXT NOT NULL, record_id TEXT NOT NULL, fields TEXT NOT NULL, code TEXT NOT NULL, details TEXT NOT NULL,
        received_at BIGINT NOT NULL, PRIMARY KEY (organisation, stamp))""",
    """CREATE TABLE tokens (
        hash TEXT NOT NULL PRIMARY KEY, organisation TEXT NOT NULL, person_id TEXT NOT NULL, role TEXT NOT NULL,
        walk_id TEXT, made_at BIGINT NOT NULL, ends_at BIGINT NOT NULL, revoked_at BIGINT)""",
    """CREATE TABLE invitations (
        link TEXT NOT NULL PRIMARY KEY, code TEXT, organisation TEXT NOT NULL, role TEXT NOT NULL, walk_id TEXT,
        person_id TEXT, made_at BIGINT NOT NULL, ends_at BIGINT NOT NULL)""",
    "CREATE INDEX invitations_by_code ON invitations (code)",
    """CREATE TABLE files (
        organisation TEXT NOT NULL, sha256 TEXT NOT NULL, kind TEXT NOT NULL, size INTEGER NOT NULL,
        person TEXT NOT NULL, received_at BIGINT NOT NULL, PRIMARY KEY (organisation, sha256))""",
    "CREATE TABLE tries (id TEXT NOT NULL PRIMARY KEY, address TEXT NOT NULL, at BIGINT NOT NULL)",
    "CREATE INDEX tries_by_moment ON tries (at)",
    "CREATE TABLE derived (record TEXT NOT NULL PRIMARY KEY, shape TEXT NOT NULL, ready BOOLEAN NOT NULL)",
)

_SECOND = (
    """CREATE TABLE restamped (
        organisation TEXT NOT NULL, stamp TEXT NOT NULL, sha256 TEXT NOT NULL, became TEXT NOT NULL,
        PRIMARY KEY (organisation, stamp))""",
    """CREATE TABLE batches (
        organisation TEXT NOT NULL, replica TEXT NOT NULL, number BIGINT NOT NULL, sha256 TEXT NOT NULL,
        PRIMARY KEY (organisation, replica, number))""",
    """CREATE TABLE sums (
        organisation TEXT NOT NULL, section TEXT NOT NULL, total TEXT NOT NULL, PRIMARY KEY (organisation, section))""",
    """CREATE TABLE repairs (
        id TEXT NOT NULL PRIMARY KEY, organisation TEXT NOT NULL, replica TEXT NOT NULL, at BIGINT NOT NULL,
        buckets INTEGER NOT NULL)""",
)

_THIRD = (
    "ALTER TABLE journal ADD COLUMN secrecy INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX journal_classed ON journal (organisation, record, record_id) WHERE secrecy > 0",
)

_FOURTH = (
    "CREATE INDEX journal_classed_seq ON journal (organisation, seq) WHERE secrecy > 0",
    """CREATE TABLE audit (
        organisation TEXT NOT NULL, number BIGINT NOT NULL, at BIGINT NOT NULL, person TEXT NOT NULL,
        role TEXT NOT NULL, act TEXT NOT NULL, about TEXT NOT NULL, hash TEXT NOT NULL,
        PRIMARY KEY (organisation, number))""",
    "CREATE TABLE audit_heads (organisation TEXT NOT NULL PRIMARY KEY, number BIGINT NOT NULL, hash TEXT NOT NULL)",
)

_FIFTH = (
    "ALTER TABLE parked ADD COLUMN walk_id TEXT",
    "ALTER TABLE tokens ADD COLUMN invitation TEXT",
    "ALTER TABLE tokens ADD COLUMN is_late BOOLEAN NOT NULL DEFAULT FALSE",
    "ALTER TABLE invitations ADD COLUMN id TEXT",
    "ALTER TABLE invitations ADD COLUMN is_for_one BOOLEAN NOT NULL DEFAULT FALSE",
    "ALTER TABLE invitations ADD COLUMN uses INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE invitations ADD COLUMN used_by TEXT",
    "ALTER TABLE invitations ADD COLUMN revoked_at BIGINT",
)

_SIXTH = (
    """CREATE TABLE accounts (
        login TEXT NOT NULL PRIMARY KEY, id TEXT NOT NULL, organisation TEXT NOT NULL, person_id TEXT NOT NULL,
        role TEXT NOT NULL, password TEXT, totp TEXT, totp_step BIGINT NOT NULL DEFAULT 0, subject TEXT,
        made_at BIGINT NOT NULL, closed_at BIGINT)""",
    "CREATE INDEX accounts_of_organisation ON accounts (organisation)",
    "CREATE INDEX accounts_by_subject ON accounts (subject)",
    "CREATE TABLE recovery_codes (hash TEXT NOT NULL PRIMARY KEY, account TEXT NOT NULL)",
    "CREATE INDEX recovery_codes_of_account ON recovery_codes (account)",
    *(f"ALTER TABLE tokens ADD COLUMN {name} TEXT" for name in ("account", "way", "replica", "device")),
    *(f"ALTER TABLE tokens ADD COLUMN {name} BIGINT" for name in ("seen_at", "lost_at", "wiped_at")),
    "CREATE INDEX tokens_of_person ON tokens (organisation, person_id)",
    "ALTER TABLE invitations ADD COLUMN login TEXT",
    "ALTER TABLE tries ADD COLUMN kind TEXT NOT NULL DEFAULT 'code'",
)

_SEVENTH = (
    """CREATE TABLE purged (
        organisation TEXT NOT NULL, stamp TEXT NOT NULL, record TEXT NOT NULL, record_id TEXT NOT NULL,
        at BIGINT NOT NULL, PRIMARY KEY (organisation, stamp))""",
    "CREATE INDEX purged_record ON purged (organisation, record, record_id)",
    """CREATE TABLE tallies (
        organisation TEXT NOT NULL, year INTEGER NOT NULL, record TEXT NOT NULL, what TEXT NOT NULL,
        number BIGINT NOT NULL, PRIMARY KEY (organisation, year, record, what))""",
)

_EIGHTH = ("ALTER TABLE invitations ADD COLUMN account TEXT",)

_NINTH = (
    """CREATE TABLE replaced (
        organisation TEXT NOT NULL, sha256 TEXT NOT NULL, swept BOOLEAN NOT NULL,
        PRIMARY KEY (organisation, sha256))""",
)

_TENTH = ("DELETE FROM sums",)

_ELEVENTH = (
    "ALTER TABLE tokens ADD COLUMN handed_items BIGINT DEFAULT 0 NOT NULL",
    "ALTER TABLE tokens ADD COLUMN handed_bytes BIGINT DEFAULT 0 NOT NULL",
)

_TWELFTH = ("INSERT INTO meta (name, value) SELECT 'photos_seen_before', 'yes' WHERE EXISTS (SELECT 1 FROM files)",)

_THIRTEENTH = (
    """CREATE TABLE provider_sessions (
        link TEXT NOT NULL PRIMARY KEY, organisation TEXT NOT NULL, account TEXT NOT NULL, session TEXT,
        hint TEXT NOT NULL, made_at BIGINT NOT NULL)""",
    "CREATE INDEX provider_sessions_by_session ON provider_sessions (session)",
    "CREATE INDEX provider_sessions_of_account ON provider_sessions (account)",
)

STEPS: tuple[tuple[str, ...], ...] = (
    _FIRST, _SECOND, _THIRD, _FOURTH, _FIFTH, _SIXTH, _SEVENTH, _EIGHTH, _NINTH, _TENTH, _ELEVENTH,
    _TWELFTH, _THIRTEENTH,
)  # fmt: skip
"""Step 1: changes, what was set aside, who may come in, and which files there are.
Step 2: what tells a repeated push from another's, and whether both sides hold the same.
Step 3: how secret a change is.
Step 4: the audit log.
Step 5: ways in that are for one, and that somebody may close; captures that wait for a yes.
Step 6: accounts, and a person's devices.
Step 7: what was purged.
Step 8: coming in from an identity provider.
Step 9: files that a photo had before parts of it were covered.
Step 10: a walk's track lies apart, for those who may see it; the sums are drawn anew.
Step 11: how much was handed in by a token that had ended.
Step 12: that there were photos before they had to be looked through (:mod:`sync.server.earlier`).
Step 13: which session at an identity provider is behind who came in."""


def migrate(database: Database) -> None:
    """Bring the database to this version's shape, all or nothing; a database already there is left as it is.

    One that was restored by its engine's own means since the last time begins another history.
    Raises :class:`Refused` ``store_is_newer`` for the database of a later version, and touches nothing of it.
    """
    with database.write("schema") as connection:
        reached = _reached(connection)
        if reached > len(STEPS):
            raise Refused("store_is_newer", schema=reached, known=len(STEPS))
        for statement in (statement for step in STEPS[reached:] for statement in step):
            connection.execute(text(statement))
        _note(connection, "schema", str(len(STEPS)))
        home, before = database.home(connection), connection.scalar(_SAID, {"name": "home"})
        if not reached or before not in (None, home):
            begin_epoch(connection)
        if home != before:
            _note(connection, "home", home)
        derive(connection)
        if reached < len(STEPS):
            derive_classes(connection)
            derive_sums(connection)


def begin_epoch(connection: Connection) -> None:
    """Call this database's history by another name: phones then compare what they hold, and nobody is alarmed."""
    _note(connection, "epoch", secrets.token_hex(4))


_SAID = text("SELECT value FROM meta WHERE name = :name")
_SAID_TWICE = text("SELECT name, value FROM meta WHERE name IN (:name, :other)")


def epoch(connection: Connection) -> str:
    """The name of this database's history; a restored backup gets another."""
    return str(connection.scalar(_SAID, {"name": "epoch"}))


def raises(connection: Connection, organisation: str) -> int:
    """How often something of the organisation's was given a stricter class: some phones then hold what they may not."""
    return int(connection.scalar(_SAID, {"name": f"raises {organisation}"}) or 0)


def epoch_and_raises(connection: Connection, organisation: str) -> tuple[str, int]:
    """What :func:`epoch` and :func:`raises` tell, in one question."""
    raised = f"raises {organisation}"
    said = {row.name: row.value for row in connection.execute(_SAID_TWICE, {"name": "epoch", "other": raised})}
    return str(said.get("epoch")), int(said.get(raised) or 0)


def note_raise(connection: Connection, organisation: str) -> None:
    """Something has a stricter class from now on: that phones differ from this server is no alarm."""
    _note(connection, f"raises {organisation}", str(raises(connection, organisation) + 1))


def _reached(connection: Connection) -> int:
    if not inspect(connection).has_table("meta"):
        return 0
    return int(connection.scalar(text("SELECT value FROM meta WHERE name = 'schema'")) or 0)


def _note(connection: Connection, name: str, value: str) -> None:
    connection.execute(text("DELETE FROM meta WHERE name = :name"), {"name": name})
    connection.execute(text("INSERT INTO meta (name, value) VALUES (:name, :value)"), {"name": name, "value": value})
