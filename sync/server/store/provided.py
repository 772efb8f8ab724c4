"""The identity provider's sessions behind tokens of ours: so that signing out ends both, whichever side begins."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from sync.server.store.tables import PROVIDER_SESSIONS, TOKENS

LEFT = 24 * 60 * 60 * 1000
"""Milliseconds after which a session with no token of ours that is good is forgotten."""


@dataclass(frozen=True)
class Session:
    """What came with a sign-in by the way in ``link`` (a hash): the provider's own name of the ``session`` (a keyed
    hash, where it told one), and the identity token, sealed, as a ``hint`` of whom to sign out."""

    link: str
    organisation: str
    account: str
    session: str | None
    hint: str
    made_at: int


def keep(connection: Connection, session: Session) -> None:
    """Remember ``session`` as long as the token that comes of it, and forget those whose token is over."""
    sessions = PROVIDER_SESSIONS.c
    good = select(TOKENS.c.invitation).where(TOKENS.c.invitation.is_not(None), TOKENS.c.revoked_at.is_(None))
    over = (sessions.link.not_in(good), sessions.made_at <= session.made_at - LEFT)
    connection.execute(delete(PROVIDER_SESSIONS).where(*over))
    connection.execute(insert(PROVIDER_SESSIONS).values(asdict(session)))


def hint_behind(connection: Connection, token_hash: str) -> str:
    """The sealed identity token by which somebody came in; empty for who came in otherwise."""
    link = select(TOKENS.c.invitation).where(TOKENS.c.hash == token_hash).scalar_subquery()
    return str(connection.scalar(select(PROVIDER_SESSIONS.c.hint).where(PROVIDER_SESSIONS.c.link == link)) or "")


def behind(connection: Connection, *, session: str = "", account: str = "") -> list[tuple[str, str, str]]:
    """The sessions of that keyed name, or all of an account's: link, organisation and account of each."""
    sessions = PROVIDER_SESSIONS.c
    which: ColumnElement[bool] = sessions.session == session if session else sessions.account == account
    query = select(sessions.link, sessions.organisation, sessions.account).where(which)
    return [(row.link, row.organisation, row.account) for row in connection.execute(query)]


def end(connection: Connection, link: str, now: int) -> int:
    """End the tokens that came in by ``link``, and forget its session. How many those were."""
    theirs = (TOKENS.c.invitation == link, TOKENS.c.revoked_at.is_(None))
    ended = connection.execute(update(TOKENS).where(*theirs).values(revoked_at=now)).rowcount
    connection.execute(delete(PROVIDER_SESSIONS).where(PROVIDER_SESSIONS.c.link == link))
    return ended
