"""Thirteen categories, twelve tiles in each mode."""

import pytest

from fieldwalk.domain.categories import CATEGORIES, KINDS, UNKNOWN_CATEGORY, categories_for, drawn_category


def test_there_are_thirteen_of_them() -> None:
    assert len(set(CATEGORIES)) == 13


@pytest.mark.parametrize("kind", KINDS)
def test_each_mode_offers_twelve(kind: str) -> None:
    assert len(categories_for(kind)) == 12
    assert ("good" in categories_for(kind)) == (kind == "good")
    assert ("unsafe" in categories_for(kind)) == (kind == "care")


@pytest.mark.parametrize("category", ["drone_landing", None, ""])
def test_a_category_of_a_newer_phone_is_drawn_as_unknown(category: str | None) -> None:
    assert drawn_category(category) == UNKNOWN_CATEGORY
    assert drawn_category("lighting") == "lighting"
