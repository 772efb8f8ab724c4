"""The one place that knows the browser from the native phone, and the real parts from the fakes."""

from __future__ import annotations

import locale
import os
import random
import secrets
import sqlite3
import sys
from collections.abc import Awaitable, Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import flet as ft
from sqlite_utils import Database

from fieldwalk.data.parts import Parts
from fieldwalk.data.repair import damaged_files, forget_damaged, open_sound
from fieldwalk.data.store import Store
from fieldwalk.device.clock import SystemClock
from fieldwalk.device.ports import Connection
from fieldwalk.domain.looking import RIGHT as LOOKS
from fieldwalk.domain.refusals import REFUSALS
from fieldwalk.domain.roles import may
from fieldwalk.domain.voices import RIGHT as HEARS
from fieldwalk.services.accounts import Accounts
from fieldwalk.services.approvals import Approvals
from fieldwalk.services.asking import Asking
from fieldwalk.services.curtain import Curtain
from fieldwalk.services.devices import Devices
from fieldwalk.services.drafts import Drafts
from fieldwalk.services.exports import Exports
from fieldwalk.services.fieldwalk import Fieldwalk, Ports
from fieldwalk.services.follow_up import FollowUp
from fieldwalk.services.inbox import TakingOver
from fieldwalk.services.joining import Joining
from fieldwalk.services.lasting import Lasting
from fieldwalk.services.levelling import Levelling
from fieldwalk.services.lingering import Lingering
from fieldwalk.services.listening import Listening
from fieldwalk.services.losing import Losing
from fieldwalk.services.outing import Outing
from fieldwalk.services.own_account import OwnAccount
from fieldwalk.services.pen import Pen
from fieldwalk.services.photographs import Photographs
from fieldwalk.services.proposals import Proposals
from fieldwalk.services.readiness import Readiness
from fieldwalk.services.recorder import Recorder
from fieldwalk.services.reports import Reports
from fieldwalk.services.rescuing import Rescuing
from fieldwalk.services.server import Server
from fieldwalk.services.settings import Settings
from fieldwalk.services.signing_in import SigningIn
from fieldwalk.services.summaries import Summaries
from fieldwalk.services.templates import Templates
from fieldwalk.services.troubles import code_of
from fieldwalk.services.unsaved import Unsaved
from fieldwalk.services.updating import Updating
from fieldwalk.services.versions import Versions
from fieldwalk.services.voices import Voices
from fieldwalk.services.walks import Walks
from fieldwalk.text import text
from sync.client.exchange import Exchange
from sync.client.journal import Journal
from sync.client.shelf import Shelf
from sync.client.wiping import wipe

_HELD = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)

IN_BROWSER = sys.platform == "emscripten"


def assemble(
    database: Database,
    ports: Ports,
    *,
    random_bytes: Callable[[int], bytes] = secrets.token_bytes,
    entry: str | None = None,
    damaged: Callable[[], Mapping[str, bytes]] = dict,
    forget_damaged: Callable[[], None] = lambda: None,
) -> Fieldwalk:
    """The services over ``database`` and ``ports``. Tests call it with fakes, the app with what the phone has."""
    now = ports.clock.now
    journal = Journal(database, now, random_bytes(8).hex())
    joining = Joining(journal, ports.transport, lambda: shelf.waiting(), ports.address)
    store, settings = Store(database, journal), Settings(journal, ports.language)
    pen = Pen(journal, now, random_bytes, joining.person_id)
    looks, hears = (partial(_may, joining, right) for right in (LOOKS, HEARS))
    shelf = Shelf(database, ports.files, ports.transport, joining.token, looks, hears)
    exchange, asking = Exchange(journal, ports.transport, joining.token, now), Asking(ports.transport, joining.token)
    walks, reports = Walks(store, pen), Reports(store, pen, joining.role)
    recorder, drafts = Recorder(store, pen, ports.position, journal), Drafts(journal, store)
    voices = Voices(store, pen, shelf, Parts(database), ports.microphone)
    rest, empty = partial(_rest, recorder, voices), partial(_wipe_all, database, ports, journal, forget_damaged)
    levelling, lingering = _sending(store, journal, exchange, shelf, drafts, joining, settings, ports, rest, empty)
    lasting = Lasting(store, joining, ports.storage)
    return Fieldwalk(
        store=store,
        walks=walks,
        reports=reports,
        photographs=Photographs(store, pen, shelf, ports.imaging, ports.storage),
        voices=voices,
        listening=Listening(shelf, ports.loudspeaker, joining.role),
        recorder=recorder,
        outing=Outing(store, walks, recorder, joining.role),
        follow_up=FollowUp(store, pen, joining.role, joining.person_id),
        exchange=levelling,
        lingering=lingering,
        joining=joining,
        server=Server(joining, ports.address),
        signing_in=SigningIn(ports.transport, joining, journal),
        devices=Devices(asking),
        own_account=OwnAccount(asking),
        accounts=Accounts(asking),
        exports=Exports(asking),
        approvals=Approvals(asking),
        templates=Templates(store, pen, asking),
        proposals=Proposals(asking),
        rescuing=Rescuing(journal, shelf, joining, drafts, damaged),
        versions=Versions(journal, store, pen, joining.role, joining.person_id),
        settings=settings,
        curtain=Curtain(journal, now, random_bytes),
        inbox=TakingOver(ports.inbox, journal, store, walks, reports, joining.walk_id),
        updating=Updating(ports.updates, walks),
        lasting=lasting,
        readiness=Readiness(ports.equipment, ports.storage, lasting),
        summaries=Summaries(store, shelf, now),
        unsaved=Unsaved(),
        drafts=drafts,
        ports=ports,
        entry=entry,
    )


