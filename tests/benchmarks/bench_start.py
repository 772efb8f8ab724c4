"""How soon the phone can be used: the first mark, the whole app, what has to come down, a long list."""

from __future__ import annotations

import os
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import brotli
from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright

from fieldwalk import routes
from tests.benchmarks import stock
from tests.benchmarks.figures import Figure, at_most, percentile
from tests.benchmarks.filled import many_issues
from tests.benchmarks.watching import DiskWatch
from tests.browser.app import START_MS, App
from tests.browser.evidence import put_database, quiet_page
from tests.browser.fixtures import built
from tests.browser.phone import Phone, phone
from tests.browser.serving import FileServer
from tests.browser.walkers import go_on, on_a_walk

STARTS = int(os.environ.get("FIELDWALK_BENCH_STARTS", "5"))
TAPS = 40
ISSUES, POINTS = 5_000, 10_000

# Whatever app it is: its first screen stands two frames after the second packet from its Python.
WATCH = """(() => {
  const Original = Worker;
  window.Worker = class extends Original {
    constructor(...given) {
      super(...given);
      let packets = 0;
      this.addEventListener('message', ({data}) => {
        if (!(data instanceof Uint8Array) || ++packets !== 2) return;
        requestAnimationFrame(() => requestAnimationFrame(() => performance.mark('bench:shown')));
      });
    }
  };
  addEventListener('flutter-first-frame', () => performance.mark('bench:flutter'), {once: true});
})();"""
# The person's thumb is on the button the moment it can be seen.
TAP_AT_ONCE = """(() => {
  const look = () => {
    const button = document.querySelector('[data-mark]');
    if (button?.checkVisibility()) button.click(); else setTimeout(look, 4);
  };
  addEventListener('DOMContentLoaded', look);
})();"""
# When the tap was, and when the words stood on the screen that the place is saved, which come after the commit.
TAP_TO_TOLD = """number => new Promise(resolve => {
  const button = [...document.querySelectorAll('flt-semantics[role=button]')]
    .find(node => node.textContent.includes('Märk ut plats'));
  const now = () => performance.timeOrigin + performance.now();
  const start = now();
  const look = () => [...document.querySelectorAll('flt-semantics')].some(
    node => (node.textContent + node.ariaLabel).includes(`Plats ${number} sparad i telefonen`));
  const wait = () => (look() ? resolve([start, now()]) : setTimeout(wait, 1));
  button.click();
  wait();
})"""


@contextmanager
def walking() -> Iterator[tuple[Playwright, Phone, FileServer]]:
    """A phone with the built app and a walk under way."""
    with (
        sync_playwright() as playwright,
        tempfile.TemporaryDirectory() as folder,
        closing(FileServer(built("app", compress=True))) as server,
        phone(playwright, Path(folder), server.origin) as one,
    ):
        on_a_walk(one)
        yield playwright, one, server


def moment(page: Page, name: str) -> float:
    """When the page reached it, in milliseconds since its navigation."""
    page.wait_for_function("name => performance.getEntriesByName(name).length", arg=name, timeout=START_MS)
    return float(page.evaluate("name => performance.getEntriesByName(name)[0].startTime", name))


def cold_start(one: Phone, script: str, names: tuple[str, ...]) -> list[float]:
    """A browser process that has just started opens the app; when each of the names was reached."""
    one.kill()
    one.on_start = lambda context: context.add_init_script(script)
    page = one.page()
    page.goto(one.origin, wait_until="commit")
    return [moment(page, name) for name in names]


def bench_first_mark() -> Iterator[Figure]:
    """Cold, offline, the server gone: from the navigation to the mark that is confirmed."""
    with walking() as (_, one, server):
        server.stop()
        took = [cold_start(one, TAP_AT_ONCE, ("fieldwalk:kept",))[0] for _ in range(STARTS)]
    yield at_most("Cold start offline to a mark confirmed durable, median", statistics.median(took), "ms", 1000)


def bench_cold_start() -> Iterator[Figure]:
    """Our app with the server gone, and the stock build of the same screens with its server beside it, in turns."""
    with tempfile.TemporaryDirectory() as folder, walking() as (playwright, one, server):
        server.stop()
        plain = stock.build(Path(folder) / "stock")
        with closing(FileServer(plain)) as beside, phone(playwright, Path(folder) / "p", beside.origin) as other:
            cold_start(other, WATCH, ("bench:shown",))
            pairs = [
                (cold_start(one, WATCH, ("bench:shown", "bench:flutter")), cold_start(other, WATCH, ("bench:shown",)))
                for _ in range(STARTS)
            ]
    ours = statistics.median(our[0] for our, _ in pairs)
    theirs = statistics.median(their[0] for _, their in pairs)
    flutter = statistics.median(our[1] for our, _ in pairs)
    yield Figure("Cold start offline to the whole app, median", ours, "ms")
    yield Figure("Cold start of the stock build, its files cached, median", theirs, "ms")
    yield at_most("Cold start against the stock build", ours / theirs, "x", 0.5)
    yield at_most("Cold start against Flutter's own first frame", ours / flutter, "x", 1.5)


