"""A phone with the real app on it and a walk under way: what the harder tests start from."""

from __future__ import annotations

import re

from playwright.sync_api import Page

from tests.browser.app import App
from tests.browser.phone import Phone

KEPT = """async () => {
  const names = (await caches.keys()).filter(name => name.startsWith('snapshot-'));
  return names.length === 1 && Boolean(await (await caches.open(names[0])).match('/snapshot'));
}"""
NO_MARK_WAITS = """async () => {
  while ((await fieldwalkInbox.waiting()).length) await new Promise(resolve => setTimeout(resolve, 20));
}"""


def begin_a_walk(app: App) -> App:
    """From the first screen to the walk under way, and until the next start knows of it."""
    app.tap(re.compile("^(Ny vandring|Ny)$")).tap("Börja gå").see("Märk ut plats")
    app.page.wait_for_function("async () => Boolean(await fieldwalkInbox.recall())")
    return app


def on_a_walk(phone: Phone) -> None:
    """The phone has the app, offline as well, and a walk under way; no tab is open."""
    page = phone.page()
    begin_a_walk(App(page, phone.origin).open().offline_ready())
    page.close()


def go_on(phone: Phone) -> App:
    """The app in a new tab, at the walk under way."""
    return App(phone.page(), phone.origin).open().tap("Fortsätt").see("Märk ut plats")


def mark(app: App, number: int) -> None:
    """One mark by the app's own button, confirmed by the screen."""
    app.tap("Märk ut plats").see(f"Plats {number} sparad i telefonen")


def finish(app: App, found: str) -> None:
    """Finishes the walk under way, where the sheet says what was ``found``: over when the next start knows of none."""
    app.tap("Avsluta").see("Avsluta rundan?").see(found).tap("Avsluta")
    app.page.wait_for_function("() => !localStorage.getItem('fieldwalk.walk')", polling=50)


def look_through(app: App, waiting: int) -> App:
    """As many photos as wait, each with one press, and back to where they were told of."""
    app.tap(re.compile("Bilder att se igenom"))
    for left in range(waiting, 0, -1):
        app.see(re.compile(rf"\b{left} (bild|bilder) kvar")).tap("Inga ansikten eller skyltar")
    return app.see("Inga fler bilder att se igenom").tap("Tillbaka")


def wait_until_taken_over(page: Page) -> None:
    """Until nothing waits in the first screen's inbox."""
    page.evaluate(NO_MARK_WAITS)


def until_kept(page: Page) -> None:
    """Until Python's memory is kept for the next start."""
    page.wait_for_function(f"async () => await ({KEPT})()", polling=50)
