"""The source tables: what cannot be had again if it is lost. Their shape changes by numbered steps only."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
)

SOURCES = MetaData()

META = Table("meta", SOURCES, Column("name", Text, primary_key=True), Column("value", Text, nullable=False))

ORGANISATIONS = Table(
    "organisations",
    SOURCES,
    Column("organisation", Text, primary_key=True),
    Column("head", BigInteger, nullable=False),
)
"""``head`` is the last sequence given out; its row is held while changes are numbered, so that commits are in order."""

JOURNAL = Table(
    "journal",
    SOURCES,
    Column("organisation", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("stamp", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("record_id", Text, nullable=False),
    Column("walk_id", Text),
    Column("fields", Text, nullable=False),
    Column("received_at", BigInteger, nullable=False),
    Column("replica", Text, nullable=False),
    Column("secrecy", Integer, nullable=False, server_default="0"),
    PrimaryKeyConstraint("organisation", "seq"),
    UniqueConstraint("organisation", "stamp"),
    Index("journal_of_record", "organisation", "record", "record_id"),
    Index("journal_of_walk", "organisation", "walk_id", "seq"),
)
"""Every change that was taken, until it is purged. ``fields`` is canonical JSON: what the hash is over.

``secrecy`` is the rank of the class that the change's record has now: a point's, and of what hangs on it.
"""

IS_CLASSED = JOURNAL.c.secrecy > literal_column("0")
Index("journal_classed_seq", JOURNAL.c.organisation, JOURNAL.c.seq,
      sqlite_where=IS_CLASSED, postgresql_where=IS_CLASSED)  # fmt: skip
Index("journal_classed", *(JOURNAL.c[name] for name in ("organisation", "record", "record_id")),
      sqlite_where=IS_CLASSED, postgresql_where=IS_CLASSED)  # fmt: skip

PARKED = Table(
    "parked",
    SOURCES,
    Column("organisation", Text, nullable=False),
    Column("stamp", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("record_id", Text, nullable=False),
    Column("fields", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("details", Text, nullable=False),
    Column("received_at", BigInteger, nullable=False),
    Column("walk_id", Text),
    PrimaryKeyConstraint("organisation", "stamp"),
)
"""What was refused, whole, with its reason: set aside, never dropped; a resend gets the same answer."""

RESTAMPED = Table(
    "restamped",
    SOURCES,
    Column("organisation", Text, nullable=False),
    Column("stamp", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("became", Text, nullable=False),
    PrimaryKeyConstraint("organisation", "stamp"),
)
"""Which stamp a change was kept under when its own was too far ahead: a resend gets the same answer."""

PURGED = Table(
    "purged",
    SOURCES,
    Column("organisation", Text, nullable=False),
    Column("stamp", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("record_id", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    PrimaryKeyConstraint("organisation", "stamp"),
    Index("purged_record", "organisation", "record", "record_id"),
)
"""Which changes were taken away for good, and nothing of what they said: who hands one back is told to forget it."""

TALLIES = Table(
    "tallies",
    SOURCES,
    Column("organisation", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("record", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("number", BigInteger, nullable=False),
    PrimaryKeyConstraint("organisation", "year", "record", "what"),
)
"""How many of each there were, by the year in which they began: all that is left of what was purged."""

BATCHES = Table(
    "batches",
    SOURCES,
    Column("organisation", Text, nullable=False),
    Column("replica", Text, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("sha256", Text, nullable=False),
    PrimaryKeyConstraint("organisation", "replica", "number"),
)
"""What each replica has pushed under each number. The same number with other changes: two phones have one name."""

SUMS = Table(
    "sums",
    SOURCES,
    Column("organisation", Text, nullable=False),
    Column("section", Text, nullable=False),
    Column("total", Text, nullable=False),
    PrimaryKeyConstraint("organisation", "section"),
)
"""The sum over the changes of each part of the journal that somebody may hold and another may not: derived from it."""

REPAIRS = Table(
    "repairs",
    SOURCES,
    Column("id", Text, primary_key=True),
    Column("organisation", Text, nullable=False),
    Column("replica", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("buckets", Integer, nullable=False),
)
"""Each time a phone and this server held different things and no backup had been restored: somebody should look."""

TOKENS = Table(
    "tokens",
    SOURCES,
    Column("hash", Text, primary_key=True),
    Column("organisation", Text, nullable=False),
    Column("person_id", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("walk_id", Text),
    Column("made_at", BigInteger, nullable=False),
    Column("ends_at", BigInteger, nullable=False),
    Column("revoked_at", BigInteger),
    Column("invitation", Text),
    Column("is_late", Boolean, nullable=False, server_default="false"),
    Column("account", Text),
    Column("way", Text),
    Column("replica", Text),
    Column("device", Text),
    Column("seen_at", BigInteger),
    Column("lost_at", BigInteger),
    Column("wiped_at", BigInteger),
    Column("handed_items", BigInteger, nullable=False, server_default="0"),
    Column("handed_bytes", BigInteger, nullable=False, server_default="0"),
    Index("tokens_of_person", "organisation", "person_id"),
)
"""``invitation`` is the way in that it came by. ``is_late``: what its holder captures waits for the leader's yes.

