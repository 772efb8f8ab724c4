"""Sweeping: what was begun and never finished is taken away when nobody will come back for it."""

from __future__ import annotations

import asyncio
import logging

from fieldwalk.domain.refusals import Refused
from sync.server.chores import to_its_end
from sync.server.files import Files

EVERY = 60 * 60
"""Seconds."""

_LOG = logging.getLogger("fieldwalk.server")


async def sweep_for_ever(files: Files) -> None:
    """Sweep now and every hour, until cancelled. Several workers that sweep do each other no harm."""
    while True:
        await to_its_end(sweep_once, files)
        await asyncio.sleep(EVERY)


def sweep_once(files: Files) -> None:
    """Take away old parts; a place that does not answer is swept the next time."""
    try:
        swept = files.sweep()
    except (Refused, OSError) as fault:
        _LOG.warning("The sweep waits for the next hour: %s", fault)
        return
    if swept:
        _LOG.info("Swept away %d parts of files that never became whole.", swept)
