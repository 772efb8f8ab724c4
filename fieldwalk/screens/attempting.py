"""Trying what may be refused: a receipt when it went well, the refusal in words when it did not."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from fieldwalk.domain.refusals import Refused
from fieldwalk.screens.here import use_receipt

Attempt = Callable[[Callable[[], None], str], bool]
"""Does what is asked and gives the receipt with these words. Returns whether it went well."""


def use_attempt() -> tuple[str, Attempt]:
    """The code of what stood in the way the last time, empty when nothing did; and what tries."""
    trouble, set_trouble = ft.use_state("")
    _, give = use_receipt()

    def attempt(act: Callable[[], None], words: str) -> bool:
        try:
            act()
        except Refused as refusal:
            set_trouble(refusal.code)
            return False
        set_trouble("")
        give(words)
        return True

    return trouble, attempt
