"""A column: many values of one field, written together in the first form that holds them all exactly.

Values of one field are alike, so side by side they need few bytes, and what is left squeezes well.
What comes back is equal to what was written, type for type: 1 is not 1.0, and no decimal is rounded.
The first byte names the form; forms are numbered for ever and new ones come last.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable, Sequence
from itertools import chain
from math import isfinite
from typing import Any, NamedTuple

from fieldwalk.domain.fields import Json
from sync.protocol.bytes import Reader, Writer

Values = Sequence[Json]

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_HEXADECIMAL = re.compile(r"(?:[0-9a-f]{2})+")
_LARGEST = 2**62
_DECIMALS = 7
"""Degrees on seven decimals are centimetres."""
_FAR = 1e6
_LEAST_TO_REPEAT = 4
_WIDEST = 8


def write_column(out: Writer, values: Values) -> None:
    """Write ``values`` in the first form that holds them; JSON holds everything."""
    kinds = set(map(type, values))
    for number, form in enumerate(_FORMS[1:], 1):
        attempt = Writer()
        if kinds <= form.kinds and form.write(attempt, values):
            out.number(number)
            out.raw(attempt)
            return
    out.number(0)
    _write_json(out, values)


def read_column(source: Reader, count: int) -> list[Any]:
    """``count`` values. Raises ``ValueError`` for anything that :func:`write_column` cannot have written."""
    number = source.number()
    if number >= len(_FORMS):
        raise ValueError("a form that is not known")
    values = _FORMS[number].read(source, count)
    if len(values) != count:
        raise ValueError("too few values")
    return values


def _write_json(out: Writer, values: Values) -> bool:
    out.text(json.dumps(list(values), ensure_ascii=False, separators=(",", ":")))
    return True


def _read_json(source: Reader, count: int) -> list[Any]:
    values = json.loads(source.text())
    if not isinstance(values, list) or len(values) != count:
        raise ValueError("no list of so many")
    return values


def _write_repeated(out: Writer, values: Values) -> bool:
    """Few different values: each once, and then which one stands where."""
    if len(values) < _LEAST_TO_REPEAT:
        return False
    if len(set(values)) * 3 > len(values):
        return False
    # A bool equals a number in Python, and must not become one.
    mixed = {int, bool} <= set(map(type, values))
    keys: Sequence[Any] = list(zip(map(type, values), values, strict=True)) if mixed else values
    places = {key: place for place, key in enumerate(dict.fromkeys(keys))}
    if len(places) * 3 > len(values):
        return False
    out.number(len(places))
    write_column(out, [value for _, value in places] if mixed else list(places))
    which = list(map(places.__getitem__, keys))
    out.steps(which) if len(places) > 0x40 else out.blob(bytes(which))
    return True


def _read_repeated(source: Reader, count: int) -> list[Any]:
    different = source.number()
    if different > count:
        raise ValueError("more values than places")
    values = read_column(source, different)
    which = source.steps(count) if different > 0x40 else source.blob()
    if which and not 0 <= min(which) <= max(which) < different:
        raise ValueError("a value that is not there")
    return list(map(values.__getitem__, which))


def _write_whole(out: Writer, values: Sequence[int]) -> bool:
    if values and not -_LARGEST < min(values) <= max(values) < _LARGEST:
        return False
    out.steps(values)
    return True


def _read_whole(source: Reader, count: int) -> list[Any]:
    return source.steps(count)


def _write_uuids(out: Writer, values: Sequence[str]) -> bool:
    """The first 48 bits of an id are the moment it was made: they differ little from one to the next."""
    if not all(map(_UUID.fullmatch, values)):
        return False
    plain = [value.replace("-", "") for value in values]
    out.steps(int(text[:12], 16) for text in plain)
    out.blob(bytes.fromhex("".join(text[12:] for text in plain)))
    return True


def _read_uuids(source: Reader, count: int) -> list[Any]:
    moments, tails = source.steps(count), source.blob().hex()
    if len(tails) != count * 20 or (count and not 0 <= min(moments) <= max(moments) < 2**48):
        raise ValueError("no ids")
    begins = map("%012x".__mod__, moments)
    return [
        f"{begin[:8]}-{begin[8:]}-{tails[n : n + 4]}-{tails[n + 4 : n + 8]}-{tails[n + 8 : n + 20]}"
        for begin, n in zip(begins, range(0, len(tails), 20), strict=True)
    ]


def _write_hexadecimal(out: Writer, values: Sequence[str]) -> bool:
    """Hashes and names of replicas, all of one length."""
    if not all(map(_HEXADECIMAL.fullmatch, values)) or len(set(map(len, values))) != 1:
        return False
    out.blob(bytes.fromhex("".join(values)))
    return True


def _read_hexadecimal(source: Reader, count: int) -> list[Any]:
    every = source.blob().hex()
    length = len(every) // count if count else 0
    if not length or length * count != len(every):
        raise ValueError("no hashes")
    return [every[n * length : (n + 1) * length] for n in range(count)]


def _write_base64(out: Writer, values: Sequence[str]) -> bool:
    """Packed tracks: as the bytes that their letters stand for."""
    try:
        packed = [base64.b64decode(value, validate=True) for value in values]
    except (binascii.Error, ValueError):
        return False
    if [base64.b64encode(one).decode() for one in packed] != list(values):
        return False
    out.steps(map(len, packed))
    out.blob(b"".join(packed))
    return True


def _read_base64(source: Reader, count: int) -> list[Any]:
    lengths, every = source.steps(count), Reader(source.blob())
    if any(length < 0 for length in lengths):
        raise ValueError("no length")
    values = [base64.b64encode(every.take(length)).decode() for length in lengths]
    every.end()
    return values


def _write_texts(out: Writer, values: Sequence[str]) -> bool:
    joined = "\0".join(values)
    if joined.count("\0") != len(values) - 1:
        return False
    out.text(joined)
    return True


def _read_texts(source: Reader, count: int) -> list[Any]:
    return list(source.text().split("\0", count))


def _write_decimals(out: Writer, values: Sequence[float]) -> bool:
    if not all(map(isfinite, values)) or not -_FAR < min(values) <= max(values) < _FAR or _has_minus_zero(values):
        return False
    decimals = _decimals(values)
    if decimals is None:
        return False
    scale = 10**decimals
    out.number(decimals)
    out.steps([round(value * scale) for value in values])
    return True


def _has_minus_zero(numbers: Sequence[float]) -> bool:
    """Which would come back as 0.0, its equal."""
    return 0.0 in numbers and "-0.0" in map(repr, numbers)


def _decimals(numbers: Sequence[float]) -> int | None:
    """How many decimals say every one of them exactly; ``None`` when :data:`_DECIMALS` are too few."""
    decimals, scale = 1, 10
    for number in numbers:
        while round(number * scale) / scale != number:
            decimals, scale = decimals + 1, scale * 10
            if decimals > _DECIMALS:
                return None
    return decimals


def _read_decimals(source: Reader, count: int) -> list[Any]:
    decimals = source.number()
    if not 0 < decimals <= _DECIMALS:
        raise ValueError("no decimals")
    scale = 10**decimals
    return [whole / scale for whole in source.steps(count)]


def _write_rows(out: Writer, values: Sequence[list[Any]]) -> bool:
    """Lists of one length, such as places: a column for each part."""
    width = len(values[0])
    if not 0 < width <= _WIDEST or set(map(len, values)) != {width}:
        return False
    if list in map(type, chain.from_iterable(values)):
        return False
    out.number(width)
    for part in zip(*values, strict=True):
        write_column(out, part)
    return True


def _read_rows(source: Reader, count: int) -> list[Any]:
    width = source.number()
    if not 0 < width <= _WIDEST:
        raise ValueError("no width")
    return list(map(list, zip(*(read_column(source, count) for _ in range(width)), strict=True)))


class _Form(NamedTuple):
    """What columns of nothing but these types may be written as. The first that can takes a column of nothing."""

    kinds: frozenset[type]
    write: Callable[[Writer, Any], bool]
    read: Callable[[Reader, int], list[Any]]


_TEXT = frozenset({str})
_FORMS: tuple[_Form, ...] = (
    _Form(frozenset(), _write_json, _read_json),
    _Form(frozenset({str, int, bool, type(None)}), _write_repeated, _read_repeated),
    _Form(frozenset({int}), _write_whole, _read_whole),
    _Form(_TEXT, _write_uuids, _read_uuids),
    _Form(_TEXT, _write_hexadecimal, _read_hexadecimal),
    _Form(_TEXT, _write_base64, _read_base64),
    _Form(_TEXT, _write_texts, _read_texts),
    _Form(frozenset({float}), _write_decimals, _read_decimals),
    _Form(frozenset({list}), _write_rows, _read_rows),
)
