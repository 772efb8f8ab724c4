"""The app's letters: Roboto in three real weights, Arabic in the same, and one font for the symbols that they lack.

Flet brings Roboto Regular alone; a heavier weight would be smeared by the browser. Medium and Bold come from
the font-roboto package, cut to the letters that Regular has. The Arabic ones are IBM Plex Sans Arabic, cut to the
letters of Arabic, Persian and Sorani; its makers keep the name Plex for what they made, so the cut one has another.
"""

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import font_roboto
import font_source_sans_pro
import fontpkg_ibm_plex_sans_arabic
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FAMILY = "Roboto"
REGULAR = "assets/fonts/roboto.woff2"
_WEIGHTS = {500: "Roboto-Medium", 700: "Roboto-Bold"}
ARABIC_FAMILY = "Fieldwalk Arabic"
ARABIC = "arabic-regular.woff2"
"""What draws Arabic where no style asks for a family: the client fetches it when such a letter first comes."""
_ARABIC_WEIGHTS = {400: "Regular", 500: "Medium", 700: "Bold"}
# The whole block but the marks of recitation, and what joins letters or keeps them apart.
_ARABIC_LETTERS = {*range(0x600, 0x6D6), *range(0x6EE, 0x700), 0x200C, 0x200D}
_NAMED = {1: ARABIC_FAMILY, 4: ARABIC_FAMILY, 6: ARABIC_FAMILY.replace(" ", ""), 16: ARABIC_FAMILY}

MANIFEST: list[dict[str, Any]] = [
    {
        "family": FAMILY,
        "fonts": [
            {"asset": "fonts/roboto.woff2"},
            *({"asset": f"fonts/{name.lower()}.woff2", "weight": w} for w, name in _WEIGHTS.items()),
        ],
    },
    {
        "family": ARABIC_FAMILY,
        "fonts": [
            {"asset": f"fonts/arabic-{name.lower()}.woff2", "weight": w} for w, name in _ARABIC_WEIGHTS.items()
        ],
    },
]


@cache
def files(regular: bytes) -> dict[str, bytes]:
    """The font files to add beside Flet's own Regular, by path. Cut once in a process; nobody changes what is given."""
    letters = set(TTFont(BytesIO(regular)).getBestCmap())
    roboto = Path(font_roboto.__file__).parent / "files"
    fonts = {f"assets/fonts/{name.lower()}.woff2": _cut(roboto / f"{name}.ttf", letters) for name in _WEIGHTS.values()}
    fonts |= {f"assets/fonts/arabic-{name.lower()}.woff2": _arabic(name, regular) for name in _ARABIC_WEIGHTS.values()}
    source_sans = next(Path(font_source_sans_pro.__file__).parent.rglob("SourceSansPro-Regular.ttf"))
    symbols = set(TTFont(source_sans).getBestCmap()) - letters
    return fonts | {"assets/fonts/fallback.woff2": _cut(source_sans, symbols)}


def _arabic(weight: str, regular: bytes) -> bytes:
    """The Arabic letters, as high and as deep as Roboto: a line with a number or a name in it is no higher."""
    font = _only(fontpkg_ibm_plex_sans_arabic.ROOT / "files" / f"IBMPlexSansArabic-{weight}.ttf", _ARABIC_LETTERS)
    latin = TTFont(BytesIO(regular))
    scale = font["head"].unitsPerEm / latin["head"].unitsPerEm
    ascent, descent = (round(size * scale) for size in (latin["hhea"].ascent, latin["hhea"].descent))
    head, high = font["hhea"], font["OS/2"]
    head.ascent, head.descent, head.lineGap = ascent, descent, 0
    high.sTypoAscender, high.sTypoDescender, high.sTypoLineGap = ascent, descent, 0
    high.usWinAscent, high.usWinDescent = ascent, -descent
    for record in font["name"].names:
        record.string = _NAMED.get(record.nameID, record.toUnicode())
    return _packed(font)


def _cut(source: Path, letters: set[int]) -> bytes:
    return _packed(_only(source, letters))


def _only(source: Path, letters: set[int]) -> TTFont:
    # CanvasKit draws without a font's own hints.
    options = Options(layout_features=["*"], hinting=False, drop_tables=[*Options().drop_tables, "meta"])
    font = TTFont(source)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=letters)
    subsetter.subset(font)
    return font


def _packed(font: TTFont) -> bytes:
    font.flavor = "woff2"
    buffer = BytesIO()
    font.save(buffer)
    return buffer.getvalue()
