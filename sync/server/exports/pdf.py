"""The summary as a tagged PDF: PDF/UA-1 for readers of every kind, PDF/A-2a for the archive."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import segno
import typst

from fieldwalk.documents.entries import Entry, Figure
from fieldwalk.documents.icons import STATE_ICONS, category_icon
from fieldwalk.documents.map import draw_map
from fieldwalk.documents.motif import motif
from fieldwalk.documents.palette import LIGHT, MAP_LIGHT, tone_of
from fieldwalk.documents.sheet import Sheet, worded
from fieldwalk.domain.summary import Picture, Summary
from fieldwalk.text import direction, isolated, text
from sync.server.exports.fonts import ARABIC, BOXES, FAMILIES, FOLDERS, SANS, boxes, without_letter
from sync.server.exports.pictures import fit_for_paper

STANDARDS: list[Any] = ["ua-1", "a-2a"]

_HEADINGS = {
    "short": "short",
    "page": "page",
    "page_of": "page_of",
    "link": "link",
    "link_body": "link_body",
    "route": "route",
    "good_heading": "good",
    "points_heading": "points",
}
_LONG_WORD = re.compile(r"\S{41,}")
_BREAK = "\u200b"
# Characters that mean something only in one maker's font: the archive standard refuses them.
_PRIVATE = re.compile("[\ue000-\uf8ff\ufff0-\uffff\ufeff\ufdd0-\ufdef\U000f0000-\U0010ffff]")
_BOX = "□"
_LONE_LETTER = re.compile(r"\b(\w) ")


def render_pdf(summary: Summary, language: str) -> bytes:
    """The PDF of ``summary``, dated at the moment that the summary was made.

    Every word is in it as text, that of a character no font knows too; a photo that is missing is said to be.
    """
    sheet = worded(summary, language)
    with TemporaryDirectory(prefix="fieldwalk-") as folder:
        root = Path(folder)
        data = _data(sheet, summary, root)
        _write_drawings(sheet, summary, root)
        words = json.dumps(data, ensure_ascii=False)
        (root / "boxes.ttf").write_bytes(boxes(without_letter(words)))
        fonts = typst.Fonts(include_system_fonts=False, font_paths=[*FOLDERS, folder])
        template = resources.files(__package__).joinpath("summary.typ").read_bytes()
        compiler = typst.Compiler(template, root=root, font_paths=fonts, sys_inputs={"sheet": words})
        made = compiler.compile(format="pdf", pdf_standards=STANDARDS, timestamp=summary.made_at // 1000)
    if not isinstance(made, bytes):
        raise TypeError("typst gave no single document")
    return made


def _data(sheet: Sheet, summary: Summary, root: Path) -> dict[str, Any]:
    """All that the template reads, with its photos written below ``root``."""
    figures = _Figures(summary.picture, sheet.language, root)
    shown = re.sub(r"^https?://", "", sheet.address)
    data = {
        **asdict(sheet),
        **{name: text(f"summary.{key}", sheet.language) for name, key in _HEADINGS.items()},
        "tallies": [{**asdict(tally), "tone": tone_of(tally.state)} for tally in sheet.tallies],
        "good": [_entry(entry, figures) for entry in sheet.good],
        "points": [_entry(entry, figures) for entry in sheet.points],
        "title_shown": _LONE_LETTER.sub("\\1\u00a0", sheet.title),
        "direction": direction(sheet.language),
        "map": summary.bounds is not None,
        "map_alt": sheet.map.description,
        "qr_alt": text("summary.link_qr", sheet.language, address=shown),
        "address_shown": shown,
        "footer": " · ".join(_footer(sheet)),
    }
    return {**printable(data), "colours": dict(LIGHT), "state_icons": dict(STATE_ICONS), "fonts": list(FAMILIES)}


def _footer(sheet: Sheet) -> list[str]:
    return [isolated(part, sheet.language) for part in (sheet.organisation, sheet.title, sheet.when) if part]


def _entry(entry: Entry, figures: _Figures) -> dict[str, Any]:
    drawn = [figures.file(figure) for figure in entry.figures]
    if entry.waiting:
        drawn.append({**asdict(Figure("", "", "", "")), "file": "", "missing": entry.waiting})
    return {**asdict(entry), "icon": category_icon(entry.category), "figures": drawn}


class _Figures:
    """Writes each photo once, however often it is shown."""

    def __init__(self, picture: Picture, language: str, root: Path) -> None:
        self._picture = picture
        self._missing = text("summary.photo.missing", language)
        self._root = root
        self._files: dict[str, str] = {}

    def file(self, figure: Figure) -> dict[str, str]:
        if figure.sha256 not in self._files:
            self._files[figure.sha256] = self._written(figure.sha256)
        return {**asdict(figure), "file": self._files[figure.sha256], "missing": self._missing}

    def _written(self, sha256: str) -> str:
        content = fit_for_paper(self._picture(sha256)) if sha256 else None
        if content is None:
            return ""
        name = f"photo-{len(self._files)}.jpg"
        (self._root / name).write_bytes(content)
        return f"/{name}"


def _write_drawings(sheet: Sheet, summary: Summary, root: Path) -> None:
    (root / "motif.svg").write_text(motif(LIGHT), "utf-8")
    drawn = draw_map(summary, sheet.map, MAP_LIGHT, f"{SANS}, {ARABIC}, {BOXES}")
    if drawn:
        (root / "map.svg").write_text(drawn, "utf-8")
    if sheet.address:
        segno.make(sheet.address, error="m", micro=False).save(
            str(root / "qr.svg"), border=0, dark=LIGHT["ink"], unit="mm", scale=1
        )


def printable(value: Any) -> Any:
    """``value`` with a place to break in every word that is wider than a column, and a box for private signs."""
    if isinstance(value, str):
        shown = _PRIVATE.sub(_BOX, value)
        return _LONG_WORD.sub(lambda found: _BREAK.join(re.findall(".{1,20}", found[0], re.DOTALL)), shown)
    if isinstance(value, dict):
        return {name: part if name in ("icon", "address") else printable(part) for name, part in value.items()}
    return [printable(part) for part in value] if isinstance(value, list | tuple) else value
