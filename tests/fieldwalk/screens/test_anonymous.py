"""Telling as nobody: chosen where one joins, or later in the settings; staff are not asked."""

from __future__ import annotations

import json

from fieldwalk import routes
from tests.fakes.little_server import LittleServer, Reply
from tests.fieldwalk.screens.in_use import DESCRIBED, App, in_use


def at(app: App, *answers: Reply) -> LittleServer:
    """A server that gives these answers; none at all when there are none."""
    server = LittleServer()
    server.answers, server.away = list(answers), not answers
    app.fieldwalk.joining._network = server
    return server


async def become(app: App) -> None:
    await app.press("Bli helt anonym")
    assert "Bli helt anonym på den här vandringen?" in app.texts
    await app.press("Bli helt anonym")
    await app.settle()


async def test_a_resident_becomes_nobody_with_one_press_that_is_asked_about() -> None:
    async with in_use("walker", routes.MORE) as app:
        at(app, Reply(200, b'{"person_id": "nobody-1"}'))
        await become(app)
        assert "Du är helt anonym här" in app.texts
        assert "Bli helt anonym" not in app.texts


async def test_a_wish_that_does_not_arrive_is_told_and_may_be_pressed_again() -> None:
    async with in_use("walker", routes.MORE) as app:
        at(app)
        await become(app)
        assert "Ditt namn finns inte här" in app.texts
        at(app, Reply(200, b'{"person_id": "nobody-1"}'))
        await become(app)
        assert "Du är helt anonym här" in app.texts


async def test_it_may_be_chosen_where_a_place_is_described() -> None:
    async with in_use("walker", DESCRIBED) as app:
        at(app, Reply(200, b'{"person_id": "nobody-1"}'))
        await become(app)
        assert "Du är helt anonym här" in app.texts


async def test_staff_are_not_asked() -> None:
    async with in_use("leader", routes.MORE) as app:
        assert "Bli helt anonym" not in app.texts


async def test_the_wish_goes_along_with_the_code() -> None:
    async with in_use("nobody", routes.JOIN) as app:
        server = at(app, Reply(404, b'{"code": "code_not_known"}'))
        await app.press("Gå med helt anonymt")
        await app.write("Kod", "000 000")
        await app.press("Gå med")
        told = json.dumps({"code": "000000", "as_nobody": True})
        assert server.asked == [("POST", "/api/v1/join", len(told))]
