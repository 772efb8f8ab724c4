"""Tokens, invitations and failed tries: who may come in. Before somebody is in, there is no caller to ask for."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import ColumnElement, Connection, and_, bindparam, delete, false, func, insert, or_, select, update

from fieldwalk.domain.roles import ONE_WALK
from sync.server.caller import Caller
from sync.server.store.tables import INVITATIONS, TOKENS, TRIES

LATE = 30 * 24 * 60 * 60 * 1000
"""Milliseconds after its end in which a token that somebody ended, or a resident's, hands in what was captured."""

REMEMBERED = 60 * 60 * 1000
"""Milliseconds for which a failed guess counts, at most."""


@dataclass(frozen=True)
class Invitation:
    """A way in, for a role: to one walk, as one person, or both. ``link`` and ``code`` are hashes.

    A walk's own is for many. One that ``is_for_one`` is used up by the first phone that comes in by it. One with a
    ``login`` leads to a password to choose.
    """

    link: str
    code: str | None
    organisation: str
    role: str
    walk_id: str | None
    person_id: str | None
    made_at: int
    ends_at: int
    id: str | None = None
    is_for_one: bool = False
    uses: int = 0
    used_by: str | None = None
    revoked_at: int | None = None
    login: str | None = None
    account: str | None = None


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
    invitation: str | None = None
    is_late: bool = False
    account: str | None = None
    way: str = "joined"
    replica: str | None = None
    device: str | None = None
    seen_at: int | None = None


def keep_invitation(connection: Connection, invitation: Invitation) -> None:
    """Open the door that ``invitation`` describes."""
    connection.execute(insert(INVITATIONS).values(asdict(invitation)))


def invitation_for(connection: Connection, link: str, code: str, now: int, replica: str = "") -> Invitation | None:
    """The invitation whose link or code hashes to these, and that still lets the phone ``replica`` in.

    A wrong one, one that has ended, one that somebody closed and one that is used up look the same.
    """
    matches = or_(INVITATIONS.c.link == link, INVITATIONS.c.code == code)
    again = INVITATIONS.c.used_by == replica if replica else false()
    return _invitation(connection, and_(matches, or_(~INVITATIONS.c.is_for_one, INVITATIONS.c.uses == 0, again)), now)


def code_is_free(connection: Connection, code: str, now: int) -> bool:
    """Whether no open invitation has this code (its keyed hash)."""
    return _invitation(connection, INVITATIONS.c.code == code, now) is None


def _invitation(connection: Connection, matches: ColumnElement[bool], now: int) -> Invitation | None:
    live = (matches, INVITATIONS.c.ends_at > now, INVITATIONS.c.revoked_at.is_(None))
    row = connection.execute(select(INVITATIONS).where(*live)).mappings().first()
    return Invitation(**row) if row else None


def note_use(connection: Connection, invitation: Invitation, replica: str) -> None:
    """The phone ``replica`` has come in by ``invitation``."""
    mine = INVITATIONS.c.link == invitation.link
    used = {"uses": INVITATIONS.c.uses + 1, "used_by": replica or None}
    connection.execute(update(INVITATIONS).where(mine).values(**used))


def invitations_to(connection: Connection, organisation: str, walk_id: str) -> list[Invitation]:
    """All ways into a walk, the newest first, those that are closed too."""
    mine = (INVITATIONS.c.organisation == organisation, INVITATIONS.c.walk_id == walk_id, INVITATIONS.c.id.is_not(None))
    query = select(INVITATIONS).where(*mine).order_by(INVITATIONS.c.made_at.desc(), INVITATIONS.c.id)
    return [Invitation(**row) for row in connection.execute(query).mappings()]


def close(connection: Connection, invitation: Invitation, now: int, *, tokens: bool) -> int:
    """Nobody comes in by ``invitation`` from now on; with ``tokens`` those who did are out too. How many those were."""
    mine = INVITATIONS.c.link == invitation.link
    connection.execute(update(INVITATIONS).where(mine, INVITATIONS.c.revoked_at.is_(None)).values(revoked_at=now))
    if not tokens:
        return 0
    theirs = (TOKENS.c.invitation == invitation.link, TOKENS.c.revoked_at.is_(None))
    return connection.execute(update(TOKENS).where(*theirs).values(revoked_at=now)).rowcount


def keep_token(connection: Connection, token: Token) -> None:
    """From now on who shows the token is its caller."""
    connection.execute(insert(TOKENS).values(asdict(token)))


_BY_HASH = select(TOKENS).where(TOKENS.c.hash == bindparam("hash"))


