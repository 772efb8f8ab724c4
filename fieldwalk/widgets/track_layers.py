"""The track of a walk and where the phone is. Only the end of the track is ever drawn anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import flet as ft
import flet_map as fm

from fieldwalk.domain.ground import Bounds, bounds
from fieldwalk.domain.tracks import Fix, Gap, Track, simplify
from fieldwalk.theme import Look
from fieldwalk.widgets.ground_layers import line, place
from fieldwalk.widgets.ground_map import View

LONG, FINE = 2_000, 1.0
"""Of a track of more fixes, what is seen is drawn, without those less than so many pixels off its line."""

PIECE = 200
"""Points in one drawn line. A longer line costs the phone more for every point that is added."""


_Piece = tuple[int, int, int]
"""When its segment begins, and the index and count of its own fixes."""


@dataclass
class TrackLines:
    """The drawn lines of one track, kept between two drawings: a piece that is full is never made again."""

    dark: bool
    fine: float = 0.0
    _full: dict[_Piece, fm.PolylineMarker] = field(default_factory=dict)
    _boxes: dict[_Piece, Bounds | None] = field(default_factory=dict)

    def layer(self, track: Track, look: Look, view: View | None = None) -> fm.PolylineLayer:
        """All segments, each by itself: nothing is drawn across a gap. Of a long track what ``view`` shows, as fine."""
        within = view.window if view and is_long(track) else None
        fine = view.metres * FINE if view and within else 0.0
        if (look.dark, fine) != (self.dark, self.fine):
            self.dark, self.fine, self._full = look.dark, fine, {}
        lines = [
            self._line((segment.fixes[0].at, start, len(fixes)), fixes, look)
            for segment in track.segments
            for start in range(0, max(1, len(segment.fixes) - 1), PIECE)
            if len(fixes := segment.fixes[start : start + PIECE + 1]) > 1
            if within is None or self._meets(within, (segment.fixes[0].at, start, len(fixes)), fixes)
        ]
        return fm.PolylineLayer(polylines=lines)

    def _meets(self, within: Bounds, piece: _Piece, fixes: Sequence[Fix]) -> bool:
        if piece not in self._boxes:
            self._boxes[piece] = bounds((fix.latitude, fix.longitude) for fix in fixes)
        box = self._boxes[piece]
        return box is not None and box.meets(within)

    def _line(self, piece: _Piece, fixes: Sequence[Fix], look: Look) -> fm.PolylineMarker:
        if piece not in self._full:
            self._full[piece] = _line(simplify(fixes, self.fine) if self.fine else fixes, look)
        return self._full[piece]


def is_long(track: Track) -> bool:
    """Whether so much of ``track`` is known that only what is seen of it is drawn."""
    return len(track.fixes) > LONG


def tail_layer(recent: Sequence[Fix], last: Fix | None, look: Look) -> fm.PolylineLayer:
    """The end of the track that is not written yet, from the ``last`` fix that is: the line follows the dot."""
    fixes = [*([last] if last else []), *recent]
    return fm.PolylineLayer(polylines=[_line(fixes, look)] if len(fixes) > 1 else [])


def gap_layer(gaps: Sequence[Gap], look: Look) -> fm.CircleLayer:
    """A small open ring at each end of a gap: here the phone saw nothing, and the map says so."""
    ends = [fix for gap in gaps for fix in (gap.before, gap.after)]
    tones = look.map
    return fm.CircleLayer(
        circles=[
            fm.CircleMarker(
                coordinates=place(fix.latitude, fix.longitude),
                radius=5,
                color=tones["land"],
                border_color=tones["track"],
                border_stroke_width=2.5,
            )
            for fix in ends
        ]
    )


def me_layer(me: Fix | None, look: Look) -> fm.CircleLayer:
    """Where the phone is, and how sure it is of that: the wide circle is the accuracy in metres."""
    if me is None:
        return fm.CircleLayer(circles=[])
    tones, here = look.map, place(me.latitude, me.longitude)
    return fm.CircleLayer(
        circles=[
            fm.CircleMarker(
                coordinates=here,
                radius=max(4.0, me.accuracy),
                color=ft.Colors.with_opacity(0.18, tones["me"]),
                border_color=ft.Colors.with_opacity(0.35, tones["me"]),
                border_stroke_width=1,
                use_radius_in_meter=True,
            ),
            fm.CircleMarker(
                coordinates=here,
                radius=9,
                color=tones["me"],
                border_color=tones["track_edge"],
                border_stroke_width=3,
            ),
        ]
    )


def _line(fixes: Sequence[Fix], look: Look) -> fm.PolylineMarker:
    tones = look.map
    return fm.PolylineMarker(
        # Another line, not this one with other points: those are never compared one by one.
        key=f"{fixes[0].at} {fixes[-1].at} {len(fixes)}",
        coordinates=line((fix.latitude, fix.longitude) for fix in fixes),
        color=tones["track"],
        stroke_width=5,
        border_color=tones["track_edge"],
        border_stroke_width=2,
        stroke_cap=ft.StrokeCap.ROUND,
        stroke_join=ft.StrokeJoin.ROUND,
    )
