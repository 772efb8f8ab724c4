"""Words on their way, on the screens: a kill loses none of them, and none is sent that its writer may still hide."""

from __future__ import annotations

import asyncio

import pytest

from fieldwalk import routes
from fieldwalk.screens import drafting, forms
from tests.fieldwalk.screens.in_use import OWN_WORDS, App, in_use, killed, opened, writing

NUMBER = "Ring 070-174 06 05"
AGAIN = "En text här nedanför kan peka ut någon. Läs den innan du går vidare."
NAME = "Vad heter vandringen?"


def drafts(app: App) -> list[str]:
    return list(app.fieldwalk.drafts.all().values())


def numbers_in_changes(app: App) -> list[str]:
    return [change.stamp for change in app.store._journal.own() if "174 06" in str(change.fields)]


async def leave(app: App) -> None:
    """The field loses the focus, as it does on a phone before whatever is pressed beside it."""
    await app.event(app.field(OWN_WORDS), "blur")


async def test_a_kill_loses_no_words_that_may_point_somebody_out_and_they_wait_for_their_writer() -> None:
    async with writing(NUMBER) as app:
        app.fieldwalk.unsaved.keep()  # the page is hidden: the last that an app hears before it is killed
        later = killed(app.phone)
        assert numbers_in_changes(app) == []
    async with opened(later, routes.HOME) as app:
        await app.press("I telefonen")
        assert "En text väntar på dig" in app.texts
        await app.press("En text väntar på dig")
        assert app.field(OWN_WORDS).value == NUMBER
        assert AGAIN in app.texts
        await app.press("Dölj")
        assert AGAIN not in app.texts
        assert app.issue("described").words == "Ring •••"
        assert (numbers_in_changes(app), drafts(app)) == ([], [])


async def test_a_rest_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafting, "RESTED", 0)
    async with writing(NUMBER) as app:
        assert list(killed(app.phone).fieldwalk.drafts.all().values()) == [NUMBER]
        assert numbers_in_changes(app) == []


@pytest.mark.parametrize("cut", ["Låt stå", "Klar"])
async def test_what_its_writer_lets_stand_is_saved(cut: str) -> None:
    async with writing(NUMBER) as app:
        await app.press(cut)
        assert app.issue("described").words == NUMBER
        assert drafts(app) == []
        assert "Låt stå" not in app.texts


async def test_to_leave_the_field_keeps_the_words_and_gives_time_to_press_hide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafting, "LEFT", 3600)
    async with writing(NUMBER) as app:
        await leave(app)
        assert drafts(app) == [NUMBER]
        await app.press("Dölj")
        assert app.issue("described").words == "Ring •••"
        assert numbers_in_changes(app) == []


async def test_a_field_that_was_left_a_while_ago_is_right_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafting, "LEFT", 0)
    async with writing(NUMBER) as app:
        await leave(app)
        assert (app.issue("described").words, drafts(app)) == (NUMBER, [])


async def test_who_hides_and_writes_it_anew_is_asked_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    time_passes = asyncio.Event()
    monkeypatch.setattr(drafting, "sleep", lambda _: time_passes.wait())
    async with writing(NUMBER) as app:
        await leave(app)
        await app.press("Dölj")
        await app.write(OWN_WORDS, NUMBER)
        time_passes.set()
        await app.settle()
        assert drafts(app) == [NUMBER]
        assert numbers_in_changes(app) == []


async def test_a_kill_loses_no_word_of_a_walk_that_is_being_planned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "RESTED", 0)
    async with in_use("leader", routes.NEW_WALK) as app:
        await app.press("En annan dag")
        await app.write(NAME, "Genom parken")
        later, before = killed(app.phone), len(app.store.walks())
    async with opened(later, routes.NEW_WALK) as app:
        assert len(app.store.walks()) == before
        assert app.field(NAME).value == "Genom parken"
        await app.press("Spara vandringen")
        assert "Genom parken" in [walk.title for walk in app.store.walks()]
        assert drafts(app) == []
    async with opened(later, routes.NEW_WALK) as app:
        assert app.field(NAME).value != "Genom parken"


async def test_who_leaves_the_form_of_a_new_walk_finds_it_again_and_of_one_that_there_is_has_changed_nothing() -> None:
    async with in_use("leader") as app:
        for route, found in ((routes.NEW_WALK, True), (routes.edit_walk(app.names["planned"]), False)):
            await go_to(app, route)
            await app.write(NAME, "Genom parken")
            await go_to(app, routes.HOME)
            await go_to(app, route)
            assert (app.field(NAME).value == "Genom parken") == found
        assert list(app.fieldwalk.drafts.all()) == ["walk/new"]


async def go_to(app: App, route: str) -> None:
    app.page.navigate(route)
    await app.settle()


async def test_what_was_changed_of_a_walk_and_not_saved_survives_a_kill() -> None:
    async with in_use("leader", routes.edit_walk("{planned}")) as app:
        await app.write(NAME, "Genom parken")
        app.fieldwalk.unsaved.keep()
        later = killed(app.phone)
    async with opened(later, routes.edit_walk("{planned}")) as app:
        await app.press("Spara vandringen")
        walk = app.walk("planned")
        assert (walk.title, walk.purpose, drafts(app)) == ("Genom parken", "Se hur ljuset räcker", [])