``account`` is whose sign-in it came by, ``way`` how (``joined``, ``password``, ``provider``); ``replica`` and
``device`` tell one phone of a person's from another. A phone that was ``lost_at`` a moment hands in what it has, and
no more; when it has forgotten everything it is ``wiped_at``. ``handed_items`` and ``handed_bytes`` count what came by
it after its end.
"""

ACCOUNTS = Table(
    "accounts",
    SOURCES,
    Column("login", Text, primary_key=True),
    Column("id", Text, nullable=False),
    Column("organisation", Text, nullable=False),
    Column("person_id", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("password", Text),
    Column("totp", Text),
    Column("totp_step", BigInteger, nullable=False, server_default="0"),
    Column("subject", Text),
    Column("made_at", BigInteger, nullable=False),
    Column("closed_at", BigInteger),
    Index("accounts_of_organisation", "organisation"),
    Index("accounts_by_subject", "subject"),
)
"""Who may sign in. ``password`` is an argon2id hash; ``totp`` is sealed with the server's secret, and of ``totp_step``
and earlier no code is taken again. ``subject`` is a keyed hash of who an identity provider says that they are.
"""

RECOVERY_CODES = Table(
    "recovery_codes",
    SOURCES,
    Column("hash", Text, primary_key=True),
    Column("account", Text, nullable=False),
    Index("recovery_codes_of_account", "account"),
)
"""Each stands in for the second factor once: it is gone when it was used. ``hash`` is keyed."""

INVITATIONS = Table(
    "invitations",
    SOURCES,
    Column("link", Text, primary_key=True),
    Column("code", Text),
    Column("organisation", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("walk_id", Text),
    Column("person_id", Text),
    Column("made_at", BigInteger, nullable=False),
    Column("ends_at", BigInteger, nullable=False),
    Column("id", Text),
    Column("is_for_one", Boolean, nullable=False, server_default="false"),
    Column("uses", Integer, nullable=False, server_default="0"),
    Column("used_by", Text),
    Column("revoked_at", BigInteger),
    Column("login", Text),
    Column("account", Text),
    Index("invitations_by_code", "code"),
)
"""``link`` and ``code`` are hashes: who reads the database cannot join with what stands there.

``used_by`` is the phone that last came in by it, which may ask again when the answer did not reach it.
One with a ``login`` opens that account, and nothing without a password; ``account`` is whose sign-in by a provider
ends with coming in by it.
"""

PROVIDER_SESSIONS = Table(
    "provider_sessions",
    SOURCES,
    Column("link", Text, primary_key=True),
    Column("organisation", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("session", Text),
    Column("hint", Text, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Index("provider_sessions_by_session", "session"),
    Index("provider_sessions_of_account", "account"),
)
"""Which session at the identity provider is behind who came in by a ``link``. ``session`` is a keyed hash, ``hint``
sealed."""

FILES = Table(
    "files",
    SOURCES,
    Column("organisation", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("person", Text, nullable=False),
    Column("received_at", BigInteger, nullable=False),
    PrimaryKeyConstraint("organisation", "sha256"),
)

REPLACED = Table(
    "replaced",
    SOURCES,
    Column("organisation", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("swept", Boolean, nullable=False),
    PrimaryKeyConstraint("organisation", "sha256"),
)
"""Files that a photo had before parts of it were covered: nobody gets them, and the sweep takes their bytes away."""

TRIES = Table(
    "tries",
    SOURCES,
    Column("id", Text, primary_key=True),
    Column("address", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("kind", Text, nullable=False, server_default="code"),
    Index("tries_by_moment", "at"),
)
"""Failed guesses of the last minutes: which ``kind``, and at what or from where as a keyed hash, ``address``."""

AUDIT = Table(
    "audit",
    SOURCES,
    Column("organisation", Text, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("person", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("hash", Text, nullable=False),
    PrimaryKeyConstraint("organisation", "number"),
)
"""Who did what: lines are added and nothing else. Each ``hash`` is over the line and the one before it."""

AUDIT_HEADS = Table(
    "audit_heads",
    SOURCES,
    Column("organisation", Text, primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("hash", Text, nullable=False),
)
"""The last line of each log, held while the next is written; without it a line at the end could be taken away."""

DERIVED = Table(
    "derived",
    SOURCES,
    Column("record", Text, primary_key=True),
    Column("shape", Text, nullable=False),
    Column("ready", Boolean, nullable=False),
)
"""Which shape each state table has: when a field is added the table is built anew from the journal."""
