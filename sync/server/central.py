"""The server's parts, assembled: what endpoints, the command line and the demo are given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sync.protocol.changes import Change
from sync.protocol.receipts import Receipt
from sync.server.accounts import Accounts
from sync.server.audit import Audit
from sync.server.caller import Caller
from sync.server.devices import Devices
from sync.server.files import Files
from sync.server.intake import Clock, Pushed, take
from sync.server.joining import Joining
from sync.server.own_account import OwnAccount
from sync.server.proposing.finder import Finder, Nothing
from sync.server.provided import Provided
from sync.server.settings import Settings
from sync.server.snapshots import Snapshots
from sync.server.store.database import Database
from sync.server.tickets import Tickets


@dataclass(frozen=True)
class Central:
    """One running server. ``app.assemble`` makes it; close it when done."""

    settings: Settings
    clock: Clock
    database: Database
    files: Files
    joining: Joining
    tickets: Tickets
    audit: Audit
    accounts: Accounts
    own_account: OwnAccount
    devices: Devices
    provided: Provided | None
    finder: Finder = field(default_factory=Nothing)
    snapshots: Snapshots = field(default_factory=Snapshots)

    def take(self, caller: Caller, changes: Sequence[Change], pushed: Pushed | None = None) -> list[Receipt]:
        """Take ``changes`` as ``caller``'s: see :func:`sync.server.intake.take`."""
        return take(self.database, self.clock, caller, changes, pushed, self.audit.note)

    def close(self) -> None:
        self.database.close()