def _sending(
    store: Store,
    journal: Journal,
    exchange: Exchange,
    shelf: Shelf,
    drafts: Drafts,
    joining: Joining,
    settings: Settings,
    ports: Ports,
    rest: Callable[[], Awaitable[None]],
    empty: Callable[[], Awaitable[None]],
) -> tuple[Levelling, Lingering]:
    """What levels with the server, and what stays here of an organisation that was left. ``rest`` stops what
    still writes, ``empty`` forgets all that this phone holds."""
    losing = Losing(journal, exchange, shelf, drafts, joining, ports.transport, rest, empty)
    lingering = Lingering(store, journal, shelf, drafts, joining, ports.clock.now, rest, empty)
    travel, held = partial(_photos_travel, settings, ports.connection), partial(_how_many, drafts)
    levelling = Levelling(
        store,
        journal,
        exchange,
        shelf,
        random.random,
        travel,
        joining.end,
        held,
        losing.hand_over,
        lingering.forget,
    )
    return levelling, lingering


def _may(joining: Joining, right: str) -> bool:
    """Whether who has this phone may do what the table of roles calls ``right``."""
    return may(joining.role(), right)


def _photos_travel(settings: Settings, connection: Connection) -> bool:
    """Whether photos may go over the network that the phone has just now."""
    return not (settings.photos_on_wifi_only and connection.metered())


def _how_many(drafts: Drafts) -> int:
    """Texts that wait for their writer."""
    return len(drafts.held())


async def _rest(recorder: Recorder, voices: Voices) -> None:
    """Nothing is recorded any more, neither the track nor a voice, and all that was is a record."""
    recorder.stop()
    await voices.finish()


async def _wipe_all(database: Database, ports: Ports, journal: Journal, forget_damaged: Callable[[], None]) -> None:
    """Forget what the first screen holds, what was set aside as damaged, and then all the rest."""
    await ports.inbox.forget([tap.key for tap in await ports.inbox.waiting()])
    ports.inbox.remember(None)
    forget_damaged()
    await wipe(database, journal, ports.files)


@dataclass
class _Early:
    """What was opened before there was a page, or why it could not be."""

    fieldwalk: Fieldwalk | None = None
    error: Exception | None = None


_early = _Early()


def open_early() -> None:
    """Open this phone's file while Flutter is still starting, where that goes without a page. Raises nothing."""
    if not IN_BROWSER:
        return
    try:
        _early.fieldwalk = _in_browser()
    except Exception as error:
        _early.error = error


def on_this_phone(page: ft.Page) -> Fieldwalk:
    """The services with this platform's adapters, over this phone's own file: the one that was opened early, if any."""
    if _early.error is not None:
        raise _early.error
    if _early.fieldwalk is not None:
        return _early.fieldwalk
    return _in_browser() if IN_BROWSER else _native(page)


