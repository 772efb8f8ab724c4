"""What the commands share: the options that name the data, the server's parts over them, and plain words for faults."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from fieldwalk.domain.refusals import Refused
from sync.server.app import assemble
from sync.server.central import Central
from sync.server.faults import body_of
from sync.server.settings import Settings, from_environment, with_values

_folder = click.Path(path_type=Path, file_okay=False)
data = click.option("--data", type=_folder, help="The data folder.  [FIELDWALK_DATA]")
address = click.option("--address", help="Where people reach it, for links and QR.  [FIELDWALK_ADDRESS]")


def settings(chosen: dict[str, Any]) -> Settings:
    """The settings that the options choose, then the environment."""
    return with_values(from_environment(), chosen)


def with_data(chosen: dict[str, Any]) -> Settings:
    """As :func:`settings`. Raises ``FileNotFoundError`` when there is no data yet."""
    found = settings(chosen)
    if not (found.database_url or found.database.exists()):
        raise FileNotFoundError(f"There is no fieldwalk data in {found.data}. Name the folder with --data.")
    return found


@contextmanager
def central(chosen: dict[str, Any], *, new: bool = False) -> Iterator[Central]:
    """The server's parts, closed at the end; with ``new`` where there may be no data yet."""
    opened = assemble(settings(chosen) if new else with_data(chosen))
    try:
        yield opened
    finally:
        opened.close()


@contextmanager
def plainly() -> Iterator[None]:
    """A refusal is a sentence and its next step on the error stream, and status 1: never a traceback."""
    try:
        yield
    except Refused as refused:
        said = body_of(refused, _language())
        about = "".join(f"; {name}: {value}" for name, value in said["details"].items())
        raise click.ClickException(f"{said['message']} {said['next']} ({refused.code}{about})") from None
    except (ValueError, OSError) as fault:
        raise click.ClickException(str(fault)) from None


def _language() -> str:
    return "sv" if os.environ.get("LC_ALL", os.environ.get("LANG", "")).startswith("sv") else "en"