def bench_bundle() -> Iterator[Figure]:
    """What a first visit brings down, ours whole and for ever offline; and the stock build, whole and as asked for."""
    app = built("app", compress=True)
    ours = sum(_wire(app / path) for path in _asked_for(app, offline=True))
    with tempfile.TemporaryDirectory() as folder:
        plain = stock.build(Path(folder) / "stock")
        asked = sum(_wire(plain / path) for path in _asked_for(plain, offline=False))
        whole = sum(_wire(path) for path in plain.rglob("*") if path.is_file())
    yield Figure("Over the wire at a first visit: all that works offline", ours / 1e6, "MB")
    yield Figure(
        "Over the wire: what a first visit to the stock build asks for, nothing of it offline", asked / 1e6, "MB"
    )
    yield Figure("Over the wire: the stock build, whole", whole / 1e6, "MB")
    yield at_most("Over the wire, against the whole stock build", ours / whole, "x", 0.6)


def bench_taps() -> Iterator[Figure]:
    """The mark button in the running app: to the first flush of the disk after it, and to the words that follow."""
    with walking() as (_, one, server):
        server.stop()
        app = go_on(one)
        disk = DiskWatch(app.page)
        taps = [app.page.evaluate(TAP_TO_TOLD, number) for number in range(1, TAPS + 1)]
        flushes = disk.flushes()
    durable = [min(flush for flush in flushes if flush >= tap) - tap for tap, _ in taps]
    told = [told - tap for tap, told in taps]
    yield Figure("Tap on the mark button to the durable row, median", percentile(durable, 0.5), "ms")
    yield at_most("Tap on the mark button to the durable row, 95 of 100", percentile(durable, 0.95), "ms", 300)
    yield Figure("Tap on the mark button to the words that it is saved, median", percentile(told, 0.5), "ms")
    yield at_most("Tap on the mark button to the words that it is saved, 95 of 100", percentile(told, 0.95), "ms", 300)


def bench_long_list() -> Iterator[Figure]:
    """A walk of 5,000 places and a track of 10,000 points, opened from the first screen; then all places on a map."""
    with walking() as (_, one, _server), tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "many.db"
        many_issues(store, ISSUES, POINTS)
        page = quiet_page(one)
        put_database(page, store)
        app = App(page, one.origin)
        lists, maps, pinned = [], [], rf"(^|\n)(?!{ISSUES}\b)\d+ platser"
        for _ in range(STARTS):
            app.open().see("Stora vandringen")
            lists.append(page.evaluate(OPEN, ["Stora vandringen", "Trasig lampa", "inspelat"]))
        for _ in range(STARTS):
            app.open().see("Stora vandringen")
            maps += page.evaluate(OPEN, [routes.MAP, pinned])
    rows, drawn = zip(*lists, strict=True)
    many = f"A walk of {ISSUES:,} issues and {POINTS:,} points"
    yield at_most(f"{many}, open to first rows, median", statistics.median(rows), "ms", 1000)
    yield Figure(f"{many}, open to its map and its length, median", statistics.median(drawn), "ms")
    yield at_most(f"A map of {ISSUES:,} places, open to its pins, median", statistics.median(maps), "ms", 1000)


# From the press on what says the first, or the way to that address, to the moments that each other can be read.
OPEN = """([pressed, ...read]) => new Promise(resolve => {
  const said = node => [node.ariaLabel ?? '', node.textContent];
  const nodes = () => [...document.querySelectorAll('flt-semantics')];
  const card = nodes().filter(
    node => said(node).some(words => words.includes(pressed)) && node.hasAttribute('flt-tappable')).at(-1);
  const go = () => {
    if (card) return card.click();
    history.pushState(null, '', pressed);
    dispatchEvent(new PopStateEvent('popstate', {state: null}));
  };
  const start = performance.now();
  const reached = read.map(() => 0);
  const look = () => read.forEach((wanted, n) => {
    if (!reached[n] && nodes().some(node => said(node).some(words => new RegExp(wanted, 'u').test(words))))
      reached[n] = performance.now() - start;
  });
  const wait = () => { look(); reached.every(Boolean) ? resolve(reached) : setTimeout(wait, 5); };
  go();
  wait();
})"""


def _asked_for(folder: Path, *, offline: bool) -> set[str]:
    asked: set[str] = set()

    def note(context: BrowserContext) -> None:
        context.add_init_script(WATCH)
        context.on("request", lambda request: asked.add(urlsplit(request.url).path.strip("/")))

    with (
        sync_playwright() as playwright,
        tempfile.TemporaryDirectory() as profile,
        closing(FileServer(folder)) as server,
        phone(playwright, Path(profile), server.origin) as one,
    ):
        one.on_start = note
        page = one.page()
        page.goto(server.origin, wait_until="commit")
        moment(page, "bench:shown")
        if offline:
            App(page, server.origin).offline_ready()
            asked |= {urlsplit(url).path.strip("/") for url in page.evaluate(KEPT)}
    return {path for path in asked | {"index.html"} if (folder / path).is_file()}


KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys()) found.push(request.url);
  return found;
}"""


def _wire(path: Path) -> int:
    content = path.read_bytes()
    if path.suffix in (".woff2", ".png", ".gz"):
        return len(content)
    return min(len(content), len(brotli.compress(content, quality=9)))
