"""Proving that an account is one's own: a password and a second factor, guessed at slowly, told apart by nobody."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from fieldwalk.domain.refusals import Refused
from sync.server import guesses, second_factor
from sync.server.audit import Audit
from sync.server.caller import Caller
from sync.server.guesses import DOOR, PASSWORDS, SIGN_INS, Limit
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
    """What somebody shows: a login, its password, and six digits or a recovery code; ``address`` is where they are."""

    login: str
    password: str
    code: str = ""
    address: str = ""


class Proving:
    """Checks what is shown. Counts each guess before it is looked at, so that many at once are still many."""

    def __init__(self, database: Database, passwords: Passwords, secret: str, clock: Clock, audit: Audit) -> None:
        self._database, self._passwords, self._secret, self._clock = database, passwords, secret, clock
        self._audit, self.seal = audit, Seal(secret, "second factor")

    def account(self, shown: Shown) -> Account:
        """The account that ``shown`` opens, in all its parts.

        Raises :class:`Refused` ``sign_in_failed``, the same and after the same work, for a login that nobody has, one
        that is closed or has no password, a wrong password and a wrong code; ``second_factor_needed`` when only the
        code is missing; ``too_many_tries``.
        """
        account, ids = self._counted(shown)
        kept = account.password if account and account.closed_at is None else None
        said = self._second(account, shown, ids) if self._passwords.right(kept, shown.password) and account else "wrong"
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

    def _counted(self, shown: Shown) -> tuple[Account | None, list[str]]:
        now, who, login = self._clock(), keyed(self._secret, shown.address), keyed(self._secret, shown.login)
        with self._database.write(DOOR) as connection:
            guesses.check(connection, (SIGN_INS,), who, now)
            guesses.check(connection, (PASSWORDS,), login, now)
            ids = [guesses.note(connection, SIGN_INS, who, now), guesses.note(connection, PASSWORDS, login, now)]
            return accounts.by_login(connection, shown.login), ids

    def _second(self, account: Account, shown: Shown, ids: list[str]) -> str:
        fresh = self._passwords.hashed(shown.password) if self._passwords.is_old(account.password or "") else None
        with self._database.write(DOOR) as connection:
            if account.totp is not None and not shown.code.strip():
                doors.forget_failures(connection, ids)
                return "missing"
            if account.totp is not None and not self._takes(connection, account, shown.code):
                return "wrong"
            doors.forget_failures(connection, ids)
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
