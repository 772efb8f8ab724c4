"""Inviting somebody to an account of their own: a link, once, that leads to choosing a password."""

from __future__ import annotations

from dataclasses import dataclass

from fieldwalk.domain.records import Person
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.roles import STAFF
from sync.server.accounts import login_of
from sync.server.caller import Caller
from sync.server.central import Central
from sync.server.joining import Opened
from sync.server.store import accounts
from sync.server.store.holdings import Holdings
from sync.server.writer import Writer


@dataclass(frozen=True)
class Wanted:
    """Who is invited: by which ``login``, in which ``role``; ``person_id`` names somebody who is known already."""

    login: str
    role: str
    name: str = ""
    person_id: str | None = None
    days: int | None = None


def invite(central: Central, caller: Caller, wanted: Wanted) -> Opened:
    """A link for ``wanted``; earlier ones to the same login are closed. A new person is written down as ``caller``'s.

    For a login that has an account here the link gives it a new password, and another role if that is another.
    Nothing tells whether another organisation has the login. Raises :class:`Refused` ``not_found`` for a person who
    is not here, ``field_not_valid`` for a login or a role that cannot be one.
    """
    login = login_of(wanted.login)
    if wanted.role not in STAFF:
        raise Refused("field_not_valid", field="role")
    person_id = _person(central, caller, login, wanted)
    with central.database.write() as connection:
        accounts.close_invitations(connection, login, central.clock(), caller.organisation)
    return central.joining.invite(
        caller.organisation, wanted.role, person_id=person_id, days=wanted.days, by=caller, login=login
    )


def change_role(central: Central, caller: Caller, account_id: str, role: str) -> int:
    """As :meth:`Accounts.change_role`; who reads the list of persons sees the new role too."""
    person_id = central.accounts.one(caller, account_id).person_id
    ended = central.accounts.change_role(caller, account_id, role)
    writer = Writer(central, caller)
    writer.write(Person.name, person_id, role=role)
    writer.commit()
    return ended


def _person(central: Central, caller: Caller, login: str, wanted: Wanted) -> str:
    with central.database.read() as connection:
        account = accounts.by_login(connection, login)
        if account and account.organisation == caller.organisation:
            return account.person_id
        if wanted.person_id:
            return Holdings(connection, caller).record(Person, wanted.person_id).id
    writer = Writer(central, caller)
    person_id = writer.write(Person.name, title=wanted.name or login, role=wanted.role)
    writer.commit()
    return person_id
