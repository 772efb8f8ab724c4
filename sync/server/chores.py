"""Chores: what a server does by itself from time to time, beside answering."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any


async def to_its_end(work: Callable[..., object], *about: object) -> None:
    """Do ``work`` in a thread. Who is cancelled meanwhile ends when it has ended, and no sooner.

    A database that is closed under a thread that asks it takes the whole process along.
    """
    running = asyncio.ensure_future(asyncio.to_thread(work, *about))
    try:
        await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait([running])
        raise


@asynccontextmanager
async def doing(*chores: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """The ``chores`` go on until the block ends; then each is at its end too."""
    tasks = [asyncio.create_task(chore) for chore in chores]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
