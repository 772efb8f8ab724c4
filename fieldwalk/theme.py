"""Colours, type and space: the one set of tokens that widgets and screens draw with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import flet as ft

from fieldwalk.text import direction, isolated, plural, text

LIGHT: Mapping[str, str] = {
    "primary": "#1B5E52",
    "on_primary": "#FFFFFF",
    "primary_container": "#CBE8DF",
    "on_primary_container": "#0B3B33",
    "secondary": "#4A5C68",
    "on_secondary": "#FFFFFF",
    "secondary_container": "#DBE5EA",
    "on_secondary_container": "#1F313B",
    "tertiary": "#7A5200",
    "on_tertiary": "#FFFFFF",
    "tertiary_container": "#FFE1A6",
    "on_tertiary_container": "#3F2A00",
    "error": "#A8321F",
    "on_error": "#FFFFFF",
    "error_container": "#FCDAD2",
    "on_error_container": "#5B160A",
    "surface": "#FBF8F3",
    "on_surface": "#1D2321",
    "on_surface_variant": "#4A534F",
    "outline": "#737B76",
    "outline_variant": "#D5D1C7",
    "surface_container_lowest": "#FFFFFF",
    "surface_container_low": "#F6F2EB",
    "surface_container": "#F1ECE3",
    "surface_container_high": "#EAE5DB",
    "surface_container_highest": "#E3DDD2",
    "surface_dim": "#DDD8CE",
    "surface_bright": "#FBF8F3",
    "inverse_surface": "#2A312F",
    "on_inverse_surface": "#F3F0E9",
    "inverse_primary": "#8ED1BF",
    "shadow": "#000000",
    "scrim": "#000000",
    "surface_tint": "#1B5E52",
}
"""Birch paper by day."""

DARK: Mapping[str, str] = {
    "primary": "#8ED1BF",
    "on_primary": "#06372E",
    "primary_container": "#1F4E44",
    "on_primary_container": "#C9EDE2",
    "secondary": "#B5C7D2",
    "on_secondary": "#20323C",
    "secondary_container": "#314550",
    "on_secondary_container": "#D9E7EF",
    "tertiary": "#F3C46A",
    "on_tertiary": "#3F2A00",
    "tertiary_container": "#5A4210",
    "on_tertiary_container": "#FFE3AE",
    "error": "#FFB4A3",
    "on_error": "#5F1509",
    "error_container": "#7A2A1B",
    "on_error_container": "#FFDAD2",
    "surface": "#121817",
    "on_surface": "#ECE9E2",
    "on_surface_variant": "#BAC3BE",
    "outline": "#8A948F",
    "outline_variant": "#3A4542",
    "surface_container_lowest": "#0D1211",
    "surface_container_low": "#182020",
    "surface_container": "#1D2625",
    "surface_container_high": "#27312F",
    "surface_container_highest": "#323D3A",
    "surface_dim": "#121817",
    "surface_bright": "#37423F",
    "inverse_surface": "#ECE9E2",
    "on_inverse_surface": "#2A312F",
    "inverse_primary": "#1B5E52",
    "shadow": "#000000",
    "scrim": "#000000",
    "surface_tint": "#8ED1BF",
}
"""Spruce black by night."""

MAP_LIGHT: Mapping[str, str] = {
    "land": "#F1ECE2",
    "park": "#DCE8D2",
    "water": "#CFE1E8",
    "shore": "#B7D0DA",
    "square": "#EAE2D2",
    "house": "#DFD5C6",
    "house_edge": "#BDB09C",
    "path": "#FFFFFF",
    "path_edge": "#DCD3C4",
    "road": "#FFF4D9",
    "road_edge": "#D9CCB0",
    "tree": "#BFD3B0",
    "lamp": "#E09A14",
    "glow": "#00F5B83D",
    "dead": "#6B6259",
    "name": "#4A534F",
    "track": "#1B5E52",
    "track_edge": "#FFFFFF",
    "me": "#1B5E52",
}

MAP_DARK: Mapping[str, str] = {
    "land": "#161E1D",
    "park": "#1A2B23",
    "water": "#10262F",
    "shore": "#1D3C48",
    "square": "#1D2625",
    "house": "#2B3533",
    "house_edge": "#46524F",
    "path": "#3B4745",
    "path_edge": "#1E2725",
    "road": "#4A5451",
    "road_edge": "#252E2C",
    "tree": "#264035",
    "lamp": "#FFD27A",
    "glow": "#1CF5B83D",
    "dead": "#9AA39F",
    "name": "#BAC3BE",
    "track": "#8ED1BF",
    "track_edge": "#0A2A23",
    "me": "#8ED1BF",
}


@dataclass(frozen=True)
class Tone:
    """A ground and the only ink allowed on it."""

    ground: str
    ink: str


@dataclass(frozen=True)
class Sign:
    """An icon and its tones by day and by night; the word comes from the catalogues, so never colour alone."""

    icon: ft.IconData
    light: Tone
    dark: Tone


_I = ft.Icons

STATES: Mapping[str, Sign] = {
    "new": Sign(_I.FIBER_MANUAL_RECORD_OUTLINED, Tone("#FFFFFF", "#1D2321"), Tone("#0D1211", "#ECE9E2")),
    "planned": Sign(_I.EVENT_ROUNDED, Tone("#E8E1F5", "#46307A"), Tone("#3A2F5A", "#DCCFF9")),
    "progress": Sign(_I.HANDYMAN_ROUNDED, Tone("#FFE7B8", "#573B00"), Tone("#4D3A10", "#FFDE9C")),
    "done": Sign(_I.CHECK_ROUNDED, Tone("#D3EBDA", "#12492B"), Tone("#1D4230", "#B3E3C4")),
    "verified": Sign(_I.DONE_ALL_ROUNDED, Tone("#1B5E52", "#FFFFFF"), Tone("#8ED1BF", "#06372E")),
    "reopened": Sign(_I.REPLAY_ROUNDED, Tone("#FBDDD0", "#7A2608"), Tone("#5A291A", "#FFC9B5")),
    "wont": Sign(_I.DO_NOT_DISTURB_ON_OUTLINED, Tone("#E3DFD7", "#45494A"), Tone("#363E3C", "#CFD3D0")),
}

SEVERITY: Mapping[int, Sign] = {
    1: Sign(_I.SIGNAL_CELLULAR_ALT_1_BAR, Tone("#DBE5EA", "#1F313B"), Tone("#314550", "#D9E7EF")),
    2: Sign(_I.SIGNAL_CELLULAR_ALT_2_BAR, Tone("#FFE1A6", "#3F2A00"), Tone("#5A4210", "#FFE3AE")),
    3: Sign(_I.SIGNAL_CELLULAR_ALT, Tone("#A63C17", "#FFFFFF"), Tone("#FF9E7A", "#3A1204")),
}

KINDS: Mapping[str, Sign] = {
    "care": Sign(_I.BUILD_ROUNDED, Tone("#A63C17", "#FFFFFF"), Tone("#FF9E7A", "#3A1204")),
    "good": Sign(_I.FAVORITE_ROUNDED, Tone("#0F6396", "#FFFFFF"), Tone("#8CCBF3", "#06283F")),
}
"""A place that needs care is a drop, a good place a circle: the shape says it too."""

SYNC: Mapping[str, Sign] = {
    "safe": Sign(_I.CLOUD_DONE_ROUNDED, Tone("#CBE8DF", "#0B3B33"), Tone("#1F4E44", "#C9EDE2")),
    "sending": Sign(_I.CLOUD_UPLOAD_ROUNDED, Tone("#DBE5EA", "#1F313B"), Tone("#314550", "#D9E7EF")),
    "phone": Sign(_I.SMARTPHONE_ROUNDED, Tone("#FFE1A6", "#3F2A00"), Tone("#5A4210", "#FFE3AE")),
    "help": Sign(_I.ERROR_OUTLINE_ROUNDED, Tone("#FCDAD2", "#5B160A"), Tone("#7A2A1B", "#FFDAD2")),
}

LAMP = Tone("#F5B83D", "#2B1D00")
"""The one lit thing on a screen: what you do next. The same by day and by night."""

PRESSED = "#22000000"
SHADE = "#8C000000"

FAMILY = "Roboto"
"""The family that the browser app ships in Regular, Medium and Bold; no other weight is drawn."""
ARABIC = "Fieldwalk Arabic"
"""The family, in the same weights, that draws the letters which :data:`FAMILY` lacks."""

TYPE: Mapping[str, tuple[int, float, ft.FontWeight]] = {
    "display": (40, 1.1, ft.FontWeight.W_500),
    "headline": (28, 1.2, ft.FontWeight.W_500),
    "figure": (26, 1.15, ft.FontWeight.W_500),
    "title": (20, 1.25, ft.FontWeight.W_500),
    "body": (17, 1.45, ft.FontWeight.W_400),
    "label": (16, 1.25, ft.FontWeight.W_500),
    "small": (14, 1.35, ft.FontWeight.W_400),
    "tag": (14, 1.2, ft.FontWeight.W_500),
}
"""Size, line height and weight. Nothing that a person must read is under 14."""

XS, S, M, L, XL, XXL, HUGE = 4, 8, 12, 16, 24, 32, 48
TAG, FIELD, CARD, SHEET, PILL = 8, 12, 16, 28, 999
TARGET, BUTTON, FINISH, MARK = 48, 56, 64, 80

NARROW, WIDE = 600, 1200
"""Below the first one column; from the second, rail and list, map and detail side by side."""


@dataclass(frozen=True)
class Look:
    """How the screen is shown just now: by day or night, in which language, how many pixels wide and high."""

    dark: bool = False
    language: str = "sv"
    width: float = 412
    height: float = 915

    def say(self, key: str, **values: object) -> str:
        """The text ``key`` in the reader's language."""
        return text(key, self.language, **values)

    def count(self, key: str, count: int, **values: object) -> str:
        """The text ``key`` for so many."""
        return plural(key, count, self.language, **values)

    def own(self, words: str) -> str:
        """``words`` that are not the app's, or digits in groups: they keep their own order on the reader's page."""
        return isolated(words, self.language)

    def row(self, *words: str | None) -> str:
        """What there is of ``words`` in one line, a dot between: 'Torget · 14 platser'."""
        return " · ".join(self.own(each) for each in words if each)

    def tone(self, sign: Sign) -> Tone:
        """The tones of ``sign`` by day or by night."""
        return sign.dark if self.dark else sign.light

    @property
    def map(self) -> Mapping[str, str]:
        return MAP_DARK if self.dark else MAP_LIGHT

    @property
    def rtl(self) -> bool:
        """Whether the language is read from right to left."""
        return direction(self.language) == "rtl"

    @property
    def narrow(self) -> bool:
        return self.width < NARROW

    @property
    def wide(self) -> bool:
        return self.width >= WIDE


