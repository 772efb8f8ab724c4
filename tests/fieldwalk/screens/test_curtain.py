"""One press hides everything behind a clock; what goes on under it goes on."""

from __future__ import annotations

from fieldwalk import routes
from fieldwalk.services.curtain import FORGOTTEN
from fieldwalk.text.moments import clock, day_and_time, local, long_day
from tests.fieldwalk.screens.in_use import PHONE, in_use, opened
from tests.screens_sample import NOW, SamplePhone

TALL = (412, 3200)
TIME = clock(NOW)
CLOCK = [TIME, long_day(local(NOW).date(), "sv")]


async def behind_it(role: str = "leader") -> SamplePhone:
    """A phone with a PIN, whose curtain is closed."""
    phone = SamplePhone(role)
    await phone.fill()
    phone.fieldwalk.curtain.choose("4711")
    phone.fieldwalk.curtain.close()
    return phone


async def test_the_button_is_there_when_it_is_wanted_and_one_press_leaves_a_clock() -> None:
    async with in_use("leader", routes.MORE, TALL) as app:
        await app.press("Visa knappen")
        await app.press("Dölj skärmen")
        assert app.texts == CLOCK
        await app.press(TIME)
        assert "Visa knappen" in app.texts


async def test_the_recording_goes_on_and_a_place_is_marked_without_the_pin() -> None:
    async with opened(await behind_it(), routes.walk("{under_way}")) as app:
        await app.press(TIME)
        before = app.store.count(app.names["under_way"], "issue")
        await app.press("Märk ut plats")
        assert app.store.count(app.names["under_way"], "issue") == before + 1
        assert "Plats 5 sparad i telefonen" in app.texts
        assert app.fieldwalk.recorder.recording
        assert app.fieldwalk.curtain.closed


async def test_the_pin_opens_where_the_phone_was_and_a_wrong_one_is_told() -> None:
    async with opened(await behind_it(), routes.walk("{finished}")) as app:
        await app.press(TIME)
        await app.write("Kod", "1234")
        await app.press("Öppna")
        assert "Koden stämmer inte." in app.texts
        await app.write("Kod", "4711")
        await app.press("Öppna")
        assert app.route == routes.walk(app.names["finished"])
        assert "Höstvandring Tallbacken" in app.texts


async def test_nothing_of_the_walks_can_be_read_while_it_is_closed() -> None:
    async with opened(await behind_it(), routes.ACTIONS) as app:
        assert app.texts == CLOCK
        await app.press(TIME)
        assert set(app.texts) <= {"Kod", "Öppna", "Glömt koden?", "Märk ut plats"}


async def test_a_forgotten_pin_says_when_it_is_gone() -> None:
    async with opened(await behind_it("caretaker")) as app:
        await app.press(TIME)
        await app.press("Glömt koden?")
        assert f"{day_and_time(NOW + FORGOTTEN, 'sv')} öppnas telefonen utan kod. Inget försvinner." in app.texts


async def test_a_pin_is_chosen_in_the_settings() -> None:
    async with in_use("leader", routes.MORE, PHONE) as app:
        await app.press("Visa knappen")
        await app.press("Välj en kod")
        await app.write("Kod", "12")
        await app.press("Spara koden")
        assert "Välj fyra till åtta siffror." in app.texts
        await app.write("Kod", "4711")
        await app.press("Spara koden")
        assert app.fieldwalk.curtain.has_pin
        assert "Byt kod" in app.texts
