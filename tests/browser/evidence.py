"""What really lies on a phone's disk, read without the app: the database's bytes, opened here by Python's own SQLite."""

from __future__ import annotations

import base64
import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.browser.phone import Phone

# A page of the same origin that starts nothing: a path that is the server's own, answered here in its place.
QUIET_PAGE = "/api/quiet"

_DATABASE = """async () => {
  const found = {};
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle('database', {create: true});
  for await (const [name, handle] of folder) {
    if (!name.startsWith('fieldwalk.db')) continue;
    const bytes = new Uint8Array(await (await handle.getFile()).arrayBuffer());
    let text = '';
    for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
    found[name] = btoa(text);
  }
  return found;
}"""
_INBOX = """() => new Promise((resolve, reject) => {
  const opening = indexedDB.open('fieldwalk-inbox', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('marks', {keyPath: 'key'});
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const all = opening.result.transaction('marks').objectStore('marks').getAll();
    all.onsuccess = () => { opening.result.close(); resolve(all.result); };
  };
})"""


def quiet_page(phone: Phone) -> Page:
    """A tab at the app's own address with no app in it."""
    page = phone.page()
    page.route(f"**{QUIET_PAGE}", lambda route: route.fulfill(content_type="text/html", body="<p>quiet</p>"))
    page.goto(phone.origin + QUIET_PAGE)
    return page


def inbox(page: Page) -> list[dict[str, Any]]:
    """The marks that wait for the app."""
    marks: list[dict[str, Any]] = page.evaluate(_INBOX)
    return marks


@contextmanager
def database(page: Page, folder: Path) -> Iterator[sqlite3.Connection]:
    """The phone's database as it lies on the disk, with its log; sound, or this fails."""
    for name, content in page.evaluate(_DATABASE).items():
        (folder / name).write_bytes(base64.b64decode(content))
    connection = sqlite3.connect(folder / "fieldwalk.db")
    try:
        assert connection.execute("pragma integrity_check").fetchone()[0] == "ok"
        yield connection
    finally:
        connection.close()


def marks(page: Page, folder: Path) -> list[str]:
    """The identity of every issue in the journal, once for each change that marked it."""
    with database(page, folder) as connection:
        rows = connection.execute("select record_id, fields from journal where record = 'issue' order by n").fetchall()
    return [record_id for record_id, fields in rows if "marked_at" in json.loads(fields)]
