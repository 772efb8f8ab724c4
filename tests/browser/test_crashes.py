"""The browser killed at random moments over the real app: what the screen confirmed is compared with what is there.

FIELDWALK_CRASH_ROUNDS kills in all, shared by the deeds below; `make crash` does 200.
"""

from __future__ import annotations

import base64
import json
import os
import random
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.browser.app import START_MS, App
from tests.browser.evidence import database, inbox, put_database, quiet_page, stored_files
from tests.browser.phone import Phone, phone
from tests.browser.walkers import go_on, mark, on_a_walk
from tests.journeys.demo import Demo
from tests.synthetic import drawn_photo

pytestmark = pytest.mark.crash

DEEDS = ("marking", "first screen", "photos", "opening", "sending")
ROUNDS = max(1, int(os.environ.get("FIELDWALK_CRASH_ROUNDS", "5")) // len(DEEDS))
VERSION_1 = Path(__file__).resolve().parents[1] / "data" / "version-1.db"

# Taps the app's mark button as fast as the screen allows; `confirmed` is the highest number that could be read.
KEEP_MARKING = """() => {
  window.confirmed = 0;
  const read = () => {
    for (const node of document.querySelectorAll('flt-semantics')) {
      const found = /Plats (\\d+) sparad i telefonen/.exec(node.textContent + (node.getAttribute('aria-label') ?? ''));
      if (found) window.confirmed = Math.max(window.confirmed, Number(found[1]));
    }
  };
  const tap = () => [...document.querySelectorAll('flt-semantics[role=button]')]
    .find(node => node.textContent.includes('Märk ut plats'))?.click();
  setInterval(() => { read(); tap(); }, 25);
}"""


@dataclass
class Confirmed:
    """What the screen has said was saved, over all rounds."""

    numbers: set[int] = field(default_factory=set)
    kept: int = 0
    photos: int = 0


Deed = Callable[[Phone, Confirmed, random.Random, Path], None]


def marking(walker: Phone, confirmed: Confirmed, chance: random.Random, folder: Path) -> None:
    """Killed while marks are made as fast as the screen confirms them."""
    app = go_on(walker)
    app.page.evaluate(KEEP_MARKING)
    app.page.wait_for_function("() => window.confirmed > 0")
    app.page.wait_for_timeout(chance.uniform(0, 1500))
    confirmed.numbers |= set(range(1, int(app.page.evaluate("() => window.confirmed")) + 1))


def first_screen(walker: Phone, confirmed: Confirmed, chance: random.Random, folder: Path) -> None:
    """Killed at any moment of the start, the take-over included, with taps on the first screen."""
    page = walker.page()
    page.goto(walker.origin, wait_until="commit")
    for _ in range(chance.randint(1, 3)):
        page.evaluate("() => document.querySelector('[data-mark]').click()")
    page.wait_for_selector("#cover[data-kept]", state="attached")
    page.wait_for_timeout(chance.uniform(0, 6000))
    confirmed.kept += int(page.locator("#cover").get_attribute("data-kept") or 0)


def photos(walker: Phone, confirmed: Confirmed, chance: random.Random, folder: Path) -> None:
    """Killed while a photo is being saved, or just after it was said to be."""
    picture = folder / "photo.jpg"
    picture.write_bytes(drawn_photo(orientation=chance.choice((1, 6, 8))))
    app = go_on(walker)
    mark(app, 1 + max(confirmed.numbers, default=0))
    confirmed.numbers.add(1 + max(confirmed.numbers, default=0))
    app.tap("Beskriv").see("Ta bild").pick("Ta bild", picture)
    if chance.random() < 0.5:
        app.page.wait_for_timeout(chance.uniform(0, 400))
        return
    app.see("Bild 1 av plats")
    confirmed.photos += 1


def opening(walker: Phone, confirmed: Confirmed, chance: random.Random, folder: Path) -> None:
    """Killed while an older store is being brought to today's form: its state has to be drawn anew."""
    older = folder / "older.db"
    older.write_bytes(VERSION_1.read_bytes())
    connection = sqlite3.connect(older)
    for (name,) in connection.execute(
        "select name from sqlite_master where name like 'state!_%' escape '!'"
    ).fetchall():
        connection.execute(f"drop table if exists {name}")
    connection.commit()
    connection.close()
    page = quiet_page(walker)
    put_database(page, older)
    page.goto(walker.origin, wait_until="commit")
    page.wait_for_function("() => performance.getEntriesByName('fieldwalk:imports').length", timeout=START_MS)
    page.wait_for_timeout(chance.uniform(0, 1500))
    confirmed.numbers |= {1, 2, 3}


def sending(walker: Phone, confirmed: Confirmed, chance: random.Random, folder: Path) -> None:
    """Killed while marks are made and sent at once."""
    marking(walker, confirmed, chance, folder)


ACTS: dict[str, Deed] = dict(zip(DEEDS, (marking, first_screen, photos, opening, sending), strict=True))


@pytest.fixture(scope="module")
def demo(built_app: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    running = Demo(tmp_path_factory.mktemp("demo"), built_app)
    yield running
    running.stop()


@pytest.mark.parametrize("deed", DEEDS if "FIELDWALK_CRASH_ROUNDS" in os.environ else ("marking",))
def test_nothing_that_the_screen_confirmed_is_lost(
    playwright: Playwright, demo: Demo, tmp_path: Path, deed: str
) -> None:
    chance, confirmed = random.Random(deed), Confirmed()
    with phone(playwright, tmp_path / "walker", demo.origin) as walker:
        if deed == "sending":
            page = walker.page()
            App(page, demo.origin).open(demo.doors["leader"]).offline_ready()
            page.close()
        on_a_walk(walker)
        for number in range(ROUNDS):
            ACTS[deed](walker, confirmed, chance, tmp_path)
            walker.kill()
            assert_all_is_there(walker, confirmed, tmp_path, f"{deed}, round {number + 1} of {ROUNDS}")
        if deed == "sending":
            App(walker.page(), demo.origin).open().see("Allt tryggt", timeout=START_MS)
            walker.kill()
            assert_everything_was_received(walker, tmp_path)
    said = len(confirmed.numbers) + confirmed.kept + confirmed.photos
    print(f"{deed}: {ROUNDS} kills, {said} confirmed, 0 lost")


def assert_all_is_there(walker: Phone, confirmed: Confirmed, folder: Path, when: str) -> None:
    page = quiet_page(walker)
    waiting = {one["id"] for one in inbox(page)}
    with database(page, folder) as connection:
        rows = connection.execute("select record, record_id, fields from journal order by n").fetchall()
    changes = [(record, record_id, json.loads(fields)) for record, record_id, fields in rows]
    marks = [(record_id, fields["number"]) for record, record_id, fields in changes if "marked_at" in fields]
    held = {record_id for record_id, _ in marks}
    assert len(held) == len(marks), f"a mark was doubled: {when}"
    assert confirmed.numbers <= {number for _, number in marks}, when
    assert len(held | waiting) >= confirmed.kept, when
    pictures = [fields["sha256"] for record, _, fields in changes if record == "photo" and fields.get("sha256")]
    assert len(pictures) >= confirmed.photos, when
    for name, content in stored_files(page, pictures if confirmed.photos else []).items():
        assert sha256(base64.b64decode(content)).hexdigest() == name, when
    page.close()


def assert_everything_was_received(walker: Phone, folder: Path) -> None:
    with database(quiet_page(walker), folder) as connection:
        unsent = connection.execute("select count(*) from journal where mine and receipt is null").fetchone()[0]
        turned = connection.execute("select count(*) from journal where refused is not null").fetchone()[0]
    assert (unsent, turned) == (0, 0)
