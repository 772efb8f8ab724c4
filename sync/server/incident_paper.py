"""An incident as a paper: with names for those whose names its reader may know."""

from __future__ import annotations

import json
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from fieldwalk.documents.incident_sheet import Told, incident_sheet
from fieldwalk.documents.paper import Paper
from fieldwalk.domain.records import Person
from sync.server.caller import Caller
from sync.server.central import Central
from sync.server.incidents import Incident
from sync.server.register import title_of
from sync.server.store.holdings import Holdings


def incident_paper(central: Central, caller: Caller, found: Incident, language: str) -> Paper:
    """The sheet about ``found``. Who may not see the list of persons is shown their ids, as in the log itself."""
    with central.database.read() as connection:
        names = {each.id: each.title or each.id for each in Holdings(connection, caller).records(Person)}
    told = Told(
        found.begin,
        found.end,
        found.made_at,
        found.verdict.whole,
        found.verdict.broken,
        found.people,
        found.records,
        found.acts,
        [(role, names.get(person, person), *at) for role, person, at in _who(found)],
        [
            (line.number, line.at, line.role, names.get(line.person, line.person), line.act, _about(line.about))
            for line in found.lines
        ],
        found.is_cut,
    )
    return incident_sheet(language, title_of(central, caller), told, ZoneInfo(central.settings.zone))


def _who(found: Incident) -> Iterator[tuple[str, str, tuple[int, int, int]]]:
    for role, person, lines, first, last in found.who:
        yield role, person, (lines, first, last)


def _about(about: dict[str, object]) -> str:
    said = ((name, value if isinstance(value, str) else json.dumps(value)) for name, value in about.items())
    return ", ".join(f"{name} {value}" for name, value in said)
