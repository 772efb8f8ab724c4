"""The points as a table for a spreadsheet: UTF-8 with a byte order mark, a row a point, good places too.

A spreadsheet splits at the sign that its own country uses. Swedish: semicolons and decimal commas, for a point
in a number makes a Swedish spreadsheet read a date or a word. English: commas and decimal points.
Free text that a spreadsheet would take for a formula gets an apostrophe in front.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import tzinfo

from fieldwalk.documents.entries import Entry, recorded
from fieldwalk.documents.sheet import Sheet, worded
from fieldwalk.domain.fields import clean
from fieldwalk.domain.points import Point
from fieldwalk.domain.summary import Summary
from fieldwalk.text import text
from fieldwalk.text.moments import local

COLUMNS = (
    "mark", "kind", "category", "severity", "place", "words", "cause", "proposal", "light", "latitude", "longitude",
    "accuracy", "marked", "state", "owner", "due", "answer", "reason", "done", "photos", "descriptions", "recordings",
)  # fmt: skip

_STARTS = tuple("=+-@\t\r\n|%＝＋－＠")
_DECIMALS = 6


@dataclass(frozen=True)
class _Custom:
    """What a language's spreadsheets expect between cells and inside numbers."""

    between: str
    point: str


# Who reads Arabic here has a computer that is set up for Sweden.
_CUSTOMS = {"sv": _Custom(";", ","), "ar": _Custom(";", ","), "en": _Custom(",", ".")}


def spreadsheet(summary: Summary, language: str) -> bytes:
    """The table as CSV (RFC 4180), opened right by a double click in the language's own spreadsheet."""
    sheet = worded(summary, language)
    custom = _CUSTOMS.get(sheet.language, _CUSTOMS["en"])
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=custom.between, lineterminator="\r\n")
    writer.writerow(text(f"summary.column.{name}", sheet.language) for name in COLUMNS)
    writer.writerows(_rows(summary, sheet, custom))
    return file.getvalue().encode("utf-8-sig")


def guarded(words: str | None) -> str:
    """``words`` so that no spreadsheet runs them: an apostrophe in front of what would begin a formula.

    Blanks before the sign do not help it: some spreadsheets skip them.
    """
    plain = clean(words or "")
    begin = plain.lstrip(" \u00a0\u200b\ufeff")
    return f"'{plain}" if begin.startswith(_STARTS) or plain.startswith(_STARTS) else plain


def _rows(summary: Summary, sheet: Sheet, custom: _Custom) -> Iterator[list[str]]:
    both = ((summary.points, sheet.points), (summary.good, sheet.good))
    for points, entries in both:
        for point, entry in zip(points, entries, strict=True):
            yield _row(point, entry, sheet.language, summary.zone, custom)


def _row(point: Point, entry: Entry, language: str, zone: tzinfo, custom: _Custom) -> list[str]:
    answer = point.answer
    light = text(f"light.{point.light}", language) if point.light in ("day", "dusk", "dark") else ""
    return [
        guarded(point.mark),
        text("kind.good" if point.good else "kind.care", language),
        entry.category_words,
        entry.severity_words,
        guarded(point.heading),
        guarded(point.words),
        guarded(point.cause),
        guarded(point.proposal),
        light,
        *_position(point, custom),
        _moment(point.marked_at, zone),
        entry.state_words,
        guarded(answer.owner),
        answer.due or "",
        guarded(answer.words),
        guarded(answer.reason),
        _moment(answer.done_at, zone)[:10],
        str(len(point.pictures)),
        guarded(" · ".join([*(figure.alt for figure in entry.figures), *filter(None, [entry.waiting])])),
        guarded(" · ".join(recorded(entry))),
    ]


def _position(point: Point, custom: _Custom) -> list[str]:
    if point.place is None:
        return ["", "", ""]
    return [
        f"{point.place.latitude:.{_DECIMALS}f}".replace(".", custom.point),
        f"{point.place.longitude:.{_DECIMALS}f}".replace(".", custom.point),
        str(round(point.place.accuracy)),
    ]


def _moment(moment: int | None, zone: tzinfo) -> str:
    """'2026-11-12 17:34' on the clock of the place: every spreadsheet knows this as a time."""
    return local(moment, zone).strftime("%Y-%m-%d %H:%M") if moment is not None else ""
