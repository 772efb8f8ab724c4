"""Checklists: written at the desk, shared, copied from others, and chosen for a walk."""

from __future__ import annotations

import json
from collections.abc import Mapping

from fieldwalk import routes
from fieldwalk.device.ports import Reply
from tests.fieldwalk.screens.in_use import DESCRIBED, DESK, App, in_use

THEIRS = {"id": "template-1", "organisation": "Botkyrka hus", "title": "Gården", "version": 3, "questions": "Ser du?"}


class Sharing:
    """Another organisation's checklist, and how often it was copied."""

    def __init__(self) -> None:
        self.copied = 0

    async def send(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Reply:
        self.copied += method == "POST"
        return (
            Reply(201, {}, b'{"id": "template-2"}')
            if method == "POST"
            else Reply(200, {}, json.dumps([THEIRS]).encode())
        )


async def write(app: App) -> None:
    await app.press("Ny mall")
    await app.write("Namn", "Kvällens frågor")
    await app.write("Frågor", "Ser du någon?\nHör någon dig?")
    await app.press("Spara mallen")


async def test_a_template_is_written_shared_and_chosen_for_a_walk() -> None:
    async with in_use("coordinator", routes.TEMPLATES, DESK) as app:
        assert any("ingen mall än" in words for words in app.texts)
        await write(app)
        assert {"Kvällens frågor", "2 frågor · version 1"} <= set(app.texts)
        await app.press("Kvällens frågor")
        await app.press("Andra organisationer också")
        await app.press("Spara mallen")
        assert "2 frågor · version 1 · delas" in app.texts

        app.page.navigate(routes.NEW_WALK)
        await app.settle()
        await app.press("En annan dag")
        await app.press("Kvällens frågor")
        await app.press("Spara vandringen")
        assert {"Ser du någon?", "Hör någon dig?"} <= set(app.texts)


async def test_the_questions_of_a_walk_are_there_where_a_place_is_described() -> None:
    async with in_use("leader", DESCRIBED) as app:
        assert "Frågor på vandringen" not in app.texts
        app.fieldwalk.walks.edit(app.names["under_way"], questions="Ser du någon?")
        await app.press("Klar")
        app.page.navigate(DESCRIBED.format_map(app.names))
        await app.settle()
        assert "Ser du någon?" not in app.texts
        await app.press("Frågor på vandringen")
        assert "Ser du någon?" in app.texts


async def test_what_others_share_is_copied_with_one_press() -> None:
    async with in_use("coordinator", routes.MORE, DESK) as app:
        server = app.fieldwalk.templates._asking._network = Sharing()  # type: ignore[assignment]
        await app.press("Frågemallar")
        assert {"Gården", "Botkyrka hus · version 3", "Ser du?"} <= set(app.texts)
        await app.press("Ta en kopia")
        assert "Kopian är er" in app.texts
        assert server.copied == 1


async def test_a_template_that_is_removed_is_gone_and_a_leader_writes_none() -> None:
    async with in_use("coordinator", routes.TEMPLATES, DESK) as app:
        await write(app)
        await app.press("Kvällens frågor")
        await app.press("Ta bort mallen")
        assert "Kvällens frågor" not in app.texts
    async with in_use("leader", routes.MORE, DESK) as app:
        assert "Frågemallar" not in app.texts
