"""Plain changes: new records of which nothing needs to be asked one by one. A push of thousands is mostly that.

They stay columns from the message to the journal. Whatever is not plain, or might not be, is asked change by change.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Sequence

from fieldwalk.domain.fields import Json
from fieldwalk.domain.hanging import is_hung
from fieldwalk.domain.records import Issue, Walk
from fieldwalk.domain.secrecy import DEFAULTS
from sync.protocol.changes import Change
from sync.protocol.clock import is_of
from sync.protocol.table import Table, Tables, in_order
from sync.server.caller import Caller
from sync.server.rules import asks_nothing

Known = Callable[[str, Sequence[str]], Container[str]]
"""Which records of a kind, of those with some ids, there were before this push."""


class Sieve:
    """Parts what ``caller`` pushed under the name ``replica`` into what is plain and what is not.

    ``answered`` are stamps that the server knows, ``too_far`` is a stamp that no clock follows any more.
    """

    def __init__(self, caller: Caller, replica: str, known: Known, answered: Container[str], too_far: str) -> None:
        self._caller, self._replica, self._known = caller, replica, known
        self._answered, self._too_far = answered, too_far

    def part(self, changes: Tables) -> tuple[list[Table], list[Change]]:
        """The plain ones in tables, and the others in the order of their stamps."""
        if len(set(changes.stamps)) < len(changes):
            return [], list(changes)
        met: dict[str, Counter[str]] = {}
        for table in changes.tables:
            met.setdefault(table.record, Counter()).update(table.ids)
        plain, others = [], []
        for table in changes.tables:
            which = self._which(table, met[table.record])
            plain.append(table.only(which))
            others += table.only([not one for one in which]).changes()
        return [table for table in plain if table.stamps], in_order(others)

    def _which(self, table: Table, met: Counter[str]) -> list[bool]:
        """Of each row, whether it is plain: the first and only word about its record, which lies open in a walk."""
        if not self._may_be_plain(table):
            return [False] * len(table.stamps)
        known, answered = self._known(table.record, table.ids), self._answered
        closed = DEFAULTS if table.record == Issue.name else ()
        rows = zip(table.ids, table.stamps, walks_of(table), table.column("category"), strict=True)
        return [
            met[one] == 1 and one not in known and stamp not in answered and bool(walk) and category not in closed
            for one, stamp, walk, category in rows
        ]

    def _may_be_plain(self, table: Table) -> bool:
        """What hangs on a point has its class, and so is looked at."""
        return (
            not is_hung(table.record)
            and asks_nothing(self._caller, table.record, table.names)
            and max(table.stamps) < self._too_far
            and all(is_of(stamp, self._replica) for stamp in table.stamps)
            and table.can_be_written
            and table.is_sound
        )


def walks_of(table: Table) -> Sequence[Json]:
    """The walk that each row says it belongs to; a walk is its own."""
    return table.ids if table.record == Walk.name else table.column("walk_id")
