"""A person's rights to what is kept of them: an extract of it, and to be erased."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from fieldwalk.domain.records import Organisation, Person, Voice
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.retention import KEPT
from fieldwalk.domain.roles import clearance
from fieldwalk.domain.secrecy import CLASSES
from fieldwalk.text import text
from sync.server.caller import KEEPER, Caller
from sync.server.central import Central
from sync.server.hushing import hush
from sync.server.purging import drop_unnamed, files_among, months_of
from sync.server.store import entrances, person
from sync.server.store.holdings import Holdings
from sync.server.store.journal import hold_head
from sync.server.store.migrations import note_raise
from sync.server.store.purged import drop_parked, purge
from sync.server.store.states import Key, draw
from sync.server.store.tables import ACCOUNTS, PARKED

_KNOWN_BY = ("record", "written", "set_aside", "files", "account", "invitations", "entrances")


@dataclass(frozen=True)
class Erased:
    """What was done for one person. ``number`` and ``proof`` are the audit log's line about it, and its hash."""

    organisation: str
    at: int
    records: dict[str, int]
    unnamed: int
    set_aside: int
    files: int
    entrances: int
    accounts: int
    number: int
    proof: str


def extract(central: Central, caller: Caller, person_id: str, language: str) -> dict[str, Any]:
    """All that the caller's organisation keeps of a person, and why; no stricter than the caller may see.

    The server's keeper is shown all. Raises :class:`Refused` ``not_found`` when there is nothing of them, and leaves a
    line in the audit log when there is; the line names nobody.
    """
    at_most = len(CLASSES) if caller.person_id == KEEPER else clearance(caller.role)
    with central.database.read() as connection:
        known = person.about(connection, caller.organisation, person_id, at_most)
    if not any(known[part] for part in _KNOWN_BY):
        raise Refused("not_found")
    lines = central.audit.about(caller.organisation, person_id)
    central.audit.noted(caller, "extracted", changes=len(known["written"]))
    return {
        "person": person_id,
        "organisation": caller.organisation,
        "made_at": central.clock(),
        **known,
        "audit": [vars(line) for line in lines],
        "not_found": text("register.nobody", language),
        "kept": _why(central, caller, language),
    }


def erase(central: Central, keeper: Caller, person_id: str, *, words: bool) -> Erased:
    """Take a person out of what is kept: their record, their name on what they wrote, their ways in and their account.

    What they have spoken goes too, for a voice is its speaker's name; what was written out of it stays. With ``words``
    that goes as well, with what nobody but they have written of and its photos, and what of theirs was set aside. What
    the audit log says of staff stays: somebody must be able to show who did what.
    Raises :class:`Refused` ``not_found`` when there is nothing of them, and ``ValueError`` while they may sign in.
    """
    own, now = keeper.organisation, central.clock()
    with central.database.write() as connection:
        hold_head(connection, own)
        draw(connection, own)
        known = person.about(connection, own, person_id, len(CLASSES))
        _check(connection, own, person_id, known)
        spoken = [Key(own, Voice.name, one) for one in person.spoken_by(connection, own, person_id)]
        gone = files_among(connection, own, spoken)
        hush(connection, central.clock, own, person_id)
        draw(connection, own)  # what goes with the words is asked of the tables, and voices were hushed just now
        theirs = list(person.only_theirs(connection, own, person_id)) if words else []
        gone |= files_among(connection, own, theirs)
        records = purge(connection, own, [*theirs, Key(own, Person.name, person_id)], now)
        aside = drop_parked(connection, own, [PARKED.c.person == person_id], now) if words else 0
        severed = person.sever(connection, own, person_id)
        out = entrances.put_out(connection, own, person_id, now)
        closed = entrances.drop_accounts(connection, own, ACCOUNTS.c.person_id == person_id)
        note_raise(connection, own)
        about = {"records": dict(records), "unnamed": severed, "set_aside": aside, "entrances": out, "accounts": closed}
        number, proof = central.audit.note(connection, keeper, "erased", **about)
    files = drop_unnamed(central, own, gone, now)
    return Erased(own, now, dict(records), severed, aside, files, out, closed, number, proof)


def knows(central: Central, organisation: str, person_id: str) -> bool:
    """Whether the organisation keeps anything of the person."""
    with central.database.read() as connection:
        known = person.about(connection, organisation, person_id, len(CLASSES))
    return any(known[part] for part in _KNOWN_BY)


def title_of(central: Central, caller: Caller) -> str:
    """What the caller's organisation is called."""
    with central.database.read() as connection:
        return Holdings(connection, caller).record(Organisation, caller.organisation).title or ""


def _why(central: Central, caller: Caller, language: str) -> list[dict[str, Any]]:
    months = months_of(central, Caller(caller.organisation, KEEPER, "company_admin"))
    return [
        {"kind": k, "purpose": text(f"retention.{k}.purpose", language), "ground": each.ground, "months": months.get(k)}
        for k, each in KEPT.items()
    ]


def _check(connection: Connection, organisation: str, person_id: str, known: dict[str, Any]) -> None:
    if not any(known[part] for part in _KNOWN_BY):
        raise Refused("not_found")
    theirs = (ACCOUNTS.c.organisation == organisation, ACCOUNTS.c.person_id == person_id)
    if connection.execute(select(ACCOUNTS.c.login).where(*theirs, ACCOUNTS.c.closed_at.is_(None))).first():
        raise ValueError("They may still sign in. Close their account first, then erase them.")
