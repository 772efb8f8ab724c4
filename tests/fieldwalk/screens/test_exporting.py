"""A summary is handed out in the form that was asked for last, whatever comes late."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping

from fieldwalk import routes
from fieldwalk.device.ports import Reply
from tests.fieldwalk.screens.in_use import opened
from tests.screens_sample import SamplePhone


class SlowServer:
    """Draws a summary when the test says so."""

    def __init__(self) -> None:
        self.drawn = {form: asyncio.Event() for form in ("pdf", "csv")}

    async def send(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Reply:
        if not path.endswith("/exports"):
            return Reply(503, {}, b"")
        form = json.loads(body)["format"]
        await self.drawn[form].wait()
        return Reply(200, {}, json.dumps({"url": f"/download/{form}"}).encode())


async def test_a_file_that_comes_late_is_not_opened_by_the_button_of_another() -> None:
    phone, server = SamplePhone("leader"), SlowServer()
    fieldwalk = await phone.fill()
    fieldwalk.exports._asking._network = server  # type: ignore[assignment]
    async with opened(phone, routes.walk("{finished}")) as client:
        await client.press("Exportera")
        await client.press("PDF, sammanfattning")
        await client.press("Tabell (CSV)")
        server.drawn["pdf"].set()
        await client.settle(200)
        assert not [words for words in client.texts if words.startswith("Öppna: ")]
        server.drawn["csv"].set()
        await client.settle(200)
        assert [words for words in client.texts if words.startswith("Öppna: ")] == ["Öppna: Tabell (CSV)"]
