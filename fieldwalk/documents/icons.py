"""Our own pictograms on a 24 grid, as the inside of an SVG: round strokes, told apart without colour."""

from __future__ import annotations

from collections.abc import Mapping

INK, PAPER = "{ink}", "{paper}"
"""What stands in a drawing for the ink's colour and for the ground under it."""

CATEGORY_ICONS: Mapping[str, str] = {
    "lighting": (
        '<path d="M5 21V8a4.5 4.5 0 0 1 4.5-4.5H16V6M2.5 21h5M11 10.5a5 5 0 0 1 10 0zM16 14.5v3.5'
        'M11.8 14.5l-1.3 2.8M20.2 14.5l1.3 2.8"/>'
    ),
    "greenery": (
        '<path d="M7 16a4.3 4.3 0 0 1-1.6-8.3 6.7 6.7 0 0 1 13.2 0A4.3 4.3 0 0 1 17 16zM12 21V10.5'
        'M12 14l3-2.5M12 12.5 9.5 10.5M8 21h8"/>'
    ),
    "door": ('<path d="M6 21V4a1 1 0 0 1 1-1h10a1 1 0 0 1 1 1v17M2.5 21h19M9.5 6.5h5V10h-5zM14.5 13.5V15"/>'),
    "window": ('<path d="M6 3h12a1 1 0 0 1 1 1v13H5V4a1 1 0 0 1 1-1zM12 3v14M5 10h14M3 17h18M6.5 21h11"/>'),
    "stairs": ('<path d="M2.5 21H8v-4.5h4.5V12H17V7.5h4.5M3.5 13.5l10.5-10.5M3.5 13.5V17"/>'),
    "tunnel": (
        '<path d="M3 21v-9a9 9 0 0 1 18 0v9M8 21v-8a4 4 0 0 1 8 0v8M1.5 21H8M16 21h6.5M12 20.5v-.5M12 16.5v-1"/>'
    ),
    "yard": ('<path d="M3.5 21 7 4h10l3.5 17M4.5 4h15M9.5 4v11M14.5 4v11M8 15h8"/>'),
    "litter": (
        '<path d="M5.5 10.5h13l-1 9.5a1.1 1.1 0 0 1-1.1 1H7.6a1.1 1.1 0 0 1-1.1-1zM3 10.5h18'
        'M7.5 7 9.7 3l3.6 2-1.1 2.2M15.7 7 18 4.5M10 14.5v3M14 14.5v3"/>'
    ),
    "sign": (
        '<path d="M5 4.5h11L19.5 7 16 9.5H5zM19 12.5H8L4.5 15 8 17.5h11zM12 2.5v2M12 9.5v3M12 17.5V21M8.5 21h7"/>'
    ),
    "traffic": (
        '<path d="M5 17.5H2.8v-4a2 2 0 0 1 1.6-2L6 11l2.6-4.3A1.5 1.5 0 0 1 9.9 6h5a2 2 0 0 1 1.5.7L20 1'
        '1l.5.2a1.5 1.5 0 0 1 1 1.4v4.9H19M9 17.5h6M6 11h14M12.5 6v5"/>'
        '<circle cx="7" cy="17.5" r="2"/>'
        '<circle cx="17" cy="17.5" r="2"/>'
    ),
    "meeting": (
        '<circle cx="5" cy="5.5" r="2.5"/>'
        '<circle cx="19" cy="5.5" r="2.5"/>'
        '<path d="M4 11v6h4.5v4M4 13.5h4M20 11v6h-4.5v4M20 13.5h-4M8.5 13.5h7M12 13.5V21"/>'
    ),
    "unsafe": ('<circle cx="9" cy="7.5" r="4"/><path d="M2.5 21v-1a6.5 6.5 0 0 1 13 0v1M20.5 4v8.5M20.5 16.8v.2"/>'),
    "good": ('<path d="M12 20.5C7 17 3 13.5 3 9a4.7 4.7 0 0 1 9-2 4.7 4.7 0 0 1 9 2c0 4.5-4 8-9 11.5z"/>'),
    "overlook": (
        '<path d="M2.5 12C5 8 8.2 6 12 6s7 2 9.5 6c-2.5 4-5.7 6-9.5 6s-7-2-9.5-6z"/>'
        '<circle cx="12" cy="12" r="2.8"/>'
    ),
    "take_back": ('<path d="M5 21V3.5M5 4h12.5L15 7.5l2.5 3.5H5M2.5 21h5M12 17.5l2.5 2.5 5-5.5"/>'),
    "unknown": (
        '<path d="M8.8 9a3.3 3.3 0 1 1 5 2.8c-1.2.7-1.8 1.3-1.8 2.7M12 18v.1"/>'
        '<circle cx="12" cy="12" r="10" stroke-dasharray="3.8 2.483"/>'
    ),
}
"""As in the app: the same drawings as the files that its screens show."""

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
