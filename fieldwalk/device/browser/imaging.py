"""Photos by the browser's own decoder and encoder."""

from collections.abc import Sequence

from fieldwalk.device.browser.bridge import array, browser, value
from fieldwalk.device.photos import (
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


class BrowserImaging:
    """ports.Imaging over assets/browser/photos.mjs."""

    async def prepare(self, content: bytes, covers: Sequence[Box] = ()) -> Prepared:
        check_size(content)
        sizes = value([list(SIDES), list(QUALITIES), MOST_BYTES, THUMBNAIL_SIDE, THUMBNAIL_QUALITY])
        picture = await browser.prepare(array(content), sizes, value([list(box) for box in covers]))
        if picture is None:
            raise Refused("photo_unreadable")
        photo, thumbnail = bare(picture.photo.to_bytes()), bare(picture.thumbnail.to_bytes())
        return Prepared(photo, thumbnail, picture.width, picture.height)
