"""A phone without a screen that does one deed again and again and tells each time what is saved, until it is killed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from fieldwalk.device.native.files import FolderFiles
from fieldwalk.device.native.transport import HttpTransport
from tests.browser.probe.deeds import Phone, opened

Say = Callable[[Any], None]


def mark(phone: Phone, say: Say) -> None:
    say(("issue", phone.fieldwalk.reports.mark(phone.walk_id(), None)))


def photograph(phone: Phone, say: Say) -> None:
    photographs = phone.fieldwalk.photographs
    draft = photographs.draft(phone.fieldwalk.reports.mark(phone.walk_id(), None))
    asyncio.run(photographs.keep(draft, b"\xff\xd8\xff" + draft.encode() * 5000))
    say(("photo", draft))


def send(phone: Phone, say: Say) -> None:
    issue_id = phone.fieldwalk.reports.mark(phone.walk_id(), None)
    asyncio.run(phone.fieldwalk.exchange.turn())
    say(("issue", issue_id))


ACTS = {"marking": mark, "photos": photograph, "sending": send}


def keep_on(deed: str, path: Path, address: str, mouth: Connection) -> None:
    """Never returns by itself, but for ``opening``: that is done once, and ``begun`` is said before it."""
    files = FolderFiles(path.parent / "files")
    mouth.send(("begun", ""))
    phone = opened(path, files, HttpTransport(address) if address else None)
    while deed in ACTS:
        ACTS[deed](phone, mouth.send)
