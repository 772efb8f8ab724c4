"""Ways in that are over: what is known of a person by them, and when that goes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, case, delete, func, or_, select, update

from sync.server.store.tables import ACCOUNTS, INVITATIONS, RECOVERY_CODES, TOKENS

_UNNAMED = {"person_id": "", "account": None, "replica": None, "device": None, "seen_at": None}


def of_person(connection: Connection, organisation: str, person_id: str) -> dict[str, Any]:
    """A person's account, the invitations to become them, and how and when they came in. No secret, no hash."""
    invited, came = (_rows(connection, table, organisation, person_id) for table in (INVITATIONS, TOKENS))
    way = ("role", "walk_id", "made_at", "ends_at", "revoked_at")
    return {
        "account": _account(connection, organisation, person_id),
        "invitations": [{name: getattr(row, name) for name in (*way, "login", "uses")} for row in invited],
        "entrances": [
            {name: getattr(row, name) for name in (*way, "way", "device", "seen_at", "lost_at", "wiped_at")}
            for row in came
        ],
    }


def last_sign_ins(connection: Connection, organisation: str) -> dict[str, int]:
    """When somebody last signed in to each of the organisation's accounts, by the account's id."""
    mine = (TOKENS.c.organisation == organisation, TOKENS.c.account.is_not(None))
    query = select(TOKENS.c.account, func.max(TOKENS.c.made_at).label("at")).where(*mine).group_by(TOKENS.c.account)
    return {row.account: row.at for row in connection.execute(query)}


def put_out(connection: Connection, organisation: str, person_id: str, now: int) -> int:
    """The person's tokens open nothing any more and name nobody, and nobody is invited to become them.

    Returns how many tokens those were.
    """
    connection.execute(delete(INVITATIONS).where(*_theirs(INVITATIONS, organisation, person_id)))
    mine = _theirs(TOKENS, organisation, person_id)
    ended = case((TOKENS.c.revoked_at.is_(None), now), else_=TOKENS.c.revoked_at)
    return connection.execute(update(TOKENS).where(*mine).values(revoked_at=ended, **_UNNAMED)).rowcount


def drop_accounts(connection: Connection, organisation: str, *which: ColumnElement[bool]) -> int:
    """Take away those of the organisation's accounts, with their recovery codes. How many those were."""
    mine = (ACCOUNTS.c.organisation == organisation, *which)
    ids = list(connection.scalars(select(ACCOUNTS.c.id).where(*mine)))
    connection.execute(delete(RECOVERY_CODES).where(RECOVERY_CODES.c.account.in_(ids)))
    return connection.execute(delete(ACCOUNTS).where(*mine)).rowcount


def purge_entrances(connection: Connection, organisation: str, before: int) -> tuple[int, int]:
    """Take away the accounts that were closed, and the ways in that ended, before that moment; how many of each.

    Of a token that somebody ended its hash stays, naming nobody: the phone that still has it must be told to forget
    what it holds.
    """
    closed = drop_accounts(connection, organisation, ACCOUNTS.c.closed_at <= before)
    over = 0
    for table in (INVITATIONS, TOKENS):
        ran_out = and_(table.c.revoked_at.is_(None), table.c.ends_at <= before)
        mine = table.c.organisation == organisation
        over += connection.execute(delete(table).where(mine, ran_out)).rowcount
    put_out_ = (TOKENS.c.organisation == organisation, TOKENS.c.revoked_at <= before)
    named = or_(TOKENS.c.person_id != "", TOKENS.c.replica.is_not(None))
    over += connection.execute(update(TOKENS).where(*put_out_, named).values(**_UNNAMED)).rowcount
    gone = (INVITATIONS.c.organisation == organisation, INVITATIONS.c.revoked_at <= before)
    return closed, over + connection.execute(delete(INVITATIONS).where(*gone)).rowcount


def _theirs(table: Table, organisation: str, person_id: str) -> tuple[ColumnElement[bool], ...]:
    return (table.c.organisation == organisation, table.c.person_id == person_id)


def _rows(connection: Connection, table: Table, organisation: str, person_id: str) -> list[Any]:
    query = select(table).where(*_theirs(table, organisation, person_id)).order_by(table.c.made_at)
    return list(connection.execute(query))


def _account(connection: Connection, organisation: str, person_id: str) -> dict[str, Any] | None:
    row = connection.execute(select(ACCOUNTS).where(*_theirs(ACCOUNTS, organisation, person_id))).first()
    if row is None:
        return None
    mine = RECOVERY_CODES.c.account == row.id
    kept = {name: getattr(row, name) for name in ("login", "role", "made_at", "closed_at")}
    return {
        **kept,
        "has_password": row.password is not None,
        "has_second_factor": row.totp is not None,
        "is_tied_to_provider": row.subject is not None,
        "recovery_codes_left": connection.scalar(select(func.count()).select_from(RECOVERY_CODES).where(mine)) or 0,
    }
