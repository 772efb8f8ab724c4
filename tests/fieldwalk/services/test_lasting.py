"""The phone is asked to keep our room when there is something in it, and not before."""

import asyncio

from tests.fieldwalk.services.conftest import Phone


async def test_it_is_asked_at_the_first_mark_and_once(phone: Phone, walk_id: str) -> None:
    async def evening() -> None:
        running = asyncio.create_task(phone.fieldwalk.lasting.run())
        for _ in range(3):
            await asyncio.sleep(0)
        assert phone.storage.asked == 0
        phone.fieldwalk.settings.set_theme("dark")
        for _ in range(3):
            await asyncio.sleep(0)
        assert (phone.storage.asked, phone.fieldwalk.lasting.promised) == (0, None)
        phone.fieldwalk.reports.mark(walk_id, None)
        phone.fieldwalk.reports.mark(walk_id, None)
        await running
        assert (phone.storage.asked, phone.fieldwalk.lasting.promised) == (1, True)

    await evening()
