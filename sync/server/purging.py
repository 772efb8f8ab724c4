"""Purging: what has been kept for as long as its table says goes, with its photos, here and on the phones."""

from __future__ import annotations

import asyncio
import json
import logging
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import Any

from sqlalchemy import Connection, case, delete, func, or_, select

from fieldwalk.domain.hanging import FILES, HUNG, files_named
from fieldwalk.domain.records import Action, Fixes, Issue, Organisation, Photo, Stop, Voice, Walk
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.retention import months_before, periods
from fieldwalk.domain.voices import CONTAINERS
from sync.server.caller import Caller
from sync.server.central import Central
from sync.server.chores import to_its_end
from sync.server.guesses import DOOR
from sync.server.hushing import hush_removed
from sync.server.organisations import keepers
from sync.server.store.doors import forget_old_failures
from sync.server.store.entrances import purge_entrances
from sync.server.store.holdings import Holdings
from sync.server.store.hung import points_of
from sync.server.store.journal import hold_head
from sync.server.store.named import files_of
from sync.server.store.purged import drop_parked, purge
from sync.server.store.states import Key, draw
from sync.server.store.tables import FILES as KEPT_FILES
from sync.server.store.tables import JOURNAL, PARKED, REPAIRS

EVERY = 24 * 60 * 60
"""Seconds."""
FIRST = 60 * 60
"""Seconds after the server has started."""

AT_ONCE = 1_000
"""Records in one transaction: phones may write between two of them."""

_LOG = logging.getLogger("fieldwalk.server")
_IN_WALKS = (Walk.name, Stop.name, Fixes.name, Issue.name, Action.name, *(kind.name for kind in HUNG))


@dataclass(frozen=True)
class Purged:
    """What one purge took away from an organisation: how many of each record, of changes set aside, of files, of closed
    accounts, of ways in that were over, of lines of the audit log, and of alarms over a repair."""

    organisation: str
    records: Mapping[str, int] = field(default_factory=dict)
    waiting: int = 0
    files: int = 0
    accounts: int = 0
    entrances: int = 0
    lines: int = 0
    alarms: int = 0

    @property
    def is_nothing(self) -> bool:
        return self == Purged(self.organisation)


async def purge_for_ever(central: Central) -> None:
    """Purge an hour from now and then every day, until cancelled."""
    await asyncio.sleep(FIRST)
    while True:
        await to_its_end(purge_quietly, central)
        await asyncio.sleep(EVERY)


def purge_quietly(central: Central) -> None:
    """As :func:`purge_all`; a store that does not answer is purged the next time."""
    try:
        done = purge_all(central)
    except (Refused, OSError) as fault:
        _LOG.warning("The purge waits for the next day: %s", fault)
        return
    for each in done:
        if not each.is_nothing:
            _LOG.info("Purged of %s: %s", each.organisation, each)


def purge_all(central: Central) -> list[Purged]:
    """Purge every organisation, and the guesses that count no more, which name no organisation.

    Safe to cut and to repeat; several workers that purge do each other no harm.
    """
    with central.database.write(DOOR) as connection:
        forget_old_failures(connection, central.clock())
    return [purge_one(central, keeper) for keeper in keepers(central.database)]


def purge_one(central: Central, keeper: Caller) -> Purged:
    """Take away what the organisation has kept for long enough. The audit log has a line when there was anything.

    Phones that hold it are told to forget it at their next contact, and how many there were stays in the tallies.
    """
    now, months = central.clock(), months_of(central, keeper)
    records: Counter[str] = Counter()
    while some := _purge_some(central, keeper, months, now):
        records += some
    with central.database.write() as connection:
        hush_removed(connection, central.clock, keeper.organisation)
    waiting = _purge_waiting(central, keeper, months_before(now, months["waiting"]), now)
    befores = [months_before(now, months[kind]) for kind in ("photo", "voice")]
    files = purge_files(central, keeper, *befores)
    over = _purge_entrances(central, keeper, months_before(now, months["account"]))
    lines = central.audit.purge(keeper, months_before(now, months["audit"]))
    alarms = _purge_alarms(central, keeper, months_before(now, months["audit"]))
    done = Purged(keeper.organisation, dict(sorted(records.items())), waiting, files, *over, lines, alarms)
    if not done.is_nothing:
        central.audit.noted(keeper, "purged", **{k: v for k, v in asdict(done).items() if k != "organisation"})
    return done


def months_of(central: Central, keeper: Caller) -> dict[str, int]:
    """How many months the organisation keeps what is of each kind."""
    with central.database.read() as connection:
        try:
            return periods(vars(Holdings(connection, keeper).record(Organisation, keeper.organisation)))
        except Refused:
            return periods({})


def purge_files(central: Central, keeper: Caller, before: int, spoken_before: int) -> int:
    """Take away the files that came before ``before``, recordings ``spoken_before``, and that nothing of the
    organisation names. How many it was."""
    with central.database.read() as connection:
        nameless = unnamed(connection, keeper.organisation, before, spoken_before)
    for sha256 in nameless:
        central.files.drop(keeper.organisation, sha256)
    return len(nameless)


