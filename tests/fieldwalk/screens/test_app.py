"""The app in use, with no client: every screen at every size, and what a person does with them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

import flet as ft
import pytest

from fieldwalk import routes
from fieldwalk.domain.tracks import Fix
from fieldwalk.screens.app import show
from fieldwalk.services.fieldwalk import Fieldwalk
from fieldwalk.text.moments import local
from sync.protocol.rescue import unpack_rescue
from tests.fakes.flet_client import Client
from tests.screens_sample import SCREENS, SamplePhone, Shown, issue_named

PHONE, SMALL, TABLET, DESK = (412, 915), (360, 740), (800, 1000), (1440, 900)


def run(story: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(story())


def app(fieldwalk: Fieldwalk, route: str = "/", size: tuple[int, int] = PHONE) -> Client:
    return Client(lambda page: show(page, fieldwalk), route, size)


@pytest.mark.parametrize("size", [SMALL, TABLET, DESK], ids=lambda size: str(size[0]))
@pytest.mark.parametrize("shown", SCREENS, ids=lambda shown: shown.name)
def test_every_screen_can_be_drawn_at_every_size(shown: Shown, size: tuple[int, int]) -> None:
    async def story() -> None:
        phone = SamplePhone(shown.role)
        fieldwalk = await phone.fill()
        async with app(fieldwalk, shown.route.format_map(phone.names), size) as client:
            for words in shown.press:
                await client.press(words)
            assert len([words for words in client.texts if words.strip()]) > 2

    run(story)


@pytest.mark.parametrize("shown", SCREENS, ids=lambda shown: shown.name)
def test_at_most_one_thing_is_lit_and_every_semantics_has_its_content(shown: Shown) -> None:
    # Semantics takes the tooltip first: a text handed over without its name draws a grey box.
    async def story() -> None:
        phone = SamplePhone(shown.role)
        fieldwalk = await phone.fill()
        async with app(fieldwalk, shown.route.format_map(phone.names)) as client:
            assert len(client.all(ft.FilledButton)) <= 1
            assert all(found.content is not None for found in client.all(ft.Semantics))

    run(story)


def test_one_press_marks_the_place_and_undo_takes_it_away() -> None:
    async def story() -> None:
        phone = SamplePhone("leader")
        fieldwalk = await phone.fill()
        walk_id = phone.names["under_way"]
        async with app(fieldwalk, routes.walk(walk_id)) as client:
            await client.press("Märk ut plats")
            assert "Plats 5 sparad i telefonen" in client.texts
            assert [issue.number for issue in fieldwalk.store.issues(walk_id)] == [1, 2, 3, 4, 5]
            await client.press("Ångra")
            assert "Plats 5 borttagen" in client.texts
            assert [issue.number for issue in fieldwalk.store.issues(walk_id)] == [1, 2, 3, 4]

    run(story)


def test_marking_sends_little_and_never_the_ground_again() -> None:
    async def story() -> None:
        phone = SamplePhone("leader")
        fieldwalk = await phone.fill()
        async with app(fieldwalk, routes.walk(phone.names["under_way"])) as client:
            before = client.size_sent
            await client.press("Märk ut plats")
            assert client.size_sent - before < 60_000

    run(story)


def test_a_new_fix_sends_only_where_the_phone_is() -> None:
    async def story() -> None:
        phone = SamplePhone("leader")
        fieldwalk = await phone.fill()
        async with app(fieldwalk, routes.walk(phone.names["under_way"])) as client:
            latest = fieldwalk.recorder.latest
            assert latest is not None
            before = client.size_sent
            phone.position.give(Fix(latest.at + 4000, latest.latitude + 1e-5, latest.longitude, 7.0))
            await client.settle()
            assert 0 < client.size_sent - before < 6_000

    run(story)


def test_a_marked_place_is_described_by_four_presses_and_no_typing() -> None:
    async def story() -> None:
        phone = SamplePhone("leader")
        fieldwalk = await phone.fill()
        async with app(fieldwalk, routes.walk(phone.names["under_way"])) as client:
            await client.press("Märk ut plats")
            await client.press("Beskriv")
            await client.press("Belysning")
            await client.press("Bråttom")
            issue = fieldwalk.store.issues(phone.names["under_way"])[-1]
            assert (issue.category, issue.severity, issue.kind) == ("lighting", 3, "care")
            await client.press("Klar")
            assert client.page.route == routes.walk(phone.names["under_way"])

    run(story)


def test_a_good_place_has_no_urgency() -> None:
    async def story() -> None:
        phone = SamplePhone("leader")
        fieldwalk = await phone.fill()
        issue_id = phone.names["bare"]
        async with app(fieldwalk, routes.issue(phone.names["under_way"], issue_id)) as client:
            await client.press("Bra här")
            await client.press("Bra plats")
            assert "Hur bråttom är det?" not in client.texts
            kept = fieldwalk.store.issue(issue_id)
            assert kept is not None
            assert (kept.kind, kept.category, kept.severity) == ("good", "good", None)

    run(story)


def test_words_are_saved_by_leaving_the_page() -> None:
    async def story() -> None:
        phone = SamplePhone("leader")
        fieldwalk = await phone.fill()
        issue_id = phone.names["described"]
        async with app(fieldwalk, routes.issue(phone.names["under_way"], issue_id)) as client:
            await client.write("Med egna ord", "Trappan är hal")
            await client.press("Klar")
            kept = fieldwalk.store.issue(issue_id)
            assert kept is not None
            assert kept.words == "Trappan är hal"

    run(story)


def test_a_photo_is_drafted_by_the_press_and_kept_when_it_comes() -> None:
    async def story() -> None:
        phone = SamplePhone("leader")
        fieldwalk = await phone.fill()
        issue_id = phone.names["described"]
        async with app(fieldwalk, routes.issue(phone.names["under_way"], issue_id)) as client:
            before = len(fieldwalk.store.photos(issue_id))
            await client.take_photo("Ta bild", b"tunnel")
            assert len(fieldwalk.store.photos(issue_id)) == before + 1

    run(story)


def test_a_place_taken_away_can_be_brought_back_from_the_page_that_is_reached() -> None:
    async def story() -> None:
        phone = SamplePhone("leader")
        fieldwalk = await phone.fill()
        walk_id = phone.names["under_way"]
        async with app(fieldwalk, routes.issue(walk_id, phone.names["described"])) as client:
            await client.press("Ta bort platsen")
            assert client.page.route == routes.walk(walk_id)
            assert len(fieldwalk.store.issues(walk_id)) == 3
            await client.press("Ångra")
            assert len(fieldwalk.store.issues(walk_id)) == 4

    run(story)


def test_finishing_asks_once_and_can_be_let_be() -> None:
    async def story() -> None:
        phone = SamplePhone("leader")
        fieldwalk = await phone.fill()
        walk_id = phone.names["under_way"]
        async with app(fieldwalk, routes.walk(walk_id)) as client:
            await client.press("Avsluta")
            await client.press("Gå vidare")
            assert state(fieldwalk, walk_id) == "under_way"
            await client.press("Avsluta")
            assert "4 platser · 3 bilder" in client.texts
            await client.press("Avsluta")
            assert state(fieldwalk, walk_id) == "finished"
            assert "Publicera vandringen" in client.texts

    run(story)


def state(fieldwalk: Fieldwalk, walk_id: str) -> str | None:
    walk = fieldwalk.store.walk(walk_id)
    return walk.state if walk else None


def test_a_pause_stops_the_recording_until_it_is_over() -> None:
    async def story() -> None:
        phone = SamplePhone("leader")
        fieldwalk = await phone.fill()
        async with app(fieldwalk, routes.walk(phone.names["under_way"])) as client:
            await client.press("Paus")
            assert not fieldwalk.recorder.recording
            await client.press("Fortsätt")
            assert fieldwalk.recorder.recording

    run(story)


def test_a_first_walk_begins_with_two_presses() -> None:
    async def story() -> None:
        phone = SamplePhone("nobody")
        fieldwalk = await phone.fill()
        async with app(fieldwalk) as client:
            await client.press("Ny vandring")
            await client.press("Börja gå")
            walk = fieldwalk.walks.under_way()
            assert walk is not None
            assert fieldwalk.recorder.walk_id == walk.id
            assert "Märk ut plats" in client.texts

    run(story)


def test_trouble_with_the_position_is_told_in_words_and_marking_goes_on() -> None:
    async def story() -> None:
        phone = SamplePhone("nobody")
        fieldwalk = await phone.fill()
        async with app(fieldwalk, routes.NEW_WALK) as client:
            await client.press("Börja gå")
            phone.position.fail("denied")
            await client.settle()
            assert any(words.startswith("Telefonen får inte visa var du är") for words in client.texts)
            await client.press("Märk ut plats")
            assert "Plats 1 sparad i telefonen" in client.texts

    run(story)


def test_publishing_names_what_is_missing_and_leads_to_it() -> None:
    async def story() -> None:
        phone = SamplePhone("leader")
        fieldwalk = await phone.fill()
        walk_id = phone.names["finished"]
        fieldwalk.walks.edit(walk_id, purpose=None)
        async with app(fieldwalk, routes.walk(walk_id)) as client:
            await client.press("Publicera vandringen")
            assert state(fieldwalk, walk_id) == "finished"
            await client.press("Skriv varför vi gick")
            await client.write("Varför går vi?", "Se hur gården känns")
            await client.press("Spara vandringen")
            await client.press("Publicera vandringen")
            assert state(fieldwalk, walk_id) == "published"

    run(story)


def test_the_caretaker_is_done_with_an_after_photo() -> None:
    async def story() -> None:
        phone = SamplePhone("caretaker")
        fieldwalk = await phone.fill()
        issue = fieldwalk.follow_up.mine()[0]
        async with app(fieldwalk, routes.ACTIONS) as client:
            await client.take_photo("Klar, ta efterbild", b"door_after")
            action = fieldwalk.store.action(issue.id)
            assert action is not None
            assert action.state == "done"
            assert len(fieldwalk.store.photos(issue.id, "after")) == 1
            assert "Plats 4 är klar" in client.texts

    run(story)


def test_the_caretaker_who_cannot_says_why_and_keeps_no_silence() -> None:
    async def story() -> None:
        phone = SamplePhone("caretaker")
        fieldwalk = await phone.fill()
        issue = issue_named(fieldwalk, "Klotter")
        async with app(fieldwalk, routes.ACTIONS) as client:
            await client.press("Gångtunneln, norra sidan")
            await client.press("Kan inte")
            await client.write("Varför går det inte?", "Stegen räcker inte")
            await client.press("Säg till samordnaren")
            action = fieldwalk.store.action(issue.id)
            assert action is not None
            assert (action.state, action.reason) == ("planned", "Stegen räcker inte")

    run(story)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_coordinator_gives_an_owner_and_an_answer(size: tuple[int, int]) -> None:
    async def story() -> None:
        phone = SamplePhone("coordinator")
        fieldwalk = await phone.fill()
        issue = issue_named(fieldwalk, "Två lampor")
        async with app(fieldwalk, routes.ACTIONS, size) as client:
            await client.press("Parkstigen vid dammen")
            await client.press("Ansvarig")
            await client.press("Jonas Berg")
            await client.write("Svar till gruppen", "Vi byter båda lamporna i veckan.")
            await client.press("Planera och svara")
            action = fieldwalk.store.action(issue.id)
            assert action is not None
            assert (action.state, action.owner, action.answer) == (
                "planned",
                "Jonas Berg",
                "Vi byter båda lamporna i veckan.",
            )

    run(story)


def test_a_day_is_picked_from_a_calendar() -> None:
    async def story() -> None:
        phone = SamplePhone("coordinator")
        fieldwalk = await phone.fill()
        issue = issue_named(fieldwalk, "Buskarna")
        async with app(fieldwalk, routes.action(issue.id)) as client:
            await client.press("Klart senast")
            calendar = client.dialog(ft.DatePicker)
            await client.event(calendar, "change", value=datetime(2026, 12, 11, tzinfo=UTC))
            await client.press("Uppdatera svaret")
            action = fieldwalk.store.action(issue.id)
            assert action is not None
            assert action.due == "2026-12-11"

    run(story)


def test_a_walk_is_planned_for_another_day() -> None:
    async def story() -> None:
        phone = SamplePhone("leader")
        fieldwalk = await phone.fill()
        async with app(fieldwalk, routes.NEW_WALK) as client:
            await client.write("Vad heter vandringen?", "Adventsvandring")
            await client.press("En annan dag")
            await client.press("Dag")
            await client.event(client.dialog(ft.DatePicker), "change", value=datetime(2026, 12, 6, tzinfo=UTC))
            await client.press("Tid")
            await client.event(client.dialog(ft.TimePicker), "change", value=time(17, 0))
            await client.press("Spara vandringen")
            walk = next(walk for walk in fieldwalk.store.walks() if walk.title == "Adventsvandring")
            assert walk.state == "planned"
            assert local(walk.planned_at or 0).strftime("%d %H:%M") == "06 17:00"

    run(story)


def test_will_not_be_done_needs_a_reason() -> None:
    async def story() -> None:
        phone = SamplePhone("coordinator")
        fieldwalk = await phone.fill()
        issue = issue_named(fieldwalk, "Gungan")
        async with app(fieldwalk, routes.action(issue.id)) as client:
            await client.press("Görs inte")
            await client.write("Varför görs det inte?", "Lekplatsen är kommunens")
            await client.press("Spara skälet")
            action = fieldwalk.store.action(issue.id)
            assert action is not None
            assert (action.state, action.reason) == ("wont", "Lekplatsen är kommunens")

    run(story)


def test_the_walker_sees_that_it_was_done() -> None:
    async def story() -> None:
        phone = SamplePhone("walker")
        fieldwalk = await phone.fill()
        async with app(fieldwalk, routes.issue(phone.names["finished"], phone.names["done"])) as client:
            assert {"Klar", "Före", "Efter", "Vi har tömt och satt in ett kärl till."} <= set(client.texts)

    run(story)


def test_who_holds_one_walk_has_no_desk() -> None:
    async def story() -> None:
        phone = SamplePhone("walker")
        fieldwalk = await phone.fill()
        async with app(fieldwalk) as client:
            bar = client.top.navigation_bar
            assert isinstance(bar, ft.NavigationBar)
            assert [tab.label for tab in bar.destinations] == ["Vandringar", "Karta", "Mer"]

    run(story)


def test_the_code_that_is_wrong_is_told_with_the_next_step() -> None:
    async def story() -> None:
        phone = SamplePhone("nobody")
        fieldwalk = await phone.fill()
        async with app(fieldwalk, routes.JOIN) as client:
            await client.write("Kod", "000 000")
            await client.press("Gå med")
            assert any("servern" in words.lower() or "koden" in words.lower() for words in client.texts)
            assert "Gå utan kod" in client.texts

    run(story)


def test_the_language_changes_everything_at_once() -> None:
    async def story() -> None:
        phone = SamplePhone("leader")
        fieldwalk = await phone.fill()
        async with app(fieldwalk, routes.MORE) as client:
            await client.press("English")
            assert "Who I am" in client.texts
            assert client.page.locale_configuration is not None

    run(story)


def test_a_link_that_opened_the_app_leads_to_the_code_at_once() -> None:
    async def story() -> None:
        phone = SamplePhone("nobody")
        fieldwalk = replace(await phone.fill(), entry="kx7p2m9q")
        async with app(fieldwalk) as client:
            assert client.page.route == routes.join("kx7p2m9q")
            assert "Gå med i en vandring" in client.texts

    run(story)


def test_back_leads_to_the_list_from_a_link() -> None:
    async def story() -> None:
        phone = SamplePhone("leader")
        fieldwalk = await phone.fill()
        async with app(fieldwalk, routes.issue(phone.names["finished"], phone.names["done"])) as client:
            await client.press("Tillbaka")
            assert client.page.route == routes.walk(phone.names["finished"])
            await client.press("Tillbaka")
            assert client.page.route == routes.HOME

    run(story)


def test_a_handler_that_breaks_is_told_in_words_and_the_page_stands(caplog: pytest.LogCaptureFixture) -> None:
    async def story() -> None:
        phone = SamplePhone("leader")
        fieldwalk = await phone.fill()
        async with app(fieldwalk, routes.walk(phone.names["under_way"])) as client:
            phone.database.execute("drop table journal")
            await client.press("Märk ut plats")
            assert "Något gick sönder hos oss." in client.texts
            assert "Inget är borta. Försök igen om en stund." in client.texts
            assert "Märk ut plats" in client.texts
        assert "no such table" in caplog.text

    run(story)


def test_everything_is_rescued_in_one_file_named_by_the_day() -> None:
    async def story() -> None:
        phone = SamplePhone("leader")
        fieldwalk = await phone.fill()
        async with app(fieldwalk, routes.MORE) as client:
            await client.press("Rädda allt i en fil")
            await client.settle(200)
            asked = client.asked("save_file")
            assert asked["file_name"] == "fieldwalk-raddning-2026-11-23.zip"
            assert unpack_rescue(asked["src_bytes"]).changes
            assert any("nedladdade filer" in words for words in client.texts)

    run(story)


def test_leaving_asks_once_and_is_refused_while_something_is_unsent() -> None:
    async def story() -> None:
        phone = SamplePhone("leader")
        fieldwalk = await phone.fill()
        async with app(fieldwalk, routes.MORE) as client:
            await client.press("Lämna")
            assert "Lämna Fittja Bostäder?" in client.texts
            await client.press("Lämna")
            assert "Allt är inte skickat än." in client.texts
            assert fieldwalk.joining.me() is not None

    run(story)


def test_what_a_photo_shows_is_written_beside_it() -> None:
    async def story() -> None:
        phone = SamplePhone("leader")
        fieldwalk = await phone.fill()
        issue_id = phone.names["described"]
        async with app(fieldwalk, routes.issue(phone.names["under_way"], issue_id)) as client:
            await client.write("Vad syns på bild 1?", "En trappa utan lampa")
            await client.press("Klar")
        assert [photo.description for photo in fieldwalk.store.photos(issue_id)] == ["En trappa utan lampa"]

    run(story)


def test_who_recorded_goes_on_recording_after_a_kill_whatever_their_role() -> None:
    async def story() -> None:
        phone = SamplePhone("nobody")
        fieldwalk = await phone.fill()
        async with app(fieldwalk) as client:
            await client.press("Ny vandring")
            await client.press("Börja gå")
        again = SamplePhone("nobody", phone.database).fieldwalk
        async with app(again):
            walk = again.walks.under_way()
            assert walk is not None
            assert (again.recorder.walk_id, again.recorder.recording) == (walk.id, True)

    run(story)


def test_a_map_without_its_ground_says_so_and_draws_the_track() -> None:
    async def story() -> None:
        phone = SamplePhone("leader")
        fieldwalk = await phone.fill()
        area = fieldwalk.store.areas()[0]
        fieldwalk.walks._pen.write("area", area.id, ground="0" * 64)
        async with app(fieldwalk, routes.walk(phone.names["finished"])) as client:
            await client.settle(200)
            assert "Kartan saknas, spåret sparas ändå." in client.texts

    run(story)


def test_a_part_that_cannot_be_drawn_is_told_and_the_rest_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        phone = SamplePhone("leader")
        fieldwalk = await phone.fill()
        async with app(fieldwalk, routes.walk(phone.names["under_way"])) as client:
            with monkeypatch.context() as broken:
                broken.setattr("fieldwalk.screens.under_way.draw_sign", lambda *_, **__: 1 / 0)
                latest = fieldwalk.recorder.latest
                assert latest is not None
                phone.position.give(replace(latest, at=latest.at + 4000))
                await client.settle()
                assert "Något gick sönder hos oss." in client.texts
            await client.press("Märk ut plats")
            assert "Plats 5 sparad i telefonen" in client.texts

    run(story)


def test_words_being_written_never_go_over_to_another_place() -> None:
    async def story() -> None:
        phone = SamplePhone("leader")
        fieldwalk = await phone.fill()
        walk_id = phone.names["under_way"]
        bare, described = phone.names["bare"], phone.names["described"]
        async with app(fieldwalk, routes.issue(walk_id, described)) as client:
            await client.write("Med egna ord", "Bara om den första")
            client.page.navigate(routes.issue(walk_id, bare))
            await client.settle(100)
            assert "Bara om den första" not in [str(field.value) for field in client.all(ft.TextField)]
        first, other = fieldwalk.store.issue(described), fieldwalk.store.issue(bare)
        assert first is not None
        assert other is not None
        assert (first.words, other.words) == ("Bara om den första", None)

    run(story)


def test_two_who_wrote_differently_are_shown_side_by_side_and_one_press_settles_it() -> None:
    async def story() -> None:
        phone = SamplePhone("leader")
        fieldwalk = await phone.fill()
        issue_id = phone.names["progress"]
        async with app(fieldwalk, routes.issue(phone.names["finished"], issue_id)) as client:
            await client.press("Två har skrivit olika")
            assert "Mira Lund" in client.texts
            assert "Lampan i tunneln är släckt och man ser inte vem som kommer emot en." in client.texts
            await client.press("Välj")
            issue = fieldwalk.store.issue(issue_id)
            assert issue is not None
            assert (issue.words or "").startswith("Lampan i tunneln")
            assert "Två har skrivit olika" not in client.texts

    run(story)


def test_the_sheet_of_what_is_safe_lists_where_two_wrote_differently() -> None:
    async def story() -> None:
        phone = SamplePhone("leader")
        fieldwalk = await phone.fill()
        async with app(fieldwalk) as client:
            await client.press("I telefonen")
            await client.press("Två har skrivit olika")
            await client.press("Behåll")
            assert fieldwalk.versions.all() == []
            assert "Allt ligger i telefonen" in client.texts

    run(story)


def test_photos_wait_for_wifi_when_that_is_chosen_and_the_sheet_says_why() -> None:
    async def story() -> None:
        phone = SamplePhone("leader")
        phone.connection.costs = True
        fieldwalk = await phone.fill()
        async with app(fieldwalk, "/more", (412, 2400)) as client:
            await client.press("Bara på wifi")
            assert fieldwalk.settings.photos_on_wifi_only
            await client.press("I telefonen")
            assert any("väntar på wifi" in words for words in client.texts)

    run(story)


def test_a_phone_that_does_not_say_what_network_it_has_is_told_to_send_on_any() -> None:
    async def story() -> None:
        phone = SamplePhone("leader")
        phone.connection.silent = True
        fieldwalk = await phone.fill()
        words = "Den här telefonen säger inte vilket nät den har. Bilderna skickas på alla nät."
        async with app(fieldwalk, "/more", (412, 2400)) as client:
            assert words not in client.texts
            await client.press("Bara på wifi")
            assert words in client.texts

    run(story)


def test_a_phone_whose_right_has_ended_says_what_is_left_on_it() -> None:
    async def story() -> None:
        phone = SamplePhone("leader")
        fieldwalk = await phone.fill()
        fieldwalk.joining.end()
        async with app(fieldwalk) as client:
            await client.press("Behöver dig")
            assert "Du har inte längre tillgång till vandringarna." in client.texts
            assert "Det du skrev och inte hann skicka är kvar i telefonen." in client.texts

    run(story)
