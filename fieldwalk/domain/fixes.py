"""A GPS fix, the distance between two, and how many of them are packed into one text."""

from __future__ import annotations

import base64
import binascii
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from fieldwalk.domain.fields import LATEST
from fieldwalk.domain.refusals import Refused

EARTH = 6_371_008.8
"""The mean radius R1 of the earth in metres (IUGG; Moritz, "Geodetic Reference System 1980")."""

METRES_PER_DEGREE = math.radians(1) * EARTH
"""Along a meridian of that sphere; along a parallel times the cosine of its latitude."""

MOST_FIXES = 100_000

_VERSION = 1
_DEGREE, _METRE = 1_000_000, 10
_LONGEST_NUMBER = 63


@dataclass(frozen=True, slots=True)
class Fix:
    """Where the device was: ``at`` UTC milliseconds, WGS 84 degrees, ``accuracy`` metres (68 % radius)."""

    at: int
    latitude: float
    longitude: float
    accuracy: float


def distance(a: Fix, b: Fix) -> float:
    """Metres along the great circle from ``a`` to ``b``: the haversine formula (Sinnott, 1984)."""
    north = math.radians(b.latitude - a.latitude)
    east = math.radians(b.longitude - a.longitude)
    cosines = math.cos(math.radians(a.latitude)) * math.cos(math.radians(b.latitude))
    half = math.sin(north / 2) ** 2 + cosines * math.sin(east / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(min(1.0, half)))


def pack(fixes: Iterable[Fix]) -> str:
    """``fixes`` as base64 text, some 8 letters each; exact to the millisecond, 1e-6 degree and decimetre.

    A version byte, the count, then a column each of time, latitude, longitude and accuracy: the difference of
    each difference, zigzag, as a little-endian base-128 number. A person walks on evenly: most fit one byte.
    Raises :class:`Refused` for a fix that is nowhere.
    """
    rows = [_row(fix) for fix in fixes]
    packed = bytearray([_VERSION])
    _write(packed, len(rows))
    for column in range(4):
        before = step = 0
        for row in rows:
            _write(packed, _zigzag(row[column] - before - step))
            before, step = row[column], row[column] - before
    return base64.b64encode(packed).decode()


def unpack(text: str) -> list[Fix]:
    """The fixes in ``text``. Raises :class:`Refused` for anything that :func:`pack` cannot have written."""
    try:
        numbers = _numbers(base64.b64decode(text, validate=True))
    except (binascii.Error, ValueError):
        raise Refused("field_not_valid", field="packed") from None
    if not numbers or numbers[0] > MOST_FIXES or len(numbers) != 1 + 4 * numbers[0]:
        raise Refused("field_not_valid", field="packed")
    count = numbers[0]
    columns = [_column(numbers[1 + n * count : 1 + (n + 1) * count]) for n in range(4)]
    for outermost in (min, max) if count else ():
        _check(*map(outermost, columns))
    return [
        Fix(at, latitude / _DEGREE, longitude / _DEGREE, accuracy / _METRE)
        for at, latitude, longitude, accuracy in zip(*columns, strict=True)
    ]


def _row(fix: Fix) -> tuple[int, int, int, int]:
    numbers = (fix.latitude, fix.longitude, fix.accuracy)
    if not all(math.isfinite(number) for number in numbers):
        raise Refused("field_not_valid", field="packed")
    row = fix.at, round(fix.latitude * _DEGREE), round(fix.longitude * _DEGREE), round(fix.accuracy * _METRE)
    _check(*row)
    return row


def _check(at: int, latitude: int, longitude: int, accuracy: int) -> None:
    on_earth = abs(latitude) <= 90 * _DEGREE and abs(longitude) <= 180 * _DEGREE
    if not (on_earth and 0 <= at <= LATEST and 0 <= accuracy <= 1_000_000 * _METRE):
        raise Refused("field_not_valid", field="packed")


def _zigzag(number: int) -> int:
    return number << 1 if number >= 0 else (-number << 1) - 1


def _write(packed: bytearray, number: int) -> None:
    while number > 0x7F:
        packed.append(number & 0x7F | 0x80)
        number >>= 7
    packed.append(number)


def _numbers(packed: bytes) -> list[int]:
    if packed[:1] != bytes([_VERSION]):
        raise ValueError("another version")
    return list(_read(packed[1:]))


def _read(packed: bytes) -> Iterator[int]:
    number = shift = 0
    for byte in packed:
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            yield number
            number = shift = 0
        elif shift > _LONGEST_NUMBER:
            raise ValueError("a number without end")
    if shift:
        raise ValueError("cut off")


def _column(numbers: Sequence[int]) -> list[int]:
    steps = accumulate(number >> 1 ^ -(number & 1) for number in numbers)
    return list(accumulate(steps))