def unnamed(connection: Connection, organisation: str, before: int, spoken_before: int) -> list[str]:
    """The files that came before that, that no record names, and nothing that waits for a yes."""
    by_record = [files_of(connection, organisation, record).values() for record in FILES]
    named = {file for records in by_record for files in records for file in files}
    waits = select(PARKED.c.record, PARKED.c.fields).where(PARKED.c.organisation == organisation)
    for row in connection.execute(waits.where(PARKED.c.record.in_(FILES))):
        named.update(files_named(row.record, json.loads(row.fields)))
    last = case((KEPT_FILES.c.kind.in_(CONTAINERS), spoken_before), else_=before)
    own = KEPT_FILES.c.organisation == organisation
    old = select(KEPT_FILES.c.sha256).where(own, KEPT_FILES.c.received_at <= last)
    return [sha256 for sha256 in connection.scalars(old) if sha256 not in named]


def purge_named(central: Central, keeper: Caller, keys: Sequence[Key], files: Collection[str]) -> Counter[str]:
    """Take away the records of ``keys``, as another server has, and those of ``files`` that nothing names then.

    Safe to cut and to repeat. The audit log has a line when there was anything.
    """
    records: Counter[str] = Counter()
    for begin in range(0, len(keys), AT_ONCE):
        with central.database.write() as connection:
            hold_head(connection, keeper.organisation)
            draw(connection, keeper.organisation)
            records += purge(connection, keeper.organisation, keys[begin : begin + AT_ONCE], central.clock())
    gone = drop_unnamed(central, keeper.organisation, files, central.clock())
    if records or gone:
        central.audit.noted(keeper, "purged", records=dict(sorted(records.items())), files=gone)
    return records


def files_among(connection: Connection, organisation: str, keys: Sequence[Key]) -> set[str]:
    """The files that the records of ``keys`` name. The state tables are drawn."""
    named = {record: files_of(connection, organisation, record) for record in {key.record for key in keys} & set(FILES)}
    return {file for key in keys for file in named.get(key.record, {}).get(key.record_id, ())}


def drop_unnamed(central: Central, organisation: str, files: Collection[str], before: int) -> int:
    """Take away those of ``files`` that came before ``before`` and that nothing names. How many it was."""
    if not files:
        return 0
    with central.database.read() as connection:
        gone = set(files).intersection(unnamed(connection, organisation, before, before))
    for sha256 in gone:
        central.files.drop(organisation, sha256)
    return len(gone)


def _purge_some(central: Central, keeper: Caller, months: Mapping[str, int], now: int) -> Counter[str]:
    with central.database.write() as connection:
        hold_head(connection, keeper.organisation)
        draw(connection, keeper.organisation)
        keys = list(islice(due(connection, keeper.organisation, months, now), AT_ONCE))
        return purge(connection, keeper.organisation, keys, now) if keys else Counter()


def _purge_waiting(central: Central, keeper: Caller, before: int, now: int) -> int:
    with central.database.write() as connection:
        return drop_parked(connection, keeper.organisation, [PARKED.c.received_at <= before], now)


def _purge_entrances(central: Central, keeper: Caller, before: int) -> tuple[int, int]:
    with central.database.write(DOOR) as connection:
        return purge_entrances(connection, keeper.organisation, before)


def _purge_alarms(central: Central, keeper: Caller, before: int) -> int:
    with central.database.write() as connection:
        old = (REPAIRS.c.organisation == keeper.organisation, REPAIRS.c.at <= before)
        return connection.execute(delete(REPAIRS).where(*old)).rowcount


def due(connection: Connection, organisation: str, months: Mapping[str, int], now: int) -> Iterator[Key]:
    """The records whose time is over, a point's with all that hangs on it, a walk's with all that is in it.

    A point's action, photos and recordings never outlive it: they would have no class of their own.
    """
    rows = _written(connection, organisation)
    over = {kind: months_before(now, number) for kind, number in months.items()}
    points = points_of(connection, organisation)
    walks, last = _latest(rows, lambda row: row.walk), _latest(rows, lambda row: points.of(row))
    for row in rows:
        point = points.of(row)
        walk_over = row.walk is not None and walks[row.walk] <= over["walk"]
        point_over = point is not None and last[point] <= over["issue"]
        if walk_over or point_over or row.last <= _own_limit(row.record, over):
            yield Key(organisation, row.record, row.record_id)


def _own_limit(record: str, over: Mapping[str, int]) -> int:
    """Before which moment a record's last change makes it go by itself; those that go with others: never."""
    kinds = {Photo.name: "photo", Voice.name: "voice", Fixes.name: "track"}
    return over[kinds[record]] if record in kinds else -1


def _written(connection: Connection, organisation: str) -> Sequence[Any]:
    """Every record of a walk: which walk, and when somebody last wrote in it."""
    told = (func.max(JOURNAL.c.walk_id).label("walk"), func.max(JOURNAL.c.received_at).label("last"))
    mine = (JOURNAL.c.organisation == organisation, or_(*(JOURNAL.c.record == name for name in _IN_WALKS)))
    query = select(JOURNAL.c.record, JOURNAL.c.record_id, *told).where(*mine)
    return connection.execute(query.group_by(JOURNAL.c.record, JOURNAL.c.record_id)).all()


def _latest(rows: Sequence[Any], of: Callable[[Any], str | None]) -> dict[str, int]:
    latest: dict[str, int] = {}
    for row in rows:
        name = of(row)
        if name is not None:
            latest[name] = max(row.last, latest.get(name, 0))
    return latest
