"""Places on the map: a drop needs care, a circle is good; the chosen one is larger and ringed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import flet as ft
import flet_map as fm

from fieldwalk.domain.clusters import Cluster
from fieldwalk.domain.records import Issue
from fieldwalk.theme import KINDS, Look
from fieldwalk.widgets.pictures import pictogram
from fieldwalk.widgets.words import text

C = ft.Colors
_SIZE, _CHOSEN = 36, 44
_TOUCH = 48


def pin(issue: Issue, look: Look, *, chosen: bool = False) -> ft.Container:
    """The drawing alone."""
    good = issue.kind == "good"
    tone, size = look.tone(KINDS["good" if good else "care"]), _CHOSEN if chosen else _SIZE
    half = size / 2
    drop = ft.BorderRadius.only(top_left=half, top_right=half, bottom_left=3, bottom_right=half)
    drawn = ft.Container(
        pictogram(issue.category, 26 if chosen else 20, tone.ink),
        width=size,
        height=size,
        bgcolor=tone.ground,
        border_radius=half if good else drop,
        alignment=ft.Alignment.CENTER,
        border=ft.Border.all(3 if chosen else 2, C.ON_SURFACE if chosen else look.map["track_edge"]),
    )
    return ft.Container(drawn, alignment=ft.Alignment.CENTER)


def pin_layer(
    issues: list[Issue], look: Look, choose: Callable[[str], Any] | None, chosen: str | None = None
) -> fm.MarkerLayer:
    """All places that have a position; the chosen one last, so that it lies on top."""
    shown = sorted((issue for issue in issues if issue.position), key=lambda issue: issue.id == chosen)
    return fm.MarkerLayer(markers=[_marker(issue, look, choose, issue.id == chosen) for issue in shown])


def cluster_layer(
    clusters: Sequence[Cluster],
    look: Look,
    choose: Callable[[str], Any] | None,
    approach: Callable[[Cluster], Any],
    chosen: str | None = None,
) -> fm.MarkerLayer:
    """A pin for a place that stands alone, a number for those that would lie over each other."""
    markers = []
    for cluster in clusters:
        own = next((issue for issue in cluster.issues if issue.id == chosen), None)
        if own or len(cluster.issues) == 1:
            markers.append(_marker(own or cluster.issues[0], look, choose, own is not None))
        else:
            markers.append(_gathered(cluster, look, approach))
    return fm.MarkerLayer(markers=markers)


def _gathered(cluster: Cluster, look: Look, approach: Callable[[Cluster], Any]) -> fm.Marker:
    count = len(cluster.issues)
    drawn = ft.Container(
        text(str(count), "tag", C.ON_SURFACE, lines=1, align=ft.TextAlign.CENTER),
        width=_CHOSEN,
        height=_CHOSEN,
        border_radius=_CHOSEN / 2,
        bgcolor=C.SURFACE_CONTAINER_LOWEST,
        border=ft.Border.all(3, look.tone(KINDS["care"]).ground),
        alignment=ft.Alignment.CENTER,
    )
    touched = ft.Container(drawn, alignment=ft.Alignment.CENTER, on_click=lambda: approach(cluster))
    label = look.count("count.issues", count)
    return fm.Marker(
        content=ft.Semantics(content=touched, label=label, container=True, button=True),
        coordinates=fm.MapLatitudeLongitude(cluster.latitude, cluster.longitude),
        width=_TOUCH,
        height=_TOUCH,
        alignment=ft.Alignment.CENTER,
    )


def _marker(issue: Issue, look: Look, choose: Callable[[str], Any] | None, chosen: bool) -> fm.Marker:
    latitude, longitude, _ = issue.position or [0.0, 0.0, 0.0]
    touched = pin(issue, look, chosen=chosen)
    if choose:
        touched.on_click = lambda: choose(issue.id)
    label = look.say("issue.title", number=issue.number or 0)
    return fm.Marker(
        content=ft.Semantics(content=touched, label=label, container=True, button=choose is not None),
        coordinates=fm.MapLatitudeLongitude(latitude, longitude),
        width=_TOUCH + 8 if chosen else _TOUCH,
        height=_TOUCH + 8 if chosen else _TOUCH,
        alignment=ft.Alignment.CENTER,
    )
