"""The personal-data guard: what in a text could tell who somebody is, or where they live. Needs no network.

It finds and masks; it never stops anybody from writing. What it looks for: Swedish personal identity numbers and
coordination numbers (with their checksum), telephone numbers, e-mail addresses, number plates, flat and door numbers.
A house number or an entrance is a place, and none of these.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

KINDS = ("personal_number", "email", "phone", "plate", "flat", "door")
"""What can be found; of two that overlap the one that stands first here counts."""

MASK = "•••"


@dataclass(frozen=True)
class Hit:
    """Something of ``kind`` from character ``begin`` to before ``end``."""

    kind: str
    begin: int
    end: int


def hits(text: str) -> tuple[Hit, ...]:
    """All that is found in ``text``, in its order; no two overlap."""
    found: list[Hit] = []
    for kind in KINDS:
        for begin, end in _FINDERS[kind](text):
            if all(end <= other.begin or begin >= other.end for other in found):
                found.append(Hit(kind, begin, end))
    return tuple(sorted(found, key=lambda hit: hit.begin))


def masked(text: str) -> str:
    """``text`` with all that is found hidden, and nothing left to be found."""
    while found := hits(text):
        for hit in reversed(found):
            text = text[: hit.begin] + MASK + text[hit.end :]
    return text


def kinds_in(texts: Iterable[str | None]) -> tuple[str, ...]:
    """The kinds that stand in any of ``texts``, each once, in the order of :data:`KINDS`."""
    there = {hit.kind for text in texts if text for hit in hits(text)}
    return tuple(kind for kind in KINDS if kind in there)


_DASH = r"\-\u2010\u2011\u2012\u2013\u2014\u2212"
_GAP = r"[ \u00a0\u2009\u202f]"
_APART = rf"[{_DASH}/. \u00a0\u2009\u202f]?"

_PERSONAL = re.compile(
    rf"(?<!\d)(?=((?:(?P<century>\d\d){_GAP}?)?(?P<year>\d\d){_APART}(?P<month>\d\d){_APART}(?P<day>\d\d)"
    rf"{_GAP}?[{_DASH}+./]?{_GAP}?(?P<number>\d\d{_GAP}?\d\d))(?!\d))"
)
"""Every place where one could begin: which of them is one, its date and its checksum say."""

_COORDINATION = 60
"""What is added to the day of birth in a coordination number."""


def _personal_numbers(text: str) -> Iterator[tuple[int, int]]:
    for found in _PERSONAL.finditer(text):
        if _is_born(found) and _checks("".join(found.group("year", "month", "day", "number"))):
            yield found.span(1)


def _is_born(found: re.Match[str]) -> bool:
    century, year, month, day = (int(part or 0) for part in found.group("century", "year", "month", "day"))
    if found["century"] and not 18 <= century <= 21:
        return False
    # Without a century the leap years of both that it can be are right: 2000 has a 29 February, as every fourth year.
    try:
        date(100 * (century or 20) + year, month, day - _COORDINATION if day > _COORDINATION else day)
    except ValueError:
        return False
    return True


def _checks(written: str) -> bool:
    """The Luhn checksum over ten digits (Skatteverket, SKV 704)."""
    digits = [int(each) for each in written if each.isdigit()]
    doubled = (sum(divmod(digit * (2 - place % 2), 10)) for place, digit in enumerate(digits))
    return len(digits) == 10 and sum(doubled) % 10 == 0


_WITHIN = rf"[{_DASH}./ \u00a0\u2009\u202f]{{0,3}}"
_CUE = r"(?:tel(?:efon)?(?:nummer|nr)?|mobil(?:nummer|nr)?|mob|ring|sms:?a?|nummer|phone|call|text|cell|mobile)"
_ABROAD = re.compile(rf"(?<![\d+])(?:\+|00){_GAP}?[1-9]\d{{0,2}}{_WITHIN}(?:\(0\))?(?:{_WITHIN}\d){{6,12}}(?!\d)")
_AT_HOME = re.compile(
    rf"(?<![A-Za-z0-9_#+:])(?<![A-Z][{_DASH}])(?<!\d[{_DASH}.:])"
    rf"\(?0[1-9]\d{{0,3}}\)?{_WITHIN}(?:\d{_WITHIN}){{4,8}}\d(?!\d)"
)
_NAMED = re.compile(
    rf"(?i:\b{_CUE}(?: på| till| är| is| me on| on| to| at)?[.:]?{_GAP}*)(\d(?:{_WITHIN}\d){{5,10}})(?!\d)"
)
_DAY = re.compile(r"\d{1,2}([./-])\d{1,2}\1(19|20)\d\d|(19|20)\d\d\D\d\d\D\d\d")
_TIME = re.compile(r"([01]?\d|2[0-3])[.:][0-5]\d")
_LEAST, _MOST = 8, 11
"""Digits of a number at home, its first zero too: 08-12 34 56, and 07700 900 123 in Britain."""


def _phones(text: str) -> Iterator[tuple[int, int]]:
    yield from (found.span() for found in _ABROAD.finditer(text))
    for found in _AT_HOME.finditer(text):
        digits = sum(each.isdigit() for each in found[0])
        if _LEAST <= digits <= _MOST and not _is_time_or_day(found[0]):
            yield found.span()
    yield from (found.span(1) for found in _NAMED.finditer(text) if not _is_time_or_day(found[1]))


def _is_time_or_day(written: str) -> bool:
    """08.30-09.15 is an evening's hours, 05-11-2026 a day."""
    if _DAY.fullmatch(written):
        return True
    parts = re.split(rf"{_GAP}*[{_DASH} ]{_GAP}*", written)
    return all(_TIME.fullmatch(part) for part in parts)


