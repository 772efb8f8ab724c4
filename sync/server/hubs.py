"""What a hub and the server above it have each forgotten, told to one another: what one has forgotten, both have then.

A hub learns from its receipts what it may not hold any more, as a phone does. A phone forgets that and is done. A hub
serves others, who may hold what its own holder may not, so it asks which of it was purged, and purges that too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fieldwalk.domain.roles import may
from sync.server.caller import Caller
from sync.server.central import Central
from sync.server.store.journal import hold_head
from sync.server.store.person import let_go, unknown_among
from sync.server.store.purged import gone_among
from sync.server.store.vouched import vouched_for

Named = tuple[str, str]
"""A record's kind and its id."""


@dataclass(frozen=True)
class Forgotten:
    """Records, residents (by the hub's keys) and other persons of whom nothing is kept any more."""

    records: Sequence[Named] = ()
    residents: Sequence[str] = ()
    persons: Sequence[str] = ()


def forget_together(central: Central, caller: Caller, known: Forgotten, nobodies: Sequence[str]) -> Forgotten:
    """Those of what the hub of ``caller`` has ``known`` that are forgotten here.

    Holds after: the residents with the keys ``nobodies``, who are nobody at the hub, are named by nothing here either.
    Only who vouched for them has their keys. Who is named here is told to nobody who does not see it anyway.
    """
    own = caller.organisation
    with central.database.read_sources() as connection:
        named = {person for person in vouched_for(connection, own, nobodies).values() if person}
        records = gone_among(connection, own, known.records)
    if named:
        with central.database.write() as connection:
            hold_head(connection, own)
            let_go(connection, own, named, central.clock())
    with central.database.read_sources() as connection:
        vouched = vouched_for(connection, own, known.residents)
        asked = known.persons if may(caller.role, "see.reporter") else ()
        persons = unknown_among(connection, own, asked)
    return Forgotten(sorted(records), [key for key in known.residents if vouched.get(key) == ""], sorted(persons))
