"""What really lies on a phone's disk, read without the app: the database's bytes, opened by Python's own SQLite."""

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

# The lock of the worker that owns the disk: a tab that was just closed, or a browser killed, may hold it for a while.
_ALONE = """async (act, given) =>
  navigator.locks.request('fieldwalk-disk', {signal: AbortSignal.timeout(120_000)}, () => act(given))"""

# A page of the same origin that starts nothing: the server's own "not found".
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
  opening.onupgradeneeded = () => opening.transaction.abort();  // no first screen has been here: leave no trace
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const all = opening.result.transaction('marks').objectStore('marks').getAll();
    all.onsuccess = () => { opening.result.close(); resolve(all.result); };
  };
})"""


_FILES = """async names => {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle('files', {create: true});
  const found = {};
  for (const name of names) {
    const bytes = new Uint8Array(await (await (await folder.getFileHandle(name)).getFile()).arrayBuffer());
    let text = '';
    for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
    found[name] = btoa(text);
  }
  return found;
}"""
_PUT = """async ([name, text]) => {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle('database', {create: true});
  const writing = await (await folder.getFileHandle(name, {create: true})).createWritable();
  await writing.write(Uint8Array.from(atob(text), letter => letter.charCodeAt(0)));
  await writing.close();
}"""


def _alone(act: str) -> str:
    """``act`` while no app can write: once whoever owned the disk has let it go."""
    return f"given => ({_ALONE})({act}, given)"


def until_let_go(page: Page) -> None:
    """Waits until no app owns the disk: the worker of a page that was closed lives on for a moment."""
    page.evaluate(_alone("() => true"))


def quiet_page(phone: Phone) -> Page:
    """A tab at the app's own address with no app in it."""
    page = phone.page()
    page.goto(phone.origin + QUIET_PAGE)
    return page


def inbox(page: Page) -> list[dict[str, Any]]:
    """The marks that wait for the app."""
    marks: list[dict[str, Any]] = page.evaluate(_INBOX)
    return marks


@contextmanager
def database(page: Page, folder: Path) -> Iterator[sqlite3.Connection]:
    """The phone's database as it lies on the disk, with its log; sound, or this fails."""
    for name, content in page.evaluate(_alone(_DATABASE)).items():
        (folder / name).write_bytes(base64.b64decode(content))
    connection = sqlite3.connect(folder / "fieldwalk.db")
    try:
        assert connection.execute("pragma integrity_check").fetchone()[0] == "ok"
        yield connection
    finally:
        connection.close()


def stored_files(page: Page, names: list[str]) -> dict[str, str]:
    """The content (base64) of each photo by its name; a missing one is an error."""
    found: dict[str, str] = page.evaluate(_alone(_FILES), names)
    return found


def put_database(page: Page, file: Path) -> None:
    """Lays a database on the phone's disk in place of the one that lies there; no app may be open."""
    page.evaluate(_alone(_PUT), ["fieldwalk.db", base64.b64encode(file.read_bytes()).decode()])
    page.evaluate(_alone(_PUT), ["fieldwalk.db-wal", ""])


def marks(page: Page, folder: Path) -> list[str]:
    """The identity of every issue in the journal, once for each change that marked it."""
    with database(page, folder) as connection:
        rows = connection.execute("select record_id, fields from journal where record = 'issue' order by n").fetchall()
    return [record_id for record_id, fields in rows if "marked_at" in json.loads(fields)]
