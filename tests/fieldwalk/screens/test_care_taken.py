"""What the screens do so that nothing is lost: words on their way, little room, a summary with no network."""

from __future__ import annotations

import pytest

from fieldwalk import routes
from fieldwalk.device.ports import Equipped
from fieldwalk.domain.refusals import Refused
from tests.fakes.device import FakeStorage, ToldEquipment
from tests.fieldwalk.screens.in_use import DESCRIBED, OWN_WORDS, in_use, opened, writing
from tests.screens_sample import SamplePhone

WORDS = "Trappan är hal"


async def test_words_that_are_still_being_written_are_saved_when_the_page_is_put_away() -> None:
    async with writing(WORDS) as app:
        app.fieldwalk.unsaved.keep()
        assert app.issue("described").words == WORDS
        written = len(app.store._journal.own())
        app.fieldwalk.unsaved.keep()
        assert len(app.store._journal.own()) == written


async def test_words_that_could_not_be_saved_are_saved_when_there_is_room_though_their_page_is_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: object, **__: object) -> None:
        raise Refused("storage_full")

    async with writing(WORDS) as app:
        with monkeypatch.context() as crowded:
            crowded.setattr(app.fieldwalk.reports._pen._journal, "write", full)
            app.page.navigate(routes.HOME)
            await app.settle()
        assert "Telefonen är full." in app.texts
        app.fieldwalk.unsaved.keep()
        assert app.issue("described").words == WORDS


async def test_with_little_room_photos_stop_in_plain_words_and_words_are_still_saved() -> None:
    async with in_use("leader", DESCRIBED) as app:
        storage = app.fieldwalk.ports.storage
        assert isinstance(storage, FakeStorage)
        storage.free = 99_000_000
        before = len(app.store.photos(app.names["described"]))
        await app.take_photo("Ta bild", b"tunnel")
        assert "Det är nästan fullt i telefonen, så fler bilder sparas inte." in app.texts
        assert "Frigör plats. Platser och ord sparas ändå." in app.texts
        assert len(app.store.photos(app.names["described"])) == before
        await app.write(OWN_WORDS, WORDS)
        await app.press("Klar")
        assert app.issue("described").words == WORDS


@pytest.mark.parametrize(("route", "begin"), [("/walks/{planned}", "Börja vandringen"), (routes.NEW_WALK, "Börja gå")])
async def test_what_may_fail_on_the_walk_is_told_before_it_and_stops_nobody(route: str, begin: str) -> None:
    phone = SamplePhone("leader")
    await phone.fill()
    phone.fieldwalk.recorder.stop()
    phone.fieldwalk.walks.finish(phone.names["under_way"])
    equipment = phone.fieldwalk.ports.equipment
    assert isinstance(equipment, ToldEquipment)
    equipment.told = Equipped(0.1, position="denied", camera=False)
    async with opened(phone, route) as app:
        told = "\n".join(app.texts)
        for words in ("Batteriet är lågt.", "Telefonen får inte visa var du är.", "Ingen kamera hittades."):
            assert words in told
        await app.press(begin)
        assert "Märk ut plats" in app.texts


async def test_a_phone_that_has_everything_says_nothing_before_the_walk() -> None:
    async with in_use("leader", routes.NEW_WALK) as app:
        assert not any("Batteriet" in words or "kamera" in words for words in app.texts)


@pytest.mark.parametrize("role", ["leader", "coordinator"])
async def test_the_summary_is_handed_out_as_a_page_with_the_server_away(role: str) -> None:
    async with in_use(role, routes.walk("{finished}"), save_file=None) as app:
        await app.press("Exportera")
        await app.press("Webbsida")
        await app.settle(200)
        given = app.asked("save_file")
        assert given["file_name"] == "höstvandring-tallbacken-2026-10-12.html"
        assert given["src_bytes"].startswith(b"<!doctype html>")
        assert "Två lampor lyser inte".encode() in given["src_bytes"]
        assert "Webbsida" in app.texts


async def test_who_belongs_nowhere_is_offered_the_page_and_nothing_that_a_server_makes() -> None:
    async with in_use("nobody") as app:
        walk_id = app.fieldwalk.walks.plan("Kväll")
        app.fieldwalk.walks.start(walk_id)
        app.fieldwalk.walks.finish(walk_id)
        app.page.navigate(routes.walk(walk_id))
        await app.settle()
        await app.press("Exportera")
        assert "Webbsida" in app.texts
        assert "PDF, sammanfattning" not in app.texts
