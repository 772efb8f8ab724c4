"""A chore that is in the middle of its work when the server ends is waited for: nothing is closed under it."""

from __future__ import annotations

import asyncio
import threading

from sync.server.chores import doing, to_its_end


def test_the_end_waits_for_what_a_thread_is_in_the_middle_of() -> None:
    begun, may_end, told = threading.Event(), threading.Event(), []

    def work() -> None:
        begun.set()
        may_end.wait()
        told.append("done")

    async def chore() -> None:
        while True:
            await to_its_end(work)

    async def serve() -> None:
        async with doing(chore()):
            await asyncio.to_thread(begun.wait)
            asyncio.get_running_loop().call_later(0, may_end.set)
        told.append("closed")

    asyncio.run(serve())

    assert told[0] == "done"
    assert told[-1] == "closed"


def test_a_chore_that_sleeps_or_fails_does_not_hold_up_the_end() -> None:
    async def sleeps() -> None:
        await asyncio.Event().wait()

    async def serve() -> str:
        begun = asyncio.Event()

        async def fails() -> None:
            begun.set()
            raise ValueError("broke")

        async with doing(sleeps(), fails()):
            await begun.wait()
        return "closed"

    assert asyncio.run(serve()) == "closed"
