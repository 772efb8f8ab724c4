"""All places of this phone on one map."""

from __future__ import annotations

import flet as ft

from fieldwalk import routes
from fieldwalk.domain.tracks import Track
from fieldwalk.screens.here import go, use_pins, use_records
from fieldwalk.screens.issue_rows import issue_row
from fieldwalk.screens.maps import MapHandle, TheMap, area_of
from fieldwalk.screens.sheets import SafeSign
from fieldwalk.screens.under_way import soon
from fieldwalk.screens.views import tab_view
from fieldwalk.theme import L, M
from fieldwalk.widgets.buttons import round_button
from fieldwalk.widgets.frames import pinned, root_bar, screen
from fieldwalk.widgets.states import empty


@ft.component
def MapTab() -> ft.View:
    """The third tab."""
    here = use_records("issue", "action", "area", "walk")
    look, store = here.look, here.fieldwalk.store
    handle = ft.use_memo(lambda: MapHandle(following=False), [])
    chosen, set_chosen = ft.use_state("")
    page = ft.context.page
    pins = use_pins()
    walks = store.walks()
    ft.use_effect(here.fieldwalk.recorder.watch, dependencies=[])
    head = root_bar(look.say("map.title"), look.count("count.issues", len(pins)), SafeSign())
    if not pins and not store.areas():
        return tab_view(
            routes.MAP, screen(head, empty("yard", look.say("map.empty"), look.say("map.empty_words"))), here
        )
    the_map = TheMap(
        handle,
        area_of(here, walks[0].area_id if walks else None),
        pins,
        Track(),
        size=(look.width, look.height - 180),
        label=look.say("map.label"),
        choose=lambda issue_id: set_chosen("" if issue_id == chosen else issue_id),
        chosen=chosen or None,
        live=True,
    )
    buttons = ft.Column(
        [
            round_button(
                ft.Icons.MY_LOCATION_ROUNDED,
                look.say("walk.show_me"),
                lambda: soon(page, handle.show, here.fieldwalk.recorder.latest),
                floating=True,
            ),
            round_button(
                ft.Icons.ZOOM_OUT_MAP_ROUNDED,
                look.say("go.show_all"),
                lambda: soon(page, handle.show_everything),
                floating=True,
            ),
        ],
        spacing=M,
        tight=True,
    )
    over: list[ft.Control] = [
        ft.Container(the_map, left=0, right=0, top=0, bottom=0),
        pinned(buttons, look, end=L, top=L),
    ]
    issue = store.issue(chosen) if chosen else None
    if issue:
        row = issue_row(
            issue,
            look,
            go(routes.issue(issue.walk_id or "", issue.id)),
            action=store.action(issue.id),
            state=True,
        )
        over.append(pinned(row, look, start=L, end=L, bottom=L))
    return tab_view(routes.MAP, screen(head, ft.Stack(over, expand=True)), here)
