"""The browser killed at random moments over the real app: what the screen confirmed is compared with what is there.

FIELDWALK_CRASH_ROUNDS kills in all, shared by the deeds below; `make crash` does 200.
"""

from __future__ import annotations

import base64
import json
import os
import random
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright
from sqlalchemy import select

from fieldwalk import routes
from sync.server.app import assemble, now
from sync.server.settings import Settings
from sync.server.store.tables import JOURNAL
from tests.browser.app import START_MS, App
from tests.browser.evidence import database, inbox, put_database, quiet_page, stored_files
from tests.browser.phone import Phone
from tests.browser.walkers import mark, on_a_walk
from tests.fakes.older import lay_without_state
from tests.journeys.demo import Demo
from tests.synthetic import drawn_photo

pytestmark = pytest.mark.crash

DEEDS = ("marking", "first screen", "photos", "opening", "sending")
PARTS = 4
ROUNDS = max(1, int(os.environ.get("FIELDWALK_CRASH_ROUNDS", "200")) // len(DEEDS) // PARTS)

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
# Taps the first screen's button; which marks it then says to have kept is known by their identities.
TAP_AND_NOTE = """times => {
  window.kept = [];
  const keep = fieldwalkInbox.keep;
  fieldwalkInbox.keep = async mark => { await keep(mark); window.kept.push(mark.id); };
  for (let n = 0; n < times; n += 1) document.querySelector('[data-mark]').click();
}"""


@dataclass
class Walker:
    """A phone on a walk, and what its screen has said was saved, over all rounds."""

    phone: Phone
    chance: random.Random
    folder: Path
    walk_id: str = ""
    numbers: set[int] = field(default_factory=set)
    kept: set[str] = field(default_factory=set)
    photographed: set[int] = field(default_factory=set)
    checked: set[str] = field(default_factory=set)

    def go_on(self) -> App:
        """The app at the walk under way, by its own address."""
        return App(self.phone.page(), self.phone.origin).open(routes.walk(self.walk_id)).see("Märk ut plats")

    def confirmed(self) -> int:
        return len(self.numbers) + len(self.kept) + len(self.photographed)


Deed = Callable[[Walker], None]


def marking(walker: Walker) -> None:
    """Killed while marks are made as fast as the screen confirms them."""
    app = walker.go_on()
    app.page.evaluate(KEEP_MARKING)
    app.page.wait_for_function("() => window.confirmed > 0")
    app.page.wait_for_timeout(walker.chance.uniform(0, 1200))
    walker.numbers |= set(range(1, int(app.page.evaluate("() => window.confirmed")) + 1))


def first_screen(walker: Walker) -> None:
    """Killed at any moment of the start, the take-over included, with taps on the first screen."""
    page = walker.phone.page()
    page.goto(walker.phone.origin, wait_until="commit")
    page.wait_for_selector("[data-mark]", state="attached")
    page.evaluate(TAP_AND_NOTE, walker.chance.randint(1, 3))
    page.wait_for_selector("#first-screen[data-kept]", state="attached")
    page.wait_for_timeout(walker.chance.uniform(0, 4500))
    walker.kept |= set(page.evaluate("() => window.kept"))


def photos(walker: Walker) -> None:
    """Killed while a photo is being saved, or just after it was said to be."""
    number = 1 + max(walker.numbers, default=0)
    picture = walker.folder / "photo.jpg"
    # Each photo is another one: files go by their content.
    picture.write_bytes(drawn_photo(orientation=walker.chance.choice((1, 6, 8)), size=(1600 - number, 1200)))
    app = walker.go_on()
    mark(app, number)
    walker.numbers.add(number)
    app.tap("Beskriv").see("Ta bild").pick("Ta bild", picture)
    if walker.chance.random() < 0.5:
        app.page.wait_for_timeout(walker.chance.uniform(0, 400))
        return
    app.see("Bild 1 av plats")
    walker.photographed.add(number)


def opening(walker: Walker) -> None:
    """Killed while an older store is being brought to today's form: its state has to be drawn anew."""
    older = walker.folder / "older.db"
    lay_without_state(older)
    page = quiet_page(walker.phone)
    put_database(page, older)
    page.goto(walker.phone.origin, wait_until="commit")
    page.wait_for_function("() => performance.getEntriesByName('fieldwalk:imports').length", timeout=START_MS)
    page.wait_for_timeout(walker.chance.uniform(0, 1000))
    walker.numbers |= {1, 2, 3}


ACTS: dict[str, Deed] = {
    "marking": marking, "first screen": first_screen, "photos": photos, "opening": opening, "sending": marking,
}  # fmt: skip


@pytest.fixture(scope="module")
def demo(built_app: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    running = Demo(tmp_path_factory.mktemp("demo"), built_app)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def walkers(
    playwright: Playwright, demo: Demo, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Walker]]:
    """A walker for each deed, who goes on from part to part: the first visit takes longer than a round."""
    made: dict[str, Walker] = {}

    def walker(deed: str) -> Walker:
        if deed not in made:
            folder = tmp_path_factory.mktemp("walker")
            made[deed] = Walker(Phone(playwright, folder / "profile", demo.origin), random.Random(deed), folder)
            set_out(made[deed], demo, joined=deed == "sending")
        return made[deed]

    yield walker
    for one in made.values():
        one.phone.close()


def set_out(walker: Walker, demo: Demo, *, joined: bool) -> None:
    if joined:
        page = walker.phone.page()
        App(page, demo.origin).open(demo.doors["leader"]).offline_ready()
        page.close()
    on_a_walk(walker.phone)
    page = quiet_page(walker.phone)
    walker.walk_id = page.evaluate("async () => (await (INBOX)).id".replace("INBOX", RECALL))
    page.close()


# The walk under way as the first screen of the next start will know it.
RECALL = """new Promise((resolve, reject) => {
  const opening = indexedDB.open('fieldwalk-inbox', 1);
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const asked = opening.result.transaction('facts').objectStore('facts').get('walk');
    asked.onsuccess = () => { opening.result.close(); resolve(asked.result); };
  };
})"""


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("deed", DEEDS)
def test_nothing_that_the_screen_confirmed_is_lost(
    walkers: Callable[[str], Walker], demo: Demo, deed: str, part: int, record_property: Callable[[str, Any], None]
) -> None:
    walker = walkers(deed)
    before, lost = walker.confirmed(), set[str]()
    for number in range(ROUNDS):
        ACTS[deed](walker)
        walker.phone.kill()
        lost |= missing(walker, f"{deed}, kill {part * ROUNDS + number + 1}")
    if deed == "sending":
        assert_everything_was_received(walker, demo)
    walker.phone.close()
    record_property("crash", (f"browser killed: {deed}", ROUNDS, walker.confirmed() - before, len(lost)))
    assert lost == set()


def missing(walker: Walker, when: str) -> set[str]:
    """What was confirmed and is not there; a doubled mark or a photo that is not whole is an error at once."""
    page = quiet_page(walker.phone)
    waiting = {one["id"] for one in inbox(page)}
    with database(page, walker.folder) as connection:
        rows = connection.execute("select record, record_id, fields from journal order by n").fetchall()
    changes = [(record, record_id, json.loads(fields)) for record, record_id, fields in rows]
    marks = [(record_id, fields["number"]) for _, record_id, fields in changes if "marked_at" in fields]
    held = dict(marks)
    assert len(held) == len(marks), f"a mark was doubled: {when}"
    issue_of = {record_id: fields["issue_id"] for _, record_id, fields in changes if "issue_id" in fields}
    pictures = {record_id: fields["sha256"] for record, record_id, fields in changes if fields.get("sha256")}
    shown = {held[issue_of[record_id]] for record_id in pictures if issue_of.get(record_id) in held}
    # A store of another day names files that never lay on this phone.
    fresh = sorted(set(pictures.values()) - walker.checked) if walker.photographed else []
    for name, content in stored_files(page, fresh).items():
        assert sha256(base64.b64decode(content)).hexdigest() == name, when
        walker.checked.add(name)
    page.close()
    lost = {
        "mark": walker.numbers - set(held.values()),
        "tap": walker.kept - held.keys() - waiting,
        "photo": walker.photographed - shown,
    }
    return {f"{what} {which} ({when})" for what, them in lost.items() for which in them}


def assert_everything_was_received(walker: Walker, demo: Demo) -> None:
    """When the phone says that all is safe, the server's own journal has every change that the phone wrote."""
    App(walker.phone.page(), demo.origin).open().see("Allt tryggt", timeout=START_MS)
    walker.phone.kill()
    with database(quiet_page(walker.phone), walker.folder) as connection:
        written = {stamp for (stamp,) in connection.execute("select stamp from journal where mine")}
        unsent = connection.execute("select count(*) from journal where mine and receipt is null").fetchone()[0]
    central = assemble(Settings(data=demo.data, secret="kept"), now)
    with closing(central), central.database.read() as connection:
        received = set(connection.scalars(select(JOURNAL.c.stamp)))
    assert written
    assert (unsent, written - received) == (0, set())