def caller_with(connection: Connection, token_hash: str, now: int) -> Caller | None:
    """The holder of a token that has not ended.

    A resident's that ended within :data:`LATE`, and any that somebody ended within it, give one who ``is_ended``, a
    lost phone's one with ``lost_at``. Whoever is put out by mistake loses no capture, and with reason brings none in:
    all of it waits for a yes.
    """
    row = connection.execute(_BY_HASH, {"hash": token_hash}).first()
    if row is None:
        return None
    put_out = row.revoked_at is not None
    end = row.revoked_at if put_out else row.ends_at
    ended = put_out or end <= now
    if ended and end + (LATE if put_out or row.role in ONE_WALK else 0) <= now:
        return None
    who = (row.organisation, row.person_id, row.role, row.walk_id, row.is_late or ended, ended, put_out)
    return Caller(*who, token_hash, row.account, row.lost_at, row.seen_at)


def is_staff(connection: Connection, organisation: str, person_id: str) -> bool:
    """Whether the person has ever come in as more than who walks along on one walk."""
    theirs = (TOKENS.c.organisation == organisation, TOKENS.c.person_id == person_id)
    query = select(TOKENS.c.hash).where(*theirs, TOKENS.c.role.not_in(ONE_WALK)).limit(1)
    return connection.execute(query).first() is not None


def signed_in_by(connection: Connection, token_hash: str, account: str) -> bool:
    """Whether somebody signed in to ``account`` with this token, however it ended, on a device that is not lost."""
    mine = (TOKENS.c.hash == token_hash, TOKENS.c.account == account, TOKENS.c.lost_at.is_(None))
    return connection.execute(select(TOKENS.c.hash).where(*mine)).first() is not None


def was_revoked(connection: Connection, token_hash: str) -> bool:
    """Whether there was such a token, and somebody ended it."""
    query = select(TOKENS.c.hash).where(TOKENS.c.hash == token_hash, TOKENS.c.revoked_at.is_not(None))
    return connection.execute(query).first() is not None


def note_handed_in(connection: Connection, token_hash: str, items: int, size: int, most: tuple[int, int]) -> bool:
    """Count ``items`` of ``size`` bytes as handed in by the token; ``False``, uncounted, beyond ``most`` of either."""
    reached = TOKENS.c.handed_items + items, TOKENS.c.handed_bytes + size
    within = (TOKENS.c.hash == token_hash, reached[0] <= most[0], reached[1] <= most[1])
    counted = update(TOKENS).where(*within).values(handed_items=reached[0], handed_bytes=reached[1])
    return connection.execute(counted).rowcount == 1


def revoke(connection: Connection, token_hash: str, now: int) -> None:
    """From now on the token opens nothing."""
    connection.execute(update(TOKENS).where(TOKENS.c.hash == token_hash).values(revoked_at=now))


def failures_since(connection: Connection, kind: str, moment: int, address: str | None = None) -> int:
    """How many guesses of a kind failed after ``moment``, from (or at) one address or in all."""
    query = select(func.count()).select_from(TRIES).where(TRIES.c.kind == kind, TRIES.c.at > moment)
    return int(connection.scalar(query if address is None else query.where(TRIES.c.address == address)) or 0)


def failures_of(connection: Connection, kind: str, address: str, now: int) -> tuple[int, int]:
    """How many guesses of a kind failed from (or at) one address within :data:`REMEMBERED`, and when the last did."""
    mine = (TRIES.c.kind == kind, TRIES.c.address == address, TRIES.c.at > now - REMEMBERED)
    number, last = connection.execute(select(func.count(), func.max(TRIES.c.at)).where(*mine)).one()
    return int(number), int(last or 0)


def forget_all_failures(connection: Connection, kind: str, address: str) -> None:
    """Whoever guessed there has shown who they are."""
    connection.execute(delete(TRIES).where(TRIES.c.kind == kind, TRIES.c.address == address))


def forget_old_failures(connection: Connection, now: int) -> None:
    """Guesses older than :data:`REMEMBERED` count for nothing any more."""
    connection.execute(delete(TRIES).where(TRIES.c.at <= now - REMEMBERED))


def note_failure(connection: Connection, kind: str, address: str, now: int) -> str:
    """Count one more failure at ``now``, and forget those that count no more. Returns its id."""
    forget_old_failures(connection, now)
    named = secrets.token_hex(12)
    connection.execute(insert(TRIES).values(id=named, kind=kind, address=address, at=now))
    return named


def forget_failures(connection: Connection, ids: Sequence[str]) -> None:
    """What was counted ahead of time turned out to be right."""
    connection.execute(delete(TRIES).where(TRIES.c.id.in_(ids)))
