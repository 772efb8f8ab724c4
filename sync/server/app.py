"""The application, assembled: the only place that chooses the real database, the real folder and the real clock."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from fieldwalk import __version__
from sync.protocol.messages import LARGEST, PATH
from sync.server import faults
from sync.server.access import refuse_ungated
from sync.server.central import Central
from sync.server.endpoints import app_pages, docs, enter, exchange, exports, files, health, join, tiles, walks
from sync.server.files import LARGEST_GROUND, Files, Folder
from sync.server.headers import SecurityHeaders
from sync.server.intake import Clock
from sync.server.joining import Joining
from sync.server.limits import BodyLimit
from sync.server.pages import Entrance
from sync.server.settings import Settings
from sync.server.store.database import Database
from sync.server.store.migrations import migrate
from sync.server.tickets import Tickets

_LIMITS = ((PATH, LARGEST), (files.PATH, LARGEST_GROUND))

# The app's own pages come last: they answer every address that nobody else has.
_ENDPOINTS = (exchange, join, files, exports, walks, tiles, health, docs, enter, app_pages)


def now() -> int:
    """The real clock, in UTC milliseconds."""
    return time.time_ns() // 1_000_000


def assemble(settings: Settings, clock: Clock = now) -> Central:
    """The server's parts over ``settings.data``, its database brought to this version.

    Raises :class:`Refused` ``store_is_newer`` for the data of a later version.
    """
    database = Database(settings.database)
    try:
        migrate(database)
    except BaseException:
        database.close()
        raise
    secret = settings.kept_secret()
    return Central(
        settings,
        clock,
        database,
        Files(database, Folder(settings.files), clock),
        Joining(database, settings, secret, clock),
        Tickets(secret, clock),
    )


def create_app(
    settings: Settings, clock: Clock = now, *, central: Central | None = None, entrance: Entrance | None = None
) -> FastAPI:
    """The whole application. Raises :class:`sync.server.access.Ungated` when a route has no rule.

    Closes ``central`` at its end. ``entrance`` opens the demo's front door.
    """
    app = FastAPI(
        title="Fieldwalk",
        version=__version__,
        description="Safety walks with no network: walk, mark, photograph, follow up.",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=_until_closed,
    )
    app.state.central = central or assemble(settings, clock)
    app.state.entrance = entrance
    for endpoint in _ENDPOINTS:
        app.router.routes.extend(endpoint.router.routes)
    refuse_ungated(app.routes)
    faults.install(app)
    app.add_middleware(BodyLimit, limits=_LIMITS)
    app.add_middleware(SecurityHeaders, but_for=PATH)
    return app


@asynccontextmanager
async def _until_closed(app: FastAPI) -> AsyncIterator[None]:
    yield
    app.state.central.close()
