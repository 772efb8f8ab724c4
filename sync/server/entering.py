"""Coming in: however somebody has shown who they are, they get one kind of token, and one line in the audit log."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import Connection

from fieldwalk.domain.anonymity import nobody
from fieldwalk.domain.records import Organisation, Person, Walk
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.roles import ONE_WALK, may
from fieldwalk.domain.walks import OVER
from sync.server.audit import Audit
from sync.server.caller import Caller
from sync.server.keys import hashed, new_secret
from sync.server.settings import DAY
from sync.server.store import doors
from sync.server.store.doors import Token
from sync.server.store.holdings import Holdings
from sync.server.store.states import draw

RESIDENT_DAYS = 90
STAFF_DAYS = 365


@dataclass(frozen=True)
class Joined:
    """Who somebody has become, and the token that says so."""

    token: str
    person_id: str
    name: str
    role: str
    organisation: str
    organisation_title: str
    walk_id: str | None
    expires_at: int
    is_nobody: bool = False
    known: str = ""


@dataclass(frozen=True)
class Device:
    """What somebody comes in with: the installation's own name, and in a word what it is (``Android``)."""

    replica: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Way:
    """How somebody came in: ``joined`` by an ``invitation`` (its hash), or by signing in to an ``account``."""

    name: str = "joined"
    invitation: str | None = None
    account: str | None = None


def enter(
    connection: Connection,
    audit: Audit,
    caller: Caller,
    now: int,
    way: Way,
    device: Device,
    *,
    as_nobody: bool = False,
) -> Joined:
    """Give ``caller`` a token, in the transaction that has found out who they are.

    ``as_nobody``, where the role may: of the token no person, no phone and no kind of device is kept.
    """
    token = new_secret()
    if as_nobody and may(caller.role, "be_nobody"):
        caller, device = replace(caller, person_id=nobody(token)), Device()
    ends_at = now + (RESIDENT_DAYS if caller.role in ONE_WALK else STAFF_DAYS) * DAY
    named = "" if caller.is_nobody else caller.person_id
    who = (caller.organisation, named, caller.role, caller.walk_id)
    draw(connection, caller.organisation)
    holdings = Holdings(connection, caller)
    late = caller.role in ONE_WALK and _is_over(holdings, caller.walk_id)
    kept = Token(hashed(token), *who, now, ends_at, way.invitation, late, way.account, way.name)
    doors.keep_token(connection, replace(kept, replica=device.replica or None, device=device.kind or None, seen_at=now))
    about = {} if way.name == "joined" else {"way": way.name}
    audit.note(connection, caller, "joined", walk=caller.walk_id, **about)
    return Joined(
        token=token,
        person_id=caller.person_id,
        name=title_of(holdings, Person, caller.person_id),
        role=caller.role,
        organisation=caller.organisation,
        organisation_title=title_of(holdings, Organisation, caller.organisation),
        walk_id=caller.walk_id,
        expires_at=ends_at,
        is_nobody=caller.is_nobody,
    )


def title_of(holdings: Holdings, kind: type[Person] | type[Organisation], record_id: str) -> str:
    """The record's own name; empty when there is none."""
    try:
        return holdings.record(kind, record_id).title or ""
    except Refused:
        return ""


def _is_over(holdings: Holdings, walk_id: str | None) -> bool:
    """Whether the walk that somebody joins is over: what they have to tell of it then waits for the leader."""
    try:
        return holdings.record(Walk, walk_id or "").state in OVER
    except Refused:
        return False
