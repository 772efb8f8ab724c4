"""An official paper as a tagged PDF, or as a web page: PDF/UA-1 for readers of every kind, PDF/A-2a for the archive."""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory

import typst

from fieldwalk.documents.palette import LIGHT
from fieldwalk.documents.paper import Paper, paper_page
from fieldwalk.text import direction
from sync.server.exports.fonts import FAMILIES, FOLDERS, boxes, without_letter
from sync.server.exports.pdf import STANDARDS, printable

CONTENT_TYPES = {"pdf": "application/pdf", "html": "text/html"}
"""What a paper is written as."""
PAPERS = tuple(CONTENT_TYPES)


def write_paper(paper: Paper, format_: str, made_at: int) -> bytes:
    """``paper`` as one of :data:`PAPERS`, dated ``made_at`` (UTC milliseconds)."""
    return paper_page(paper).encode() if format_ == "html" else paper_pdf(paper, made_at)


def paper_pdf(paper: Paper, made_at: int) -> bytes:
    """The PDF of ``paper``. Every word is in it as text, that of a character no font knows too."""
    spoken = {"direction": direction(paper.language)}
    data = {**printable(asdict(paper)), **spoken, "colours": dict(LIGHT), "fonts": list(FAMILIES)}
    words = json.dumps(data, ensure_ascii=False)
    with TemporaryDirectory(prefix="fieldwalk-") as folder:
        Path(folder, "boxes.ttf").write_bytes(boxes(without_letter(words)))
        fonts = typst.Fonts(include_system_fonts=False, font_paths=[*FOLDERS, folder])
        template = resources.files(__package__).joinpath("paper.typ").read_bytes()
        compiler = typst.Compiler(template, root=Path(folder), font_paths=fonts, sys_inputs={"paper": words})
        made = compiler.compile(format="pdf", pdf_standards=STANDARDS, timestamp=made_at // 1000)
    if not isinstance(made, bytes):
        raise TypeError("typst gave no single document")
    return made
