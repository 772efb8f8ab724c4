"""Words while they are written: on the disk as soon as the writer rests, handed on unless they point somebody out."""

from __future__ import annotations

from asyncio import sleep
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import flet as ft
from flet.components.hooks.use_ref import MutableRef

from fieldwalk.listeners import Dispose
from fieldwalk.screens.here import use_here
from fieldwalk.services.drafts import Writing

RESTED = 1.0
"""Seconds without a key after which what was written is on the disk."""

LEFT = 5.0
"""Seconds after the field is left until it counts as right: who presses "hide" has left the field first."""


@dataclass(frozen=True)
class Draft:
    """Words being written: what the field shows, and what takes them further.

    ``keep`` saves them now, whatever they say; ``leave`` is for a field that is left. ``held``: they are not saved
    yet, or only kept back on this phone. ``found``: they were kept back before, by an app that was ended.
    """

    words: str
    write: Callable[[str], None]
    keep: Callable[[], None]
    leave: Callable[[], None]
    held: bool
    found: bool


def use_draft(kept: str, place: str, save: Callable[[str], Any]) -> Draft:
    """Words that are saved when the writer rests, leaves the field or leaves the page; never a save for each key.

    What may point somebody out is kept as durably, but among the drafts, until it is hidden, let stand or left; what a
    killed app had kept so is there again. What somebody else has written meanwhile, or what was chosen, is shown as
    soon as nothing here waits to be saved.
    """
    drafts = use_here().fieldwalk.drafts
    writing: Writing = ft.use_memo(lambda: Writing(drafts, place), [place])
    words, set_words = ft.use_state(kept if writing.unsaved is None else writing.unsaved)
    page = ft.context.page

    def keep() -> None:
        writing.keep(save)

    def rest() -> None:
        writing.rest(save)

    async def soon(changes: int, seconds: float, act: Callable[[], None]) -> None:
        await sleep(seconds)
        if writing.changes == changes:
            act()

    def write(written: str) -> None:
        writing.write(written)
        set_words(lambda _: written)
        page.run_task(soon, writing.changes, RESTED, rest)

    def leave() -> None:
        rest()
        if writing.unsaved is not None:
            page.run_task(soon, writing.changes, LEFT, keep)

    def follow() -> None:
        if writing.unsaved is None and words.strip() != kept:
            set_words(lambda _: kept)

    ft.use_effect(follow, dependencies=[kept])
    use_keeping(rest, keep)
    return Draft(words, write, keep, leave, writing.unsaved is not None, writing.found)


def use_keeping(rest: Callable[[], None], keep: Callable[[], None]) -> None:
    """Have ``rest`` called when there is no time left, and ``keep`` when the page is left.

    What cannot be kept then is tried again whenever there is no time left, though the field be gone by then.
    """
    let_go: MutableRef[Dispose | None] = ft.use_ref(None)
    unsaved = use_here().fieldwalk.unsaved

    def hold() -> None:
        let_go.current = unsaved.hold(rest)

    def leave() -> None:
        if let_go.current:
            let_go.current()
        let_go.current = unsaved.hold(keep)
        keep()
        let_go.current()

    ft.use_effect(hold, dependencies=[], cleanup=leave)
