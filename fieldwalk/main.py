"""The app's first line: the same in the browser's worker and on the native phone."""

from __future__ import annotations

import gc
import logging

import flet as ft

from fieldwalk.bootstrap import explain, on_this_phone, open_early
from fieldwalk.screens.app import show

log = logging.getLogger(__name__)


def main(page: ft.Page) -> None:
    """Show this phone's walks and begin to level with the server; or say plainly why that cannot be."""
    try:
        fieldwalk = on_this_phone(page)
    except Exception as error:
        log.exception("the app could not be opened")
        explain(page, error)
        return
    # What stands from the start is never garbage: a push of thousands spent two fifths of its time looking it through.
    gc.freeze()
    show(page, fieldwalk)
    keepings = (fieldwalk.inbox, fieldwalk.voices, fieldwalk.updating, fieldwalk.lasting, fieldwalk.exchange)
    for keeping in keepings:
        page.run_task(keeping.run)


if __name__ == "__main__":
    open_early()
    ft.run(main)
