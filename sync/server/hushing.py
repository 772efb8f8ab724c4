"""Taking the sound out of recordings whose speaker is to be known no more; what was written out of them stays."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from fieldwalk.domain.records import Voice
from sync.protocol.changes import Change
from sync.protocol.clock import Stamp, tick
from sync.server.caller import KEEPER, Caller
from sync.server.intake import Clock, take_within
from sync.server.keys import new_replica
from sync.server.store.bulk import one_of
from sync.server.store.person import spoken_by
from sync.server.store.tables import JOURNAL


def hush(connection: Connection, clock: Clock, organisation: str, person_id: str) -> int:
    """Nobody gets the sound of what ``person_id`` recorded from now on, and its bytes go with the next sweep; phones
    that have it drop it at their next contact. Returns how many recordings those were. Safe to repeat.
    """
    spoken = sorted(spoken_by(connection, organisation, person_id))
    keeper, last = Caller(organisation, KEEPER, "company_admin"), Stamp(0, 0, new_replica())
    changes = []
    for voice, latest in _latest(connection, organisation, spoken).items():
        last = tick(last, max(clock(), latest + 1))
        changes.append(Change(str(last), KEEPER, Voice.name, voice, {"sha256": None}))
    take_within(connection, clock, keeper, changes)
    return len(changes)


def _latest(connection: Connection, organisation: str, voices: list[str]) -> dict[str, int]:
    """When each of the recordings was last written in by the clock of who did (UTC ms): it may be ahead of ours."""
    own = (JOURNAL.c.organisation == organisation, JOURNAL.c.record == Voice.name)
    query = select(JOURNAL.c.record_id, func.max(JOURNAL.c.stamp).label("stamp"))
    query = query.where(*own, one_of(connection, JOURNAL.c.record_id, voices)).group_by(JOURNAL.c.record_id)
    return {row.record_id: Stamp.parse(row.stamp).time for row in connection.execute(query)}
