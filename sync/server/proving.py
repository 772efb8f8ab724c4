"""Proving that an account is one's own: a password and a second factor, guessed at slowly, told apart by nobody."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from fieldwalk.domain.refusals import Refused
from sync.server import guesses, second_factor
from sync.server.audit import Audit
from sync.server.caller import Caller
from sync.server.guesses import DOOR, HERE, KNOWN, SIGN_INS, THERE, Limit, Slowing
from sync.server.intake import Clock
from sync.server.keys import keyed
from sync.server.passwords import Passwords
from sync.server.sealing import Seal
from sync.server.store import accounts, doors
from sync.server.store.accounts import Account
from sync.server.store.database import Database

_UNKNOWN = Limit("unknown", 0)
"""What is written in the place of an audit line where there is no account: as slow, and as safe on the disk."""


@dataclass(frozen=True)
class Shown:
    """What somebody shows: a login, its password, and six digits or a recovery code; ``address`` is where they are.

    ``known`` is the note (:meth:`Proving.note_of`) that their device was given when it signed in before.
    """

    login: str
    password: str
    code: str = ""
    address: str = ""
    known: str = ""


@dataclass(frozen=True)
class Guess:
    """A guess that is counted already: its own ``ids``, and the pace (``slowing`` of ``who``) that it was let in by."""

    ids: list[str]
    slowing: Slowing
    who: str


class Proving:
    """Checks what is shown. Counts each guess before it is looked at, so that many at once are still many."""

    def __init__(self, database: Database, passwords: Passwords, secret: str, clock: Clock, audit: Audit) -> None:
        self._database, self._passwords, self._secret, self._clock = database, passwords, secret, clock
        self._audit, self.seal, self._known = audit, Seal(secret, "second factor"), Seal(secret, "known device")

    def account(self, shown: Shown) -> Account:
        """The account that ``shown`` opens, in all its parts.

        Raises :class:`Refused` ``sign_in_failed``, the same and after the same work, for a login that nobody has, one
        that is closed or has no password, a wrong password and a wrong code; ``second_factor_needed`` when only the
        code is missing; ``too_many_tries``.
        """
        account, guess = self._counted(shown)
        kept = account.password if account and account.closed_at is None else None
        is_right = self._passwords.right(kept, shown.password)
        said = self._second(account, shown, guess) if account and is_right else "wrong"
        if said == "wrong":
            self._note_failure(account)
            raise Refused("sign_in_failed")
        if said == "missing":
            raise Refused("second_factor_needed")
        assert account is not None
        return account

    def code_hash(self, account_id: str, code: str) -> str:
        """What is kept of a recovery code of the account's."""
        return keyed(self._secret, f"{account_id} {second_factor.plain(code)}")

    def note_of(self, account: Account, token_hash: str) -> str:
        """What a device keeps that has signed in: it opens nothing, and nobody else's guesses make it wait."""
        return self._known.close(json.dumps([account.id, token_hash]))

    def _counted(self, shown: Shown) -> tuple[Account | None, Guess]:
        now = self._clock()
        with self._database.write(DOOR) as connection:
            account = accounts.by_login(connection, shown.login)
            device = self._device(connection, account, shown.known)
            if device:
                return account, self._paced(connection, ((KNOWN, device),), now)
            address, login = keyed(self._secret, shown.address), keyed(self._secret, shown.login)
            here = keyed(self._secret, f"{shown.address} {shown.login}")
            guesses.check(connection, (SIGN_INS,), address, now)
            guess = self._paced(connection, ((HERE, here), (THERE, login)), now)
            return account, replace(guess, ids=[*guess.ids, guesses.note(connection, SIGN_INS, address, now)])

    def _paced(self, connection: Connection, counted: tuple[tuple[Slowing, str], ...], now: int) -> Guess:
        for slowing, who in counted:
            guesses.check_pace(connection, slowing, who, now)
        return Guess([guesses.note(connection, slowing, who, now) for slowing, who in counted], *counted[0])

    def _device(self, connection: Connection, account: Account | None, note: str) -> str:
        """By which name the guesses of a known device are counted; empty for every other, and for one that is lost."""
        account_id, token_hash = json.loads(self._known.open(note) or '["", ""]')
        if account is None or account.closed_at is not None or account.id != account_id:
            return ""
        return keyed(self._secret, token_hash) if doors.signed_in_by(connection, token_hash, account_id) else ""

    def _second(self, account: Account, shown: Shown, guess: Guess) -> str:
        fresh = self._passwords.hashed(shown.password) if self._passwords.is_old(account.password or "") else None
        with self._database.write(DOOR) as connection:
            if account.totp is not None and not shown.code.strip():
                doors.forget_failures(connection, guess.ids)
                return "missing"
            if account.totp is not None and not self._takes(connection, account, shown.code):
                return "wrong"
            doors.forget_failures(connection, guess.ids)
            doors.forget_all_failures(connection, guess.slowing.kind, guess.who)
            if fresh:
                accounts.change(connection, account, password=fresh)
        return "right"

    def _takes(self, connection: Connection, account: Account, code: str) -> bool:
        """Six digits of an earlier moment than any taken before, or a recovery code: it is used up then."""
        secret = self.seal.open(account.totp or "")
        step = second_factor.step_of(secret, code, self._clock()) if secret else None
        if step is not None:
            return accounts.take_step(connection, account, step)
        if not accounts.take_code(connection, account.id, self.code_hash(account.id, code)):
            return False
        left = accounts.codes_left(connection, account.id)
        self._audit.note(connection, holder(account), "recovery_code_used", left=left)
        return True

    def _note_failure(self, account: Account | None) -> None:
        with self._database.write(DOOR) as connection:
            if account is None:
                guesses.note(connection, _UNKNOWN, "", self._clock())
                return
            nobody = Caller(account.organisation, "", account.role)
            self._audit.note(connection, nobody, "sign_in_failed", person=account.person_id)


def holder(account: Account) -> Caller:
    """Who an account's person is to everything else."""
    return Caller(account.organisation, account.person_id, account.role, account=account.id)
