"""The first walk, from the street to the summary: one story, four people, a network that comes and goes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import gpxpy
import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.app import App
from tests.browser.phone import Phone
from tests.browser.settling import settle
from tests.browser.walkers import finish, look_through, mark
from tests.journeys.conftest import NewPhone
from tests.journeys.demo import Demo
from tests.journeys.walking import let_walk, walk
from tests.real_input import folder
from tests.synthetic import drawn_photo, recording

WALK = "Vandring till bryggan"
PLACES = (
    ("Belysning", "Bråttom", "Två lampor är släckta vid bänken", True),
    ("Grönska, sikt", "Viktigt", "Häcken är högre än mig", True),
    ("Dörr, lås", "Kan vänta", "Porten går inte i lås åäö", True),
    (None, None, "", False),
    (None, None, "", False),
)
"""Category, severity, words, and whether a photo is taken: five places, of which two are only marked."""

COUNT_PARTS = """() => {
  const send = Worker.prototype.postMessage;
  window.parts = 0;
  Worker.prototype.postMessage = function (said, ...more) {
    send.call(this, said, ...more);
    if (said?.kind === 'voice-part') parts += 1;
  };
}"""

ONE_OF_THE_DEMOS = 1
"""Photo of the evening in the demo that nobody has looked through either."""


def photos(into: Path) -> list[Path]:
    """Three photos: other people's where this machine has them, or else drawn ones."""
    real = folder()
    if real:
        return [real / name for name in ("phone_jolla.jpg", "portrait_orientation_6.jpg", "camera_with_gps.jpg")]
    drawn = [into / f"drawn-{number}.jpg" for number in range(3)]
    for number, path in enumerate(drawn):
        path.write_bytes(drawn_photo(orientation=(1, 6, 8)[number]))
    return drawn


def network(context: BrowserContext, *, on: bool) -> None:
    context.set_offline(not on)


def describe(app: App, number: int, category: str, severity: str, words: str, photo: Path) -> None:
    app.tap("Beskriv").see(f"Plats {number}").tap(category).tap(severity)
    app.write("Med egna ord", words)
    app.pick("Ta bild", photo).see(f"Bild 1 av plats {number}")
    app.tap(re.compile("^Klar$")).see("Märk ut plats")


def walk_and_mark(app: App, page: Page, pictures: list[Path]) -> None:
    """All 871 points of the recording, and the five places along it."""
    fixes = recording().fixes
    stretch = len(fixes) // len(PLACES) + 1
    for number, (category, severity, words, photographed) in enumerate(PLACES, 1):
        walk(page, fixes[(number - 1) * stretch : number * stretch])
        app.see("Spelar in")
        mark(app, number)
        if photographed and category and severity:
            describe(app, number, category, severity, words, pictures[number - 1])


def speak(app: App, page: Page) -> None:
    """The last place is told of by voice, until a part of it is on the disk; nobody ends the recording."""
    app.tap("Beskriv").see(f"Plats {len(PLACES)}").tap("Grönska, sikt").see("Din röst spelas in")
    page.evaluate(COUNT_PARTS)
    app.tap("Säg det").see(re.compile(r"\d+ s kvar"))
    page.wait_for_function("() => parts > 0", polling=50)
    settle(page)  # Python has heard of it, and writes it down before it hears anything else


def listen(app: App) -> App:
    """What was said sounds, and comes to its end."""
    return app.tap(re.compile("^Lyssna")).see("Stoppa").see(re.compile("^Lyssna"))


def everything_is_there(app: App) -> None:
    app.tap("Platser")
    for _, _, words, photographed in PLACES:
        if photographed:
            app.see(words)
    for number in range(1, len(PLACES) + 1):
        app.see(f"Plats {number}")


def open_actions(app: App) -> App:
    return app.see("Allt tryggt").tap_root("Åtgärder")


@pytest.fixture
def resident(new_phone: NewPhone) -> Phone:
    phone = new_phone("resident", speaks=True)
    phone.on_start = let_walk
    return phone


