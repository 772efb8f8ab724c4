"""The app's first line: the same in the browser's worker and on the native phone."""

from __future__ import annotations

import flet as ft

from fieldwalk.bootstrap import on_this_phone
from fieldwalk.screens.app import show


def main(page: ft.Page) -> None:
    """Show this phone's walks and begin to level with the server."""
    fieldwalk = on_this_phone(page)
    show(page, fieldwalk)
    page.run_task(fieldwalk.inbox.run)
    page.run_task(fieldwalk.exchange.run)


if __name__ == "__main__":
    ft.run(main)
