"""What the screens do so that nothing is lost: words on their way, little room, a summary with no network."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from fieldwalk import routes
from fieldwalk.device.ports import Equipped
from fieldwalk.domain.refusals import Refused
from fieldwalk.screens.app import show
from fieldwalk.services.fieldwalk import Fieldwalk
from tests.fakes.device import FakeStorage, ToldEquipment
from tests.fakes.flet_client import Client
from tests.screens_sample import SamplePhone


def app(fieldwalk: Fieldwalk, route: str, **methods: Any) -> Client:
    return Client(lambda page: show(page, fieldwalk), route, methods=methods)


def test_words_that_are_still_being_written_are_saved_when_the_page_is_put_away() -> None:
    async def story() -> None:
        phone = SamplePhone("leader")
        fieldwalk = await phone.fill()
        issue_id = phone.names["described"]
        async with app(fieldwalk, routes.issue(phone.names["under_way"], issue_id)) as client:
            await client.write("Med egna ord", "Trappan är hal")
            fieldwalk.unsaved.keep()
            issue = fieldwalk.store.issue(issue_id)
            assert issue is not None
            assert issue.words == "Trappan är hal"
            written = len(fieldwalk.store._journal.own())
            fieldwalk.unsaved.keep()
            assert len(fieldwalk.store._journal.own()) == written

    asyncio.run(story())


def test_words_that_could_not_be_saved_are_saved_when_there_is_room_though_their_page_is_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: object, **__: object) -> None:
        raise Refused("storage_full")

    async def story() -> None:
        phone = SamplePhone("leader")
        fieldwalk = await phone.fill()
        issue_id = phone.names["described"]
        async with app(fieldwalk, routes.issue(phone.names["under_way"], issue_id)) as client:
            await client.write("Med egna ord", "Trappan är hal")
            with monkeypatch.context() as crowded:
                crowded.setattr(fieldwalk.reports._pen._journal, "write", full)
                client.page.navigate(routes.HOME)
                await client.settle()
            assert "Telefonen är full." in client.texts
            fieldwalk.unsaved.keep()
            issue = fieldwalk.store.issue(issue_id)
            assert issue is not None
            assert issue.words == "Trappan är hal"

    asyncio.run(story())


def test_with_little_room_photos_stop_in_plain_words_and_words_are_still_saved() -> None:
    async def story() -> None:
        phone = SamplePhone("leader")
        fieldwalk = await phone.fill()
        issue_id = phone.names["described"]
        storage = fieldwalk.ports.storage
        assert isinstance(storage, FakeStorage)
        storage.free = 99_000_000
        async with app(fieldwalk, routes.issue(phone.names["under_way"], issue_id)) as client:
            before = len(fieldwalk.store.photos(issue_id))
            await client.take_photo("Ta bild", b"tunnel")
            assert "Det är nästan fullt i telefonen, så fler bilder sparas inte." in client.texts
            assert "Frigör plats. Platser och ord sparas ändå." in client.texts
            assert len(fieldwalk.store.photos(issue_id)) == before
            await client.write("Med egna ord", "Trappan är hal")
            await client.press("Klar")
            issue = fieldwalk.store.issue(issue_id)
            assert issue is not None
            assert issue.words == "Trappan är hal"

    asyncio.run(story())


@pytest.mark.parametrize(("route", "begin"), [("/walks/{planned}", "Börja vandringen"), (routes.NEW_WALK, "Börja gå")])
def test_what_may_fail_on_the_walk_is_told_before_it_and_stops_nobody(route: str, begin: str) -> None:
    async def story() -> None:
        phone = SamplePhone("leader")
        fieldwalk = await phone.fill()
        fieldwalk.recorder.stop()
        fieldwalk.walks.finish(phone.names["under_way"])
        equipment = fieldwalk.ports.equipment
        assert isinstance(equipment, ToldEquipment)
        equipment.told = Equipped(0.1, position="denied", camera=False)
        async with app(fieldwalk, route.format_map(phone.names)) as client:
            told = "\n".join(client.texts)
            for words in ("Batteriet är lågt.", "Telefonen får inte visa var du är.", "Ingen kamera hittades."):
                assert words in told
            await client.press(begin)
            assert "Märk ut plats" in client.texts

    asyncio.run(story())


def test_a_phone_that_has_everything_says_nothing_before_the_walk() -> None:
    async def story() -> None:
        phone = SamplePhone("leader")
        fieldwalk = await phone.fill()
        async with app(fieldwalk, routes.NEW_WALK) as client:
            assert not any("Batteriet" in words or "kamera" in words for words in client.texts)

    asyncio.run(story())


@pytest.mark.parametrize("role", ["leader", "coordinator"])
def test_the_summary_is_handed_out_as_a_page_with_the_server_away(role: str) -> None:
    async def story() -> None:
        phone = SamplePhone(role)
        fieldwalk = await phone.fill()
        async with app(fieldwalk, routes.walk(phone.names["finished"]), save_file=None) as client:
            await client.press("Exportera")
            await client.press("Webbsida")
            await client.settle(200)
            given = client.asked("save_file")
            assert given["file_name"] == "höstvandring-tallbacken-2026-10-12.html"
            assert given["src_bytes"].startswith(b"<!doctype html>")
            assert "Två lampor lyser inte".encode() in given["src_bytes"]
            assert "Webbsida" in client.texts

    asyncio.run(story())


def test_who_belongs_nowhere_is_offered_the_page_and_nothing_that_a_server_makes() -> None:
    async def story() -> None:
        phone = SamplePhone("nobody")
        fieldwalk = await phone.fill()
        walk_id = fieldwalk.walks.plan("Kväll")
        fieldwalk.walks.start(walk_id)
        fieldwalk.walks.finish(walk_id)
        async with app(fieldwalk, routes.walk(walk_id)) as client:
            await client.press("Exportera")
            assert "Webbsida" in client.texts
            assert "PDF, sammanfattning" not in client.texts

    asyncio.run(story())
