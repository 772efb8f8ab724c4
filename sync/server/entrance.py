"""The demo's ways in: a door for each of four roles, and the planned walk's own."""

from __future__ import annotations

from dataclasses import dataclass

from fieldwalk.domain.records import Person, Walk
from sync.server.caller import Caller
from sync.server.central import Central
from sync.server.joining import Opened
from sync.server.organisations import keepers
from sync.server.pages import Door, Entrance
from sync.server.store.holdings import Holdings

ROLES = ("walker", "leader", "coordinator", "caretaker")
DAYS = 30


@dataclass(frozen=True)
class Hall:
    """What the demo opens: the page's doors, and the way in for somebody who leads the planned walk."""

    entrance: Entrance
    leads: Opened


def hall_of(central: Central) -> Hall:
    """Fresh ways into the first organisation with a walk: staff as the persons it has, a resident to its planned walk.

    Earlier ones stay open until they end. Raises ``LookupError`` when there is no walk to join.
    """
    keeper = keeper_with_a_walk(central)
    if keeper is None:
        raise LookupError("the demo has no walk")
    with central.database.read() as connection:
        holdings = Holdings(connection, keeper)
        persons = {person.role or "": person.id for person in reversed(holdings.records(Person))}
        walk = _to_join(holdings.walks())
    opened = {role: _open(central, keeper.organisation, role, persons.get(role), walk.id) for role in ROLES}
    leads = central.joining.invite(keeper.organisation, "leader", walk_id=walk.id, days=DAYS, for_many=True)
    doors = [Door(role, way.url) for role, way in opened.items()]
    return Hall(Entrance(doors, walk.title or "", opened["walker"].url, opened["walker"].code), leads)


def keeper_with_a_walk(central: Central) -> Caller | None:
    """Who holds the first organisation that has a walk. ``None`` also after a first filling that was cut short."""
    callers = keepers(central.database)
    with central.database.read() as connection:
        return next((caller for caller in callers if Holdings(connection, caller).walks()), None)


def _to_join(walks: list[Walk]) -> Walk:
    return next((walk for walk in walks if walk.state == "planned"), walks[0])


def _open(central: Central, organisation: str, role: str, person_id: str | None, walk_id: str) -> Opened:
    landing = walk_id if role == "walker" else None
    return central.joining.invite(organisation, role, walk_id=landing, person_id=person_id, days=DAYS, for_many=True)
