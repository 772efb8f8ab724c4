"""Who may looks photos through one by one, at the desk and on the phone; the others read that a photo waits."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import flet as ft
import flet.canvas as cv
import pytest

from fieldwalk import routes
from fieldwalk.device.ports import Box, Reply
from tests.fieldwalk.screens.in_use import DESK, PHONE, App, in_use, opened
from tests.fieldwalk.screens.test_photo_cover import at, boxes
from tests.screens_sample import SamplePhone

ROW, NOBODY, LATER = "Bilder att se igenom", "Inga ansikten eller skyltar", "Senare"
NONE = "Inga fler bilder att se igenom"


def waiting(app: App) -> int:
    return len(app.store.unlooked())


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
async def test_the_desk_lists_them_and_lets_one_after_another_pass(size: tuple[int, int]) -> None:
    async with in_use("leader", routes.ACTIONS, size) as app:
        assert waiting(app) == 2
        await app.press(ROW)
        await app.settle(200)
        assert any("2 bilder kvar" in words for words in app.texts)
        await app.press(NOBODY)
        await app.settle(200)
        assert (waiting(app), app.route) == (1, routes.PHOTOS)
        await app.press(NOBODY)
        await app.settle(200)
        assert waiting(app) == 0
        assert NONE in app.texts
        await app.press("Ångra")
        assert waiting(app) == 1


async def test_one_that_is_left_for_later_waits_on_and_the_next_is_shown() -> None:
    async with in_use("leader", routes.PHOTOS, DESK) as app:
        await app.settle(200)
        await app.press(LATER)
        await app.settle(200)
        assert any("1 bild kvar" in words for words in app.texts)
        await app.press(LATER)
        assert NONE in app.texts
        assert "De som du lämnade till senare väntar kvar." in app.texts
        assert waiting(app) == 2


async def test_the_walk_that_is_over_leads_to_its_own() -> None:
    async with in_use("coordinator", routes.walk("{finished}")) as app:
        await app.press(ROW)
        await app.settle(200)
        assert app.route == routes.walk_photos(app.names["finished"])
        assert any("1 bild kvar" in words for words in app.texts)


@pytest.mark.parametrize("role", ["walker", "caretaker"])
async def test_nobody_else_is_asked(role: str) -> None:
    async with in_use(role, routes.walk("{finished}")) as app:
        assert ROW not in app.texts
        app.page.navigate(routes.PHOTOS)
        await app.settle(200)
        assert NOBODY not in app.texts


async def test_enter_on_a_keyboard_lets_the_shown_photo_pass() -> None:
    async with in_use("leader", routes.PHOTOS, DESK) as app:
        await app.settle(200)
        assert [button.autofocus for button in app.all(ft.FilledButton)] == [True]


async def test_others_read_that_a_photo_waits_in_its_place() -> None:
    phone = SamplePhone("walker")
    await phone.fill()
    photo = phone.fieldwalk.store.unlooked(phone.names["finished"])[0]
    for sha256 in filter(None, (photo.sha256, photo.thumbnail)):
        await phone.fieldwalk.photographs._shelf._files.remove(sha256)
    async with opened(phone, routes.issue("{finished}", photo.issue_id or "")) as app:
        assert "Bilden väntar på genomsyn" in app.texts


class Proposing:
    """A server that proposes two rectangles for every photo."""

    async def send(self, method: str, path: str, body: bytes = b"", headers: object = None) -> Reply:
        if not path.endswith("/proposals"):
            return Reply(503, {}, b"")
        told = [dict(zip(Box._fields, each, strict=True)) for each in FRAMES]
        return Reply(200, {}, json.dumps(told).encode())


FRAMES = [Box(0.1, 0.1, 0.3, 0.3), Box(0.6, 0.6, 0.8, 0.9)]


@asynccontextmanager
async def proposed(role: str = "leader") -> AsyncIterator[App]:
    """The first photo that waits, with what the server proposes for it."""
    phone = SamplePhone(role)
    fieldwalk = await phone.fill()
    fieldwalk.proposals._asking._network = Proposing()  # type: ignore[assignment]
    async with opened(phone, routes.PHOTOS, DESK) as app:
        await app.settle(200)
        yield app


def frames(app: App) -> int:
    """Dashed frames that are shown: each is drawn in two colours."""
    return sum(len(canvas.shapes) for canvas in app.all(cv.Canvas)) // 2


async def test_a_frame_that_is_tapped_is_covered_and_the_others_only_when_they_are_taken() -> None:
    async with proposed() as app:
        assert frames(app) == 2
        await at(app, "tap_up", 0.2, 0.2)
        assert (frames(app), boxes(app)) == (1, 1)
        await app.press("Ångra senaste")
        assert (frames(app), boxes(app)) == (2, 0)
        await app.press("Täck alla")
        assert (frames(app), boxes(app)) == (0, 2)
        await app.press("Täck för gott")
        await app.settle(400)
        assert waiting(app) == 1


async def test_frames_are_put_away_and_the_photo_passes_as_it_is() -> None:
    async with proposed() as app:
        before = app.store.unlooked()[0]
        await app.press("Ta bort ramarna")
        assert frames(app) == 0
        await app.press(NOBODY)
        await app.settle(200)
        after = app.store.photo(before.id)
        assert after
        assert (after.sha256, after.approved) == (before.sha256, f"{before.sha256} {before.thumbnail}")
