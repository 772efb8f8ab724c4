"""Opening the doors: a port, the application behind it, and for the demo a neighbourhood to walk in."""

from __future__ import annotations

import io
import os
import socket
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from typing import Any

import segno
import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from sync.server.app import assemble, create_app, now
from sync.server.demo import fill
from sync.server.entrance import Hall, hall_of, keeper_with_a_walk
from sync.server.settings import Settings, from_environment

Say = Callable[[str], None]

WORKER_S = 120
"""How long a worker may be silent before another takes its place: a busy host needs more than uvicorn's 5 s to load
one, and would end and start its workers for ever; a long document holds one as well."""


class PortTaken(OSError):
    """Somebody else listens on the port."""


def serve_for_ever(settings: Settings, say: Say) -> None:
    """Serve until a signal stops it. Raises :class:`PortTaken` before anything is opened or written."""
    with closing(listening(settings)) as door:
        settings = at_port(settings, door)
        if settings.workers > 1:
            _run_many(settings, door, say)
            return
        app = create_app(settings)
        say(f"Fieldwalk serves {settings.place} at {settings.public}")
        run(app, door, settings)


def worker() -> FastAPI:
    """The application of one worker among several, by the environment that the first process left it."""
    return create_app(from_environment())


def serve_demo(settings: Settings, say: Say) -> None:
    """Fill the data folder once, print the ways in, and serve. Raises :class:`PortTaken` before anything else."""
    with closing(listening(settings)) as door:
        settings = at_port(settings, door)
        central = assemble(settings)
        if keeper_with_a_walk(central) is None:
            say("Drawing the neighbourhood and its walks ...")
            fill(central)
        hall = hall_of(central)
        say(printed(settings, hall))
        run(create_app(settings, now, central=central, entrance=hall.entrance), door, settings)


def listening(settings: Settings) -> socket.socket:
    """A socket that listens where the settings say."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # The protocol by name: without it asyncio does not know that it is TCP, and small answers wait for more.
    door = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((settings.host, settings.port))
        door.listen(1024)
    except OSError as fault:
        door.close()
        place = f"{settings.host} port {settings.port}"
        raise PortTaken(f"Cannot listen on {place} ({fault.strerror}). Choose another with --port.") from None
    return door


def at_port(settings: Settings, door: socket.socket) -> Settings:
    """``settings`` with the port that was really taken: 0 means whichever is free."""
    return replace(settings, port=door.getsockname()[1])


def printed(settings: Settings, hall: Hall) -> str:
    """What the terminal shows: the address, the four roles, and a QR to walk along with."""
    picture = io.StringIO()
    segno.make(hall.leads.url, error="l").terminal(picture, compact=True, border=2)
    doors = "\n".join(f"  {door.role:<12} {door.url}" for door in hall.entrance.doors)
    return (
        f"\nFieldwalk's demo is open at {settings.public}/enter\n\n{doors}\n\n"
        f"Scan to lead '{hall.entrance.walk_title}', or type {hall.leads.code}:\n{picture.getvalue()}"
    )


def _run_many(settings: Settings, door: socket.socket, say: Say) -> None:
    """Several processes take turns at one door; one that dies is replaced."""
    if not settings.database_url:
        raise ValueError("FIELDWALK_WORKERS needs FIELDWALK_DATABASE_URL: a file has room for one.")
    assemble(settings).close()  # what cannot work is said here, once
    os.environ.update(settings.environment())
    config = _config(
        "sync.server.opening:worker",
        settings,
        factory=True,
        workers=settings.workers,
        timeout_worker_healthcheck=WORKER_S,
    )
    say(f"Fieldwalk serves {settings.place} at {settings.public} with {settings.workers} workers")
    Multiprocess(config, [door]).run()


def run(app: FastAPI, door: socket.socket, settings: Settings) -> None:
    """Serve behind ``door``. Ends when a signal says so; being told to stop from the keyboard is no failure.

    Raises ``OSError`` for a certificate that cannot be used.
    """
    with suppress(KeyboardInterrupt):
        uvicorn.Server(_config(app, settings)).run(sockets=[door])


def _config(app: FastAPI | str, settings: Settings, **more: Any) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_level="warning",
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=settings.proxies,
        ssl_certfile=settings.certificate or None,
        ssl_keyfile=settings.certificate_key or None,
        **more,
    )
