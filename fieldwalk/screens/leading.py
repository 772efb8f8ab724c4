"""Leading on from a sheet: the next page comes when the sheet has gone, and not before."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft
from flet.components.hooks.use_ref import MutableRef

Leading = Callable[[str], Callable[[], None]]
"""Makes a press in the sheet that leads to a route."""


def use_leading(close: Callable[[], None]) -> tuple[Leading, Callable[[], None]]:
    """Presses that ``close`` a sheet and lead on; and what the sheet is to call when it has gone.

    Flet's client keeps its hold on a sheet in the view that is uppermost: a page that came while the sheet was still
    on its way out would leave it lying there for good.
    """
    page = ft.context.page
    ahead: MutableRef[str] = ft.use_ref("")

    def leading(route: str) -> Callable[[], None]:
        def press() -> None:
            ahead.current = route
            close()

        return press

    def gone() -> None:
        close()
        route, ahead.current = ahead.current, ""
        if route:
            page.navigate(route)

    return leading, gone
