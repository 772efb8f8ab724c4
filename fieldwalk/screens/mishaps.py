"""What goes wrong in a handler is told in words; nobody ever meets Flet's own red page."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from concurrent.futures import Future
from functools import wraps
from traceback import format_exc, format_exception
from typing import Any

import flet as ft
from flet.components.component import Component

from fieldwalk.services.troubles import code_of
from fieldwalk.theme import TARGET, Look, M
from fieldwalk.widgets.words import lines, text

C = ft.Colors
SHOWN_FOR = 8
"""Seconds."""

_log = logging.getLogger("fieldwalk")


def tell_mishaps(page: ft.Page, look: Callable[[], Look]) -> None:
    """From now on whatever a handler, an effect or a task raises is logged, and told in the words of its refusal.

    What is no refusal is told as something that broke at our end. The page goes on as it was: what was saved is
    saved, and the person can try again.
    """

    def tell(message: str, error: BaseException | None = None) -> None:
        _log.error("%s", message)
        page.show_dialog(mishap_bar(look(), code_of(error or sys.exception())))

    # Flet reports every exception of a handler here, and would cover the whole app with it.
    page.session.error = tell  # type: ignore[method-assign]
    _outlive_drawing(tell)
    _hear_tasks(tell)


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


def _hear_tasks(tell: Callable[[str, BaseException], None]) -> None:
    """What a task raises, nobody waits for: Flet would only log it."""

    def ended(task: Future[Any]) -> None:
        error = None if task.cancelled() else task.exception()
        # A client that is being closed or drawn anew leaves a question unanswered: nothing of anybody's is lost by it.
        if error is not None and not isinstance(error, TimeoutError):
            tell("".join(format_exception(error)), error)

    begin = getattr(ft.Page.run_task, "__wrapped__", ft.Page.run_task)

    @wraps(begin)
    def run_task(self: ft.Page, *handler: Any, **values: Any) -> Future[Any]:
        task: Future[Any] = begin(self, *handler, **values)
        task.add_done_callback(ended)
        return task

    ft.Page.run_task = run_task  # type: ignore[method-assign]


def mishap_bar(look: Look, code: str = "something_broke") -> ft.SnackBar:
    """The sentence and the next step; goes by itself."""
    words = lines(
        text(look.say(f"refusal.{code}"), "label", C.ON_INVERSE_SURFACE),
        text(look.say(f"refusal.{code}.next"), "small", C.ON_INVERSE_SURFACE),
    )
    inside = ft.Semantics(content=ft.Container(words, padding=M, height=TARGET * 1.5), live_region=True)
    return ft.SnackBar(
        inside,
        bgcolor=C.INVERSE_SURFACE,
        behavior=ft.SnackBarBehavior.FLOATING,
        duration=ft.Duration(seconds=SHOWN_FOR),
    )
