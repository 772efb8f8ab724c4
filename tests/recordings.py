"""Recordings for tests: the beginnings that browsers write, and noise behind them. Nobody has ever spoken in them."""

from __future__ import annotations

import random

_BEGINNINGS = {
    "webm": b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webmB\x87\x81\x04"
    b"B\x85\x81\x02\x18S\x80g\x01\xff\xff\xff\xff\xff\xff\xff\x16T\xaek\xbf\xae\xbd\xd7\x81\x01\x83\x81\x02\x86\x86A_OPUS",
    "ogg": b"OggS\x00\x02" + bytes(8) + b"\x01\x00\x00\x00" + bytes(4) + bytes(4) + b"\x01\x13OpusHead\x01\x01",
    "mp4": b"\x00\x00\x00\x1cftypiso5\x00\x00\x02\x00iso5iso6mp41\x00\x00\x00\x30moov\x00\x00\x00\x28hdlr"
    b"\x00\x00\x00\x00\x00\x00\x00\x00soun\x00\x00\x00\x08mp4a",
}


def recording(container: str = "webm", size: int = 2_000, seed: int = 1) -> bytes:
    """A recording of ``size`` bytes; another one for each ``seed``."""
    beginning = _BEGINNINGS[container]
    # Only small letters, so that no noise ever spells a codec or a video's handler.
    return beginning + bytes(random.Random(seed).choices(range(97, 123), k=size - len(beginning)))
