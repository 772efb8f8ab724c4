"""The page of one walk: its plan, the walk under way, or what came of it."""

from __future__ import annotations

import flet as ft

from fieldwalk import routes
from fieldwalk.screens.here import go, use_records
from fieldwalk.screens.planned import Planned
from fieldwalk.screens.review import Review
from fieldwalk.screens.under_way import UnderWay
from fieldwalk.screens.views import page_view
from fieldwalk.widgets.states import not_found

PAGES = {"planned": Planned, "under_way": UnderWay}


@ft.component
def WalkPage() -> ft.View:
    """What the walk in the address is just now.

    The view stays the same when the walk goes on to its next state: a sheet that is closed in the same moment would
    lose its hold on a view that is replaced, and lie there for good.
    """
    here = use_records("walk")
    walk = here.fieldwalk.store.walk(ft.use_route_params().get("walk_id", ""))
    if walk is None:
        return page_view(not_found(here.look, go(routes.HOME)))
    shown: ft.Control = PAGES.get(walk.state or "", Review)(walk)
    return page_view(shown)
