"""Telling about a place: few presses, words of one's own, photos."""

from __future__ import annotations

import flet as ft

from fieldwalk import routes
from tests.fieldwalk.screens.in_use import DESCRIBED, in_use


async def test_a_marked_place_is_described_by_four_presses_and_no_typing() -> None:
    async with in_use("leader", routes.walk("{under_way}")) as app:
        await app.press("Märk ut plats")
        await app.press("Beskriv")
        await app.press("Belysning")
        await app.press("Bråttom")
        issue = app.store.issues(app.names["under_way"])[-1]
        assert (issue.category, issue.severity, issue.kind) == ("lighting", 3, "care")
        await app.press("Klar")
        assert app.route == routes.walk(app.names["under_way"])


async def test_a_good_place_has_no_urgency() -> None:
    async with in_use("leader", routes.issue("{under_way}", "{bare}")) as app:
        await app.press("Bra här")
        await app.press("Bra plats")
        assert "Hur bråttom är det?" not in app.texts
        kept = app.issue("bare")
        assert (kept.kind, kept.category, kept.severity) == ("good", "good", None)


async def test_words_are_saved_by_leaving_the_page() -> None:
    async with in_use("leader", DESCRIBED) as app:
        await app.write("Med egna ord", "Trappan är hal")
        await app.press("Klar")
        assert app.issue("described").words == "Trappan är hal"


async def test_words_being_written_never_go_over_to_another_place() -> None:
    async with in_use("leader", DESCRIBED) as app:
        await app.write("Med egna ord", "Bara om den första")
        app.page.navigate(routes.issue(app.names["under_way"], app.names["bare"]))
        await app.settle(100)
        assert "Bara om den första" not in [str(field.value) for field in app.all(ft.TextField)]
        assert (app.issue("described").words, app.issue("bare").words) == ("Bara om den första", None)


async def test_a_photo_is_drafted_by_the_press_and_kept_when_it_comes() -> None:
    async with in_use("leader", DESCRIBED) as app:
        issue_id = app.names["described"]
        before = len(app.store.photos(issue_id))
        await app.take_photo("Ta bild", b"tunnel")
        assert len(app.store.photos(issue_id)) == before + 1


async def test_what_a_photo_shows_is_written_beside_it() -> None:
    async with in_use("leader", DESCRIBED) as app:
        issue_id = app.names["described"]
        await app.write("Vad syns på bild 1?", "En trappa utan lampa")
        await app.press("Klar")
    assert [photo.description for photo in app.store.photos(issue_id)] == ["En trappa utan lampa"]


async def test_a_place_taken_away_can_be_brought_back_from_the_page_that_is_reached() -> None:
    async with in_use("leader", DESCRIBED) as app:
        walk_id = app.names["under_way"]
        await app.press("Ta bort platsen")
        assert app.route == routes.walk(walk_id)
        assert len(app.store.issues(walk_id)) == 3
        await app.press("Ångra")
        assert len(app.store.issues(walk_id)) == 4
