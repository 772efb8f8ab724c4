"""Whether two sides hold the same changes, told in eight bytes; and where they differ, in two hundred and fifty-six.

The sum of the first 64 bits of every change's SHA-256, modulo 2^64, does not depend on the order in which
they came. Changes fall into 256 buckets by the next byte of their hash, so that a difference is found by
looking at a few of them.
"""

from __future__ import annotations

from collections.abc import Iterable

BUCKETS = 256
_MODULUS = 1 << 64


def weight(sha256: str) -> int:
    """What a change adds to a sum."""
    return int(sha256[:16], 16)


def bucket(sha256: str) -> int:
    """The bucket in which a change lies, 0 to 255."""
    return int(sha256[16:18], 16)


def added(total: int, *weights: int) -> int:
    """``total`` with ``weights`` added; a negative weight takes away."""
    return (total + sum(weights)) % _MODULUS


def sums(hashes: Iterable[str]) -> list[int]:
    """The sum of each bucket over changes with these hashes."""
    totals = [0] * BUCKETS
    for sha256 in hashes:
        totals[bucket(sha256)] = added(totals[bucket(sha256)], weight(sha256))
    return totals


def differing(ours: Iterable[int], theirs: Iterable[int]) -> list[int]:
    """The buckets in which two sides do not hold the same."""
    return [number for number, (a, b) in enumerate(zip(ours, theirs, strict=True)) if a != b]
