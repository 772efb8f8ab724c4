"""Squeezing a message for the way: zstd where there is one, gzip everywhere; each is known by its first bytes.

In Python 3.14 and in the browser zstd is in the standard library; before, a backport may be installed.
"""

from __future__ import annotations

import gzip
import io
import zlib
from typing import Any

from fieldwalk.domain.refusals import Refused

try:
    from compression import zstd
except ImportError:
    try:
        from backports import zstd
    except ImportError:  # a phone whose platform has no wheel for it: gzip then, and gzip back
        zstd = None

_ZSTD, _GZIP = b"\x28\xb5\x2f\xfd", b"\x1f\x8b"
_BROKEN: tuple[type[Exception], ...] = (OSError, EOFError, ValueError, zlib.error)
_BROKEN += (zstd.ZstdError,) if zstd else ()
_LEVEL = 6
"""Of zstd: a twentieth smaller than its default, and still far faster than any network."""
_PIECE = 256 * 1024
_WORTH = 128
"""Bytes below which squeezing gains nothing."""


def squeeze(content: bytes, like: bytes | None = None, *, always: bool = False) -> bytes:
    """``content``, smaller if that is possible; the way ``like`` was squeezed, so that whoever sent it can read it.

    With ``always`` it is squeezed even if that gains nothing: such pieces, one behind the other, are one.
    """
    if len(content) < _WORTH and zstd is not None and not (always or _only_gzip(like)):
        return content
    if zstd is None or _only_gzip(like):
        return _gzip(content)  # however small: it is how the other side learns what is spoken here
    squeezed: bytes = zstd.compress(content, _LEVEL)
    return squeezed if always or len(squeezed) < len(content) else content


def unsqueeze(content: bytes, most: int) -> bytes:
    """What was squeezed, or ``content`` when nothing was.

    Raises :class:`Refused` ``message_too_large`` before it has unpacked more than ``most`` bytes, and
    ``message_not_readable`` for what is cut or damaged.
    """
    try:
        plain = _unsqueezed(content, most)
    except _BROKEN:
        raise Refused("message_not_readable") from None
    if len(plain) > most:
        raise Refused("message_too_large", most=most)
    return plain


def _unsqueezed(content: bytes, most: int) -> bytes:
    if content[:4] == _ZSTD:
        if zstd is None:
            raise ValueError("zstd is not spoken here")
        with zstd.ZstdFile(io.BytesIO(content)) as unpacked:
            return _read(unpacked, most)
    if content[:2] == _GZIP:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as unzipped:
            return _read(unzipped, most)
    return content


def _read(file: Any, most: int) -> bytes:
    """A little more than ``most`` bytes, or all: a piece at a time, because to ask for many makes room for many."""
    read = io.BytesIO()
    while read.tell() <= most and (piece := file.read(_PIECE)):
        read.write(piece)
    return read.getvalue()


def _gzip(content: bytes) -> bytes:
    return gzip.compress(content, compresslevel=6, mtime=0)


def _only_gzip(like: bytes | None) -> bool:
    return like is not None and like[:2] == _GZIP
