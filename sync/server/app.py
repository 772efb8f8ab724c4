"""The application, assembled: the only place that chooses the real database, place for photos and clock."""

from __future__ import annotations

import gc
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache

from fastapi import FastAPI

from fieldwalk import __version__
from sync.protocol.messages import LARGEST, PATH
from sync.server import faults
from sync.server.access import refuse_ungated
from sync.server.accounts import Accounts
from sync.server.audit import Audit
from sync.server.central import Central
from sync.server.chores import doing
from sync.server.description import describe
from sync.server.devices import Devices
from sync.server.earlier import approve_earlier
from sync.server.endpoints import (
    account,
    accounts,
    app_pages,
    approvals,
    audit,
    devices,
    docs,
    enter,
    exchange,
    exports,
    files,
    health,
    hubs,
    incident,
    join,
    people,
    personal_data,
    proposals,
    provider,
    sign_in,
    templates,
    tiles,
    walks,
)
from sync.server.files import LARGEST_GROUND, Files
from sync.server.headers import SecurityHeaders
from sync.server.intake import Clock
from sync.server.joining import Joining
from sync.server.limits import BodyLimit
from sync.server.own_account import OwnAccount
from sync.server.pages import Entrance
from sync.server.passwords import Passwords
from sync.server.photos.folder import Folder
from sync.server.photos.place import Place
from sync.server.proposing.finder import Finder, Nothing
from sync.server.provided import Provided
from sync.server.provider import Client, Provider
from sync.server.proving import Proving
from sync.server.purging import purge_for_ever
from sync.server.settings import Settings
from sync.server.store.database import Database
from sync.server.store.migrations import migrate
from sync.server.store.sqlite import Sqlite
from sync.server.sweeping import sweep_for_ever
from sync.server.tickets import Tickets

_LIMITS = ((PATH, LARGEST), (files.PATH, LARGEST_GROUND))

# The app's own pages come last: they answer every address that nobody else has.
_ENDPOINTS = (
    exchange,
    hubs,
    join,
    sign_in,
    provider,
    account,
    accounts,
    devices,
    files,
    exports,
    walks,
    templates,
    people,
    personal_data,
    approvals,
    proposals,
    audit,
    tiles,
    health,
    incident,
    docs,
    enter,
    app_pages,
)


def now() -> int:
    """The real clock, in UTC milliseconds."""
    return time.time_ns() // 1_000_000


def assemble(settings: Settings, clock: Clock = now) -> Central:
    """The server's parts over ``settings.data``, its database brought to this version.

    Raises :class:`Refused` ``store_is_newer`` for the data of a later version.
    """
    secret, finder = settings.kept_secret(), _finder(settings)
    database = _database(settings)
    try:
        migrate(database)
    except BaseException:
        database.close()
        raise
    log = Audit(database, secret, clock)
    approve_earlier(database, clock, log)
    passwords = Passwords(settings.argon_memory, settings.argon_rounds)
    proving = Proving(database, passwords, secret, clock, log)
    wants = settings.wants_second_factor
    all_accounts = Accounts(database, proving, passwords, secret, clock, log, wants_second_factor=wants)
    return Central(
        settings,
        clock,
        database,
        Files(database, _place(settings), clock),
        Joining(database, settings, secret, clock, log),
        Tickets(secret, clock),
        log,
        all_accounts,
        OwnAccount(database, all_accounts, proving, passwords, clock, log),
        Devices(database, clock, log),
        _provided(settings, database, all_accounts, secret, clock, log),
        finder,
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
    describe(app)
    app.add_middleware(BodyLimit, limits=_LIMITS)
    app.add_middleware(SecurityHeaders, but_for=PATH)
    return app


def _provided(
    settings: Settings, database: Database, accounts: Accounts, secret: str, clock: Clock, log: Audit
) -> Provided | None:
    if not settings.oidc_issuer:
        return None
    named = (settings.oidc_issuer, settings.oidc_client_id, settings.oidc_client_secret)
    client = Client(*named, f"{settings.public}{provider.PATH}/callback", settings.oidc_scope)
    return Provided(database, Provider(client, clock), accounts, secret, clock, log)


def _finder(settings: Settings) -> Finder:
    """What proposes what to cover. Raises ``ValueError`` when it is wanted and not installed."""
    if not settings.wants_proposals:
        return Nothing()
    try:
        from sync.server.proposing.cascades import Cascades
    except ImportError:
        raise ValueError("FIELDWALK_FACES needs the extra that finds them: install fieldwalk[faces].") from None
    return Cascades()


def _database(settings: Settings) -> Database:
    if settings.database_url:
        from sync.server.store.postgres import Postgres

        return Postgres(settings.database_url)
    return Sqlite(settings.database)


def _place(settings: Settings) -> Place:
    if settings.s3_bucket:
        from sync.server.photos.bucket import Access, Bucket

        keys = (settings.s3_endpoint, settings.s3_region, settings.s3_key, settings.s3_secret)
        return Bucket(Access(settings.s3_bucket, *keys))
    return Folder(settings.files)


@cache
def _spare_the_collector() -> None:
    """What stands from the start is never garbage, and a page of changes has no cycles to look for.

    Once in a process: of a second application what stands of the first may be garbage by then. With Python's own
    threshold a push of some thousand changes spends a third of its time being looked through.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@asynccontextmanager
async def _until_closed(app: FastAPI) -> AsyncIterator[None]:
    central: Central = app.state.central
    _spare_the_collector()
    async with doing(sweep_for_ever(central.files), purge_for_ever(central)):
        yield
    central.close()
