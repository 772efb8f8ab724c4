"""Photos by Pillow."""

import asyncio
import warnings
from collections.abc import Sequence
from io import BytesIO
from math import ceil, floor

from PIL import Image, ImageDraw, ImageOps, UnidentifiedImageError

from fieldwalk.device.photos import (
    LONG_SIDE,
    MOST_BYTES,
    QUALITIES,
    SIDES,
    THUMBNAIL_QUALITY,
    THUMBNAIL_SIDE,
    bare,
    check_size,
)
from fieldwalk.device.ports import Box, Prepared
from fieldwalk.domain.refusals import Refused

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")


class PillowImaging:
    """ports.Imaging in a thread of its own."""

    async def prepare(self, content: bytes, covers: Sequence[Box] = ()) -> Prepared:
        return await asyncio.to_thread(prepare, content, covers)


def prepare(content: bytes, covers: Sequence[Box] = ()) -> Prepared:
    """See ports.Imaging.prepare."""
    check_size(content)
    picture = _covered(_upright(content), covers)
    picture, photo = _fitted(picture)
    thumbnail = _encoded(_shrunk(picture, THUMBNAIL_SIDE), THUMBNAIL_QUALITY)
    return Prepared(photo, thumbnail, picture.width, picture.height)


def _upright(content: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(content), formats=_FORMATS)
            if picture.width * picture.height == 0:
                raise Refused("photo_unreadable")
            # A box of the photo's own aspect: with a square one the decoder skips nothing.
            scale = LONG_SIDE / max(picture.size)
            picture.draft("RGB", (round(picture.width * scale), round(picture.height * scale)))
            shrunk = _shrunk(picture, LONG_SIDE)
            return _on_white(ImageOps.exif_transpose(shrunk))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused("photo_too_large") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, IndexError) as error:
        raise Refused("photo_unreadable") from error


def _covered(picture: Image.Image, covers: Sequence[Box]) -> Image.Image:
    pen = ImageDraw.Draw(picture)
    for box in covers:
        corner = floor(box.left * picture.width), floor(box.top * picture.height)
        pen.rectangle((corner, (ceil(box.right * picture.width), ceil(box.bottom * picture.height))), fill="black")
    return picture


def _on_white(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    ground = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(ground, picture.convert("RGBA")).convert("RGB")


def _shrunk(picture: Image.Image, side: int) -> Image.Image:
    copy = picture.copy()
    copy.thumbnail((side, side), Image.Resampling.LANCZOS)
    return copy


def _fitted(picture: Image.Image) -> tuple[Image.Image, bytes]:
    photo = b""
    for side in SIDES:
        picture = _shrunk(picture, side)
        for quality in QUALITIES:
            photo = _encoded(picture, quality)
            if len(photo) <= MOST_BYTES:
                return picture, photo
    return picture, photo


def _encoded(picture: Image.Image, quality: int) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, "JPEG", quality=quality, exif=b"", icc_profile=None, comment=b"")
    return bare(buffer.getvalue())
