"""The words that a walk's records choose from. A value here is for ever: phones keep it in their journals."""

from __future__ import annotations

CATEGORIES = (
    "lighting",
    "greenery",
    "door",
    "window",
    "stairs",
    "tunnel",
    "yard",
    "litter",
    "sign",
    "traffic",
    "meeting",
    "unsafe",
    "good",
)
"""The thirteen. ``good`` is the twelfth tile in the good mode, where ``unsafe`` stands in the care mode."""

EST_CATEGORIES = ("overlook", "take_back")
"""Of the EST circle's own walks: a window or a camera that overlooks a place, and a place to be taken back.

They are no tiles of a resident's: whoever sees the circle is offered them beside the twelve.
"""

KINDS = ("care", "good")
"""An issue needs care, or is a good place to keep and strengthen."""

SEVERITIES = (1, 2, 3)
"""Can wait, important, urgent. Good places have none."""

LIGHTS = ("day", "dusk", "dark")

UNKNOWN_CATEGORY = "unknown"
"""What a screen draws for a category that a newer phone knows and this one does not; the value itself is kept."""


def categories_for(kind: str) -> tuple[str, ...]:
    """The twelve tiles to choose from in the mode ``kind``."""
    other = "unsafe" if kind == "good" else "good"
    return tuple(name for name in CATEGORIES if name != other)


def drawn_category(category: str | None) -> str:
    """The category whose pictogram and word stand for ``category``; never raises."""
    return category if category in CATEGORIES or category in EST_CATEGORIES else UNKNOWN_CATEGORY
