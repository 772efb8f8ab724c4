"""The map of a walk, or of many: ground, track, places and oneself. Only what changed is drawn anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import flet as ft
import flet_map as fm

from fieldwalk.domain.clusters import Cluster, Pin, clustered
from fieldwalk.domain.ground import Bounds, Degrees, Ground, read_ground
from fieldwalk.domain.records import Area
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.tracks import Fix, Track, breaks, distance
from fieldwalk.screens.here import Here, use_following, use_here
from fieldwalk.screens.map_opening import Opening, Size, everything_of, height_of, opening_of, walked_round
from fieldwalk.theme import CARD, FIELD, Look, M, S
from fieldwalk.widgets.ground_layers import ground_layers, place
from fieldwalk.widgets.ground_map import CLOSE, View, the_map, zoom_for
from fieldwalk.widgets.pins import DrawnPins
from fieldwalk.widgets.track_layers import TrackLines, gap_layer, is_long, me_layer, tail_layer
from fieldwalk.widgets.words import quiet

PLAIN = 60
"""So many places are all drawn as pins. Of more, those that lie together are gathered, anew at each step of zoom."""

_UNMOVED: tuple[Degrees, float] | None = None

STEP = 15.0
"""Metres walked before a map that follows moves along."""


@dataclass
class MapHandle:
    """The map that is shown just now, for the buttons that move it. Not a state: nothing is drawn when it changes."""

    shown: fm.Map | None = None
    everything: Bounds | None = None
    size: Size = (400, 400)
    following: bool = True
    centred_on: Fix | None = None
    look_out: Callable[[Degrees, float], None] | None = None
    choose: Callable[[str], Any] | None = None
    zoom: float = CLOSE

    def moved(self, event: fm.MapPositionChangeEvent) -> None:
        """The map has moved: a finger on it stops the following, and other places may be seen now."""
        if event.has_gesture:
            self.following = False
        self.zoom = event.camera.zoom
        if self.look_out:
            self.look_out((event.coordinates.latitude, event.coordinates.longitude), event.camera.zoom)

    def chosen(self, issue_id: str) -> None:
        """A place has been pressed."""
        if self.choose:
            self.choose(issue_id)

    async def approach(self, cluster: Cluster) -> None:
        """Go so close to places that lie together that they part."""
        self.following = False
        if self.shown:
            await self.shown.move_to(place(cluster.latitude, cluster.longitude), zoom=min(self.zoom + 2, 20))

    async def show(self, fix: Fix | None) -> None:
        """Go close to the phone's own position, and follow it from now on."""
        self.following = True
        await self._go(fix, CLOSE)

    async def follow(self, fix: Fix) -> None:
        """Keep ``fix`` in the middle, as close or as far as the map is."""
        await self._go(fix, None)

    async def _go(self, fix: Fix | None, zoom: float | None) -> None:
        if self.shown and fix:
            self.centred_on = fix
            await self.shown.move_to(place(fix.latitude, fix.longitude), zoom=zoom)

    async def show_everything(self) -> None:
        """Show the whole walk, and stop following."""
        self.following = False
        if self.shown and self.everything:
            zoom = zoom_for(self.everything, *self.size)
            await self.shown.move_to(place(*self.everything.centre), zoom=zoom)

    async def centre(self) -> Degrees | None:
        """The place in the middle of the map."""
        if self.shown is None:
            return None
        camera = await self.shown.get_camera()
        return camera.center.latitude, camera.center.longitude


class Shown:
    """What a map shows, in one hand that Flet does not look into: of a plain list it would visit every fix."""

    def __init__(self, pins: Sequence[Pin], track: Track) -> None:
        self.pins = pins
        self.track = track


def TheMap(
    handle: MapHandle, area: Area | None, pins: Sequence[Pin], track: Track, *, size: Size, label: str, **how: Any
) -> ft.Control:
    """The map of ``pins`` and ``track``; ``how`` is as :func:`_Map` takes it."""
    drawn: ft.Control = _Map(handle, area, Shown(pins, track), size=size, label=label, **how)
    return drawn


@ft.component
def _Map(
    handle: MapHandle,
    area: Area | None,
    shown: Shown,
    *,
    label: str,
    choose: Callable[[str], Any] | None = None,
    chosen: str | None = None,
    live: bool = False,
    focus: Degrees | None = None,
    size: Size,
    margin: float = 48,
    named: bool = True,
    card: bool = False,
) -> ft.Control:
    """The map, some ``size`` pixels large. ``live`` shows and follows the phone; ``focus`` is where it opens.

    As a ``card`` it is no higher than its ground: a narrow one opens so far out that it would show much land where
    nothing is drawn.
    """
    here = use_here()
    pins, track = shown.pins, shown.track
    look, recorder = here.look, here.fieldwalk.recorder
    use_following(recorder.subscribe if live else _never)
    known, ground = use_ground(here, area)
    lines = ft.use_memo(lambda: TrackLines(look.dark), [])
    still = ft.use_memo(lambda: ground_layers(ground, look, named=named) if ground else [], [id(ground), look.dark])
    me = recorder.latest if live else None
    walked = ft.use_memo(lambda: walked_round(pins, track), [pins, track])
    lost = me if walked is None else None
    handle.everything = ft.use_memo(
        lambda: everything_of(walked, ground, area, lost), [walked, id(ground), area, lost]
    )  # fmt: skip
    handle.size = (size[0] - 2 * margin, size[1] - 2 * margin)
    handle.choose = choose
    opening = ft.use_memo(
        lambda: opening_of(handle.everything, handle.size, focus, drawn=ground if card else None, high=size[1]), [known]
    )
    view = use_view(handle, opening, wanted=len(pins) > PLAIN or is_long(track))
    drawn = ft.use_memo(
        lambda: [lines.layer(track, look, view), gap_layer(track.gaps, look)],
        [track, look.dark, view if is_long(track) else None],
    )
    places = use_markers(handle, pins, view, chosen)
    if not known:
        # A map opens where its first frame says: it waits for the ground that it is fitted to.
        return ft.Container(bgcolor=look.map["land"], expand=True)
    first = handle.shown is None
    if first:
        handle.zoom = opening[1]
    tail = [tail_layer(recorder.recent, joined(track, recorder.recent), look)] if live else []
    handle.shown = the_map([*still, *drawn, *tail, me_layer(me, look), places], look, *opening)
    handle.shown.on_position_change = lambda event: handle.moved(event)
    _keep_up(handle, me, ft.context.page, first=first)
    whole = ft.Semantics(content=ft.Container(handle.shown, expand=True), label=label, expand=True)
    if card and ground:
        return _card(whole, height_of(ground, opening, size[1]))
    if ground is not None or area is None or area.ground is None:
        return whole
    return ft.Stack([whole, ft.Container(_missing(look), left=0, right=0, bottom=S)], expand=True)


