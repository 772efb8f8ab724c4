"""Signing in by an identity provider: who it says that somebody is becomes an account, and that a way into the app."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from sqlalchemy import Connection

from fieldwalk.domain.refusals import Refused
from sync.server.accounts import Accounts, login_of
from sync.server.audit import Audit
from sync.server.caller import Caller
from sync.server.guesses import DOOR
from sync.server.intake import Clock
from sync.server.keys import hashed, keyed, new_identity, new_secret
from sync.server.provider import Begun, Identity, Provider
from sync.server.proving import holder
from sync.server.sealing import Seal
from sync.server.store import accounts, doors
from sync.server.store import provided as sessions
from sync.server.store.accounts import Account
from sync.server.store.database import Database
from sync.server.store.doors import Invitation
from sync.server.store.provided import Session

ON_THE_WAY = 10 * 60 * 1000
"""Milliseconds in which somebody must come back from the provider."""
AT_THE_DOOR = 2 * 60 * 1000
"""Milliseconds in which the app must then come in."""


@dataclass(frozen=True)
class Sent:
    """Where a browser is sent, and the sealed note that it carries: only the browser that began comes back with it."""

    address: str
    note: str


class Provided:
    """The provider's people and our accounts."""

    def __init__(
        self, database: Database, provider: Provider, accounts_: Accounts, secret: str, clock: Clock, audit: Audit
    ) -> None:
        self._database, self.provider, self._accounts, self._secret = database, provider, accounts_, secret
        self._clock, self._audit, self._seal = clock, audit, Seal(secret, "provider")

    def begin(self, link: str = "") -> Sent:
        """Begin a sign-in; with an invitation's ``link`` it opens that account and ties it to whoever comes back."""
        address, begun = self.provider.begin()
        note = {**asdict(begun), "link": link, "ends_at": self._clock() + ON_THE_WAY}
        return Sent(address, self._seal.close(json.dumps(note)))

    def finish(self, answer: str, note: str) -> str:
        """The last part of a link by which the app comes in, once and soon.

        Raises as :meth:`Provider.finish` does; ``provider_refused`` for a browser that did not begin this, or too long
        ago; ``account_missing`` for somebody who has no account here; ``code_not_known`` for a link that has ended.
        """
        kept = json.loads(self._seal.open(note) or "{}")
        if kept.pop("ends_at", 0) <= self._clock():
            raise Refused("provider_refused")
        link = kept.pop("link")
        identity = self.provider.finish(answer, Begun(**kept))
        subject = keyed(self._secret, f"{identity.issuer} {identity.subject}")
        with self._database.write(DOOR) as connection:
            account = self._opened(connection, link, subject) if link else self._known(connection, identity, subject)
            return self._entry(connection, account, identity)

    def way_out(self, caller: Caller, back: str) -> str:
        """Where the caller's browser ends their session at the provider, and then comes ``back``.

        Empty for who came in otherwise, and while the provider does not answer: here they are out all the same.
        """
        with self._database.read_sources() as connection:
            sealed = sessions.hint_behind(connection, caller.token)
        if not sealed:
            return ""
        try:
            return self.provider.end(back, self._seal.open(sealed) or "")
        except Refused:
            return ""

    def ended(self, token: str) -> int:
        """The provider says that somebody's session is over: what came of it here is too. How many tokens those were.

        Raises as :meth:`Provider.ended` does.
        """
        over, now = self.provider.ended(token), self._clock()
        with self._database.write(DOOR) as connection:
            if over.session:
                found = sessions.behind(connection, session=self._named(over.issuer, over.session))
            else:
                tied = accounts.by_subject(connection, keyed(self._secret, f"{over.issuer} {over.subject}"))
                found = sessions.behind(connection, account=tied.id) if tied else []
            return sum(self._end(connection, *each, now) for each in found)

    def _end(self, connection: Connection, link: str, organisation: str, account_id: str, now: int) -> int:
        ended = sessions.end(connection, link, now)
        account = accounts.by_id(connection, organisation, account_id)
        if ended and account:
            nobody = Caller(organisation, "", account.role)
            self._audit.note(connection, nobody, "provider_ended", person=account.person_id, tokens=ended)
        return ended

    def _named(self, issuer: str, session: str) -> str:
        return keyed(self._secret, f"session {issuer} {session}")

    def _known(self, connection: Connection, identity: Identity, subject: str) -> Account:
        """The account that was tied to them; else the open one of an address that is theirs, tied from now on."""
        account = accounts.by_subject(connection, subject)
        if account is None and identity.email:
            account = accounts.by_login(connection, login_of(identity.email))
            if account and account.closed_at is None and account.subject is None:
                accounts.change(connection, account, subject=subject)
                self._audit.note(connection, holder(account), "account_tied")
            else:
                account = None
        if account is None:
            raise Refused("account_missing")
        return account

    def _opened(self, connection: Connection, link: str, subject: str) -> Account:
        """The account behind an invitation, opened or tied anew. Whoever had the link is whom the provider knows."""
        way = doors.invitation_for(connection, hashed(link), "", self._clock())
        if way is None or way.login is None:
            raise Refused("code_not_known")
        other = accounts.by_subject(connection, subject)
        before = accounts.by_login(connection, way.login)
        if (other and other.login != way.login) or (before and before.person_id != way.person_id):
            raise Refused("login_taken")
        account = Account(
            login=way.login,
            id=before.id if before else new_identity(self._clock()),
            organisation=way.organisation,
            person_id=way.person_id or "",
            role=way.role,
            made_at=before.made_at if before else self._clock(),
            password=before.password if before else None,
            totp=before.totp if before else None,
            totp_step=before.totp_step if before else 0,
            subject=subject,
        )
        accounts.keep(connection, account)
        if before and before.role != account.role:
            accounts.end_tokens(connection, account, self._clock())
        doors.note_use(connection, way, "")
        self._audit.note(connection, holder(account), "account_opened", provider=True)
        return account

    def _entry(self, connection: Connection, account: Account, identity: Identity) -> str:
        link, now = new_secret(), self._clock()
        who = (account.organisation, account.role, None, account.person_id)
        way = Invitation(hashed(link), None, *who, now, now + AT_THE_DOOR, is_for_one=True, account=account.id)
        doors.keep_invitation(connection, way)
        name = self._named(identity.issuer, identity.session) if identity.session else None
        about = (account.organisation, account.id, name, self._seal.close(identity.token), now)
        sessions.keep(connection, Session(way.link, *about))
        return link