_EMAIL = re.compile(
    r"[\w.+%'-]+(?:@| ?(?:\(at\)|\[at\]|\(a\)|\(snabel-?a\)|snabel-a) ?)"
    r"[\w-]+(?:(?:\.| ?(?:\(dot\)|\(punkt\)) ?)[\w-]+)+",
    re.IGNORECASE,
)


def _emails(text: str) -> Iterator[tuple[int, int]]:
    return (found.span() for found in _EMAIL.finditer(text))


_LETTERS = "A-HJ-PR-UW-Z"
_PLATE = re.compile(
    rf"(?<![\w{_DASH}])(?:[{_LETTERS}]{{3}}{_GAP}?\d\d[0-9{_LETTERS}]|[A-Z]{{2}}\d\d{_GAP}?[A-Z]{{3}})(?![\w{_DASH}])"
)
_SMALL_PLATE = re.compile(
    rf"(?i:\b(?:reg(?:istrerings)?\.?{_GAP}?(?:nr|nummer|skylt)?|plate|registration|skylt(?:en)?)"
    rf"(?: was| is| är)?[.:]?{_GAP}*)"
    rf"(?<!\w)((?i:[{_LETTERS}]{{3}}){_GAP}?\d\d(?i:[0-9{_LETTERS}]))(?!\w)"
    rf"|(?<![\w{_DASH}])((?i:[{_LETTERS}]{{3}})\d\d(?i:[0-9{_LETTERS}]))(?![\w{_DASH}])"
)
_NO_PLATES = frozenset(
    re.findall(
        r"\w+",
        "LGH RUM HUS TEL GPS LED SMS SEK EUR USD NOK DKK GBP DEC DEL KAP ART SKU REF APP APT DOM ANT MAX LUX KWH MOB "
        "FAX BOX PDF DNR OBJ NOT THE AND FOR SEP OKT NOV FEB MAR APR MAJ JUN JUL AUG TOT ROW ROOM PLAN",
    )
)
"""What stands before numbers in our texts and looks like a plate's letters."""


def _plates(text: str) -> Iterator[tuple[int, int]]:
    for found in _PLATE.finditer(text):
        if found[0][:3].upper() not in _NO_PLATES:
            yield found.span()
    for found in _SMALL_PLATE.finditer(text):
        place = 1 if found[1] else 2
        if found[place][:3].upper() not in _NO_PLATES:
            yield found.span(place)


_NUMBER = rf"(?:{_GAP}?(?:nr|nummer|no|number|#)\.?)?{_GAP}?[:#]?{_GAP}?"
_FLAT = re.compile(
    rf"\b(?:lgh|lägenhet(?:en|snummer|snr)?|lght|apt|apartment|flat){_NUMBER}\.?{_GAP}?(?:\d{{1,4}}{_GAP}?[A-H]?)\b",
    re.IGNORECASE,
)
_DOOR = re.compile(
    rf"\b(?:dörr(?:en|nummer|nr)?|door){_NUMBER}\d{{1,4}}[A-H]?\b(?!{_GAP}?(?:av|of|st|gånger|times|dagar|days|m\b|meter|cm|år))",
    re.IGNORECASE,
)


def _flats(text: str) -> Iterator[tuple[int, int]]:
    return (found.span() for found in _FLAT.finditer(text))


def _doors(text: str) -> Iterator[tuple[int, int]]:
    return (found.span() for found in _DOOR.finditer(text))


_FINDERS: dict[str, Callable[[str], Iterable[tuple[int, int]]]] = {
    "personal_number": _personal_numbers,
    "email": _emails,
    "phone": _phones,
    "plate": _plates,
    "flat": _flats,
    "door": _doors,
}
