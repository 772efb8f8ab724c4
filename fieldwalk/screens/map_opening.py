"""Where a map opens: what it is to show, how close, and how high it is as a card."""

from __future__ import annotations

from collections.abc import Sequence

from fieldwalk.domain.clusters import Pin
from fieldwalk.domain.ground import Bounds, Degrees, Ground, bounds, ground_bounds
from fieldwalk.domain.records import Area
from fieldwalk.domain.tracks import Fix, Track
from fieldwalk.widgets.ground_map import CLOSE, framed, zoom_for

AROUND, CLOSE_BY = 40.0, 8.0
"""Metres of ground shown round what the map fits: round one place or a neighbourhood, and round many places."""

SOMEWHERE, FAR = (59.25, 17.86), 10.0
"""Where a map opens when nothing is known of where we are, and its zoom."""

Size = tuple[float, float]
"""Pixels wide and high."""

Opening = tuple[Degrees, float]
"""The middle, and the zoom."""


def walked_round(pins: Sequence[Pin], track: Track) -> Bounds | None:
    """The box round track and places."""
    pinned = bounds((pin.latitude, pin.longitude) for pin in pins)
    return pinned.joined(track.bounds) if pinned else track.bounds


def everything_of(walked: Bounds | None, ground: Ground | None, area: Area | None, me: Fix | None) -> Bounds | None:
    """The box round what matters: what was ``walked``, else oneself, else the whole ground or the area's middle."""
    if walked and (walked.south, walked.west) != (walked.north, walked.east):
        return walked.widened(CLOSE_BY)
    found = walked or (bounds([(me.latitude, me.longitude)]) if me else _lived_in(ground) if ground else None)
    if found is None and area and area.centre:
        found = bounds([(area.centre[0], area.centre[1])])
    return found.widened(AROUND) if found else None


def opening_of(
    everything: Bounds | None, fits: Size, focus: Degrees | None, *, drawn: Ground | None, high: float
) -> Opening:
    """Where a map opens that shows ``everything`` in what ``fits``; close at ``focus`` where that is told.

    Within the ground that is ``drawn``, as far as a map that is so many pixels ``high`` can be.
    """
    if focus:
        return focus, CLOSE
    if everything is None:
        return SOMEWHERE, FAR
    centre, zoom = everything.centre, zoom_for(everything, *fits)
    box = ground_bounds(drawn) if drawn else None
    return (framed(box, centre, zoom, high)[0] if box else centre), zoom


def height_of(ground: Ground, opening: Opening, high: float) -> float:
    """How many pixels high a map is that opens there: ``high``, or as much as is drawn."""
    box = ground_bounds(ground)
    return framed(box, *opening, high)[1] if box else high


def _lived_in(ground: Ground) -> Bounds | None:
    """The box round the houses: woods and water reach far beyond what anybody walks."""
    return bounds(house.at for house in ground.of("house")) or ground_bounds(ground)
