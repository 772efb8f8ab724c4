"""The summary as one web page: nothing outside it is asked for, no script, for any screen and any reader."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from fieldwalk.documents.entries import Entry
from fieldwalk.documents.icons import category_icon, drawn, state_icon
from fieldwalk.documents.map import draw_map
from fieldwalk.documents.markup import Html, joined, tag
from fieldwalk.documents.motif import motif
from fieldwalk.documents.page_parts import Pictures, good_place, icon, point
from fieldwalk.documents.palette import LIGHT, MAP_LIGHT, tone_of, variables
from fieldwalk.documents.sheet import EMERGENCY, POLICE, Labelled, Sheet, worded
from fieldwalk.documents.style import STYLE
from fieldwalk.domain.summary import Summary
from fieldwalk.text import direction, text

_POLICY = "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'"
_LONG_TITLE = 40
_NUMBERS = {EMERGENCY: "112", POLICE: "11414"}

Link = Callable[[str], str | None]
"""The address of a photo by its SHA-256; ``None`` when it is not to be had."""


def page(summary: Summary, language: str, link: Link | None = None) -> str:
    """The page as HTML. Its photos are inside it, unless ``link`` gives them addresses of their own.

    Photos inside are thumbnails, where there are any, so that the page stays light enough to send on.
    """
    sheet = worded(summary, language)
    pictures = Pictures(summary.picture, link, text("summary.photo.missing", sheet.language))
    body = joined(_symbols(sheet), _skip(sheet), _header(sheet), _main(summary, sheet, pictures), _footer(sheet))
    spoken = {"lang": sheet.language, "dir": direction(sheet.language)}
    return "<!doctype html>\n" + tag("html", _head(sheet), tag("body", body), **spoken)


def _say(sheet: Sheet, key: str) -> str:
    return text(f"summary.{key}", sheet.language)


def _head(sheet: Sheet) -> Html:
    full = " – ".join(part for part in (sheet.title, sheet.organisation) if part)
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width,initial-scale=1"),
        tag("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        tag("title", full),
        tag("meta", name="description", content=sheet.description),
        tag("meta", name="robots", content="noindex"),
        tag("meta", name="theme-color", content=LIGHT["band"]),
        tag("style", Html(STYLE)),
    )


def _symbols(sheet: Sheet) -> Html:
    """Every pictogram that the page shows, once."""
    entries = (*sheet.points, *sheet.good)
    states = {entry.state: state_icon(entry.state) for entry in entries if entry.state}
    states |= {tally.state: state_icon(tally.state) for tally in sheet.tallies}
    shapes = {f"s-{name}": shape for name, shape in states.items()}
    shapes |= {f"c-{entry.category}": category_icon(entry.category) for entry in entries}
    box = "0 0 24 24"
    symbols = (tag("symbol", Html(drawn(shape)), id=name, viewBox=box) for name, shape in sorted(shapes.items()))
    return tag("svg", *symbols, width=0, height=0, style="position:absolute", aria_hidden="true")


def _skip(sheet: Sheet) -> Html:
    return tag("a", _say(sheet, "skip"), class_="skip", href="#main")


def _header(sheet: Sheet) -> Html:
    inside = joined(
        tag("p", sheet.kicker, class_="kicker"),
        tag("h1", sheet.title, dir="auto"),
        tag("p", sheet.when) if sheet.when else None,
        Html(motif(LIGHT)),
    )
    plain = "plain" if len(sheet.title) > _LONG_TITLE else None
    return tag("header", tag("div", inside, class_="w"), class_=plain)


def _main(summary: Summary, sheet: Sheet, pictures: Pictures) -> Html:
    return tag(
        "main",
        _pairs(sheet.strip, "strip") if sheet.strip else None,
        _pairs(sheet.facts, "facts") if sheet.facts else None,
        tag("h2", _say(sheet, "short")),
        tag("ul", *(tag("li", line) for line in sheet.gist), class_="gist"),
        joined(*_states(sheet)),
        tag("h2", _say(sheet, "route")),
        _route(summary, sheet),
        tag("h2", _say(sheet, "good")),
        tag("p", sheet.good_intro, class_="intro"),
        tag("div", *(good_place(entry, pictures) for entry in sheet.good), class_="g3") if sheet.good else None,
        tag("h2", _say(sheet, "points")),
        tag("p", sheet.points_intro, class_="intro"),
        *(point(entry, pictures) for entry in sheet.points),
        _emergency(sheet),
        id="main",
        class_="w",
    )


def _pairs(pairs: tuple[Labelled, ...], name: str) -> Html:
    rows = (tag("div", tag("dt", pair.label), tag("dd", pair.body, dir="auto")) for pair in pairs)
    return tag("dl", *rows, class_=name)


def _states(sheet: Sheet) -> Iterator[Html]:
    if not sheet.points:
        return
    yield tag("h2", sheet.states_heading)
    tallies = (tag("li", icon(f"s-{tally.state}"), tally.words, class_=tone_of(tally.state)) for tally in sheet.tallies)
    yield tag("ul", *tallies, class_="tally")
    yield tag("p", _say(sheet, "points.jump"), class_="vh", id="jump")
    links = (tag("li", _jump(entry, sheet)) for entry in sheet.points)
    yield tag("nav", tag("ul", *links, class_="jump"), aria_labelledby="jump")


def _jump(entry: Entry, sheet: Sheet) -> Html:
    said = text("summary.point.stated", sheet.language, mark=entry.mark, state=entry.state_words)
    sign = tag("span", icon(f"s-{entry.state}"), class_=entry.tone, style="display:flex")
    return tag("a", entry.mark, sign, href=f"#p{entry.mark}", aria_label=said)


def _route(summary: Summary, sheet: Sheet) -> Html:
    drawn_map = draw_map(summary, sheet.map, variables("m", MAP_LIGHT), "inherit")
    if drawn_map is None:
        return tag("p", sheet.route_caption)
    signs = (tag("li", _sign(sign), words) for sign, words in sheet.legend)
    return tag(
        "figure",
        tag("div", Html(drawn_map), class_="map", dir="ltr"),
        tag("ul", *signs, class_="key"),
        tag("figcaption", sheet.route_caption),
    )


def _sign(sign: str) -> Html:
    shape = {"point": ("4", "nr"), "good": ("A", "sq")}.get(sign, ("", f"k-{sign}"))
    return tag("i", shape[0], class_=shape[1], aria_hidden="true")


def _emergency(sheet: Sheet) -> Html:
    """The numbers can be dialled, but only by somebody who means to."""
    parts = re.split(f"({'|'.join(_NUMBERS)})", sheet.emergency)
    linked = (tag("a", part, href=f"tel:{_NUMBERS[part]}") if part in _NUMBERS else part for part in parts)
    return tag("p", *linked, class_="sos")


def _footer(sheet: Sheet) -> Html:
    return tag("footer", tag("div", tag("p", sheet.made), class_="w"))
