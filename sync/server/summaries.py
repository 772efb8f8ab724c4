"""A walk's summary from the store, and its file in any format, for whoever may have it."""

from __future__ import annotations

from typing import TypeVar
from zoneinfo import ZoneInfo

from fieldwalk.domain.ground import Ground, read_ground
from fieldwalk.domain.guarded import cleaned
from fieldwalk.domain.records import Action, Area, Fixes, Issue, Organisation, Photo, Stop, Voice, Walk
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.secrecy import OPEN
from fieldwalk.domain.summary import Summary, summarise
from fieldwalk.domain.tracks import track_of
from sync.server.caller import Caller
from sync.server.central import Central
from sync.server.exports import FORMATS, Rendered, render
from sync.server.store.holdings import Holdings

NamedT = TypeVar("NamedT", Area, Organisation)


def check_format(format_: str) -> None:
    """Raise :class:`Refused` ``format_not_known`` for a format that no export is written in."""
    if format_ not in FORMATS:
        raise Refused("format_not_known", formats=", ".join(FORMATS))


def export(
    central: Central, caller: Caller, walk_id: str, format_: str, language: str, secrecy: str = OPEN
) -> Rendered:
    """The walk's summary as a file. Raises :class:`Refused` ``not_found`` or ``format_not_known``."""
    check_format(format_)
    return render(format_, summary_of(central, caller, walk_id, secrecy), language)


def summary_of(central: Central, caller: Caller, walk_id: str, secrecy: str = OPEN) -> Summary:
    """What the walk came to, as far as ``caller`` may see it and no stricter than ``secrecy``: a summary is handed on.

    What may point somebody out is hidden in it. Raises :class:`Refused` ``not_found``.
    """
    with central.database.read() as connection:
        holdings = Holdings(connection, caller, secrecy)
        walk = holdings.record(Walk, walk_id)
        area = _one(holdings.records(Area), walk.area_id)
        organisation = _one(holdings.records(Organisation), caller.organisation)
        stops, issues = holdings.records(Stop, walk_id), [cleaned(i) for i in holdings.records(Issue, walk_id)]
        actions = {action.id: action for action in holdings.records(Action, walk_id)}
        photos, bursts = [cleaned(p) for p in holdings.records(Photo, walk_id)], holdings.records(Fixes, walk_id)
        voices = [cleaned(voice) for voice in holdings.records(Voice, walk_id)]
    return summarise(
        walk,
        made_at=central.clock(),
        organisation=organisation,
        area=area,
        stops=stops,
        issues=issues,
        actions=actions,
        photos=photos,
        voices=voices,
        track=track_of(bursts, walk.pauses or ()),
        ground=_ground(central, caller, area),
        address=f"{central.settings.public}/walks/{walk_id}",
        zone=ZoneInfo(central.settings.zone),
        picture=lambda sha256: central.files.content(caller, sha256),
    )


def _one(records: list[NamedT], record_id: str | None) -> NamedT | None:
    return next((record for record in records if record.id == record_id), None)


def _ground(central: Central, caller: Caller, area: Area | None) -> Ground | None:
    """The drawn neighbourhood; a summary without it is still a summary."""
    content = central.files.content(caller, area.ground) if area and area.ground else None
    if content is None:
        return None
    try:
        return read_ground(content)
    except Refused:
        return None
