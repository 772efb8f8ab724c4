"""The font of last resort: a box for what no letter is known for, and the text kept."""

from __future__ import annotations

import io

from fontTools.ttLib import TTFont

from sync.server.exports.fonts import BOXES, boxes, without_letter


def test_swedish_and_everyday_signs_have_their_letters() -> None:
    assert without_letter("åäöÅÄÖéü–—”’…·½€ 0123456789 Łódź") == ""


def test_emoji_and_other_scripts_are_found_once_each() -> None:
    assert without_letter("hej 😟 日本 😟") == "日本😟"


def test_each_character_has_a_glyph_of_its_own() -> None:
    with TTFont(io.BytesIO(boxes("日本😟"))) as font:
        glyphs = font.getBestCmap()
        assert font["name"].getDebugName(1) == BOXES
    assert {ord(letter) for letter in "日本😟"} <= set(glyphs)
    assert len(set(glyphs.values())) == len(glyphs)


def test_with_nothing_to_draw_it_is_still_a_font() -> None:
    with TTFont(io.BytesIO(boxes(""))) as font:
        assert font["maxp"].numGlyphs == 2
