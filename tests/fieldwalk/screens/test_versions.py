"""Two who wrote differently about one place are both read, and one press settles it."""

from __future__ import annotations

from fieldwalk import routes
from tests.fieldwalk.screens.in_use import in_use


async def test_two_who_wrote_differently_are_shown_side_by_side_and_one_press_settles_it() -> None:
    async with in_use("leader", routes.issue("{finished}", "{progress}")) as app:
        await app.press("Två har skrivit olika")
        assert "Mira Lund" in app.texts
        assert "Lampan i tunneln är släckt och man ser inte vem som kommer emot en." in app.texts
        await app.press("Välj")
        issue = app.issue("progress")
        assert (issue.words or "").startswith("Lampan i tunneln")
        assert "Två har skrivit olika" not in app.texts


async def test_the_sheet_of_what_is_safe_lists_where_two_wrote_differently() -> None:
    async with in_use() as app:
        await app.press("I telefonen")
        await app.press("Två har skrivit olika")
        await app.press("Behåll")
        assert app.fieldwalk.versions.all() == []
        assert "Allt ligger i telefonen" in app.texts


async def test_the_caretakers_card_says_that_two_wrote_differently_and_lets_them_choose() -> None:
    async with in_use("caretaker", routes.ACTIONS) as app:
        assert "Två har skrivit olika" not in app.texts
        await app.press("Gångtunneln, norra sidan")
        await app.press("Två har skrivit olika")
        await app.press("Välj")
        assert (app.issue("progress").words or "").startswith("Lampan i tunneln")
        assert "Två har skrivit olika" not in app.texts
