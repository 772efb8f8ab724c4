"""Every category and every state has its pictogram, in one hand."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from fieldwalk.domain.actions import STATES
from fieldwalk.domain.categories import CATEGORIES, EST_CATEGORIES, UNKNOWN_CATEGORY

FOLDER = Path(__file__).parents[3] / "assets" / "pictograms"
NEEDED = [*CATEGORIES, *EST_CATEGORIES, UNKNOWN_CATEGORY, *(f"state_{state}" for state in STATES)]


@pytest.mark.parametrize("name", NEEDED)
def test_there_is_a_pictogram_for(name: str) -> None:
    assert (FOLDER / f"{name}.svg").is_file()


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.svg")), ids=lambda file: file.stem)
def test_a_pictogram_is_drawn_in_one_hand(file: Path) -> None:
    drawn = ElementTree.fromstring(file.read_text())
    assert drawn.get("viewBox") == "0 0 24 24"
    assert (drawn.get("stroke"), drawn.get("stroke-width"), drawn.get("fill")) == ("#000000", "2", "none")
    assert not [part for part in drawn.iter() if part.get("style") or part.get("href")]
