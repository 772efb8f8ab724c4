"""Tokens, invitations and failed tries: who may come in. Before somebody is in, there is no caller to ask for."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass

from sqlalchemy import ColumnElement, Connection, delete, func, insert, or_, select, update

from sync.server.caller import Caller
from sync.server.store.tables import INVITATIONS, TOKENS, TRIES


@dataclass(frozen=True)
class Invitation:
    """A way in, for a role: to one walk, as one person, or both. ``link`` and ``code`` are hashes."""

    link: str
    code: str | None
    organisation: str
    role: str
    walk_id: str | None
    person_id: str | None
    made_at: int
    ends_at: int


@dataclass(frozen=True)
class Token:
    """What a phone shows at every contact. ``hash`` is all that is kept of it."""

    hash: str
    organisation: str
    person_id: str
    role: str
    walk_id: str | None
    made_at: int
    ends_at: int


def keep_invitation(connection: Connection, invitation: Invitation) -> None:
    """Open the door that ``invitation`` describes."""
    connection.execute(insert(INVITATIONS).values(asdict(invitation)))


def invitation_for(connection: Connection, link: str, code: str, now: int) -> Invitation | None:
    """The invitation whose link or code hashes to these and that has not ended; wrong and ended look the same."""
    matches = or_(INVITATIONS.c.link == link, INVITATIONS.c.code == code)
    return _invitation(connection, matches, now)


def code_is_free(connection: Connection, code: str, now: int) -> bool:
    """Whether no open invitation has this code (its keyed hash)."""
    return _invitation(connection, INVITATIONS.c.code == code, now) is None


def _invitation(connection: Connection, matches: ColumnElement[bool], now: int) -> Invitation | None:
    row = connection.execute(select(INVITATIONS).where(matches, INVITATIONS.c.ends_at > now)).mappings().first()
    return Invitation(**row) if row else None


def keep_token(connection: Connection, token: Token) -> None:
    """From now on who shows the token is its caller."""
    connection.execute(insert(TOKENS).values(asdict(token)))


def caller_with(connection: Connection, token_hash: str, now: int) -> Caller | None:
    """The holder of a token that has neither ended nor been revoked."""
    live = (TOKENS.c.hash == token_hash, TOKENS.c.ends_at > now, TOKENS.c.revoked_at.is_(None))
    row = connection.execute(select(TOKENS).where(*live)).first()
    return Caller(row.organisation, row.person_id, row.role, row.walk_id) if row else None


def was_revoked(connection: Connection, token_hash: str) -> bool:
    """Whether there was such a token, and somebody ended it."""
    query = select(TOKENS.c.hash).where(TOKENS.c.hash == token_hash, TOKENS.c.revoked_at.is_not(None))
    return connection.execute(query).first() is not None


def revoke(connection: Connection, token_hash: str, now: int) -> None:
    """From now on the token opens nothing."""
    connection.execute(update(TOKENS).where(TOKENS.c.hash == token_hash).values(revoked_at=now))


def failures_since(connection: Connection, moment: int, address: str | None = None) -> int:
    """How many joins failed after ``moment``, from one address or in all."""
    query = select(func.count()).select_from(TRIES).where(TRIES.c.at > moment)
    return int(connection.scalar(query if address is None else query.where(TRIES.c.address == address)) or 0)


def note_failure(connection: Connection, address: str, now: int, forget_before: int) -> None:
    """Count one more failure at ``now``, and forget those at or before ``forget_before``."""
    connection.execute(delete(TRIES).where(TRIES.c.at <= forget_before))
    connection.execute(insert(TRIES).values(id=secrets.token_hex(12), address=address, at=now))
