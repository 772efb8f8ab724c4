"""Contrast, computed (WCAG 2.2, 1.4.3 and 1.4.11): words 4.5 to 1, edges and signs 3 to 1."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from fieldwalk.documents.palette import DARK, LIGHT, MAP_DARK, MAP_LIGHT, declared, tone_of, variables

WORDS = [
    *((ink, ground) for ink in ("ink", "muted", "main", "done", "doing", "waiting", "refused", "good")
      for ground in ("paper", "sand", "mist")),
    ("on-main", "main"),
    ("band-ink", "band"),
]  # fmt: skip
SIGNS = [("edge", "paper"), ("edge", "mist")]
ON_THE_MAP = [("name", "land", 4.5), ("water-name", "water", 4.5), ("number", "track", 4.5), ("good", "good-fill", 4.5),
              ("gap", "good-fill", 4.5), ("track", "land", 3), ("track", "green", 3), ("track", "road", 3),
              ("gap", "road", 3), ("gap", "land", 3), ("unlit", "land", 3)]  # fmt: skip


def luminance(colour: str) -> float:
    channels = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), WORDS)
def test_words_can_be_read(palette: Mapping[str, str], ink: str, ground: str) -> None:
    assert contrast(palette[ink], palette[ground]) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("sign", "ground"), SIGNS)
def test_edges_can_be_seen(palette: Mapping[str, str], sign: str, ground: str) -> None:
    assert contrast(palette[sign], palette[ground]) >= 3


@pytest.mark.parametrize("palette", [MAP_LIGHT, MAP_DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), ON_THE_MAP)
def test_the_map_can_be_read(palette: Mapping[str, str], ink: str, ground: str, least: float) -> None:
    assert contrast(palette[ink], palette[ground]) >= least


def test_day_and_night_have_the_same_tones() -> None:
    assert set(LIGHT) == set(DARK)
    assert set(MAP_LIGHT) == set(MAP_DARK)


def test_a_tone_can_be_a_variable_that_is_declared_once() -> None:
    assert variables("m", {"land": "#FFFFFF"}) == {"land": "var(--m-land)"}
    assert declared("m", {"land": "#FFFFFF"}) == "--m-land:#FFFFFF;"


def test_a_state_of_a_newer_phone_has_a_tone() -> None:
    assert tone_of("escalated") in LIGHT
