"""Inviting and joining: a link, a QR or six digits become a token, with no account and no e-mail."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from fieldwalk.domain.anonymity import nobody
from fieldwalk.domain.records import Walk
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.roles import ONE_WALK, may
from sync.server import guesses
from sync.server.audit import Audit
from sync.server.caller import KEEPER, Caller
from sync.server.entering import Device, Joined, Way, enter
from sync.server.guesses import CODES, DOOR
from sync.server.hushing import hush
from sync.server.intake import Clock
from sync.server.keys import DIGITS, hashed, keyed, new_code, new_identity, new_secret
from sync.server.limits import HANDED_BYTES, HANDED_ITEMS
from sync.server.settings import DAY, Settings
from sync.server.store import doors, person
from sync.server.store.database import Database
from sync.server.store.doors import Invitation
from sync.server.store.holdings import Holdings
from sync.server.store.journal import hold_head
from sync.server.store.migrations import note_raise

_CODE = re.compile(rf"\d{{{DIGITS}}}")


@dataclass(frozen=True)
class Opened:
    """A fresh invitation: the only moment at which its link and code can be read."""

    url: str
    code: str
    role: str
    walk_id: str | None
    ends_at: int


class Joining:
    """The doors of one server."""

    def __init__(self, database: Database, settings: Settings, secret: str, clock: Clock, audit: Audit) -> None:
        self._database, self._settings, self._secret, self._clock = database, settings, secret, clock
        self._audit = audit

    def invite(
        self,
        organisation: str,
        role: str,
        *,
        walk_id: str | None = None,
        person_id: str | None = None,
        days: int | None = None,
        by: Caller | None = None,
        for_many: bool | None = None,
        login: str | None = None,
    ) -> Opened:
        """A new way in as ``role``, open for ``days`` (the settings' when not given).

        A walk's is for many, staff's for one, unless ``for_many`` says otherwise. With a ``login`` it leads to an
        account's password, and has no digits that somebody could guess.
        Who may invite is asked elsewhere: this is the one who does it. ``by`` is who invites; nobody is the server's
        keeper.
        """
        now = self._clock()
        ends_at = now + (days or self._settings.code_days) * DAY
        link = new_secret()
        with self._database.write(DOOR) as connection:
            code = "" if login else self._free_code(connection, now)
            for_one = role not in ONE_WALK if for_many is None else not for_many
            way = (organisation, role, walk_id, person_id, now, ends_at, new_identity(now), for_one)
            kept = Invitation(hashed(link), self._keyed(code) if code else None, *way, login=login)
            doors.keep_invitation(connection, kept)
            who = by or Caller(organisation, KEEPER, "company_admin")
            named = None if role in ONE_WALK else person_id
            self._audit.note(connection, who, "invited", role=role, walk=walk_id, person=named, until=ends_at)
        return Opened(f"{self._settings.public}/join/{link}", code, role, walk_id, ends_at)

    def join(self, code: str, address: str, replica: str = "", device: str = "", *, as_nobody: bool = False) -> Joined:
        """Become somebody by ``code`` (six digits, or a link's last part), on the phone ``replica``; or, where the role
        that it leads to may, nobody.

        Raises :class:`Refused` ``code_not_known`` for a wrong, an ended, a closed and a used code alike,
        ``too_many_tries`` after too many wrong digits; the count survives a restart. A wrong link is no guess.
        ``password_to_choose`` for the link of an account that is to be opened: nobody comes in by it alone.
        """
        now, who = self._clock(), self._keyed(address)
        wanted = "".join(code.split())
        guess = bool(_CODE.fullmatch(wanted))
        with self._database.write(DOOR) as connection:
            if guess:
                guesses.check(connection, CODES, who, now)
            invitation = doors.invitation_for(connection, hashed(wanted), self._keyed(wanted), now, replica)
            if invitation is not None and invitation.login is None:
                return self._enter(connection, invitation, now, Device(replica, device), as_nobody)
            if invitation is None and guess:
                guesses.note(connection, CODES[0], who, now)
        raise Refused("password_to_choose" if invitation else "code_not_known")

    def invitations(self, caller: Caller, walk_id: str) -> list[Invitation]:
        """The ways into a walk, newest first."""
        with self._database.read_sources() as connection:
            return doors.invitations_to(connection, caller.organisation, walk_id)

    def close(self, caller: Caller, walk_id: str, invitation_id: str, *, tokens: bool) -> int:
        """Close a way into a walk; with ``tokens`` also put out who came in by it. Returns how many those were.

        Raises :class:`Refused` ``not_found``.
        """
        with self._database.write() as connection:
            found = doors.invitations_to(connection, caller.organisation, walk_id)
            way = next((each for each in found if each.id == invitation_id), None)
            if way is None:
                raise Refused("not_found")
            out = doors.close(connection, way, self._clock(), tokens=tokens)
            self._audit.note(connection, caller, "revoked", walk=walk_id, invitation=invitation_id, tokens=out)
        return out

    def caller(self, token: str, *, late: bool = False) -> Caller:
        """The holder of ``token``. Raises :class:`Refused` ``sign_in_needed`` when it is not, or no longer, good;
        ``right_ended`` when somebody has ended it: the phone then forgets what it may not hold any more.

        ``phone_lost`` when the phone was: it hands in what it has and forgets everything.

        With ``late`` also who only hands in what they captured: see :class:`Caller`.
        """
        with self._database.read_sources() as connection:
            caller = doors.caller_with(connection, hashed(token), self._clock())
            ended = caller is None and doors.was_revoked(connection, hashed(token))
        if caller is None:
            raise Refused("right_ended" if ended else "sign_in_needed")
        if caller.only_hands_in and not late:
            raise Refused(caller.refusal)
        if not may(caller.role, "be_nobody"):
            return caller
        who = nobody(token)
        return replace(caller, nobody=who, person_id=caller.person_id or who)

    def forget(self, caller: Caller) -> Caller:
        """From now on ``caller`` is nobody: of their token and of all that it brought here nobody is named any more.

        What they have spoken is heard by nobody from now on: their voice would name them. Returns who they are then,
        with the same token. What phones were told before, they know. Safe to repeat.
        """
        own, person_id = caller.organisation, caller.person_id
        if caller.is_nobody:
            return caller
        with self._database.write() as connection:
            hold_head(connection, own)
            hush(connection, self._clock, own, person_id)
            person.sever(connection, own, person_id, caller.nobody)
            person.unname(connection, own, person_id)
            note_raise(connection, own)
        return replace(caller, person_id=caller.nobody)

    def lets_in(self, caller: Caller, items: int, size: int) -> bool:
        """Whether ``items`` of ``size`` bytes may be taken from one who only hands in: up to a bound, tries counted."""
        with self._database.write() as connection:
            return doors.note_handed_in(connection, caller.token, items, size, (HANDED_ITEMS, HANDED_BYTES))

    def _enter(self, connection: Connection, way: Invitation, now: int, device: Device, as_nobody: bool) -> Joined:
        caller = Caller(way.organisation, way.person_id or new_identity(now), way.role, way.walk_id)
        doors.note_use(connection, way, "" if as_nobody else device.replica)
        by = Way("provider" if way.account else "joined", way.link, way.account)
        return enter(connection, self._audit, caller, now, by, device, as_nobody=as_nobody)

    def _free_code(self, connection: Connection, now: int) -> str:
        while True:
            code = new_code()
            if doors.code_is_free(connection, self._keyed(code), now):
                return code

    def _keyed(self, short: str) -> str:
        return keyed(self._secret, short)


def walk_to_join(database: Database, caller: Caller, walk_id: str) -> Walk:
    """The walk, if ``caller`` may hold it. Raises :class:`Refused` ``not_found``."""
    with database.read() as connection:
        return Holdings(connection, caller).record(Walk, walk_id)
