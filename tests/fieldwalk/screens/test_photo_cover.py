"""Faces and plates are covered by a finger: on the phone at once, by whoever took the photo or leads."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from typing import Any

import flet as ft
import pytest
from PIL import Image

from fieldwalk import routes
from fieldwalk.device.ports import Box
from fieldwalk.domain.looking import waits
from fieldwalk.domain.records import Photo
from fieldwalk.screens.photo_cover import Finger
from tests.fieldwalk.screens.in_use import DESCRIBED, App, in_use

COVER, LOOK = "Täck bild 1", "Se igenom bild 1"


@asynccontextmanager
async def looking() -> AsyncIterator[tuple[App, Photo]]:
    """A leader looks the first photo of a place through; beside the app, the photo as it is before."""
    async with in_use("leader", DESCRIBED) as app:
        photo = app.store.photos(app.names["described"])[0]
        await app.press(LOOK)
        await app.settle(200)
        yield app, photo


def finger(app: App) -> ft.GestureDetector:
    return next(found for found in app.all(ft.GestureDetector) if found.on_pan_start)


async def at(app: App, name: str, x: float, y: float) -> None:
    """The finger does ``name`` at a place of the picture, in parts of its width and height."""
    canvas: Any = finger(app).content
    where = {"x": x * canvas.width, "y": y * canvas.height}
    await app.event(finger(app), name, {"k": "touch", "l": where, "g": where, "v": where})


async def pixel(app: App, issue: str, x: float, y: float) -> tuple[int, ...]:
    photo = app.store.photos(app.names[issue])[0]
    content = await app.fieldwalk.photographs.picture(photo.sha256 or "")
    assert content is not None
    with Image.open(BytesIO(content)) as picture:
        found = picture.convert("RGB").getpixel((round(x * picture.width), round(y * picture.height)))
    assert isinstance(found, tuple)
    return found


async def test_a_finger_is_drawn_over_a_face_and_what_was_under_it_is_gone_from_the_phone() -> None:
    async with looking() as (app, before):
        await at(app, "pan_start", 0.4, 0.4)
        await at(app, "pan_update", 0.5, 0.5)
        await at(app, "pan_update", 0.6, 0.6)
        await at(app, "pan_end", 0, 0)
        await app.press("Täck för gott")
        await app.settle(400)
        after = app.store.photos(app.names["described"])[0]
        assert app.route == routes.issue(app.names["under_way"], app.names["described"])
        assert after.sha256 != before.sha256
        assert max(await pixel(app, "described", 0.5, 0.5)) < 16
        assert max(await pixel(app, "described", 0.1, 0.1)) > 16
        for gone in (before.sha256, before.thumbnail):
            assert await app.fieldwalk.photographs.picture(gone or "") is None


async def test_nothing_is_covered_before_it_is_confirmed_and_each_box_can_be_taken_back() -> None:
    async with looking() as (app, before):
        await at(app, "tap_up", 0.5, 0.5)
        assert boxes(app) == 1
        await app.press("Ångra senaste")
        assert boxes(app) == 0
        await app.press("Tillbaka")
        assert app.store.photos(app.names["described"])[0].sha256 == before.sha256


def boxes(app: App) -> int:
    """Black boxes with some size."""
    found = [box for box in app.all(ft.Container) if box.bgcolor == ft.Colors.BLACK]
    return sum(bool(box.width and box.height) for box in found)


@pytest.mark.parametrize(("role", "there"), [("coordinator", True), ("walker", False), ("caretaker", False)])
async def test_others_photos_are_covered_by_who_may_take_them_away(role: str, there: bool) -> None:
    async with in_use(role, routes.issue("{finished}", "{progress}")) as app:
        assert (COVER in app.texts) is there


def test_a_box_stays_within_the_picture_whichever_way_it_is_drawn() -> None:
    told: list[Box] = []
    drawn = Finger((100, 50), told.append, told.append)
    drawn.start(80, 40)
    drawn.move(-30, 10)
    drawn.lift()
    assert told == [Box(0.0, 0.2, 0.8, 0.8)] * 2
    drawn.tap(99, 1)
    assert told[-1] == Box(0.95, 0.0, 1.0, 0.1)


async def test_who_leads_says_with_one_press_that_there_is_nothing_to_cover() -> None:
    async with looking() as (app, _):
        await app.press("Inga ansikten eller skyltar")
        assert not waits(app.store.photos(app.names["described"])[0])
        assert app.route == routes.issue(app.names["under_way"], app.names["described"])
        assert COVER in app.texts


async def test_who_took_it_is_told_that_others_see_it_later_and_cannot_let_it_pass() -> None:
    async with in_use("walker", DESCRIBED) as app:
        assert "Andra ser bilden när den är täckt, eller när den som leder har sett igenom den." in app.texts
        await app.press(COVER)
        await app.settle(200)
        assert "Inga ansikten eller skyltar" not in app.texts
