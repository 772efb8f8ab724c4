"""Trying what may be refused: a receipt when it went well, the refusal in words when it did not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import flet as ft

from fieldwalk.domain.refusals import Refused
from fieldwalk.screens.here import use_receipt

T = TypeVar("T")
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


@dataclass(frozen=True)
class Asked(Generic[T]):
    """``told`` is what was said last, ``None`` before that; ``trouble`` the code of what stands in the way, or empty.

    ``ask`` asks again. ``attempt`` does something else that may be refused, and says whether it went well.
    """

    told: T | None
    trouble: str
    ask: Callable[[], Awaitable[None]]
    attempt: Callable[[Callable[[], Awaitable[Any]]], Awaitable[bool]]


def use_asked(load: Callable[[], Awaitable[T]]) -> Asked[T]:
    """What ``load`` gives, asked for when the page opens; a refusal is told, and what was said before it stays."""
    none: T | None = None
    told, set_told = ft.use_state(none)
    trouble, set_trouble = ft.use_state("")

    async def attempt(act: Callable[[], Awaitable[Any]]) -> bool:
        set_trouble("")
        try:
            await act()
        except Refused as refusal:
            set_trouble(refusal.code)
            return False
        return True

    async def loaded() -> None:
        set_told(await load())

    async def ask() -> None:
        await attempt(loaded)

    ft.use_effect(ask, dependencies=[])
    return Asked(told, trouble, ask, attempt)
