"""One door to every format: a summary in, a file out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fieldwalk.documents.page import page
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.summary import Summary
from fieldwalk.text import language_of, text
from fieldwalk.text.moments import local
from sync.server.exports.geojson import geojson
from sync.server.exports.gpx import gpx
from sync.server.exports.pdf import render_pdf
from sync.server.exports.spreadsheet import spreadsheet

_LONGEST_NAME = 60


@dataclass(frozen=True)
class Rendered:
    """A finished file: its bytes, its media type, and a name that every file system takes."""

    content: bytes
    content_type: str
    filename: str


@dataclass(frozen=True)
class Format:
    """How a format is made: ``make`` gets the summary and one of our languages."""

    content_type: str
    make: Callable[[Summary, str], bytes]


FORMATS: Mapping[str, Format] = {
    "pdf": Format("application/pdf", render_pdf),
    "html": Format("text/html; charset=utf-8", lambda summary, language: page(summary, language).encode()),
    "csv": Format("text/csv; charset=utf-8", spreadsheet),
    "geojson": Format("application/geo+json", geojson),
    "gpx": Format("application/gpx+xml", gpx),
}
"""Every format by its word, which is also the ending of its file."""

CONTENT_TYPES = tuple(kind.content_type.partition(";")[0] for kind in FORMATS.values())
"""What the files are, without how their letters are written."""


def render(format: str, summary: Summary, language: str) -> Rendered:  # noqa: A002
    """``summary`` as a file of ``format``, in the nearest of our languages to ``language``.

    Raises :class:`Refused` (``format_not_known``) for a word that is not in :data:`FORMATS`.
    """
    if format not in FORMATS:
        raise Refused("format_not_known", format=format)
    kind, spoken = FORMATS[format], language_of(language)
    content = kind.make(summary, spoken)
    return Rendered(content, kind.content_type, f"{filename(summary, spoken)}.{format}")


def filename(summary: Summary, language: str) -> str:
    """The walk's day and title in small plain letters: '2026-11-12-trygghetsvandring-i-ekbacken'; no ending."""
    day = local(summary.at, summary.zone).date().isoformat() if summary.at is not None else ""
    plain = unicodedata.normalize("NFKD", summary.title or "").encode("ascii", "ignore").decode().lower()
    words = re.sub("[^a-z0-9]+", "-", plain).strip("-") or text("summary.untitled", language).lower().replace(" ", "-")
    return "-".join(part for part in (day, words[:_LONGEST_NAME].strip("-")) if part)
