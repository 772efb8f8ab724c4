"""On the screens: what may point somebody out is told of and hidden by one press; a place is kept in a circle."""

from __future__ import annotations

import pytest

from fieldwalk import routes
from fieldwalk.screens.circles import circle_of
from tests.fieldwalk.screens.in_use import DESCRIBED, OWN_WORDS, App, in_use, opened, writing
from tests.screens_sample import SamplePhone

WHY = "Flera läser den, och den kan bli allmän handling. Skriv om platsen, inte om personen."


def told_by_another(phone: SamplePhone, name: str) -> None:
    phone.database.execute("update journal set mine = 0 where record_id = ?", (phone.names[name],))


async def test_a_text_that_may_point_somebody_out_says_why_before_it_is_saved_and_is_hidden_by_one_press() -> None:
    async with in_use("leader", DESCRIBED) as app:
        before = app.issue("described").words
        assert WHY not in app.texts
        await app.write(OWN_WORDS, "Ring 070-174 06 05 eller 08-465 004 12")
        assert "Texten kan peka ut någon: telefonnummer." in app.texts
        assert WHY in app.texts
        assert app.issue("described").words == before

        await app.press("Dölj")

        assert WHY not in app.texts
        assert app.issue("described").words == "Ring ••• eller •••"
        history = app.store._journal.history("issue", app.names["described"])
        assert not [change for change in history if "174 06" in str(change.fields)]


async def test_who_leaves_the_warning_as_it_is_is_not_stopped() -> None:
    async with writing("Hon bor i lgh 1203") as app:
        await app.press("Klar")
        assert app.issue("described").words == "Hon bor i lgh 1203"


async def test_what_a_photo_shows_is_read_too() -> None:
    async with in_use("leader", DESCRIBED) as app:
        await app.write("Vad syns på bild 1?", "Bilen ABC 123 står kvar")
        assert "Texten kan peka ut någon: registreringsnummer." in app.texts
        await app.press("Dölj")
        photos = app.store.photos(app.names["described"])
        assert [photo.description for photo in photos] == ["Bilen ••• står kvar"]


async def test_a_place_of_ones_own_is_kept_in_a_circle_and_the_sheet_says_what_that_means() -> None:
    async with in_use("leader", DESCRIBED) as app:
        await app.press("Orsak och förslag")
        await app.press("Vem får se")
        assert "Vem får se platsen?" in app.texts
        await app.press("Bara EST-kretsen")
        assert app.issue("described").for_est == "kept"
        assert "Bara EST-kretsen" in app.texts


@pytest.mark.parametrize(
    ("role", "choices"), [("coordinator", ("open", "company", "est")), ("caretaker", ("open", "company"))]
)
async def test_of_others_places_the_circles_are_offered_that_the_role_may_give(
    role: str, choices: tuple[str, ...]
) -> None:
    phone = SamplePhone(role)
    await phone.fill()
    told_by_another(phone, "new")
    async with opened(phone, routes.action("{new}")) as app:
        assert app.fieldwalk.reports.choices(app.issue("new")) == choices
        await app.press("Vem får se")
        assert ("Bara EST-kretsen" in app.texts) == ("est" in choices)


async def test_a_resident_is_offered_no_circle_for_others_places_nor_to_take_them_away() -> None:
    async with in_use("walker", DESCRIBED) as app:
        assert "Ta bort platsen" in app.texts
        told_by_another(app.phone, "described")
        phone = app.phone
    async with opened(phone, DESCRIBED) as app:
        await app.press("Orsak och förslag")
        assert not {"Ta bort platsen", "Vem får se"} & set(app.texts)


async def marked_in(app: App, walk: str) -> str:
    """A place of a walk that nothing is told of yet, with its page open."""
    issue_id = app.fieldwalk.reports.mark(app.names[walk], None)
    app.page.navigate(routes.issue(app.names[walk], issue_id))
    await app.settle()
    return issue_id


@pytest.mark.parametrize(("role", "offered"), [("coordinator", True), ("leader", False)])
async def test_the_est_circles_tiles_are_for_who_sees_it_and_keep_the_place_there(role: str, offered: bool) -> None:
    async with in_use(role) as app:
        issue_id = await marked_in(app, "finished")
        assert "Belysning" in app.texts
        assert ("Plats att återta" in app.texts) == offered
        if offered:
            await app.press("Plats att återta")
            assert "Bara EST-kretsen" in app.texts
            assert circle_of(app.issue(issue_id)) == "est"
