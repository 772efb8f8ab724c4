"""The commands about personal data: how long what is kept, and the purge of what has been kept for long enough."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from zoneinfo import ZoneInfo

import click

from fieldwalk.documents.certificate import COUNTED, certificate
from fieldwalk.domain.records import Organisation
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.retention import KEPT, LONGEST
from fieldwalk.text import LANGUAGES, text
from sync.server.admin import one_keeper
from sync.server.caller import Caller
from sync.server.central import Central
from sync.server.exports.paper import PAPERS, write_paper
from sync.server.incident_paper import incident_paper
from sync.server.incidents import incident
from sync.server.organisations import keepers
from sync.server.purging import Purged, months_of, purge_all
from sync.server.register import erase, extract, knows, title_of
from sync.server.terminal import central, data, plainly
from sync.server.writer import Writer

_MOMENT = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"])
_PAPER = click.Path(path_type=Path, dir_okay=False)


class _Period(click.ParamType[tuple[str, int]]):
    """A kind of record and its months, such as ``photo=12``."""

    name = "KIND=MONTHS"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, int]:
        kind, _, months = str(value).partition("=")
        if kind not in KEPT or not KEPT[kind].is_set_by_company:
            self.fail(f"there is no {kind!r} to set; there are {', '.join(_set_by_company())}", param, ctx)
        return kind, int(click.IntRange(KEPT[kind].least, LONGEST)(months, param, ctx))


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


@click.command(name="extract")
@click.argument("person")
@click.option("-o", "--output", type=click.File("w", "utf-8", atomic=True), required=True, help="The file to write.")
@click.option("--language", default="sv", type=click.Choice(LANGUAGES), show_default=True)
@data
def extract_(person: str, output: IO[str], language: str, **chosen: Any) -> None:
    """Write all that is kept of a PERSON, and why, to a file that people and programs can read.

    PERSON is the id that their phone shows, or that stands in the list of persons.
    """
    with plainly(), central(chosen) as server:
        known = extract(server, _known(server, person), person, language)
        json.dump(known, output, ensure_ascii=False, indent=2)
        click.echo(f"{len(known['written'])} changes written by {person}.", err=True)


@click.command(name="erase")
@click.argument("person")
@click.option("-o", "--output", type=_PAPER, required=True, help=".pdf or .html.")
@click.option("--words", is_flag=True, help="Also what nobody but they have written of, with its photos.")
@click.option("--language", default="sv", type=click.Choice(LANGUAGES), show_default=True)
@click.confirmation_option(prompt="Nothing of it can be had back. Erase?")
@data
def erase_(person: str, output: Path, words: bool, language: str, **chosen: Any) -> None:
    """Take a PERSON out of what is kept, and write the certificate.

    Their name goes from what they wrote, their ways in are closed, and their voice goes. What they told, and what was
    written out of it, stays, unless --words is given.
    """
    with plainly(), central(chosen) as server:
        format_ = _format_of(output)
        keeper = _known(server, person)
        done = erase(server, keeper, person, words=words)
        counts = {name: getattr(done, name) for name in COUNTED}
        facts = (done.at, done.records, counts, done.number, done.proof, ZoneInfo(server.settings.zone))
        paper = certificate(language, title_of(server, keeper), *facts)
        output.write_bytes(write_paper(paper, format_, done.at))
        click.echo(f"Erased. The certificate is {output}.", err=True)


@click.command(name="incident")
@click.option("--begin", type=_MOMENT, required=True, help="The first day and time, by the server's zone.")
@click.option("--end", type=_MOMENT, required=True, help="The last.")
@click.option("--person", default="", help="Only what this one of the staff did, by their id.")
@click.option("-o", "--output", type=_PAPER, required=True, help=".pdf or .html.")
@click.option("--language", default="sv", type=click.Choice(LANGUAGES), show_default=True)
@click.option("--organisation", default="", help="Its id, where the server has more than one.")
@data
def incident_(
    begin: datetime, end: datetime, person: str, output: Path, language: str, organisation: str, **chosen: Any
) -> None:
    """Write the incident sheet for the data protection authority: what was reached, and by whom."""
    with plainly(), central(chosen) as server:
        keeper = one_keeper(server, organisation or None)
        zone = ZoneInfo(server.settings.zone)
        window = [int(each.replace(tzinfo=zone).timestamp() * 1000) for each in (begin, end)]
        found = incident(server, keeper, window[0], window[1] + 999, person)
        paper = incident_paper(server, keeper, found, language)
        output.write_bytes(write_paper(paper, _format_of(output), found.made_at))
        click.echo(f"{len(found.lines)} lines of the log. The sheet is {output}.", err=True)


def _format_of(output: Path) -> str:
    """Raises ``ValueError`` for a file that is no paper's."""
    format_ = output.suffix.removeprefix(".")
    if format_ not in PAPERS:
        raise ValueError(f"A paper ends in .{' or .'.join(PAPERS)}.")
    return format_


def _known(server: Central, person: str) -> Caller:
    """The keeper of the organisation that knows the person. Raises :class:`Refused` ``not_found``."""
    for keeper in keepers(server.database):
        if knows(server, keeper.organisation, person):
            return keeper
    raise Refused("not_found")


def _told(done: Purged) -> str:
    if done.is_nothing:
        return "nothing is old enough"
    parts = [f"{number} {record}" for record, number in done.records.items()]
    rest = f"{done.waiting} set aside, {done.files} files, {done.accounts} accounts, {done.entrances} ways in"
    rest += f", {done.lines} lines of the log" if done.lines else ""
    return ", ".join([*parts, rest])


def _set_by_company() -> list[str]:
    return [kind for kind, keeping in KEPT.items() if keeping.is_set_by_company]