def _card(whole: ft.Control, high: float) -> ft.Control:
    shape = ft.Container(whole, height=high, border_radius=CARD, clip_behavior=ft.ClipBehavior.ANTI_ALIAS)
    return ft.Container(shape, alignment=ft.Alignment.TOP_CENTER, expand=True)


def _missing(look: Look) -> ft.Control:
    """The ground is not on this phone: the track is drawn and kept all the same."""
    pill = ft.Container(
        quiet(look.say("map.missing")),
        bgcolor=ft.Colors.SURFACE_CONTAINER_LOWEST,
        border_radius=FIELD,
        padding=ft.Padding.symmetric(horizontal=M, vertical=S),
    )
    return ft.Row([pill], alignment=ft.MainAxisAlignment.CENTER)


def joined(track: Track, recent: Sequence[Fix]) -> Fix | None:
    """The fix of the track that its unwritten end goes on from; none where there is a gap between them."""
    last = track.segments[-1].fixes[-1] if track.segments else None
    return last if last and recent and not breaks(last, recent[0]) else None


def _keep_up(handle: MapHandle, me: Fix | None, page: ft.Page, *, first: bool) -> None:
    """Move the map along with the phone. One that has just opened is where it should be."""
    if me is None or not handle.following:
        return
    if first:
        handle.centred_on = me
    elif handle.centred_on is None:
        page.run_task(handle.show, me)
    elif distance(handle.centred_on, me) > STEP:
        page.run_task(handle.follow, me)


def use_view(handle: MapHandle, opening: Opening, *, wanted: bool) -> View:
    """Where the map is, told anew whenever it has moved so far that what is drawn of many things is another.

    Where the map opened unless that is ``wanted``: few things are all drawn, wherever it is.
    """
    seen, set_seen = ft.use_state(_UNMOVED)
    view = View(*(seen or opening), handle.size)

    def look_out(centre: Degrees, zoom: float) -> None:
        if view.left_by(centre, zoom):
            set_seen((centre, zoom))

    handle.look_out = look_out if wanted else None
    return view


def use_markers(handle: MapHandle, pins: Sequence[Pin], view: View, chosen: str | None) -> fm.MarkerLayer:
    """The places as pins. Many are gathered by where the map is, and only those that can be seen are made."""
    look, page = use_here().look, ft.context.page
    many = len(pins) > PLAIN
    drawn = ft.use_memo(
        lambda: DrawnPins(
            look, handle.chosen if handle.choose else None, lambda cluster: page.run_task(handle.approach, cluster)
        ),
        [look.dark, look.language],
    )

    def draw() -> fm.MarkerLayer:
        return drawn.layer(clustered(pins, view.step, view.window) if many else pins, chosen)

    return ft.use_memo(draw, [pins, chosen, drawn, view if many else None])


def use_ground(here: Here, area: Area | None) -> tuple[bool, Ground | None]:
    """Whether the ground of ``area`` is known by now, and the ground: ``None`` where this phone has none."""
    sha256 = area.ground if area else None

    async def load() -> Ground | None:
        content = await here.fieldwalk.photographs.picture(sha256) if sha256 else None
        return read_ground(content) if content else None

    kept = here.board.grounds
    _, set_count = ft.use_state(0)

    async def fetch() -> None:
        if sha256 and not kept.get(sha256):
            try:
                kept[sha256] = await load()
            except Refused:
                kept[sha256] = None
            set_count(lambda count: count + 1)

    # A ground that was not on the phone may have arrived with the last exchange.
    version = use_following(here.fieldwalk.exchange.subscribe)
    found = kept.get(sha256) if sha256 else None
    ft.use_effect(fetch, dependencies=[sha256, 0 if found else version])
    return sha256 is None or sha256 in kept, found


def area_of(here: Here, area_id: str | None) -> Area | None:
    """The area with this id, else the only one there is."""
    areas = here.fieldwalk.store.areas()
    return next((area for area in areas if area.id == area_id), areas[0] if len(areas) == 1 else None)


def _never(_: Callable[..., Any]) -> Callable[[], None]:
    return lambda: None
