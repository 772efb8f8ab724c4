"""What a person does with their own account, once signed in: each step asks for the password and the code again."""

from __future__ import annotations

import json
from dataclasses import replace

from fieldwalk.domain.accounts import Account as Own
from fieldwalk.domain.accounts import Begun
from fieldwalk.domain.refusals import Refused
from sync.server import second_factor
from sync.server.accounts import Accounts
from sync.server.audit import Audit
from sync.server.caller import Caller
from sync.server.guesses import DOOR
from sync.server.intake import Clock
from sync.server.passwords import Passwords, check_strong
from sync.server.proving import Proving, Shown
from sync.server.store import accounts
from sync.server.store.accounts import Account
from sync.server.store.database import Database

LIFE = 15 * 60 * 1000
"""Milliseconds in which a second factor that was begun can be confirmed."""


class OwnAccount:
    """The account that a caller signed in to. Everybody else has none: ``not_found``."""

    def __init__(
        self, database: Database, all_: Accounts, proving: Proving, passwords: Passwords, clock: Clock, audit: Audit
    ) -> None:
        self._database, self._accounts, self._proving, self._passwords = database, all_, proving, passwords
        self._clock, self._audit = clock, audit

    def told(self, caller: Caller) -> Own:
        """What there is to know of it."""
        account = self._mine(caller)
        with self._database.read_sources() as connection:
            left = accounts.codes_left(connection, account.id)
        return Own(account.login, account.role, account.password is not None, account.totp is not None, left)

    def change_password(self, caller: Caller, shown: Shown, password: str, *, end_others: bool) -> int:
        """From now on ``password`` opens it. With ``end_others`` every other device is out; returns how many.

        Raises as :meth:`Proving.account` does, and ``password_weak``.
        """
        account = self._mine(caller)
        self._prove(caller, account, shown)
        check_strong(password, account.login)
        kept = self._passwords.hashed(password)
        with self._database.write(DOOR) as connection:
            accounts.change(connection, account, password=kept)
            ended = accounts.end_tokens(connection, account, self._clock(), caller.token) if end_others else 0
            self._audit.note(connection, caller, "password_changed", tokens=ended)
        return ended

    def begin_second_factor(self, caller: Caller, shown: Shown) -> Begun:
        """A fresh secret to put into an authenticator. Nothing has changed until it is confirmed."""
        account = self._mine(caller)
        self._prove(caller, account, shown)
        secret = second_factor.new_secret()
        ticket = json.dumps({"account": account.id, "secret": secret, "ends_at": self._clock() + LIFE})
        return Begun(self._proving.seal.close(ticket), secret, second_factor.address_of(secret, account.login))

    def confirm_second_factor(self, caller: Caller, ticket: str, code: str) -> list[str]:
        """From now on the ticket's secret is the second factor. Returns new recovery codes.

        Raises :class:`Refused` ``second_factor_needed`` for digits that are not its own, ``not_found`` for a ticket
        that is somebody else's or too old.
        """
        account = self._mine(caller)
        secret = self._begun(account, ticket)
        step = second_factor.step_of(secret, code, self._clock())
        if step is None:
            raise Refused("second_factor_needed")
        with self._database.write(DOOR) as connection:
            accounts.change(connection, account, totp=self._proving.seal.close(secret), totp_step=step)
            self._audit.note(connection, caller, "second_factor_changed")
            return self._accounts.fresh_codes(connection, account)

    def renew_recovery_codes(self, caller: Caller, shown: Shown) -> list[str]:
        """New recovery codes; the earlier ones open nothing any more."""
        account = self._mine(caller)
        self._prove(caller, account, shown)
        with self._database.write(DOOR) as connection:
            self._audit.note(connection, caller, "recovery_codes_renewed")
            return self._accounts.fresh_codes(connection, account)

    def _mine(self, caller: Caller) -> Account:
        return self._accounts.one(caller, caller.account or "")

    def _prove(self, caller: Caller, account: Account, shown: Shown) -> None:
        """That it is still the same person. The device is signed in: strangers' guesses do not make it wait."""
        known = self._proving.note_of(account, caller.token)
        self._proving.account(replace(shown, login=account.login, known=known))

    def _begun(self, account: Account, ticket: str) -> str:
        begun = json.loads(self._proving.seal.open(ticket) or "{}")
        if begun.get("account") != account.id or begun["ends_at"] <= self._clock():
            raise Refused("not_found")
        return str(begun["secret"])
