"""The documents' pictograms are those of the app, and the states hold without colour."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from fieldwalk.documents.icons import CATEGORY_ICONS, INK, PAPER, STATE_ICONS, category_icon, drawn, state_icon
from fieldwalk.documents.palette import STATE_TONES
from fieldwalk.domain.actions import STATES
from fieldwalk.domain.categories import CATEGORIES, EST_CATEGORIES, UNKNOWN_CATEGORY

FOLDER = Path(__file__).parents[3] / "assets" / "pictograms"


def shapes(inside: str) -> list[tuple[str, dict[str, str]]]:
    root = ElementTree.fromstring(inside)
    return [(part.tag.rpartition("}")[2], dict(part.attrib)) for part in root]


@pytest.mark.parametrize("category", [*CATEGORIES, *EST_CATEGORIES, UNKNOWN_CATEGORY])
def test_a_category_is_drawn_as_in_the_app(category: str) -> None:
    assert shapes(f"<svg>{CATEGORY_ICONS[category]}</svg>") == shapes((FOLDER / f"{category}.svg").read_text("utf-8"))


def test_every_state_has_an_icon_and_a_tone_and_no_two_look_alike() -> None:
    assert set(STATES) <= set(STATE_ICONS)
    assert set(STATES) == set(STATE_TONES)
    assert len(set(STATE_ICONS.values())) == len(STATE_ICONS)


def test_what_only_a_newer_phone_knows_has_an_icon_too() -> None:
    assert category_icon("noise") == CATEGORY_ICONS["unknown"]
    assert state_icon("escalated") == STATE_ICONS["unknown"]


def test_a_drawing_gets_its_ink_and_its_ground() -> None:
    done = drawn(STATE_ICONS["done"], "#111111", "#EEEEEE")
    assert "#111111" in done
    assert "#EEEEEE" in done
    assert INK not in done
    assert PAPER not in done
