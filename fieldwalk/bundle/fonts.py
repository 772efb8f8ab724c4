"""The app's letters: Roboto in three real weights, and one font for the symbols that Roboto lacks.

Flet brings Roboto Regular alone; a heavier weight would be smeared by the browser. Medium and Bold come from
the font-roboto package, cut to the letters that Regular has.
"""

from io import BytesIO
from pathlib import Path
from typing import Any

import font_roboto
import font_source_sans_pro
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FAMILY = "Roboto"
REGULAR = "assets/fonts/roboto.woff2"
_WEIGHTS = {500: "Roboto-Medium", 700: "Roboto-Bold"}

MANIFEST: list[dict[str, Any]] = [
    {
        "family": FAMILY,
        "fonts": [
            {"asset": "fonts/roboto.woff2"},
            *({"asset": f"fonts/{name.lower()}.woff2", "weight": w} for w, name in _WEIGHTS.items()),
        ],
    }
]


def files(regular: bytes) -> dict[str, bytes]:
    """The font files to add beside Flet's own Regular, by path."""
    letters = set(TTFont(BytesIO(regular)).getBestCmap())
    roboto = Path(font_roboto.__file__).parent / "files"
    fonts = {f"assets/fonts/{name.lower()}.woff2": _cut(roboto / f"{name}.ttf", letters) for name in _WEIGHTS.values()}
    source_sans = next(Path(font_source_sans_pro.__file__).parent.rglob("SourceSansPro-Regular.ttf"))
    symbols = set(TTFont(source_sans).getBestCmap()) - letters
    return fonts | {"assets/fonts/fallback.woff2": _cut(source_sans, symbols)}


def _cut(source: Path, letters: set[int]) -> bytes:
    options = Options(layout_features=["*"], flavor="woff2", desubroutinize=True)
    font = TTFont(source)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=letters)
    subsetter.subset(font)
    font.flavor = "woff2"
    buffer = BytesIO()
    font.save(buffer)
    return buffer.getvalue()
