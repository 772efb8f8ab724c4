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
from typing import Any

from fieldwalk.domain.fields import Json
from sync.protocol.bytes import Reader, Writer

Values = Sequence[Json]

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_HEXADECIMAL = re.compile(r"(?:[0-9a-f]{2})+")
_FRACTION = re.compile(r"\.(\d+)")
_LARGEST = 2**62
_DECIMALS = 7
"""Degrees on seven decimals are centimetres."""
_LEAST_TO_REPEAT = 4
_WIDEST = 8
_REPEATABLE = {str, int, bool, type(None)}


def write_column(out: Writer, values: Values) -> None:
    """Write ``values`` in the first form that holds them; JSON holds everything."""
    for form, (write, _) in enumerate(_FORMS[1:], 1):
        attempt = Writer()
        if write(attempt, values):
            out.number(form)
            out.raw(attempt)
            return
    out.number(0)
    _write_json(out, values)


def read_column(source: Reader, count: int) -> list[Any]:
    """``count`` values. Raises ``ValueError`` for anything that :func:`write_column` cannot have written."""
    form = source.number()
    if form >= len(_FORMS):
        raise ValueError("a form that is not known")
    values = _FORMS[form][1](source, count)
    if len(values) != count:
        raise ValueError("too few values")
    return values


def _types(values: Values) -> set[type]:
    return set(map(type, values))


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
    kinds = _types(values)
    if not kinds <= _REPEATABLE or len(set(values)) * 3 > len(values):
        return False
    # A bool equals a number in Python, and must not become one.
    mixed = {int, bool} <= kinds
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


def _write_whole(out: Writer, values: Values) -> bool:
    if not _types(values) <= {int} or not all(-_LARGEST < value < _LARGEST for value in values):  # type: ignore[operator]
        return False
    out.steps(values)  # type: ignore[arg-type]
    return True


def _read_whole(source: Reader, count: int) -> list[Any]:
    return source.steps(count)


def _write_uuids(out: Writer, values: Values) -> bool:
    """The first 48 bits of an id are the moment it was made: they differ little from one to the next."""
    if not _types(values) <= {str} or not all(map(_UUID.fullmatch, values)):  # type: ignore[arg-type]
        return False
    plain = [str(value).replace("-", "") for value in values]
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


def _write_hexadecimal(out: Writer, values: Values) -> bool:
    """Hashes and names of replicas, all of one length."""
    if _types(values) != {str} or not all(map(_HEXADECIMAL.fullmatch, values)):  # type: ignore[arg-type]
        return False
    if len({len(str(value)) for value in values}) != 1:
        return False
    out.blob(bytes.fromhex("".join(map(str, values))))
    return True


def _read_hexadecimal(source: Reader, count: int) -> list[Any]:
    every = source.blob().hex()
    length = len(every) // count if count else 0
    if not length or length * count != len(every):
        raise ValueError("no hashes")
    return [every[n * length : (n + 1) * length] for n in range(count)]


def _write_base64(out: Writer, values: Values) -> bool:
    """Packed tracks: as the bytes that their letters stand for."""
    try:
        packed = [base64.b64decode(value, validate=True) for value in values if type(value) is str]
    except (binascii.Error, ValueError):
        return False
    if len(packed) < len(values) or [base64.b64encode(one).decode() for one in packed] != list(values):
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


def _write_texts(out: Writer, values: Values) -> bool:
    if _types(values) != {str}:
        return False
    joined = "\0".join(values)  # type: ignore[arg-type]
    if joined.count("\0") != len(values) - 1:
        return False
    out.text(joined)
    return True


def _read_texts(source: Reader, count: int) -> list[Any]:
    return list(source.text().split("\0", count))


def _write_decimals(out: Writer, values: Values) -> bool:
    if _types(values) != {float} or not all(abs(value) < 1e6 for value in values):  # type: ignore[arg-type]
        return False
    written = " ".join(map(repr, values))
    decimals = max(map(len, _FRACTION.findall(written)), default=0)
    scale = 10**decimals
    if not 0 < decimals <= _DECIMALS or "-0.0 " in f"{written} ":  # which would come back as 0.0, its equal
        return False
    wholes = [round(value * scale) for value in values]
    if [whole / scale for whole in wholes] != list(values):
        return False
    out.number(decimals)
    out.steps(wholes)
    return True


def _read_decimals(source: Reader, count: int) -> list[Any]:
    decimals = source.number()
    if not 0 < decimals <= _DECIMALS:
        raise ValueError("no decimals")
    scale = 10**decimals
    return [whole / scale for whole in source.steps(count)]


def _write_rows(out: Writer, values: Values) -> bool:
    """Lists of one length, such as places: a column for each part."""
    if _types(values) != {list}:
        return False
    width = len(values[0])  # type: ignore[arg-type]
    if not 0 < width <= _WIDEST or any(len(value) != width for value in values):  # type: ignore[arg-type]
        return False
    if list in map(type, chain.from_iterable(values)):  # type: ignore[arg-type]
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


Form = tuple[Callable[[Writer, Values], bool], Callable[[Reader, int], list[Any]]]

_FORMS: tuple[Form, ...] = (
    (_write_json, _read_json),
    (_write_repeated, _read_repeated),
    (_write_whole, _read_whole),
    (_write_uuids, _read_uuids),
    (_write_hexadecimal, _read_hexadecimal),
    (_write_base64, _read_base64),
    (_write_texts, _read_texts),
    (_write_decimals, _read_decimals),
    (_write_rows, _read_rows),
)
