"""What a field may hold. Device checks, server checks and SQL columns all follow from these kinds."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Protocol, TypeVar

from fieldwalk.domain.refusals import Refused

Json = None | bool | int | float | str | list[Any] | dict[str, Any]
Value = TypeVar("Value")

_SLUG = re.compile(r"[a-z][a-z0-9_]{0,39}")
_IDENTITY = re.compile(r"[0-9a-z][0-9a-z-]{7,63}")
_HASH = re.compile(r"[0-9a-f]{64}")
_HASHES = re.compile(r"[0-9a-f]{64}( [0-9a-f]{64})?")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_UNCLEAN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

LATEST = 4_102_444_800_000
"""2100-01-01 in UTC milliseconds: a later moment is a fault, not a date."""


class Kind(Protocol):
    """One way of holding a value. ``column`` is its SQLite type."""

    @property
    def column(self) -> str: ...

    def check(self, value: Json) -> None:
        """Raise :class:`Refused` unless ``value`` may stand in such a field. ``None`` is always allowed."""

    def holds_all(self, values: Sequence[Json]) -> bool:
        """Whether :meth:`check` passes each of ``values``: the same question, asked of a whole column at once."""


def clean(text: str) -> str:
    """``text`` without the control characters that no screen shows and some stores refuse; line breaks stay."""
    return _UNCLEAN.sub("", text)


@dataclass(frozen=True)
class Text:
    """Words of a person, at most ``longest`` characters. Emoji and right-to-left marks are words too."""

    longest: int = 200
    column: str = "TEXT"

    def check(self, value: Json) -> None:
        if value is None:
            return
        if not isinstance(value, str):
            raise Refused("field_not_valid")
        if len(value) > self.longest:
            raise Refused("text_too_long", longest=self.longest)
        if _UNCLEAN.search(value):
            raise Refused("text_not_clean")

    def holds_all(self, values: Sequence[Json]) -> bool:
        texts = _present(values, str)
        if texts is None or max(map(len, texts), default=0) > self.longest:
            return False
        return not _UNCLEAN.search("".join(texts))


@dataclass(frozen=True)
class Choice:
    """One of ``values`` here; any well-formed word from elsewhere, for a newer phone may know more words."""

    values: Sequence[str]
    column: str = "TEXT"

    def check(self, value: Json) -> None:
        if value is not None and not (isinstance(value, str) and _SLUG.fullmatch(value)):
            raise Refused("field_not_valid")

    def holds_all(self, values: Sequence[Json]) -> bool:
        words = _present(values, str)
        return words is not None and all(map(_SLUG.fullmatch, set(words)))


@dataclass(frozen=True)
class Pattern:
    """A text of one fixed form: an identity, a hash, a day."""

    pattern: re.Pattern[str]
    column: str = "TEXT"

    def check(self, value: Json) -> None:
        if value is not None and not (isinstance(value, str) and self.pattern.fullmatch(value)):
            raise Refused("field_not_valid")

    def holds_all(self, values: Sequence[Json]) -> bool:
        texts = _present(values, str)
        return texts is not None and all(map(self.pattern.fullmatch, set(texts)))


@dataclass(frozen=True)
class Whole:
    """A whole number from ``least`` to ``most``, both included."""

    least: int
    most: int
    column: str = "INTEGER"

    def check(self, value: Json) -> None:
        if value is None:
            return
        if isinstance(value, bool) or not isinstance(value, int) or not self.least <= value <= self.most:
            raise Refused("field_not_valid")

    def holds_all(self, values: Sequence[Json]) -> bool:
        numbers = _present(values, int)
        return numbers is not None and (not numbers or self.least <= min(numbers) <= max(numbers) <= self.most)


@dataclass(frozen=True)
class Flag:
    """Yes or no."""

    column: str = "INTEGER"

    def check(self, value: Json) -> None:
        if value is not None and not isinstance(value, bool):
            raise Refused("field_not_valid")

    def holds_all(self, values: Sequence[Json]) -> bool:
        return _present(values, bool) is not None


@dataclass(frozen=True)
class Place:
    """A position that moves as one: ``[latitude, longitude, accuracy]`` in WGS 84 degrees and metres."""

    column: str = "TEXT"

    def check(self, value: Json) -> None:
        if value is None:
            return
        if not isinstance(value, list) or len(value) != 3 or not all(_is_number(part) for part in value):
            raise Refused("field_not_valid")
        latitude, longitude, accuracy = value
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180 and 0 <= accuracy <= 1e6):
            raise Refused("field_not_valid")

    def holds_all(self, values: Sequence[Json]) -> bool:
        places = _present(values, list)
        if not places or set(map(len, places)) != {3}:
            return places == []
        parts = list(chain.from_iterable(places))
        if not set(map(type, parts)) <= {int, float} or any(part != part for part in parts):
            return False
        reach = ((-90, 90), (-180, 180), (0, 1e6))
        return all(least <= min(parts[n::3]) <= max(parts[n::3]) <= most for n, (least, most) in enumerate(reach))


@dataclass(frozen=True)
class Spans:
    """Stretches of time: ``[[from, to], ...]`` in UTC milliseconds; an open one ends in ``null``."""

    column: str = "TEXT"

    def check(self, value: Json) -> None:
        if value is None:
            return
        if not isinstance(value, list) or len(value) > 1000 or not all(_is_span(part) for part in value):
            raise Refused("field_not_valid")

    def holds_all(self, values: Sequence[Json]) -> bool:
        try:
            for value in values:
                self.check(value)
        except Refused:
            return False
        return True


def _present(values: Sequence[Json], kind: type[Value]) -> list[Value] | None:
    """Those of ``values`` that are not ``None``; ``None`` when one of them is no ``kind``, and a bool is no int."""
    present = [value for value in values if value is not None]
    return present if set(map(type, present)) <= {kind} else None  # type: ignore[return-value]


def _is_number(value: object) -> bool:
    # A whole number may be too large for math.isfinite, and is finite all the same.
    return type(value) is int or (isinstance(value, float) and math.isfinite(value))


def _is_span(value: object) -> bool:
    if not isinstance(value, list) or len(value) != 2:
        return False
    begin, end = value
    return isinstance(begin, int) and (end is None or (isinstance(end, int) and end >= begin))


IDENTITY = Pattern(_IDENTITY)
HASH = Pattern(_HASH)
HASHES = Pattern(_HASHES)
"""One or two of them, with a blank between."""
LANGUAGE = Pattern(_LANGUAGE)
"""A language's tag (BCP 47): its two or three letters, and script or region behind them where somebody says so."""
DAY = Pattern(_DAY)
MOMENT = Whole(0, LATEST)
FLAG = Flag()
PLACE = Place()
SPANS = Spans()
NAME = Text(200)
WORDS = Text(20_000)
PACKED = Text(200_000)
