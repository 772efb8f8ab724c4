"""Photos made fit for paper: no larger than print needs, and nothing that is no picture."""

from __future__ import annotations

import io

from PIL import Image

_LONGEST = 1_200
_QUALITY = 82
_MOST_PIXELS = 50_000_000


def fit_for_paper(content: bytes | None) -> bytes | None:
    """``content`` as a JPEG of at most 1200 pixels a side and no metadata; ``None`` when it cannot be read.

    1200 pixels are 300 dots an inch in the widest column. Never reads more than 50 million pixels.
    """
    if not content:
        return None
    try:
        with Image.open(io.BytesIO(content)) as image:
            if image.width * image.height > _MOST_PIXELS:
                return None
            image.draft("RGB", (_LONGEST, _LONGEST))
            image.thumbnail((_LONGEST, _LONGEST))
            return _jpeg(image.convert("RGB"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None


def _jpeg(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=_QUALITY)
    return file.getvalue()
