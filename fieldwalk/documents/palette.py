"""The document's colours: paper by day, green-black by night, petrol for the hand that leads, lamp for what is lit."""

from __future__ import annotations

from collections.abc import Mapping

LIGHT: Mapping[str, str] = {
    "paper": "#FFFFFF",
    "ink": "#1C2629",
    "muted": "#4A575B",
    "main": "#0F4C5C",
    "on-main": "#FFFFFF",
    "band": "#0F4C5C",
    "band-ink": "#FFFFFF",
    "sand": "#F5F1E8",
    "mist": "#E8F0F1",
    "line": "#CFC8BA",
    "edge": "#6D7F84",
    "lamp": "#F2C66D",
    "done": "#24603F",
    "doing": "#0F4C5C",
    "waiting": "#7A4E00",
    "refused": "#8F3324",
    "good": "#24603F",
}
"""Ink on paper, sand and mist is 4.5:1 or more; edges and icons 3:1 or more. ``lamp`` is fill only."""

DARK: Mapping[str, str] = {
    "paper": "#11191C",
    "ink": "#E9E6DF",
    "muted": "#B3BCBD",
    "main": "#8FC7D3",
    "on-main": "#0B2229",
    "band": "#0D3640",
    "band-ink": "#F3F0EA",
    "sand": "#1B262A",
    "mist": "#1A2C32",
    "line": "#36454A",
    "edge": "#82949A",
    "lamp": "#F2C66D",
    "done": "#8FD0A8",
    "doing": "#8FC7D3",
    "waiting": "#EBC06B",
    "refused": "#F0A393",
    "good": "#8FD0A8",
}

MAP_LIGHT: Mapping[str, str] = {
    "land": "#F4F0E7",
    "green": "#DCE6D2",
    "tree": "#BFD3B6",
    "water": "#C6DCE2",
    "water-name": "#2F6473",
    "square": "#EBE3D3",
    "road": "#FFFFFF",
    "case": "#D9D0C0",
    "path": "#B9A98C",
    "house": "#DDD2C1",
    "house-edge": "#A89A84",
    "lit": "#F2C66D",
    "unlit": "#6B6259",
    "name": "#3F4B4F",
    "track": "#0F4C5C",
    "halo": "#FFFFFF",
    "number": "#FFFFFF",
    "good": "#24603F",
    "good-fill": "#FFFFFF",
    "gap": "#8F3324",
}

MAP_DARK: Mapping[str, str] = {
    "land": "#172023",
    "green": "#1C2E27",
    "tree": "#27433A",
    "water": "#14303A",
    "water-name": "#9CC9D6",
    "square": "#222C2E",
    "road": "#3A474B",
    "case": "#263236",
    "path": "#6E7A70",
    "house": "#2D383A",
    "house-edge": "#4C595C",
    "lit": "#FFD27A",
    "unlit": "#9AA39F",
    "name": "#C9D1D0",
    "track": "#8FC7D3",
    "halo": "#0A1518",
    "number": "#0B2229",
    "good": "#8FD0A8",
    "good-fill": "#11191C",
    "gap": "#F0A393",
}

STATE_TONES: Mapping[str, str] = {
    "new": "waiting",
    "planned": "doing",
    "progress": "doing",
    "done": "done",
    "verified": "done",
    "reopened": "waiting",
    "wont": "refused",
}
"""Which of the four tones a state of an action is drawn in; its icon and word carry the meaning too."""

_UNKNOWN_TONE = "doing"


def tone_of(state: str) -> str:
    """The tone of ``state``; a state that a newer phone knows is drawn like one under way."""
    return STATE_TONES.get(state, _UNKNOWN_TONE)


def variables(prefix: str, names: Mapping[str, str]) -> Mapping[str, str]:
    """The same names, each pointing at the CSS variable ``--<prefix>-<name>`` instead of at a colour."""
    return {name: f"var(--{prefix}-{name})" for name in names}


def declared(prefix: str, colours: Mapping[str, str]) -> str:
    """The declarations that give the variables of :func:`variables` their colours."""
    return "".join(f"--{prefix}-{name}:{colour};" for name, colour in colours.items())
