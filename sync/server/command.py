"""The command line: serve, demo, walks, export, import, backup, restore. Exit status 0 only when the work is done."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from fieldwalk import __version__
from fieldwalk.domain.records import Walk
from fieldwalk.domain.secrecy import CLASSES, OPEN
from fieldwalk.text import LANGUAGES
from sync.hub.opening import serve_hub
from sync.protocol.rescue import is_rescue, unpack_rescue
from sync.server import approvals
from sync.server.admin import admin
from sync.server.aside import aside
from sync.server.backup import back_up, restore
from sync.server.caller import Caller
from sync.server.central import Central
from sync.server.opening import serve_demo, serve_for_ever
from sync.server.organisations import keepers
from sync.server.planned import Route, plan_from
from sync.server.privacy import erase_, extract_, incident_, purge, retention
from sync.server.rescued import bring_home
from sync.server.store.holdings import Holdings
from sync.server.summaries import check_format, export
from sync.server.terminal import address as _address
from sync.server.terminal import central as _central
from sync.server.terminal import data as _data
from sync.server.terminal import plainly as _plainly
from sync.server.terminal import settings as _settings
from sync.server.terminal import with_data as _with_data
from sync.server.writer import found

_output = click.Path(path_type=Path, dir_okay=False)
_file = click.Path(dir_okay=False, exists=True)
_host = click.option("--host", help="The address to listen on.  [FIELDWALK_HOST]")
_port = click.option("--port", type=click.IntRange(0, 65535), help="The port to listen on.  [FIELDWALK_PORT]")
_app = click.option("--app", type=click.Path(path_type=Path), help="The built browser app.  [FIELDWALK_APP]")
_certificate = click.option("--certificate", type=_file, help="PEM, to serve https itself.  [FIELDWALK_CERTIFICATE]")
_key = click.option("--certificate-key", type=_file, help="Its key, if apart.  [FIELDWALK_CERTIFICATE_KEY]")
_workers = click.option("--workers", type=click.IntRange(1), help="Processes, on PostgreSQL.  [FIELDWALK_WORKERS]")


def _serving(command: Callable[..., None]) -> Callable[..., None]:
    """The options of whatever serves phones by itself: where its data lie, and how it is reached."""
    for option in (_key, _certificate, _app, _address, _port, _host, _data):
        command = option(command)
    return command


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="fieldwalk")
def main() -> None:
    """Safety walks with no network: the central server and its tools.

    Every option may also be given as FIELDWALK_<NAME>; an option wins.
    """


@main.command()
@_serving
@_workers
def serve(**chosen: Any) -> None:
    """Serve the app, the exchange and the API until told to stop."""
    with _plainly():
        serve_for_ever(_settings(chosen), click.echo)


@main.command()
@click.argument("link", default="")
@_serving
def hub(link: str, **chosen: Any) -> None:
    """Serve phones with no internet, and level with the central server whenever it is in reach.

    LINK is an invitation of the central server's, for whoever leads; it is needed once, while there is a network.
    """
    with _plainly():
        serve_hub(_settings({"host": chosen.pop("host") or "0.0.0.0", **chosen}), link, click.echo)


@main.command()
@_data
@_host
@_port
@_address
@_app
def demo(**chosen: Any) -> None:
    """Show it all: a neighbourhood with three walks, four roles to enter as, a QR to scan."""
    with _plainly():
        serve_demo(_settings(chosen), click.echo)


@main.command()
@_data
def walks(**chosen: Any) -> None:
    """List the walks, a line each: id, date, title."""
    with _plainly(), _central(chosen) as central:
        for _, walk in _walks_of(central):
            click.echo(f"{walk.id}  {_day(central, walk)}  {walk.title or ''}")


@main.command(name="export")
@click.argument("walk_id")
@click.option("--format", "format_", required=True, help="pdf, html, csv, geojson or gpx.")
@click.option("--language", default="sv", type=click.Choice(LANGUAGES), show_default=True)
@click.option(
    "--secrecy", default=OPEN, type=click.Choice(CLASSES[:-1]), show_default=True, help="The strictest class in it."
)
@click.option("-o", "--output", type=_output, required=True, help="The file to write.")
@_data
def export_(walk_id: str, format_: str, language: str, secrecy: str, output: Path, **chosen: Any) -> None:
    """Write a walk's summary to a file."""
    with _plainly(), _central(chosen) as central:
        check_format(format_)
        caller = _holder(central, walk_id)
        central.audit.noted(caller, "exported", walk=walk_id, format=format_, secrecy=secrecy)
        click.echo(f"Drawing {format_} of {walk_id} ...", err=True)
        _write_whole(output, export(central, caller, walk_id, format_, language, secrecy).content)
        click.echo(f"{output}: {output.stat().st_size:,} bytes.", err=True)


