"""Our own pictograms on a 24 grid, as the inside of an SVG: round strokes, told apart without colour."""

from __future__ import annotations

from collections.abc import Mapping

INK, PAPER = "{ink}", "{paper}"
"""What stands in a drawing for the ink's colour and for the ground under it."""

CATEGORY_ICONS: Mapping[str, str] = {
    "lighting": '<path d="M5 21V8a4 4 0 0 1 4-4h7v1.5M2.5 21h5M11.5 9.5a4.5 4.5 0 0 1 9 0z'
    'M16 13v3M11.5 13l-1.2 2.4M20.5 13l1.2 2.4"/>',
    "greenery": '<circle cx="9" cy="8.5" r="5.5"/><path d="M9 9.5V21M9 14l3-2.5M2.5 21h19'
    'M14.5 21c0-2.6 1.4-4 3.2-4s3.2 1.4 3.2 4"/>',
    "door": '<path d="M6 21V4a1 1 0 0 1 1-1h10a1 1 0 0 1 1 1v17M2.5 21h19M14 12.5V16"/>'
    '<circle cx="14" cy="11" r="1.4"/>',
    "window": '<rect x="5" y="3" width="14" height="14.5" rx="1"/><path d="M12 3v14.5M5 10h14M2.5 21h19"/>',
    "stairs": '<path d="M2.5 21H8v-4.5h4.5V12H17V7.5h4.5M4 13l9-9"/>',
    "tunnel": '<path d="M3 21v-9a9 9 0 0 1 18 0v9M8 21v-8a4 4 0 0 1 8 0v8M2 21h6M16 21h6M12 20.5v-1M12 16v-1.5"/>',
    "yard": '<path d="M3.5 21 7 4h10l3.5 17M5 4h14M10 4v10.5M14 4v10.5M8.5 14.5h7"/>',
    "litter": '<path d="M5.5 10h13l-1.1 10.1a1 1 0 0 1-1 .9H7.6a1 1 0 0 1-1-.9zM3.5 10h17'
    'M7.5 6.5 10 3l3 2.2-1 1.8M15.5 6.8 18 4.5M10 14v3.5M14 14v3.5"/>',
    "sign": '<path d="M12 21V3M9 21h6M5 4.5h11L19.5 7 16 9.5H5zM12 12.5H8L5.5 14.7 8 17h4"/>',
    "traffic": '<path d="M4 17.5v-5l1.9-5.2A2 2 0 0 1 7.8 6h8.4a2 2 0 0 1 1.9 1.3L20 12.5v5zM4 12.5h16'
    'M6.5 17.5V20M17.5 17.5V20M7.5 15H9M15 15h1.5"/>',
    "meeting": '<circle cx="7" cy="7.5" r="2.8"/><circle cx="17" cy="7.5" r="2.8"/>'
    '<path d="M2.5 18v-1.5a4.5 4.5 0 0 1 9 0V18M12.5 18v-1.5a4.5 4.5 0 0 1 9 0V18M2.5 21h19"/>',
    "unsafe": '<circle cx="9" cy="7.5" r="3.8"/><path d="M2.5 21v-1.5a6.5 6.5 0 0 1 13 0V21M20 5v7.5M20 16.5v.1"/>',
    "good": '<path d="M12 20.5C7 17 3.5 13.5 3.5 9.5A4.6 4.6 0 0 1 12 7.2a4.6 4.6 0 0 1 8.5 2.3c0 4-3.5 7.5-8.5 11z"/>',
    "unknown": '<circle cx="12" cy="12" r="8.5" stroke-dasharray="2.5 2.8"/><path d="M12 12h.01"/>',
}

STATE_ICONS: Mapping[str, str] = {
    "new": '<circle cx="12" cy="12" r="9" stroke-dasharray="3.6 3.47"/><path d="M12 7v5.5l3.5 2"/>',
    "planned": '<rect x="3.5" y="5" width="17" height="15.5" rx="2.5"/>'
    '<path d="M3.5 10h17M8 2.8V6.5M16 2.8V6.5M8 14.5l2.6 2.5L16 13"/>',
    "progress": f'<circle cx="12" cy="12" r="9"/><path d="M12 3a9 9 0 0 1 0 18z" fill="{INK}" stroke="none"/>',
    "done": f'<circle cx="12" cy="12" r="10" fill="{INK}"/><path d="M7 12.5l3.5 3.5L17 8.8" stroke="{PAPER}"/>',
    "verified": f'<circle cx="12" cy="12" r="10" fill="{INK}"/>'
    f'<path d="M4.8 12.8l3 3 5.4-6.6M11.6 14.7l1.3 1.1 5.7-6.6" stroke="{PAPER}"/>',
    "reopened": '<path d="M4.5 8.5a8.6 8.6 0 1 1-1 5M4 3.5v5.2h5.2M12 8v4.5l3 1.8"/>',
    "wont": '<circle cx="12" cy="12" r="9"/><path d="M7.5 12h9" stroke-width="2.6"/>',
    "unknown": '<circle cx="12" cy="12" r="9"/><path d="M8 12h.01M12 12h.01M16 12h.01"/>',
}
"""Fill and outline differ, so that the states hold in grey print."""


def category_icon(category: str) -> str:
    """The pictogram of ``category``; a newer phone's category gets the one for what is not known."""
    return CATEGORY_ICONS.get(category, CATEGORY_ICONS["unknown"])


def state_icon(state: str) -> str:
    """The icon of ``state``; a newer phone's state gets the one for what is not known."""
    return STATE_ICONS.get(state, STATE_ICONS["unknown"])


def drawn(inside: str, ink: str = "currentColor", paper: str = "var(--d-paper)") -> str:
    """The drawing with its ink and ground coloured: what goes between ``<svg>`` and ``</svg>``."""
    return inside.replace(INK, ink).replace(PAPER, paper)
