"""Taking the sound out of recordings whose speaker is to be known no more, or who took it away; what was written out of
them stays as it was."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, func, select

from fieldwalk.domain.fields import Json
from fieldwalk.domain.records import REMOVED, Voice
from fieldwalk.domain.voices import TAKEN_BACK
from sync.protocol.changes import Change
from sync.protocol.clock import Stamp, tick
from sync.server.caller import KEEPER, Caller
from sync.server.intake import Clock, take_within
from sync.server.keys import new_replica
from sync.server.settings import DAY
from sync.server.store.bulk import one_of
from sync.server.store.person import spoken_by
from sync.server.store.states import TABLES, draw
from sync.server.store.tables import JOURNAL

PATIENCE = 7 * DAY
"""How long one that was taken away can be brought back with its sound, in milliseconds."""


def hush(connection: Connection, clock: Clock, organisation: str, person_id: str) -> int:
    """Nobody gets the sound of what ``person_id`` recorded from now on, and its bytes go with the next sweep; phones
    that have it drop it at their next contact. Returns how many recordings those were. Safe to repeat.
    """
    return _hush(connection, clock, organisation, spoken_by(connection, organisation, person_id))


def hush_removed(connection: Connection, clock: Clock, organisation: str) -> int:
    """As :func:`hush`, of what was taken away :data:`PATIENCE` ago."""
    draw(connection, organisation)
    voice = TABLES[Voice.name]
    gone = (voice.c.organisation == organisation, voice.c[REMOVED].is_(True), voice.c.sha256.is_not(None))
    lately = (JOURNAL.c.organisation == organisation, JOURNAL.c.record == Voice.name)
    fresh = select(JOURNAL.c.record_id).where(*lately, JOURNAL.c.received_at > clock() - PATIENCE)
    old = select(voice.c.id).where(*gone, voice.c.id.not_in(fresh))
    return _hush(connection, clock, organisation, set(connection.scalars(old)))


def _hush(connection: Connection, clock: Clock, organisation: str, voices: Collection[str]) -> int:
    if not voices:
        return 0
    draw(connection, organisation)
    keeper, last = Caller(organisation, KEEPER, "company_admin"), Stamp(0, 0, new_replica())
    changes, removed = [], _removed(connection, organisation)
    for voice, latest in sorted(_latest(connection, organisation, voices).items()):
        # An edit brings back what was removed: of that it is said once more.
        said: dict[str, Json] = dict(TAKEN_BACK) if voice in removed else {"sha256": None}
        last = tick(last, max(clock(), latest + 1))
        changes.append(Change(str(last), KEEPER, Voice.name, voice, said))
    take_within(connection, clock, keeper, changes)
    return len(changes)


def _removed(connection: Connection, organisation: str) -> set[str]:
    voice = TABLES[Voice.name]
    return set(connection.scalars(select(voice.c.id).where(voice.c.organisation == organisation, voice.c[REMOVED])))


def _latest(connection: Connection, organisation: str, voices: Collection[str]) -> dict[str, int]:
    """When each of the recordings was last written in by the clock of who did (UTC ms): it may be ahead of ours."""
    own = (JOURNAL.c.organisation == organisation, JOURNAL.c.record == Voice.name)
    query = select(JOURNAL.c.record_id, func.max(JOURNAL.c.stamp).label("stamp"))
    query = query.where(*own, one_of(connection, JOURNAL.c.record_id, voices)).group_by(JOURNAL.c.record_id)
    return {row.record_id: Stamp.parse(row.stamp).time for row in connection.execute(query)}