def float_shadow() -> ft.BoxShadow:
    """The only shadow: under what floats over the map."""
    colour = ft.Colors.with_opacity(0.22, DARK["shadow"])
    return ft.BoxShadow(blur_radius=16, color=colour, offset=ft.Offset(0, 4))


def style(kind: str) -> ft.TextStyle:
    """The text style of a name in :data:`TYPE`."""
    size, height, weight = TYPE[kind]
    return ft.TextStyle(
        size=size,
        height=height,
        weight=weight,
        letter_spacing=0,
        font_family=FAMILY,
        font_family_fallback=[ARABIC],
    )


def flet_theme(colours: Mapping[str, str]) -> ft.Theme:
    """The Material theme of :data:`LIGHT` or :data:`DARK`; every pair is chosen, none is seeded."""
    return ft.Theme(
        color_scheme=ft.ColorScheme(**dict(colours)),
        scaffold_bgcolor=colours["surface"],
        font_family=FAMILY,
        visual_density=ft.VisualDensity.STANDARD,
        text_theme=ft.TextTheme(
            display_medium=style("display"),
            headline_medium=style("headline"),
            title_large=style("title"),
            body_large=style("body"),
            body_medium=style("body"),
            label_large=style("label"),
            body_small=style("small"),
            label_medium=style("tag"),
        ),
    )
