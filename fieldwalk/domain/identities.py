"""Identities made on the device, with no server asked."""

from __future__ import annotations


def identity(now: int, random: bytes) -> str:
    """A UUID version 7 (RFC 9562) for ``now`` (UTC milliseconds) and 10 bytes of ``random``.

    Sorts by the time it was made. Two with other random bytes are never equal.
    """
    if len(random) != 10:
        raise ValueError("an identity needs 10 random bytes")
    bits = bytearray(now.to_bytes(6, "big") + random)
    bits[6] = 0x70 | (bits[6] & 0x0F)
    bits[8] = 0x80 | (bits[8] & 0x3F)
    digits = bits.hex()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
