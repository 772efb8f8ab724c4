"""What a form holds, so that a press acts on the last letter too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import flet as ft

T = TypeVar("T")


@dataclass(frozen=True)
class Holding(Generic[T]):
    """``shown`` is what was drawn; ``now()`` what is held this very moment; ``change`` turns that into what is next.

    On a busy phone the letters and the press that follows them are all handled before the form is drawn again: a
    press that acted on what was drawn would lose the last of them.
    """

    shown: T
    now: Callable[[], T]
    change: Callable[[Callable[[T], T]], None]


def use_holding(begin: T) -> Holding[T]:
    """A form that begins with ``begin``."""
    shown, set_shown = ft.use_state(begin)
    held = ft.use_memo(lambda: [begin], [])

    def change(turn: Callable[[T], T]) -> None:
        held[0] = turn(held[0])
        set_shown(lambda _: held[0])

    return Holding(shown, lambda: held[0], change)
