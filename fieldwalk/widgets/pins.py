"""Places on the map: a drop needs care, a circle is good; the chosen one is larger and ringed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import flet as ft
import flet_map as fm

from fieldwalk.domain.clusters import Cluster, Pin
from fieldwalk.domain.records import Issue
from fieldwalk.theme import KINDS, Look
from fieldwalk.widgets.pictures import pictogram
from fieldwalk.widgets.words import text

C = ft.Colors
_SIZE, _CHOSEN = 36, 44
_TOUCH = 48


def draw_pin(place: Pin | Issue, look: Look, *, chosen: bool = False) -> ft.Container:
    """The drawing alone."""
    good = place.kind == "good"
    tone, size = look.tone(KINDS["good" if good else "care"]), _CHOSEN if chosen else _SIZE
    half = size / 2
    drop = ft.BorderRadius.only(top_left=half, top_right=half, bottom_left=3, bottom_right=half)
    drawn = ft.Container(
        pictogram(place.category, 26 if chosen else 20, tone.ink),
        width=size,
        height=size,
        bgcolor=tone.ground,
        border_radius=half if good else drop,
        alignment=ft.Alignment.CENTER,
        border=ft.Border.all(3 if chosen else 2, C.ON_SURFACE if chosen else look.map["track_edge"]),
    )
    return ft.Container(drawn, alignment=ft.Alignment.CENTER)


class DrawnPins:
    """The pins of one map, kept between two drawings: what is as it was is never made again.

    ``choose`` is told the id of a place that is pressed, ``approach`` a number that stands for several.
    """

    def __init__(
        self, look: Look, choose: Callable[[str], Any] | None, approach: Callable[[Cluster], Any] | None = None
    ) -> None:
        self._look = look
        self._choose = choose
        self._approach = approach
        self._made: dict[tuple[Pin | Cluster, bool], fm.Marker] = {}

    def layer(self, found: Iterable[Pin | Cluster], chosen: str | None = None) -> fm.MarkerLayer:
        """A pin for a place that stands alone, a number for several; the chosen place last, so that it lies on top."""
        drawn = [_alone(each) for each in found]
        drawn += [pin for each in drawn if isinstance(each, Cluster) for pin in each.pins if pin.id == chosen]
        wanted = sorted(((each, isinstance(each, Pin) and each.id == chosen) for each in drawn), key=_on_top)
        self._made = {each: self._made.get(each) or self._make(*each) for each in wanted}
        return fm.MarkerLayer(markers=list(self._made.values()))

    def _make(self, found: Pin | Cluster, chosen: bool) -> fm.Marker:
        if isinstance(found, Pin):
            return _marker(found, self._look, self._choose, chosen)
        return _gathered(found, self._look, self._approach)


def _on_top(wanted: tuple[Pin | Cluster, bool]) -> bool:
    return wanted[1]


def _alone(found: Pin | Cluster) -> Pin | Cluster:
    """The place that ``found`` gathers when it is a single one; else ``found`` itself."""
    return found.pins[0] if isinstance(found, Cluster) and len(found.pins) == 1 else found


def _gathered(cluster: Cluster, look: Look, approach: Callable[[Cluster], Any] | None) -> fm.Marker:
    count = len(cluster.pins)
    drawn = ft.Container(
        text(str(count), "tag", C.ON_SURFACE, lines=1, align=ft.TextAlign.CENTER),
        width=_CHOSEN,
        height=_CHOSEN,
        border_radius=_CHOSEN / 2,
        bgcolor=C.SURFACE_CONTAINER_LOWEST,
        border=ft.Border.all(3, look.tone(KINDS["care"]).ground),
        alignment=ft.Alignment.CENTER,
    )
    touched = ft.Container(drawn, alignment=ft.Alignment.CENTER)
    if approach:
        touched.on_click = lambda: approach(cluster)
    label = look.count("count.issues", count)
    return fm.Marker(
        key=f"{cluster.latitude} {cluster.longitude} {count}",
        content=ft.Semantics(content=touched, label=label, container=True, button=True),
        coordinates=fm.MapLatitudeLongitude(cluster.latitude, cluster.longitude),
        width=_TOUCH,
        height=_TOUCH,
        alignment=ft.Alignment.CENTER,
    )


def _marker(pin: Pin, look: Look, choose: Callable[[str], Any] | None, chosen: bool) -> fm.Marker:
    touched = draw_pin(pin, look, chosen=chosen)
    if choose:
        touched.on_click = lambda: choose(pin.id)
    label = look.say("issue.title", number=pin.number)
    return fm.Marker(
        # Known again by its key, wherever in the list it comes to stand.
        key=pin.id,
        content=ft.Semantics(content=touched, label=label, container=True, button=choose is not None),
        coordinates=fm.MapLatitudeLongitude(pin.latitude, pin.longitude),
        width=_TOUCH + 8 if chosen else _TOUCH,
        height=_TOUCH + 8 if chosen else _TOUCH,
        alignment=ft.Alignment.CENTER,
    )
