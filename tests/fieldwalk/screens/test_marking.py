"""A walk under way: one press marks a place, and the track goes on."""

from __future__ import annotations

from fieldwalk import routes
from fieldwalk.domain.tracks import Fix
from tests.fieldwalk.screens.in_use import in_use, opened
from tests.screens_sample import SamplePhone


async def test_one_press_marks_the_place_and_undo_takes_it_away() -> None:
    async with in_use("leader", routes.walk("{under_way}")) as app:
        walk_id = app.names["under_way"]
        await app.press("Märk ut plats")
        assert "Plats 5 sparad i telefonen" in app.texts
        assert [issue.number for issue in app.store.issues(walk_id)] == [1, 2, 3, 4, 5]
        await app.press("Ångra")
        assert "Plats 5 borttagen" in app.texts
        assert [issue.number for issue in app.store.issues(walk_id)] == [1, 2, 3, 4]


async def test_marking_sends_little_and_never_the_ground_again() -> None:
    async with in_use("leader", routes.walk("{under_way}")) as app:
        before = app.size_sent
        await app.press("Märk ut plats")
        assert app.size_sent - before < 60_000


async def test_a_new_fix_sends_only_where_the_phone_is() -> None:
    async with in_use("leader", routes.walk("{under_way}")) as app:
        latest = app.fieldwalk.recorder.latest
        assert latest is not None
        before = app.size_sent
        app.phone.position.give(Fix(latest.at + 4000, latest.latitude + 1e-5, latest.longitude, 7.0))
        await app.settle()
        assert 0 < app.size_sent - before < 6_000


async def test_trouble_with_the_position_is_told_in_words_and_marking_goes_on() -> None:
    async with in_use("nobody", routes.NEW_WALK) as app:
        await app.press("Börja gå")
        app.phone.position.fail("denied")
        await app.settle()
        assert any(words.startswith("Telefonen får inte visa var du är") for words in app.texts)
        await app.press("Märk ut plats")
        assert "Plats 1 sparad i telefonen" in app.texts


async def test_a_pause_stops_the_recording_until_it_is_over() -> None:
    async with in_use("leader", routes.walk("{under_way}")) as app:
        await app.press("Paus")
        assert not app.fieldwalk.recorder.recording
        await app.press("Fortsätt")
        assert app.fieldwalk.recorder.recording


async def test_who_recorded_goes_on_recording_after_a_kill_whatever_their_role() -> None:
    async with in_use("nobody") as app:
        await app.press("Ny vandring")
        await app.press("Börja gå")
    async with opened(SamplePhone("nobody", app.phone.database)) as again:
        walk = again.fieldwalk.walks.under_way()
        assert walk is not None
        assert (again.fieldwalk.recorder.walk_id, again.fieldwalk.recorder.recording) == (walk.id, True)


async def test_a_place_is_opened_from_the_list_when_the_list_has_gone() -> None:
    async with in_use("leader", routes.walk("{under_way}")) as app:
        await app.press("Platser")
        await app.press("Trappan mot torget")  # the client raises when the page comes while the sheet is closing
        assert app.route == routes.issue(app.names["under_way"], app.names["described"])
        assert "Platser" not in app.texts
