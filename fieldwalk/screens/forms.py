"""Forms that survive the end of the app: what is filled in is on the disk long before a press hands it on."""

from __future__ import annotations

import json
from asyncio import sleep
from collections.abc import Callable
from dataclasses import Field, dataclass, fields, replace
from typing import Any, ClassVar, Generic, Protocol, TypeVar

import flet as ft
from flet.components.hooks.use_ref import MutableRef

from fieldwalk.screens.drafting import RESTED, use_keeping
from fieldwalk.screens.here import use_here
from fieldwalk.screens.holding import Holding, use_holding


class Facts(Protocol):
    """Any dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


T = TypeVar("T")
F = TypeVar("F", bound=Facts)


@dataclass(frozen=True)
class Form(Holding[T], Generic[T]):
    """A :class:`Holding` whose changes are kept.

    ``rest`` keeps them now; ``forget`` is for when they were handed on; ``give_up`` goes back to what is known without
    them. ``found``: something here is from before, and was never handed on.
    """

    rest: Callable[[], None]
    forget: Callable[[], None]
    give_up: Callable[[], None]
    found: bool


def use_form(
    place: str, known: T, packed: Callable[[T, T], str], unpacked: Callable[[str, T], T], *, stays: bool = True
) -> Form[T]:
    """A form that begins with what is ``known``, and whose changes are the draft of ``place`` as soon as its writer
    rests. It is about the same place for as long as it is shown.

    ``packed`` makes a draft of what it holds beside what is known, empty when that is the same; ``unpacked`` turns it
    back. Who leaves a form that ``stays`` finds it again as it was; another one survives the end of the app only.
    """
    drafts = use_here().fieldwalk.drafts
    begun: list[T] = ft.use_memo(lambda: [known], [])
    kept = ft.use_memo(lambda: drafts.of(place), [])
    held = use_holding(ft.use_memo(lambda: unpacked(kept, known) if kept else known, []))
    found, set_found = ft.use_state(kept is not None)
    unsaved: MutableRef[list[T]] = ft.use_ref([])
    page = ft.context.page

    def rest() -> None:
        if unsaved.current:
            news = packed(unsaved.current[0], begun[0])
            drafts.keep(place, news) if news else drafts.drop(place)
            unsaved.current = []

    async def soon(written: list[T]) -> None:
        await sleep(RESTED)
        if unsaved.current is written:
            rest()

    def change(turn: Callable[[T], T]) -> None:
        held.change(turn)
        unsaved.current = [held.now()]
        page.run_task(soon, unsaved.current)

    def forget() -> None:
        unsaved.current = []
        drafts.drop(place)
        begun[0] = held.now()
        set_found(False)

    def give_up() -> None:
        held.change(lambda _: known)
        forget()

    use_keeping(rest, rest if stays else forget)
    return Form(held.shown, held.now, change, rest, forget, give_up, found)


def packed_facts(form: F, known: F) -> str:
    """What ``form`` says otherwise than what is ``known``, by the names of its facts; empty when it says nothing."""
    news = {each.name: getattr(form, each.name) for each in fields(form)}
    news = {name: value for name, value in news.items() if value != getattr(known, name)}
    return json.dumps(news, default=lambda moment: moment.isoformat(), ensure_ascii=False) if news else ""


def unpacked_facts(draft: str, known: F, **read: Callable[[str], object]) -> F:
    """``known`` with what the draft says otherwise; ``read`` is what turns a fact that is no text back, by its name.

    A fact that there is no more is passed over.
    """
    told: dict[str, Any] = json.loads(draft or "{}")
    told.update({name: turn(told[name]) for name, turn in read.items() if told.get(name)})
    return replace(known, **{each.name: told[each.name] for each in fields(known) if each.name in told})
