"""Every pair of ink and ground that the screens use can be read, by day and by night."""

import re
from pathlib import Path

import pytest

from fieldwalk import theme
from fieldwalk.domain.actions import STATES
from fieldwalk.domain.categories import KINDS, SEVERITIES
from fieldwalk.theme import DARK, LAMP, LIGHT, MAP_DARK, MAP_LIGHT, Look

READABLE, VISIBLE = 4.5, 3.0
"""WCAG 2.2: text (1.4.3), and edges and signs (1.4.11)."""

SURFACES = [
    name
    for name in LIGHT
    if name.startswith("surface") and name not in ("surface_tint", "surface_dim", "surface_bright")
]
FILLED = ("primary", "secondary", "tertiary", "error")


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2, definition)."""
    channels = [int(colour[-6:][i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def texts(dark: bool) -> dict[str, tuple[str, str]]:
    colours, look = (DARK if dark else LIGHT), Look(dark)
    inks = ("on_surface", "on_surface_variant")
    pairs = {f"{ink} on {s}": (colours[ink], colours[s]) for s in SURFACES for ink in inks}
    plain = ("surface", "surface_container_lowest", "surface_container_low", "surface_container")
    pairs |= {f"{ink} on {s}": (colours[ink], colours[s]) for s in plain for ink in ("primary", "error", "tertiary")}
    for name in FILLED:
        pairs[name] = colours[f"on_{name}"], colours[name]
        pairs[f"{name} container"] = colours[f"on_{name}_container"], colours[f"{name}_container"]
    for ink in ("on_surface", "on_surface_variant", "primary"):
        pairs[f"{ink} on a chosen row"] = colours[ink], colours["primary_container"]
    pairs["receipt"] = colours["on_inverse_surface"], colours["inverse_surface"]
    pairs["undo"] = colours["inverse_primary"], colours["inverse_surface"]
    pairs["lamp"] = LAMP.ink, LAMP.ground
    for table in (theme.STATES, theme.SEVERITY, theme.KINDS, theme.SYNC):
        pairs |= {f"sign {name}": (look.tone(sign).ink, look.tone(sign).ground) for name, sign in table.items()}
    return pairs


def edges(dark: bool) -> dict[str, tuple[str, str]]:
    colours, tones, look = (DARK if dark else LIGHT), (MAP_DARK if dark else MAP_LIGHT), Look(dark)
    care, good = (look.tone(theme.KINDS[kind]).ground for kind in ("care", "good"))
    pairs = {f"outline on {s}": (colours["outline"], colours[s]) for s in ("surface", "surface_container_low")}
    pairs |= {
        f"{what} on {on}": (tones[what], tones[on]) for what in ("track", "me") for on in ("land", "path", "park")
    }
    pairs |= {f"care on {on}": (care, tones[on]) for on in ("land", "park", "water")}
    pairs |= {f"good on {on}": (good, tones[on]) for on in ("land", "park", "water")}
    return pairs | {"dead lamp": (tones["dead"], tones["land"])}


@pytest.mark.parametrize("dark", [False, True])
def test_every_text_can_be_read(dark: bool) -> None:
    assert {name: pair for name, pair in texts(dark).items() if contrast(*pair) < READABLE} == {}


@pytest.mark.parametrize("dark", [False, True])
def test_every_edge_and_sign_can_be_seen(dark: bool) -> None:
    assert {name: pair for name, pair in edges(dark).items() if contrast(*pair) < VISIBLE} == {}


@pytest.mark.parametrize("tones", [(MAP_LIGHT), (MAP_DARK)])
def test_the_names_on_the_map_can_be_read_on_every_ground(tones: dict[str, str]) -> None:
    grounds = ("land", "park", "water", "square", "house")
    assert [ground for ground in grounds if contrast(tones["name"], tones[ground]) < READABLE] == []


def test_every_word_of_the_domain_has_a_sign() -> None:
    assert (set(theme.STATES), set(theme.SEVERITY), set(theme.KINDS)) == (set(STATES), set(SEVERITIES), set(KINDS))


def test_the_states_are_told_apart_without_colour() -> None:
    icons = [sign.icon for table in (theme.STATES, theme.SYNC) for sign in table.values()]
    assert len(set(icons)) == len(icons)


def test_nothing_that_must_be_read_is_small_and_no_weight_is_faked() -> None:
    assert min(size for size, _, _ in theme.TYPE.values()) >= 14
    assert {weight.value for _, _, weight in theme.TYPE.values()} <= {"w400", "w500"}


def test_no_colour_is_written_anywhere_else() -> None:
    rooms = [Path(theme.__file__).parent / room for room in ("widgets", "screens")]
    files = [file for room in rooms for file in room.rglob("*.py")]
    assert files
    assert [file.name for file in files if re.search(r"#[0-9A-Fa-f]{6}", file.read_text())] == []


def test_what_is_not_the_apps_own_words_keeps_its_order_on_a_page_that_is_read_from_the_right() -> None:
    assert Look(language="sv").own("114 14") == "114 14"
    assert Look(language="ar").own("114 14") == "\u2068114 14\u2069"
    assert Look(language="sv").row("Torget", None, "", "14 platser") == "Torget · 14 platser"
    assert Look(language="ar").row("Torget", "الإنارة") == "\u2068Torget\u2069 · \u2068الإنارة\u2069"


def test_every_style_has_letters_for_arabic_too() -> None:
    assert {tuple(theme.style(kind).font_family_fallback or ()) for kind in theme.TYPE} == {(theme.ARABIC,)}
