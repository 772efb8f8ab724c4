"""Following another server that gave a change another moment: the change goes by that stamp here, too."""

from __future__ import annotations

from sync.server.caller import Caller
from sync.server.intake import Clock
from sync.server.store.database import Database
from sync.server.store.journal import Journal
from sync.server.store.migrations import note_raise
from sync.server.store.states import redraw


def follow(database: Database, clock: Clock, caller: Caller, stamp: str, became: str) -> None:
    """From now on what was kept under ``stamp`` goes by ``became``, and phones that hold it are told so.

    Safe to repeat. That phones differ from this server until then is no alarm.
    """
    with database.write() as connection:
        journal = Journal(connection, caller, clock())
        key = journal.rename(stamp, became)
        if key is None:
            return
        journal.close()
        redraw(connection, key)
        note_raise(connection, caller.organisation)
