"""Pictures of every screen in the built app: light and dark, in every language, from 360 to 1440 pixels wide.

They lie in build/screens afterwards, to be looked at. FIELDWALK_EVERY_PICTURE=1 makes each in all eighteen looks;
without it every theme, width and direction is seen, and every language.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from fieldwalk import routes
from tests.browser.app import App
from tests.browser.walkers import mark
from tests.journeys.conftest import NewPhone
from tests.journeys.demo import ROOT, Demo
from tests.journeys.touring import ALL, PAIRS, PHONE, SMALL, Sight, Tour
from tests.journeys.walking import let_walk, walk
from tests.screens_sample import ROUTE, walked

FOLDER = ROOT / "build" / "screens"
WORDS = ("Två lampor är släckta vid bänken", "Porten är öppen, ring 070-174 06 05")
DAY_WALK, PLANNED = "Dagvandring i Fittja", "Vandring till bryggan"


@pytest.fixture
def folder() -> Path:
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    return FOLDER


def test_every_screen_is_drawn_whole_and_can_be_read(new_phone: NewPhone, demo: Demo, folder: Path) -> None:
    phone = new_phone("tourist")
    phone.on_start = let_walk
    app = App(phone.page(), demo.origin).open("/")
    tour = Tour(app, folder, ALL if os.environ.get("FIELDWALK_EVERY_PICTURE") else PAIRS)
    tour.see([Sight("empty", routes.HOME), Sight("join", routes.JOIN), Sight("lost", "/walks/nowhere")])
    enter(tour, demo, "coordinator")
    tour.see(desk(tour), in_english_too=True)
    enter(tour, demo, "caretaker")
    tour.see([Sight("care", routes.ACTIONS)])
    enter(tour, demo, "leader")
    tour.see(before(tour))
    tour.see(on_the_way(tour))
    print(f"{len(tour.pictures)} pictures in {folder.relative_to(ROOT)}")
    assert tour.wrong == []
    assert phone.errors == []
    assert phone.strangers == []


def enter(tour: Tour, demo: Demo, role: str) -> None:
    """Become somebody else of the same organisation, in the running app."""
    tour.app.go(demo.doors[role]).at("^/(?!join/)")
    tour.app.go(routes.MORE).see(tour.say(f"role.{role}")).see(tour.say("sync.safe"))


def route_of(tour: Tour, walk: str, place: str = "") -> str:
    """The address of a walk, or of a place on it, as taps lead there from the first screen."""
    tour.app.go(routes.HOME).tap(re.compile(re.escape(walk)))
    found = tour.app.at("^/walks/[^/]+$")
    if place:
        tour.app.tap(re.compile(re.escape(place)))
        found = tour.app.at("^/walks/[^/]+/places/[^/]+$")
    return found


def desk(tour: Tour) -> list[Sight]:
    finished = route_of(tour, DAY_WALK)
    place = route_of(tour, DAY_WALK, "Porten går inte i lås")
    answered = routes.action(place.rpartition("/")[2])
    return [
        Sight("home", routes.HOME),
        Sight("safe", routes.HOME, "sync.safe"),
        Sight("desk", routes.ACTIONS),
        Sight("desk_place", answered, sizes=(SMALL, PHONE)),
        Sight("review", finished),
        Sight("export", finished, "review.export"),
        Sight("follow", place),
        Sight("circle", place, "secrecy.who"),
        Sight("map", routes.MAP),
        Sight("more", routes.MORE),
        Sight("new_walk", routes.NEW_WALK),
    ]


def before(tour: Tour) -> list[Sight]:
    planned = route_of(tour, PLANNED)
    return [Sight("planned", planned), Sight("invite", f"{planned}/invite")]


def on_the_way(tour: Tour) -> list[Sight]:
    tour.dress("light", "sv")
    under_way = route_of(tour, PLANNED)
    tour.app.tap("Börja vandringen").see("Märk ut plats")
    now = int(tour.page.evaluate("Date.now()"))
    fixes = walked([(x - 40, y) for x, y in ROUTE], now)
    third = len(fixes) // 3
    places = []
    for number in (1, 2, 3):
        walk(tour.page, fixes[(number - 1) * third : number * third])
        mark(tour.app, number)
        places.append(tour.app.tap("Beskriv").see("Vad gäller det?").at("/places/"))
        if number < 3:
            tour.app.tap("Belysning").tap("Bråttom")
            tour.app.write("Med egna ord", WORDS[number - 1]).tap(re.compile("^Klar$"))
    return [
        Sight("walk", under_way),
        Sight("help", under_way, "help.open", "go.back"),
        Sight("finish", under_way, "walk.finish", "walk.finish_go_on"),
        Sight("places", under_way, "walk.places", sizes=(SMALL, PHONE)),
        Sight("describe", places[0]),
        Sight("move", places[0], "go.move", "issue.move_done"),
        Sight("guard", places[1]),
        Sight("choose", places[2]),
    ]
