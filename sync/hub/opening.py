"""Opening a hub: join the central server once, then serve the phones nearby and level whenever it is in reach."""

from __future__ import annotations

import asyncio
import io
import socket
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import segno

from fieldwalk.device.native.transport import HttpTransport
from fieldwalk.domain.refusals import Refused
from sync.hub.uplink import Membership, Uplink
from sync.server.app import assemble, create_app
from sync.server.central import Central
from sync.server.opening import at_port, listening, run
from sync.server.settings import Settings

Say = Callable[[str], None]
_CENTRAL = "central"


def serve_hub(settings: Settings, link: str, say: Say) -> None:
    """Serve until a signal stops it. ``link`` is an invitation of the central server's; empty after the first time.

    Raises :class:`Refused` when the hub has never joined and cannot now, ``ValueError`` when it has no link to try.
    """
    above, code = _kept_or(settings, link)
    with listening(settings) as door:
        settings = at_port(settings, door)
        settings = replace(settings, address=settings.address or _address(settings))
        central = assemble(settings)
        uplink = Uplink(central, settings.data, HttpTransport(above))
        me = asyncio.run(_joined(uplink, code, say))
        say(_printed(settings, central, me, above))
        stopped = threading.Event()
        carrier = threading.Thread(target=lambda: asyncio.run(uplink.run(stopped.is_set)), daemon=True)
        carrier.start()
        try:
            run(create_app(settings, central=central), door, settings)
        finally:
            stopped.set()


async def _joined(uplink: Uplink, code: str, say: Say) -> Membership:
    me = await uplink.join(code)
    try:
        await uplink.level()
    except Refused as refused:
        say(f"The central server is away ({refused.code}). Everything is kept here until it is back.")
    return me


def _kept_or(settings: Settings, link: str) -> tuple[str, str]:
    """The central server's address, and the code to join it with: from the link, or as it was the last time."""
    kept = settings.data / _CENTRAL
    if link:
        parts = urlsplit(link)
        if not parts.scheme or not parts.netloc or "/join/" not in parts.path:
            raise ValueError("The link must be one of the central server's invitations: https://.../join/...")
        _keep(kept, f"{parts.scheme}://{parts.netloc}")
        return f"{parts.scheme}://{parts.netloc}", parts.path.rpartition("/")[2]
    if not kept.exists():
        raise ValueError("This hub knows no central server yet. Name an invitation of it: fieldwalk hub LINK")
    return kept.read_text().strip(), ""


def _keep(path: Path, words: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(words)


def _address(settings: Settings) -> str:
    """Where phones nearby reach this machine: the system says which of its addresses it would use; nothing is sent."""
    if settings.host not in ("0.0.0.0", "::"):
        return ""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(("192.0.2.1", 9))
            return f"{settings.scheme}://{asked.getsockname()[0]}:{settings.port}"
        except OSError:
            return ""


def _printed(settings: Settings, central: Central, me: Membership, above: str) -> str:
    """What the terminal shows: a way in for who leads here, as a QR, a link and six digits.

    Who comes in by it is the person as whom the hub joined, so that the server above knows who led.
    """
    opened = central.joining.invite(me.organisation, "leader", person_id=me.person or None)
    picture = io.StringIO()
    segno.make(opened.url, error="l").terminal(picture, compact=True, border=2)
    return (
        f"\nFieldwalk's hub for {me.title} serves {settings.public} and levels with {above} when it is in reach.\n\n"
        f"Scan to lead, or type {opened.code}, then invite the others from the walk:\n\n"
        f"  {opened.url}\n{picture.getvalue()}"
    )
