"""The page round every screen: tabs below on a phone, a rail beside on a desk."""

from __future__ import annotations

import flet as ft

from fieldwalk import routes
from fieldwalk.domain.roles import ONE_WALK
from fieldwalk.screens.here import Here
from fieldwalk.theme import XL, Look, S
from fieldwalk.widgets.pictures import pictogram

C = ft.Colors
_I = ft.Icons
_TABS = {
    routes.HOME: ("tab.walks", _I.ROUTE_OUTLINED, _I.ROUTE),
    routes.ACTIONS: ("tab.actions", _I.CHECKLIST_ROUNDED, _I.CHECKLIST_ROUNDED),
    routes.MAP: ("tab.map", _I.MAP_OUTLINED, _I.MAP),
    routes.MORE: ("tab.more", _I.MORE_HORIZ_ROUNDED, _I.MORE_HORIZ_ROUNDED),
}


def tabs_for(role: str) -> tuple[str, ...]:
    """The roots that ``role`` has: who holds one walk has nothing to answer or repair."""
    return tuple(tab for tab in routes.TABS if tab != routes.ACTIONS or role not in ONE_WALK)


def tab_view(tab: str, content: ft.Control, here: Here) -> ft.View:
    """One of the roots."""
    page = ft.context.page
    tabs = tabs_for(here.fieldwalk.joining.role())
    chosen = tabs.index(tab) if tab in tabs else 0

    def turn(event: ft.ControlEvent) -> None:
        page.navigate(tabs[event.control.selected_index])  # type: ignore[attr-defined]

    inside = ft.SafeArea(content, expand=True)
    if here.look.wide:
        row = ft.Row(
            [
                _rail(tabs, chosen, turn, here.look),
                ft.VerticalDivider(width=1, color=C.OUTLINE_VARIANT),
                inside,
            ],
            expand=True,
            spacing=0,
        )
        return ft.View(route=routes.HOME, can_pop=False, controls=[row], padding=0, spacing=0)
    return ft.View(
        route=routes.HOME,
        can_pop=False,
        controls=[inside],
        padding=0,
        spacing=0,
        navigation_bar=_bar(tabs, chosen, turn, here.look),
    )


def page_view(content: ft.Control) -> ft.View:
    """A page above its list; Back leads there."""
    return ft.View(route=ft.use_view_path(), controls=[ft.SafeArea(content, expand=True)], padding=0, spacing=0)


def _bar(tabs: tuple[str, ...], chosen: int, turn: object, look: Look) -> ft.NavigationBar:
    return ft.NavigationBar(
        selected_index=chosen,
        on_change=turn,  # type: ignore[arg-type]
        height=76,
        bgcolor=C.SURFACE_CONTAINER,
        indicator_color=C.PRIMARY_CONTAINER,
        destinations=[
            ft.NavigationBarDestination(icon=icon, selected_icon=full, label=look.say(word), tooltip="")
            for word, icon, full in (_TABS[tab] for tab in tabs)
        ],
    )


def _rail(tabs: tuple[str, ...], chosen: int, turn: object, look: Look) -> ft.NavigationRail:
    mark = ft.Container(pictogram("lighting", 32, C.PRIMARY), padding=ft.Padding.only(top=S, bottom=XL))
    return ft.NavigationRail(
        selected_index=chosen,
        on_change=turn,  # type: ignore[arg-type]
        label_type=ft.NavigationRailLabelType.ALL,
        min_width=96,
        bgcolor=C.SURFACE_CONTAINER_LOW,
        indicator_color=C.PRIMARY_CONTAINER,
        leading=mark,
        destinations=[
            ft.NavigationRailDestination(icon=icon, selected_icon=full, label=look.say(word))
            for word, icon, full in (_TABS[tab] for tab in tabs)
        ],
    )
