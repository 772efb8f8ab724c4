"""What goes wrong in a handler is told in words; nobody ever meets Flet's own red page."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from traceback import format_exc

import flet as ft
from flet.components.component import Component

from fieldwalk.theme import TARGET, Look, M
from fieldwalk.widgets.words import lines, text

C = ft.Colors
SHOWN_FOR = 8
"""Seconds."""

_log = logging.getLogger("fieldwalk")


def tell_mishaps(page: ft.Page, look: Callable[[], Look]) -> None:
    """From now on whatever a handler or an effect raises is logged, and told as something that broke at our end.

    The page goes on as it was: what was saved is saved, and the person can try again.
    """

    def tell(message: str) -> None:
        _log.error("%s", message)
        page.show_dialog(mishap_bar(look()))

    # Flet reports every exception of a handler here, and would cover the whole app with it.
    page.session.error = tell  # type: ignore[method-assign]
    _outlive_drawing(tell)


def _outlive_drawing(tell: Callable[[str], None]) -> None:
    """Flet's loop ends with the first component that cannot be drawn again, and the app stands still from then on."""
    drawn = getattr(Component.update, "__wrapped__", Component.update)

    @wraps(drawn)
    def update(self: Component) -> None:
        try:
            drawn(self)
        except Exception:
            tell(format_exc())

    Component.update = update  # type: ignore[method-assign]


def mishap_bar(look: Look) -> ft.SnackBar:
    """The sentence and the next step; goes by itself."""
    words = lines(
        text(look.say("refusal.something_broke"), "label", C.ON_INVERSE_SURFACE),
        text(look.say("refusal.something_broke.next"), "small", C.ON_INVERSE_SURFACE),
    )
    inside = ft.Semantics(content=ft.Container(words, padding=M, height=TARGET * 1.5), live_region=True)
    return ft.SnackBar(
        inside,
        bgcolor=C.INVERSE_SURFACE,
        behavior=ft.SnackBarBehavior.FLOATING,
        duration=ft.Duration(seconds=SHOWN_FOR),
    )
