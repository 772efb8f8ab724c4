"""Accounts: how one is opened by invitation, signed in to, and closed."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from fieldwalk.domain.records import Organisation, Person
from fieldwalk.domain.refusals import Refused
from sync.server import second_factor
from sync.server.audit import Audit
from sync.server.caller import Caller
from sync.server.entering import Device, Joined, Way, enter, title_of
from sync.server.guesses import DOOR
from sync.server.intake import Clock
from sync.server.keys import hashed, new_identity
from sync.server.passwords import Passwords, check_strong
from sync.server.proving import Proving, Shown, holder
from sync.server.store import accounts, doors, entrances
from sync.server.store.accounts import Account
from sync.server.store.database import Database
from sync.server.store.doors import Invitation
from sync.server.store.holdings import Holdings

SHORTEST, LONGEST = 2, 200
"""Characters of a login."""


@dataclass(frozen=True)
class Offer:
    """What whoever holds an account's link sees before they choose a password.

    ``secret`` is the second factor's, and ``address`` the same for an authenticator to read.
    """

    login: str
    name: str
    role: str
    organisation_title: str
    secret: str
    address: str
    is_known: bool


@dataclass(frozen=True)
class Choice:
    """What they choose. ``code`` are six digits that their authenticator shows for the offer's secret.

    ``end_others`` puts out whoever is signed in to the account already.
    """

    password: str
    code: str = ""
    end_others: bool = False


@dataclass(frozen=True)
class Accepted:
    """Who they have become, and the recovery codes: the only moment at which these can be read."""

    joined: Joined
    recovery_codes: list[str]


class Accounts:
    """The accounts of one server, of all its organisations: a login is one person's."""

    def __init__(
        self, database: Database, proving: Proving, passwords: Passwords, secret: str, clock: Clock, audit: Audit,
        *, wants_second_factor: bool = True,
    ) -> None:  # fmt: skip
        self._database, self._proving, self._passwords, self._secret = database, proving, passwords, secret
        self._clock, self._audit, self._wants = clock, audit, wants_second_factor

    def sign_in(self, shown: Shown, device: Device) -> Joined:
        """Become whoever the account's person is, on this device. Raises as :meth:`Proving.account` does."""
        proved = self._proving.account(shown)
        with self._database.write(DOOR) as connection:
            return self.entered(connection, proved, Way("password", account=proved.id), device)

    def entered(self, connection: Connection, proved: Account, way: Way, device: Device) -> Joined:
        """A token for an account that somebody has proved to be theirs; ``sign_in_failed`` when it was closed since."""
        account = accounts.by_login(connection, proved.login)
        if account is None or account.closed_at is not None:
            raise Refused("sign_in_failed")
        joined = enter(connection, self._audit, holder(account), self._clock(), way, device)
        return replace(joined, known=self._proving.note_of(account, hashed(joined.token)))

    def offer(self, link: str) -> Offer:
        """What an account's link offers. Raises :class:`Refused` ``code_not_known`` for every other link."""
        with self._database.read() as connection:
            way = self._way(connection, link)
            holdings = Holdings(connection, Caller(way.organisation, way.person_id or "", way.role))
            login = way.login or ""
            secret = second_factor.secret_of(self._secret, link)
            return Offer(
                login=login,
                name=title_of(holdings, Person, way.person_id or ""),
                role=way.role,
                organisation_title=title_of(holdings, Organisation, way.organisation),
                secret=secret,
                address=second_factor.address_of(secret, login),
                is_known=accounts.by_login(connection, login) is not None,
            )

    def accept(self, link: str, choice: Choice, device: Device) -> Accepted:
        """Open the account, or give it a new password and second factor, and come in.

        Raises :class:`Refused` ``code_not_known``, ``password_weak``, ``login_taken`` when the login is somebody
        else's, ``second_factor_needed`` when the digits are missing and wanted, or are not the secret's.
        """
        with self._database.read_sources() as connection:
            login = self._way(connection, link, device.replica).login or ""
        check_strong(choice.password, login)
        second = self._second(link, choice.code)
        kept = self._passwords.hashed(choice.password)
        with self._database.write(DOOR) as connection:
            way = self._way(connection, link, device.replica)
            account = self._opened(connection, way, kept, second, choice)
            codes = self.fresh_codes(connection, account) if second else []
            doors.note_use(connection, way, device.replica)
            joined = self.entered(connection, account, Way("password", way.link, account.id), device)
        return Accepted(joined, codes)

    def fresh_codes(self, connection: Connection, account: Account) -> list[str]:
        """New recovery codes in the place of all earlier ones."""
        codes = second_factor.new_recovery_codes()
        accounts.keep_codes(connection, account.id, [self._proving.code_hash(account.id, code) for code in codes])
        return codes

    def last_sign_ins(self, caller: Caller) -> dict[str, int]:
        """When somebody last signed in to each of the organisation's accounts (UTC ms), by the account's id."""
        with self._database.read_sources() as connection:
            return entrances.last_sign_ins(connection, caller.organisation)

    def of(self, caller: Caller) -> list[tuple[Account, str]]:
        """The organisation's accounts, by login, each with its person's name."""
        with self._database.read() as connection:
            holdings = Holdings(connection, caller)
            found = accounts.of_organisation(connection, caller.organisation)
            return [(account, title_of(holdings, Person, account.person_id)) for account in found]

    def names(self, caller: Caller) -> dict[str, str]:
        """The names of the organisation's persons, by their id."""
        with self._database.read() as connection:
            return {person.id: person.title or "" for person in Holdings(connection, caller).records(Person)}

    def one(self, caller: Caller, account_id: str) -> Account:
        """One of the organisation's. Raises :class:`Refused` ``not_found``."""
        with self._database.read_sources() as connection:
            account = accounts.by_id(connection, caller.organisation, account_id)
        if account is None:
            raise Refused("not_found")
        return account

    def change_role(self, caller: Caller, account_id: str, role: str) -> int:
        """From now on its person signs in as ``role``. Returns how many devices were put out, to come in anew.

        Raises :class:`Refused` ``not_found``, and ``step_not_allowed`` for one's own account and for one that is
        closed: nobody locks themselves out by a slip.
        """
        account, now = self.one(caller, account_id), self._clock()
        if account.id == caller.account or account.person_id == caller.person_id or account.closed_at is not None:
            raise Refused("step_not_allowed")
        if role == account.role:
            return 0
        with self._database.write(DOOR) as connection:
            accounts.change(connection, account, role=role)
            accounts.close_invitations(connection, account.login, now, account.organisation, account.id)
            ended = accounts.end_tokens(connection, account, now)
            about = {"person": account.person_id, "before": account.role, "role": role, "tokens": ended}
            self._audit.note(connection, caller, "role_changed", **about)
        return ended

    def close(self, caller: Caller, account_id: str) -> int:
        """Nobody signs in to it any more, and who has is out at their next contact. Returns how many devices those are.

        Opened again by a new invitation. Raises :class:`Refused` ``not_found``.
        """
        account, now = self.one(caller, account_id), self._clock()
        with self._database.write(DOOR) as connection:
            accounts.change(connection, account, closed_at=now, password=None, totp=None, subject=None)
            accounts.keep_codes(connection, account.id, ())
            accounts.close_invitations(connection, account.login, now, account.organisation, account.id)
            ended = accounts.end_tokens(connection, account, now)
            self._audit.note(connection, caller, "account_closed", person=account.person_id, tokens=ended)
        return ended

    def _way(self, connection: Connection, link: str, replica: str = "") -> Invitation:
        way = doors.invitation_for(connection, hashed(link), "", self._clock(), replica)
        if way is None or way.login is None:
            raise Refused("code_not_known")
        return way

    def _second(self, link: str, code: str) -> tuple[str, int] | None:
        """The offer's secret, if the digits are its own, and their step; ``None`` where none are told nor wanted."""
        if not code and not self._wants:
            return None
        secret = second_factor.secret_of(self._secret, link)
        step = second_factor.step_of(secret, code, self._clock())
        if step is None:
            raise Refused("second_factor_needed")
        return secret, step

    def _opened(
        self, connection: Connection, way: Invitation, kept: str, second: tuple[str, int] | None, choice: Choice
    ) -> Account:
        before, now = accounts.by_login(connection, way.login or ""), self._clock()
        if before and (before.organisation, before.person_id) != (way.organisation, way.person_id):
            raise Refused("login_taken")
        account = Account(
            login=way.login or "",
            id=before.id if before else new_identity(now),
            organisation=way.organisation,
            person_id=way.person_id or "",
            role=way.role,
            made_at=before.made_at if before else now,
            password=kept,
            totp=self._proving.seal.close(second[0]) if second else None,
            totp_step=second[1] if second else 0,
            subject=before.subject if before else None,
        )
        accounts.keep(connection, account)
        if before and (choice.end_others or before.role != account.role):
            accounts.end_tokens(connection, account, now)
        self._audit.note(connection, holder(account), "account_opened", second_factor=second is not None)
        return account


def login_of(written: str) -> str:
    """A login as it is kept and compared. Raises :class:`Refused` ``field_not_valid`` for what cannot be one."""
    login = unicodedata.normalize("NFKC", written).strip().casefold()
    if not SHORTEST <= len(login) <= LONGEST or any(sign.isspace() or not sign.isprintable() for sign in login):
        raise Refused("field_not_valid", field="login")
    return login
