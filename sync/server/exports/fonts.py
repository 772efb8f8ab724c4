"""The PDF's letters: Source Sans Pro, Almarai, and a box for every character that no font can draw.

A standard for accessible PDF refuses a character without a glyph, and a resident may write any character.
The box keeps it: it cannot be seen, but found, copied and read aloud.
"""

from __future__ import annotations

import io
import unicodedata
from functools import cache
from pathlib import Path

import font_source_sans_pro
import fontpkg_almarai
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

SANS = "Source Sans Pro"
ARABIC = "Almarai"
MONO = "DejaVu Sans Mono"
BOXES = "Fieldwalk Boxes"
FAMILIES = (SANS, ARABIC, MONO, BOXES)
"""In the order in which a character is looked for; the third comes with typst.

Of the Arabic ones it is one with a glyph for each letter: its words can be searched for and read aloud.
"""

_ARABIC_FOLDER = str(fontpkg_almarai.ROOT / "files")
FOLDERS = (str(font_source_sans_pro.font_directory), _ARABIC_FOLDER)

_EM = 1000
_MOST = 60_000


def without_letter(words: str) -> str:
    """What of ``words`` neither :data:`SANS` nor :data:`ARABIC` can draw, each once, in the order of Unicode.

    Marks that are never drawn, such as those of a direction, are none of them: a box would show them.
    """
    return "".join(sorted({letter for letter in words if _is_to_draw(letter)}))


def boxes(letters: str) -> bytes:
    """A TrueType font of the family :data:`BOXES` that draws each of ``letters`` as a small box.

    Each has a glyph of its own, so that the text can be taken out of the PDF as it went in.
    """
    codes = [ord(letter) for letter in letters[:_MOST]]
    names = [f"box{code:x}" for code in codes]
    builder = FontBuilder(_EM, isTTF=True)
    builder.setupGlyphOrder([".notdef", "space", *names])
    builder.setupCharacterMap({0x20: "space", **dict(zip(codes, names, strict=True))})
    box, empty = _box(), TTGlyphPen(None).glyph()
    builder.setupGlyf({".notdef": box, "space": empty, **dict.fromkeys(names, box)})
    builder.setupHorizontalMetrics(dict.fromkeys((".notdef", "space", *names), (_EM * 7 // 10, 90)))
    builder.setupHorizontalHeader(ascent=900, descent=-200)
    named = {"fullName": BOXES, "uniqueFontIdentifier": BOXES, "psName": BOXES.replace(" ", ""), "version": "1.0"}
    builder.setupNameTable({"familyName": BOXES, "styleName": "Regular", **named})
    builder.setupOS2(sTypoAscender=900, sTypoDescender=-200, usWinAscent=900, usWinDescent=200)
    builder.setupPost()
    file = io.BytesIO()
    builder.save(file)
    return file.getvalue()


def _is_to_draw(letter: str) -> bool:
    return letter > "\x7f" and ord(letter) not in _known() and unicodedata.category(letter) != "Cf"


def _box() -> object:
    pen = TTGlyphPen(None)
    for left, low, right, high in ((90, 0, 610, 620), (150, 60, 550, 560)):
        corners = [(left, low), (left, high), (right, high), (right, low)]
        pen.moveTo(corners[0])
        for corner in corners[1:] if left == 90 else reversed(corners[1:]):
            pen.lineTo(corner)
        pen.closePath()
    return pen.glyph()


@cache
def _known() -> frozenset[int]:
    with TTFont(font_source_sans_pro.font_files_ttf["SourceSansPro"], lazy=True) as sans:
        known = frozenset(sans.getBestCmap())
    with TTFont(Path(_ARABIC_FOLDER, "Almarai-Regular.ttf"), lazy=True) as arabic:
        return known | frozenset(arabic.getBestCmap())