def test_a_walk_from_the_street_to_the_summary(
    new_phone: NewPhone, resident: Phone, demo: Demo, tmp_path: Path
) -> None:
    # A resident scans the QR code: no account, no name. Then the network is gone.
    page = resident.page()
    app = App(page, demo.origin).open(demo.doors["leader"]).see(WALK).offline_ready()
    network(resident.context, on=False)
    app.tap(re.compile(WALK)).tap("Börja vandringen").see("Märk ut plats")
    walk_and_mark(app, page, photos(tmp_path))
    speak(app, page)

    # The browser is killed in the middle of a word. Opened again with the network still off: everything confirmed is
    # there, and what was said sounds.
    resident.kill()
    network(resident.context, on=False)
    page = resident.page()
    app = App(page, demo.origin).open("/").tap("Fortsätt").see("Märk ut plats")
    everything_is_there(app)
    listen(app.tap(re.compile(f"Plats {len(PLACES)}"))).tap(re.compile("^Klar$")).see("Märk ut plats")

    # The network comes back, and all of it becomes safe.
    network(resident.context, on=True)
    app.open("/").see("Allt tryggt")
    finish(app.tap("Fortsätt"), "5 platser · 3 bilder")
    app.open("/").see("Allt tryggt")

    # A coordinator at a desk looks the photos through, gives the first place an owner, a day and an answer, hears what
    # was said of the last, and takes the summary home.
    desk_phone = new_phone("coordinator", viewport={"width": 1440, "height": 900})
    desk = App(desk_phone.page(), demo.origin).open(demo.doors["coordinator"])
    look_through(open_actions(desk), ONE_OF_THE_DEMOS + 3)
    desk.tap(re.compile(PLACES[0][2])).see_chosen(re.compile(PLACES[0][2])).see("Svar till gruppen")
    desk.tap(re.compile("Ansvarig")).tap(re.compile("Jonas Berg")).see(re.compile("Ansvarig.*Jonas"))
    desk.tap(re.compile("Klart senast")).see("Avbryt").tap("OK").see(re.compile(r"Klart senast.*\d"))
    desk.write("Svar till gruppen", "Vi byter båda lamporna i veckan.").tap("Planera och svara")
    desk.see("Svaret är sparat").see(re.compile(f"{PLACES[0][2]}.*Planerad")).see("Allt tryggt")
    desk.tap_root("Vandringar").tap(re.compile(WALK)).tap(re.compile(f"Plats {len(PLACES)}"))
    listen(desk).tap("Tillbaka")
    take_summaries_home(desk, tmp_path)

    # A caretaker sees it in a list on the phone, offline, and marks it done with an after photo.
    jonas = new_phone("caretaker")
    care = App(jonas.page(), demo.origin).open(demo.doors["caretaker"]).offline_ready()
    open_actions(care).see(re.compile(PLACES[0][2]))
    network(jonas.context, on=False)
    care.tap(re.compile(f"{PLACES[0][2]}.*Visa"))
    care.see("Vi byter båda lamporna i veckan.")
    care.pick("Klar, ta efterbild", photos(tmp_path)[1]).see("Plats 1 är klar")
    network(jonas.context, on=True)
    care.open("/").see("Allt tryggt")

    # The coordinator looks the after photo through, and the resident's phone shows that it was done.
    look_through(open_actions(desk.open("/")), 1).see("Allt tryggt")
    app.open("/").see("Allt tryggt")
    app.tap(re.compile(WALK)).tap(re.compile(PLACES[0][2]))
    app.see("Vi byter båda lamporna i veckan.").see("Efterbild 1 av plats 1").see(re.compile(r"\bKlar\b"))
    assert resident.strangers == desk_phone.strangers == jonas.strangers == []


def take_summaries_home(desk: App, into: Path) -> None:
    """All five formats, each opened by what it is."""
    desk.tap("Exportera")
    files = {}
    for label, suffix in (
        ("PDF, sammanfattning", "pdf"), ("Webbsida", "html"), ("Tabell (CSV)", "csv"),
        ("Karta (GeoJSON)", "geojson"), ("Spår (GPX)", "gpx"),
    ):  # fmt: skip
        if suffix == "html":  # the page is made on the spot; the server makes the others
            files[suffix] = desk.download(label, into).read_bytes()
            continue
        files[suffix] = desk.tap(label).download(f"Öppna: {label}", into).read_bytes()
    words = PLACES[2][2]
    assert files["pdf"].startswith(b"%PDF-")
    assert words in files["html"].decode()
    assert files["html"].count(b"data:image/jpeg") == 3
    assert words in files["csv"].decode("utf-8-sig")
    features = json.loads(files["geojson"])["features"]
    assert sum(feature["geometry"]["type"] == "Point" for feature in features) >= len(PLACES)
    track = gpxpy.parse(files["gpx"].decode())
    assert sum(len(segment.points) for each in track.tracks for segment in each.segments) > 100
