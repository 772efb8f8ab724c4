"""The commands about personal data: how long what is kept, and the purge of what has been kept for long enough."""

from __future__ import annotations

from typing import Any

import click

from fieldwalk.domain.records import Organisation
from fieldwalk.domain.retention import KEPT, LONGEST
from fieldwalk.text import text
from sync.server.organisations import keepers
from sync.server.purging import Purged, months_of, purge_all
from sync.server.terminal import central, data, plainly
from sync.server.writer import Writer


class _Period(click.ParamType[tuple[str, int]]):
    """A kind of record and its months, such as ``photo=12``."""

    name = "KIND=MONTHS"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, int]:
        kind, _, months = str(value).partition("=")
        if kind not in KEPT or not KEPT[kind].is_set_by_company:
            self.fail(f"there is no {kind!r} to set; there are {', '.join(_set_by_company())}", param, ctx)
        return kind, int(click.IntRange(1, LONGEST)(months, param, ctx))


@click.command()
@click.option("--set", "chosen_periods", type=_Period(), multiple=True, help="Keep it so many months. May be repeated.")
@data
def retention(chosen_periods: tuple[tuple[str, int], ...], **chosen: Any) -> None:
    """List what is kept: a line each, with its months, its legal ground and what it is for."""
    with plainly(), central(chosen) as server:
        for keeper in keepers(server.database):
            if chosen_periods:
                writer = Writer(server, keeper)
                fields = {f"keep_{kind}": months for kind, months in chosen_periods}
                writer.write(Organisation.name, keeper.organisation, **fields)
                writer.commit()
            months = months_of(server, keeper)
            for kind, keeping in KEPT.items():
                purpose = text(f"retention.{kind}.purpose", "en")
                click.echo(f"{keeper.organisation}  {kind:<8} {months.get(kind, '-'):>4}  {keeping.ground}  {purpose}")


@click.command()
@data
def purge(**chosen: Any) -> None:
    """Take away what has been kept for as long as it may be. A server that runs does so every day by itself.

    Phones forget it at their next contact, photos leave the store, the audit log has a line, and how many of each
    there were stays.
    """
    with plainly(), central(chosen) as server:
        for done in purge_all(server):
            click.echo(f"{done.organisation}: {_told(done)}")


def _told(done: Purged) -> str:
    if done.is_nothing:
        return "nothing is old enough"
    parts = [f"{number} {record}" for record, number in done.records.items()]
    return ", ".join([*parts, f"{done.waiting} set aside", f"{done.files} files"])


def _set_by_company() -> list[str]:
    return [kind for kind, keeping in KEPT.items() if keeping.is_set_by_company]
