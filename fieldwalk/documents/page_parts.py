"""The parts of the page: a point, a good place, a photo, an answer."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable

from fieldwalk.documents.entries import Entry, Field, Figure, Reply
from fieldwalk.documents.markup import Html, joined, paragraphs, tag
from fieldwalk.domain.summary import Picture

_SIGNATURES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png", b"RIFF": "image/webp"}
_SHORT_FIELDS = ("owner", "due", "done")


class Pictures:
    """Where the photos of a page come from: inside the page, or from addresses of their own."""

    def __init__(self, picture: Picture, link: Callable[[str], str | None] | None, missing: str) -> None:
        self._picture = picture
        self._link = link
        self.missing = missing

    def source(self, figure: Figure) -> str | None:
        """What goes into ``src``; ``None`` when the photo is not here or is no picture."""
        if self._link:
            return self._link(figure.sha256) if figure.sha256 else None
        for sha256 in (figure.thumbnail, figure.sha256):
            content = self._picture(sha256) if sha256 else None
            kind = _kind(content or b"")
            if content and kind:
                return _inside(content, kind)
        return None


def icon(name: str) -> Html:
    """A pictogram; decoration, for a word always stands beside it."""
    return tag("svg", tag("use", href=f"#{name}"), class_="ic", aria_hidden="true")


def point(entry: Entry, pictures: Pictures) -> Html:
    """One point: what it is called, how it stands, what was said, what it looks like, what was answered."""
    name = f"h{entry.mark}"
    heading = tag("h3", tag("span", f"{entry.named}: ", class_="vh"), tag("bdi", entry.heading), id=name)
    head = tag(
        "div",
        tag("span", entry.mark, class_="nr", aria_hidden="true"),
        tag("div", heading, _meta(entry)),
        tag("span", icon(f"s-{entry.state}"), entry.state_words, class_=f"st {entry.tone}"),
        class_="hd",
    )
    body = tag("div", _told(entry, pictures), _answer(entry.reply) if entry.reply else None, class_="body")
    return tag("article", head, body, class_="pt", id=f"p{entry.mark}", aria_labelledby=name)


def good_place(entry: Entry, pictures: Pictures) -> Html:
    """A good place: its letter, its photos, why it works and how it is kept."""
    heading = tag(
        "h3",
        tag("span", entry.mark, class_="sq", aria_hidden="true"),
        tag("span", tag("span", f"{entry.named}: ", class_="vh"), tag("bdi", entry.heading)),
        id=f"h{entry.mark}",
    )
    why = (paragraphs(field.body) for field in entry.fields if not field.label)
    rest = [field for field in entry.fields if field.label]
    return tag(
        "section",
        heading,
        *_photos(entry, pictures),
        *why,
        _fields(rest) if rest else None,
        _answer(entry.reply) if entry.reply else None,
        aria_labelledby=f"h{entry.mark}",
    )


def _meta(entry: Entry) -> Html | None:
    kind = tag("span", icon(f"c-{entry.category}"), entry.category_words)
    bars = (tag("i", class_="on" if level <= entry.severity else None) for level in (1, 2, 3))
    urgency = tag(
        "span",
        tag("span", *bars, class_="bars", aria_hidden="true"),
        entry.severity_words,
        class_="urgent" if entry.severity == 3 else None,
    )
    shown = [kind] if entry.heading != entry.category_words else []
    shown += [urgency] if entry.severity else []
    return tag("div", *shown, class_="meta") if shown else None


def _told(entry: Entry, pictures: Pictures) -> Html:
    photos = _photos(entry, pictures)
    if len(photos) == 1:
        return tag("div", tag("div", *photos, class_="ph one"), _fields(entry.fields), class_="side")
    grid = tag("div", *photos, class_="ph three" if len(photos) > 2 and len(photos) != 4 else "ph")
    return joined(grid if photos else None, _fields(entry.fields, wide=True))


def _fields(fields: Iterable[Field], wide: bool = False) -> Html:
    rows = (tag("div", tag("dt", field.label), tag("dd", _body(field)), class_=_width(field)) for field in fields)
    return tag("dl", *rows, class_="f wide" if wide else "f")


def _width(field: Field) -> str | None:
    return None if field.name in _SHORT_FIELDS else "long"


def _body(field: Field) -> Html:
    return tag("bdi", field.body) if field.name in _SHORT_FIELDS else paragraphs(field.body)


def _photos(entry: Entry, pictures: Pictures) -> list[Html]:
    """Its photos, and in the place of those that wait how many they are."""
    waiting = [tag("figure", tag("p", entry.waiting, class_="gone"))] if entry.waiting else []
    return [*(_photo(figure, pictures) for figure in entry.figures), *waiting]


def _photo(figure: Figure, pictures: Pictures) -> Html:
    source = pictures.source(figure)
    caption = tag("figcaption", figure.caption, dir="auto")
    if source is None:
        return tag("figure", tag("p", pictures.missing, class_="gone"), caption)
    later = None if source.startswith("data:") else "lazy"
    return tag("figure", tag("img", src=source, alt=figure.alt, loading=later), caption)


def _answer(reply: Reply) -> Html:
    first, *rest = [row for row in reply.body.split("\n") if row.strip()] or [""]
    lead = tag("p", tag("b", reply.lead, class_=reply.tone), " ", tag("bdi", first) if first else None)
    by = tag("p", tag("bdi", reply.by), class_="by") if reply.by else None
    return tag("div", lead, *(tag("p", row, dir="auto") for row in rest), by, class_=f"ans {reply.tone}")


def _kind(content: bytes) -> str | None:
    return next((kind for begin, kind in _SIGNATURES.items() if content.startswith(begin)), None)


def _inside(content: bytes, kind: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"
