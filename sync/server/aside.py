"""What was set aside for good: looked at, taken in after all, or taken away, by the server's keeper alone.

What waits for a yes is at the desk (:mod:`sync.server.approvals`). Beside it lies what was refused or declined, and
files that no phone may send. A phone keeps its own of these, but for one that was lost: that has forgotten everything,
and what it handed in last is nowhere else.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Connection, delete, select

from fieldwalk.domain.refusals import Refused
from sync.protocol.changes import Change
from sync.server.admin import one_keeper
from sync.server.caller import Caller
from sync.server.central import Central
from sync.server.files import SET_ASIDE
from sync.server.intake import take_within
from sync.server.rules import AWAITS
from sync.server.store.bulk import one_of
from sync.server.store.purged import drop_parked
from sync.server.store.tables import FILES, PARKED
from sync.server.terminal import central, data, plainly

_SHOWN = 300
"""Characters of what a change says."""


@dataclass(frozen=True)
class Aside:
    """A change (``id`` is its stamp) or a file (``id`` is its hash) that was set aside, why, and when (UTC ms)."""

    id: str
    what: str
    why: str
    received_at: int
    said: str = ""


def listed(server: Central, keeper: Caller) -> list[Aside]:
    """All that was, but for what waits for a yes, oldest first. The audit log has a line when there is anything."""
    with server.database.read_sources() as connection:
        changes, files = _changes(connection, keeper), _files(connection, keeper)
    found = [Aside(r.stamp, f"{r.record} {r.record_id}", r.code, r.received_at, r.fields[:_SHOWN]) for r in changes]
    found += [Aside(r.sha256, f"file of {r.size} bytes", "photo_unreadable", r.received_at) for r in files]
    if found:
        server.audit.noted(keeper, "read", what="aside", number=len(found))
    return sorted(found, key=lambda each: (each.received_at, each.id))


def take_in(server: Central, keeper: Caller, ids: Sequence[str]) -> dict[str, str]:
    """Ask the changes anew with the keeper's rights, in the names of who wrote them. What is refused again, and why.

    That stays set aside. Raises :class:`Refused` ``not_found``, and takes nothing, when one of them is not there.
    """
    refused = {}
    with server.database.write() as connection:
        rows = _these(_changes(connection, keeper), "stamp", ids)
        _all_there(ids, rows)
        stamps = one_of(connection, PARKED.c.stamp, ids)
        connection.execute(delete(PARKED).where(PARKED.c.organisation == keeper.organisation, stamps))
        for row in rows:
            writer = Caller(keeper.organisation, row.person, keeper.role, row.walk_id)
            change = Change(row.stamp, row.person, row.record, row.record_id, json.loads(row.fields))
            [receipt] = take_within(connection, server.clock, writer, [change], note=server.audit.note)
            if receipt.refused:
                refused[row.stamp] = receipt.refused
        server.audit.note(connection, keeper, "approved", what="aside", changes=len(rows) - len(refused))
    return refused


def take_away(server: Central, keeper: Caller, ids: Sequence[str]) -> None:
    """The changes and files are gone. Raises :class:`Refused` ``not_found``, and takes nothing, as :func:`take_in`."""
    with server.database.write() as connection:
        changes = _these(_changes(connection, keeper), "stamp", ids)
        files = _these(_files(connection, keeper), "sha256", ids)
        _all_there(ids, [*changes, *files])
        drop_parked(connection, keeper.organisation, [one_of(connection, PARKED.c.stamp, ids)], server.clock())
        server.audit.note(connection, keeper, "taken_away", changes=len(changes), files=len(files))
    for row in files:
        server.files.drop(keeper.organisation, row.sha256)


def save(server: Central, keeper: Caller, folder: Path) -> int:
    """Write every file that was set aside into ``folder``, each by its hash. Returns how many. They stay here too."""
    folder.mkdir(parents=True, exist_ok=True)
    with server.database.read_sources() as connection:
        files = _files(connection, keeper)
    for row in files:
        (folder / row.sha256).write_bytes(b"".join(server.files.chunks(row.sha256)))
    if files:
        server.audit.noted(keeper, "read", what="aside", number=len(files))
    return len(files)


def _changes(connection: Connection, keeper: Caller) -> Sequence[Any]:
    own = (PARKED.c.organisation == keeper.organisation, PARKED.c.code != AWAITS)
    return connection.execute(select(PARKED).where(*own).order_by(PARKED.c.stamp)).all()


def _files(connection: Connection, keeper: Caller) -> Sequence[Any]:
    own = (FILES.c.organisation == keeper.organisation, FILES.c.kind == SET_ASIDE)
    return connection.execute(select(FILES).where(*own).order_by(FILES.c.sha256)).all()


def _these(rows: Sequence[Any], name: str, ids: Sequence[str]) -> list[Any]:
    return [row for row in rows if getattr(row, name) in ids]


def _all_there(ids: Sequence[str], rows: Sequence[Any]) -> None:
    if len(set(ids)) != len(rows):
        raise Refused("not_found")


@click.command(name="aside")
@click.option("--take", multiple=True, metavar="ID", help="Take this change in after all. May be repeated.")
@click.option("--drop", multiple=True, metavar="ID", help="Take it away for good. May be repeated.")
@click.option("--save", "folder", type=click.Path(path_type=Path, file_okay=False), help="Write the files there.")
@click.option("--organisation", help="Its id, where the server has more than one.")
@data
def aside(
    take: tuple[str, ...], drop: tuple[str, ...], folder: Path | None, organisation: str | None, **chosen: Any
) -> None:
    """List what was refused or declined and is kept here: id, when (UTC ms), why, what, what it says.

    What a lost phone handed in last is nowhere else. What is taken in has an administrator's rights, and its writer's
    name. What waits for a yes is at the desk.
    """
    with plainly(), central(chosen) as server:
        keeper = one_keeper(server, organisation)
        if take:
            refused = take_in(server, keeper, take)
            for each in take:
                click.echo(f"{each}  {refused.get(each, 'taken')}")
        if drop:
            take_away(server, keeper, drop)
            click.echo(f"{len(set(drop))} taken away.")
        if folder is not None:
            click.echo(f"{save(server, keeper, folder)} files in {folder}.")
        if not (take or drop or folder):
            for found in listed(server, keeper):
                click.echo(f"{found.id}  {found.received_at}  {found.why}  {found.what}  {found.said}".rstrip())
