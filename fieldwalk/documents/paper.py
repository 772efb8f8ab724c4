"""An official paper, such as a certificate: a title, facts and tables, drawn as one web page that prints well."""

from __future__ import annotations

from dataclasses import dataclass

from fieldwalk.documents.markup import Html, joined, tag
from fieldwalk.documents.palette import LIGHT
from fieldwalk.documents.sheet import Labelled
from fieldwalk.documents.style import STYLE
from fieldwalk.text import direction

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_TABLES = (
    "table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}"
    "caption{text-align:start;color:var(--d-muted);margin-bottom:.4rem}"
    "th,td{text-align:start;vertical-align:top;padding:.35rem .9rem .35rem 0;border-bottom:1px solid var(--d-line)}"
    "@media print{header{background:none;color:inherit}}"
)


@dataclass(frozen=True)
class Table:
    """Rows under the names of their columns. ``empty`` is said in the place of no rows."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str


@dataclass(frozen=True)
class Paper:
    """A paper in ``language``, worded. Nothing in it is markup."""

    language: str
    kicker: str
    title: str
    when: str
    intro: str
    facts: tuple[Labelled, ...]
    tables: tuple[Table, ...]
    notes: tuple[str, ...]


def paper_page(paper: Paper) -> str:
    """The paper as HTML that asks for nothing outside itself."""
    body = joined(_header(paper), _main(paper))
    spoken = {"lang": paper.language, "dir": direction(paper.language)}
    return "<!doctype html>\n" + tag("html", _head(paper), tag("body", body), **spoken)


def _head(paper: Paper) -> Html:
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width,initial-scale=1"),
        tag("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        tag("title", paper.title),
        tag("meta", name="robots", content="noindex"),
        tag("meta", name="theme-color", content=LIGHT["band"]),
        tag("style", Html(STYLE + _TABLES)),
    )


def _header(paper: Paper) -> Html:
    inside = (tag("p", paper.kicker, class_="kicker"), tag("h1", paper.title), tag("p", paper.when))
    return tag("header", tag("div", *inside, class_="w"))


def _main(paper: Paper) -> Html:
    facts = (tag("div", tag("dt", fact.label), tag("dd", fact.body, dir="auto")) for fact in paper.facts)
    return tag(
        "main",
        tag("p", paper.intro, class_="intro"),
        tag("dl", *facts, class_="facts"),
        *map(_table, paper.tables),
        *(tag("p", note) for note in paper.notes),
        class_="w",
    )


def _table(table: Table) -> Html:
    heading = tag("h2", table.title)
    if not table.rows:
        return joined(heading, tag("p", table.empty))
    names = tag("thead", tag("tr", *(tag("th", name, scope="col") for name in table.columns)))
    rows = (tag("tr", *(tag("td", cell, dir="auto") for cell in row)) for row in table.rows)
    return joined(heading, tag("table", names, tag("tbody", *rows)))
