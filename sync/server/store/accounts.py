"""Accounts and their recovery codes. Who may ask is asked elsewhere; an organisation's own are asked by its name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, or_, select, update

from sync.server.store.tables import ACCOUNTS, INVITATIONS, RECOVERY_CODES, TOKENS


@dataclass(frozen=True)
class Account:
    """Who may sign in: see :data:`sync.server.store.tables.ACCOUNTS`. One that is closed lets nobody in."""

    login: str
    id: str
    organisation: str
    person_id: str
    role: str
    made_at: int
    password: str | None = None
    totp: str | None = None
    totp_step: int = 0
    subject: str | None = None
    closed_at: int | None = None


def keep(connection: Connection, account: Account) -> None:
    """Hold ``account``, in the place of an earlier one of its login."""
    connection.execute(delete(ACCOUNTS).where(ACCOUNTS.c.login == account.login))
    connection.execute(insert(ACCOUNTS).values(asdict(account)))


def change(connection: Connection, account: Account, **values: Any) -> None:
    """Set some ``values`` of it."""
    connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.login == account.login).values(**values))


def by_login(connection: Connection, login: str) -> Account | None:
    """The account that signs in with ``login``, closed or not, of whatever organisation."""
    return _account(connection.execute(select(ACCOUNTS).where(ACCOUNTS.c.login == login)).first())


def by_subject(connection: Connection, subject: str) -> Account | None:
    """The open account that an identity provider's person is tied to."""
    tied = (ACCOUNTS.c.subject == subject, ACCOUNTS.c.closed_at.is_(None))
    return _account(connection.execute(select(ACCOUNTS).where(*tied)).first())


def by_id(connection: Connection, organisation: str, account_id: str) -> Account | None:
    """The organisation's own account with this id."""
    own = (ACCOUNTS.c.organisation == organisation, ACCOUNTS.c.id == account_id)
    return _account(connection.execute(select(ACCOUNTS).where(*own)).first())


def of_organisation(connection: Connection, organisation: str) -> list[Account]:
    """All of an organisation's, those that are closed too, by login."""
    query = select(ACCOUNTS).where(ACCOUNTS.c.organisation == organisation).order_by(ACCOUNTS.c.login)
    return [Account(**row) for row in connection.execute(query).mappings()]


def take_step(connection: Connection, account: Account, step: int) -> bool:
    """Whether a code of ``step`` may still be taken; from now on neither it nor an earlier one may."""
    mine = (ACCOUNTS.c.login == account.login, ACCOUNTS.c.totp_step < step)
    return connection.execute(update(ACCOUNTS).where(*mine).values(totp_step=step)).rowcount == 1


def keep_codes(connection: Connection, account_id: str, hashes: Iterable[str]) -> None:
    """These are the account's recovery codes from now on, and no others."""
    connection.execute(delete(RECOVERY_CODES).where(RECOVERY_CODES.c.account == account_id))
    rows = [{"hash": each, "account": account_id} for each in hashes]
    if rows:
        connection.execute(insert(RECOVERY_CODES), rows)


def take_code(connection: Connection, account_id: str, code_hash: str) -> bool:
    """Whether this is one of the account's recovery codes; it is gone now."""
    mine = (RECOVERY_CODES.c.account == account_id, RECOVERY_CODES.c.hash == code_hash)
    return connection.execute(delete(RECOVERY_CODES).where(*mine)).rowcount == 1


def codes_left(connection: Connection, account_id: str) -> int:
    """How many recovery codes the account has left."""
    mine = RECOVERY_CODES.c.account == account_id
    return int(connection.scalar(select(func.count()).select_from(RECOVERY_CODES).where(mine)) or 0)


def end_tokens(connection: Connection, account: Account, now: int, but: str = "") -> int:
    """End every token that came by the account, ``but`` the one with this hash. How many those were."""
    theirs = (TOKENS.c.account == account.id, TOKENS.c.revoked_at.is_(None), TOKENS.c.hash != but)
    return connection.execute(update(TOKENS).where(*theirs).values(revoked_at=now)).rowcount


def close_invitations(
    connection: Connection, login: str, now: int, organisation: str, account_id: str | None = None
) -> None:
    """The organisation's links to a login that are still open are not any more, nor those into its account."""
    theirs = INVITATIONS.c.login == login
    if account_id:
        theirs = or_(theirs, INVITATIONS.c.account == account_id)
    open_ = (theirs, INVITATIONS.c.organisation == organisation, INVITATIONS.c.revoked_at.is_(None))
    connection.execute(update(INVITATIONS).where(*open_).values(revoked_at=now))


def _account(row: Row[Any] | None) -> Account | None:
    return Account(**row._mapping) if row else None