@main.command(name="import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--title", help="The walk's name; the file's own when not given.")
@_data
def import_(file: Path, title: str | None, **chosen: Any) -> None:
    """Plan a walk from a route (GPX or GeoJSON), or take a phone's rescue file (ZIP) home.

    A route is written whole or not at all. A rescue file may be imported any number of times. Words in it that were
    not handed on wait for the yes of who leads; a form that was not sent can be read in the file only.
    """
    with _plainly():
        content = file.read_bytes()
        if is_rescue(content):
            _bring_home(content, chosen)
        else:
            _plan(plan_from(content, title or file.stem), chosen)


def _bring_home(content: bytes, chosen: dict[str, Any]) -> None:
    rescue = unpack_rescue(content)
    with _central(chosen) as central:
        home = bring_home(central, rescue)
    click.echo(home)
    if home.refused or home.unreadable:
        raise click.ClickException("Not everything could be taken. Keep the file.")


def _plan(route: Route, chosen: dict[str, Any]) -> None:
    with _central(chosen, new=True) as central:
        caller = next(iter(keepers(central.database)), None) or found(central, "Fieldwalk")
        walk_id = route.write(central, caller)
        click.echo(f"Walk {walk_id} with {len(route.stops)} stops.")


@main.command()
@click.argument("file", type=_output)
@_data
def backup(file: Path, **chosen: Any) -> None:
    """Write everything to one file, while the server runs or not. Keep it safe: it opens every door."""
    with _plainly():
        settings = _with_data(chosen)
        back_up(settings, file, _progress)
        _progress(f"{file}: {file.stat().st_size:,} bytes.")


@main.command(name="restore")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@_data
def restore_(file: Path, **chosen: Any) -> None:
    """Make an empty data folder what it was when FILE was written. Phones hand back what has come since."""
    with _plainly():
        settings = _settings(chosen)
        restore(settings, file, _progress)
        _progress(f"{settings.data} is as it was.")


@main.command()
@click.argument("walk_id")
@click.option("--accept", multiple=True, metavar="POINT", help="Take it as if it had come in time. May be repeated.")
@click.option("--decline", multiple=True, metavar="POINT", help="Leave it out; it is kept. May be repeated.")
@_data
def waiting(walk_id: str, accept: tuple[str, ...], decline: tuple[str, ...], **chosen: Any) -> None:
    """List what latecomers told of a walk, a line each: id, photos, words; or say yes or no to it."""
    with _plainly(), _central(chosen) as central:
        caller = _holder(central, walk_id)
        for point, yes in (*((each, True) for each in accept), *((each, False) for each in decline)):
            done = approvals.decide(central, caller, walk_id, point, accept=yes)
            click.echo(f"{point}  {done} changes {'taken' if yes else 'left out'}")
        for held in () if accept or decline else approvals.waiting(central, caller, walk_id):
            click.echo(f"{held.id}  {held.photos}  {held.values.get('words') or ''}")


@main.group(name="audit")
def audit_() -> None:
    """The log of who read, handed out and let in."""


@audit_.command()
@_data
def verify(**chosen: Any) -> None:
    """Go through every organisation's log; fail at a line that was changed, taken out or moved.

    Keep the number and the hash that are printed somewhere else: a later log must still have that line.
    """
    with _plainly(), _central(chosen) as central:
        broken = 0
        for caller in keepers(central.database):
            verdict = central.audit.verify(caller.organisation)
            said = f"{verdict.whole} lines are as they were written, the last {verdict.last[:16] or '-'}"
            if verdict.purged:
                said += f"; {verdict.purged} before them were purged in their time"
            if verdict.broken:
                broken += 1
                said = f"line {verdict.broken} is not as it was written; before it {said}"
            click.echo(f"{caller.organisation}: {said}")
        if broken:
            raise click.ClickException(f"The log of {broken} organisation(s) was tampered with or damaged.")


audit_.add_command(incident_)
for command_ in (admin, aside, erase_, extract_, purge, retention):
    main.add_command(command_)


def _progress(said: str) -> None:
    click.echo(said, err=True)


def _walks_of(central: Central) -> list[tuple[Caller, Walk]]:
    callers = keepers(central.database)
    with central.database.read() as connection:
        return [(caller, walk) for caller in callers for walk in Holdings(connection, caller).walks()]


def _holder(central: Central, walk_id: str) -> Caller:
    for caller, walk in _walks_of(central):
        if walk.id == walk_id:
            return caller
    raise ValueError(f"There is no walk {walk_id!r} here. `fieldwalk walks` lists those that there are.")


def _day(central: Central, walk: Walk) -> str:
    at = walk.started_at or walk.planned_at
    if at is None:
        return "-" * 10
    return datetime.fromtimestamp(at / 1000, ZoneInfo(central.settings.zone)).date().isoformat()


def _write_whole(path: Path, content: bytes) -> None:
    """The file is there whole or not at all, whatever stops us."""
    descriptor, fresh = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        Path(fresh).chmod(0o644)
        Path(fresh).replace(path)
    finally:
        Path(fresh).unlink(missing_ok=True)


if __name__ == "__main__":
    main()