def _in_browser() -> Fieldwalk:
    from fieldwalk.device.browser.connection import BrowserConnection
    from fieldwalk.device.browser.equipment import BrowserEquipment
    from fieldwalk.device.browser.files import BrowserFiles
    from fieldwalk.device.browser.imaging import BrowserImaging
    from fieldwalk.device.browser.inbox import BrowserInbox
    from fieldwalk.device.browser.page import opened_at, speak, when_hidden, when_leaving
    from fieldwalk.device.browser.position import BrowserPosition
    from fieldwalk.device.browser.storage import BrowserStorage
    from fieldwalk.device.browser.transport import BrowserTransport
    from fieldwalk.device.browser.updates import BrowserUpdates
    from fieldwalk.device.browser.voice import BrowserLoudspeaker, BrowserMicrophone

    opened = opened_at()
    ports = Ports(
        clock=SystemClock(),
        position=BrowserPosition(),
        files=BrowserFiles(),
        imaging=BrowserImaging(),
        transport=BrowserTransport(),
        storage=BrowserStorage(),
        inbox=BrowserInbox(),
        updates=BrowserUpdates(),
        language=next(iter(opened.languages), "sv"),
        connection=BrowserConnection(),
        equipment=BrowserEquipment(),
        microphone=BrowserMicrophone(),
        loudspeaker=BrowserLoudspeaker(),
    )
    path = Path("/data/fieldwalk.db")
    database = open_sound(path).database
    fieldwalk = _over(path, database, ports, _entry(opened.url))
    speak(fieldwalk.settings.language)
    fieldwalk.settings.subscribe(lambda: speak(fieldwalk.settings.language))
    when_hidden(lambda: put_away(fieldwalk))
    when_leaving(lambda: leave(fieldwalk, database))
    return fieldwalk


def _native(page: ft.Page) -> Fieldwalk:
    from fieldwalk.device.native.files import FolderFiles
    from fieldwalk.device.native.imaging import PillowImaging
    from fieldwalk.device.native.inbox import EmptyInbox
    from fieldwalk.device.native.position import GeolocatorPosition
    from fieldwalk.device.native.storage import FolderStorage
    from fieldwalk.device.native.transport import HttpTransport
    from fieldwalk.device.native.updates import NoUpdates

    folder = Path(os.environ.get("FLET_APP_STORAGE_DATA") or Path.home() / ".fieldwalk")
    folder.mkdir(parents=True, exist_ok=True)
    server = HttpTransport(os.environ.get("FIELDWALK_SERVER", ""))
    ports = Ports(
        clock=SystemClock(),
        position=GeolocatorPosition(page),
        files=FolderFiles(folder / "files"),
        imaging=PillowImaging(),
        transport=server,
        address=server,
        storage=FolderStorage(folder),
        inbox=EmptyInbox(),
        updates=NoUpdates(),
        language=(locale.getlocale()[0] or "sv")[:2],
    )
    path = folder / "fieldwalk.db"
    return _over(path, open_sound(path).database, ports, None)


def _over(path: Path, database: Database, ports: Ports, entry: str | None) -> Fieldwalk:
    return assemble(
        database,
        ports,
        entry=entry,
        damaged=lambda: damaged_files(path),
        forget_damaged=lambda: forget_damaged(path),
    )


def leave(fieldwalk: Fieldwalk, database: Database) -> None:
    """Somebody else takes this phone's file over: what is held back is written, and nothing can be after it."""
    with ExitStack() as steps:  # the last one first, and each of them whatever another raised
        steps.callback(database.conn.close)
        steps.callback(fieldwalk.recorder.pause)  # not stop(): the walk goes on, in the other tab
        steps.callback(fieldwalk.unsaved.keep)


def put_away(fieldwalk: Fieldwalk) -> None:
    """Nobody looks at the app any more, and it may be ended without a word: what is held back is written."""
    with ExitStack() as steps:
        steps.callback(fieldwalk.recorder.keep)
        steps.callback(fieldwalk.unsaved.keep)


def trouble(error: Exception) -> str:
    """The code for what stopped the opening: a refusal's own, or what SQLite said."""
    if isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorcode", 0) & 0xFF in _HELD:
        return "store_locked"
    code = code_of(error)
    return "start" if code in ("something_broke", "not_saved") else code


def explain(page: ft.Page, error: Exception) -> None:
    """Say in plain words why the app cannot run here, and what to do. Nothing on the phone is touched."""
    code = trouble(error)
    if IN_BROWSER:
        from fieldwalk.device.browser.page import give_up

        give_up(code)
        return
    language = Settings.spoken(locale.getlocale()[0] or "")
    key = code if code in REFUSALS else "something_broke"
    page.add(*(ft.Text(text(f"refusal.{key}{part}", language), size=18) for part in ("", ".next")), ft.Text(code))


def _entry(url: str) -> str | None:
    """The code in the address that a QR code or a link opened: what follows ``/join/``."""
    _, found, code = urlsplit(url).path.partition("/join/")
    return code if found and code else None
