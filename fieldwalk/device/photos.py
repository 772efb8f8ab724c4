"""What every platform's imaging agrees on: the limits, a picture's size from its header, a JPEG with no metadata."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from fieldwalk.domain.refusals import Refused

LONG_SIDE = 1600
THUMBNAIL_SIDE = 320
MOST_BYTES = 400_000
QUALITIES = (80, 70, 60, 50)
SIDES = (LONG_SIDE, 1280, 1024, 800, 640)
"""What is still too large at the lowest quality is made smaller: a noisy night photo must fit too."""
THUMBNAIL_QUALITY = 70

_LARGEST_FILE = 60_000_000
_MOST_PIXELS = 100_000_000

_SOS, _APP0, _COM = 0xDA, 0xE0, 0xFE
_JPEG = b"\xff\xd8\xff"
_PNG = b"\x89PNG\r\n\x1a\n"
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset({0x01, *range(0xD0, 0xDA)})  # markers without a length


@dataclass(frozen=True)
class _Segment:
    """A marker segment of a JPEG: where it starts and ends in the file."""

    marker: int
    start: int
    end: int


def check_size(content: bytes) -> None:
    """Refuses what is too large to decode on a phone, from its header alone.

    Raises Refused "photo_too_large" above 60 MB or 100 megapixels. A format that is not known passes: its
    decoder has the last word.
    """
    if len(content) > _LARGEST_FILE:
        raise Refused("photo_too_large", size=len(content))
    size = pixels(content)
    if size is not None and size[0] * size[1] > _MOST_PIXELS:
        raise Refused("photo_too_large", width=size[0], height=size[1])


def pixels(content: bytes) -> tuple[int, int] | None:
    """Width and height that a JPEG, PNG or WebP says it has; None for others and for a broken header."""
    try:
        if content.startswith(_JPEG):
            return _jpeg_pixels(content)
        if content.startswith(_PNG):
            return struct.unpack_from(">II", content, 16)
        if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
            return _webp_pixels(content)
    except (struct.error, IndexError):
        return None
    return None


def bare(jpeg: bytes) -> bytes:
    """The same picture with no metadata: every application segment but JFIF's is gone, and every comment.

    The pixels are untouched. Raises Refused "photo_unreadable" for what is no JPEG.
    """
    if not jpeg.startswith(_JPEG):
        raise Refused("photo_unreadable")
    kept = [b"\xff\xd8"]
    scan = len(jpeg)
    for segment in _segments(jpeg):
        if segment.marker == _SOS:
            scan = segment.start
            break
        if not _is_metadata(jpeg, segment):
            kept.append(jpeg[segment.start : segment.end])
    return b"".join([*kept, jpeg[scan:]])


def _is_metadata(jpeg: bytes, segment: _Segment) -> bool:
    if segment.marker == _APP0:
        return jpeg[segment.start + 4 : segment.start + 9] != b"JFIF\0"
    return segment.marker == _COM or _APP0 < segment.marker <= _APP0 + 15


def _segments(jpeg: bytes) -> list[_Segment]:
    """The marker segments up to and with the first scan (ITU-T T.81, B.1.1)."""
    found: list[_Segment] = []
    at = 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF:
        marker = jpeg[at + 1]
        if marker == 0xFF:  # a fill byte before a marker
            at += 1
            continue
        length = 0 if marker in _ALONE else int.from_bytes(jpeg[at + 2 : at + 4], "big")
        found.append(_Segment(marker, at, at + 2 + length))
        if marker == _SOS:
            break
        at += 2 + length
    return found


def _jpeg_pixels(jpeg: bytes) -> tuple[int, int] | None:
    for segment in _segments(jpeg):
        if segment.marker in _FRAMES:
            height, width = struct.unpack_from(">HH", jpeg, segment.start + 5)
            return width, height
    return None


def _webp_pixels(webp: bytes) -> tuple[int, int] | None:
    kind = webp[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(webp[24:27], "little"), 1 + int.from_bytes(webp[27:30], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(webp[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", webp, 26)
        return width & 0x3FFF, height & 0x3FFF
    return None
