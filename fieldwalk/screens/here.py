"""What every screen has at hand: the services, the look, and hooks that follow what changes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from weakref import WeakKeyDictionary

import flet as ft
from flet.components.hooks.use_ref import MutableRef

from fieldwalk.domain.clusters import Pin
from fieldwalk.domain.ground import Ground
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.tracks import Track
from fieldwalk.listeners import Dispose, Listeners
from fieldwalk.services.fieldwalk import Fieldwalk
from fieldwalk.text.moments import local
from fieldwalk.theme import Look

SHOWN_FOR, OFFERED_FOR = 8.0, 20.0
"""Seconds that a receipt stays on the screen; and one with something to press, for a hand that is cold or slow."""

SCREENFUL, HANDFUL, SOON = 12, 8, 1.0
"""Rows that fill a desk's screen and a phone's, where they are taller, and seconds until a list gets its other rows."""


@dataclass(frozen=True)
class Receipt:
    """What was just done, how to undo it, and a word and a press that lead on."""

    words: str = ""
    undo: Callable[[], Any] | None = None
    more: tuple[str, Callable[[], Any]] | None = None


class Board:
    """What all pages share. A receipt: the page that is left and the one that is reached show the same one.

    ``grounds`` are the maps' drawn grounds by their hash, read once; ``None`` for one that is not on this phone.
    """

    def __init__(self) -> None:
        self.grounds: dict[str, Ground | None] = {}
        self.latest = Receipt()
        self._listeners: Listeners[[]] = Listeners()

    def put_up(self, receipt: Receipt) -> None:
        """Show ``receipt`` instead of the one before."""
        self.latest = receipt
        self._listeners.tell()

    def subscribe(self, listener: Callable[[], object]) -> Dispose:
        """Call ``listener`` at every new receipt until the returned disposer is called."""
        return self._listeners.subscribe(listener)


@dataclass(frozen=True)
class Here:
    """The services and how things are shown just now."""

    fieldwalk: Fieldwalk
    look: Look
    board: Board

    def now(self) -> int:
        """UTC milliseconds on the phone's clock."""
        return self.fieldwalk.ports.clock.now()

    def today(self) -> date:
        """The day where the reader is."""
        return local(self.now()).date()


_NOWHERE: Here | None = None
Around = ft.create_context(_NOWHERE)
_LATEST: WeakKeyDictionary[ft.Page, Here] = WeakKeyDictionary()
"""What each page's app last gave to its screens."""


def surround(page: ft.Page, here: Here) -> None:
    """From now on the screens of ``page`` find ``here``."""
    _LATEST[page] = here


def use_here() -> Here:
    """The surroundings of the component that is drawn. Only within :func:`fieldwalk.screens.app.App`."""
    # A part that draws itself anew while its page is being replaced has lost what was above it.
    here = ft.use_context(Around) or _LATEST.get(ft.context.page)
    if here is None:
        raise RuntimeError("a screen is drawn outside the app")
    return here


def use_following(subscribe: Callable[[Callable[..., Any]], Dispose], wanted: Callable[..., bool] | None = None) -> int:
    """Draw the component again after each call of the listener that ``subscribe`` takes; returns how many there were.

    The call may come from anywhere (a position, the exchange): the drawing is done on the page's own loop.
    """
    page = ft.context.page
    count, set_count = ft.use_state(0)
    held: MutableRef[Dispose | None] = ft.use_ref(None)

    async def draw() -> None:
        set_count(lambda count: count + 1)

    def follow() -> None:
        held.current = subscribe(lambda *told: page.run_task(draw) if not wanted or wanted(*told) else None)

    ft.use_effect(follow, dependencies=[], cleanup=lambda: held.current() if held.current else None)
    return count


def use_records(*names: str) -> Here:
    """The surroundings, drawn again whenever one of these records has changed."""
    here = use_here()
    use_following(here.fieldwalk.store.subscribe, lambda changed: bool(changed & set(names)))
    return here


def use_track(walk_id: str) -> Track:
    """The track of a walk; read again only when a burst of it was written."""
    store = use_here().fieldwalk.store
    version = use_following(store.subscribe, lambda changed: bool(changed & {"fixes", "walk"}))
    return ft.use_memo(lambda: store.track(walk_id), [walk_id, version])


def use_pins(walk_id: str | None = None) -> list[Pin]:
    """The places of a walk (of all walks for ``None``) as a map shows them; read again only when one has changed."""
    store = use_here().fieldwalk.store
    version = use_following(store.subscribe, lambda changed: "issue" in changed)
    return ft.use_memo(lambda: store.pins(walk_id), [walk_id, version])


def use_rows(most: int) -> int:
    """How many rows of a list to draw: a screenful at first, so that it opens soon, and ``most`` when that is seen."""
    whole, set_whole = ft.use_state(False)
    first = HANDFUL if use_here().look.narrow else SCREENFUL

    async def unfold() -> None:
        await asyncio.sleep(SOON)
        set_whole(lambda _: True)

    ft.use_effect(unfold, dependencies=[])
    return most if whole else min(most, first)


@ft.component
def Later(draw: Callable[[], ft.Control], first: ft.Control) -> ft.Control:
    """What ``draw`` gives, as soon as the page stands with ``first`` in its place: what takes long holds up nothing."""
    stands, set_stands = ft.use_state(False)

    async def stand() -> None:
        set_stands(lambda _: True)

    ft.use_effect(stand, dependencies=[])
    return draw() if stands else first


def use_loaded(load: Callable[[], Any], *depends: object) -> Any:
    """What the coroutine function ``load`` gives, ``None`` until then; loaded anew when ``depends`` changes.

    A refusal counts as nothing: a picture that cannot be read leaves its quiet place.
    """
    value, set_value = ft.use_state(None)

    async def fetch() -> None:
        try:
            found = await load()
        except Refused:
            found = None
        set_value(lambda _: found)

    ft.use_effect(fetch, dependencies=list(depends))
    return value


class Give(Protocol):
    """Shows a receipt for a while."""

    def __call__(
        self,
        words: str,
        undo: Callable[[], Any] | None = None,
        more: tuple[str, Callable[[], Any]] | None = None,
    ) -> None: ...


def use_receipt() -> tuple[Receipt, Give]:
    """The receipt to show now (empty words: none) and the function that gives a new one; it goes by itself."""
    board = use_here().board
    use_following(board.subscribe)
    page = ft.context.page

    async def fade(receipt: Receipt) -> None:
        await asyncio.sleep(OFFERED_FOR if receipt.undo or receipt.more else SHOWN_FOR)
        if board.latest is receipt:
            board.put_up(Receipt())

    def give(
        words: str, undo: Callable[[], Any] | None = None, more: tuple[str, Callable[[], Any]] | None = None
    ) -> None:
        receipt = Receipt(words, undo, more)
        board.put_up(receipt)
        page.run_task(fade, receipt)

    return board.latest, give


def use_ticking(seconds: float) -> None:
    """Draw the component again every so many seconds, as long as it is shown."""
    _, set_count = ft.use_state(0)

    async def tick() -> None:
        while True:
            await asyncio.sleep(seconds)
            set_count(lambda count: count + 1)

    page = ft.context.page
    task: MutableRef[Future[None] | None] = ft.use_ref(None)

    def start() -> None:
        task.current = page.run_task(tick)

    ft.use_effect(start, dependencies=[], cleanup=lambda: task.current.cancel() if task.current else None)


def go(route: str) -> Callable[[], None]:
    """A press that leads to ``route``."""
    page = ft.context.page
    return lambda: page.navigate(route)
