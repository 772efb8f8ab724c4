"""The few pages that the server draws itself: plain HTML, light and dark, no script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape

import segno

from fieldwalk.assets import folder
from fieldwalk.documents.palette import DARK, LIGHT
from fieldwalk.text import LANGUAGES, Language, direction, text

_TOKENS = ("paper", "ink", "muted", "main", "on-main", "sand", "mist", "line")
_PICTOGRAMS = {"walker": "people", "leader": "walk", "coordinator": "state_planned", "caretaker": "state_done"}

_STYLE = """
* { box-sizing: border-box }
body { margin: 0; background: var(--sand); color: var(--ink); font: 18px/1.5 "Source Sans 3", system-ui, sans-serif }
main { max-width: 52rem; margin: 0 auto; padding: 1.5rem 1.25rem 4rem }
nav { text-align: end; margin-bottom: 1.5rem }
nav a { color: var(--main); display: inline-block; padding: .5rem 0; margin-inline-start: 1rem }
h1 { font-size: 2rem; line-height: 1.15; margin: 0 0 .75rem }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 0 }
p { margin: .25rem 0 0; color: var(--muted) }
.lead { font-size: 1.15rem; max-width: 36rem; margin-bottom: 2rem }
ul { list-style: none; padding: 0; margin: 0; display: grid; gap: 1rem;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)) }
li a { display: flex; gap: 1rem; height: 100%; padding: 1.25rem; border: 1px solid var(--line); border-radius: 16px;
  background: var(--paper); color: inherit; text-decoration: none }
li a:hover { border-color: var(--main) }
a:focus-visible { outline: 3px solid var(--main); outline-offset: 3px; border-radius: 16px }
li svg { flex: none; width: 52px; height: 52px; padding: 11px; border-radius: 14px; background: var(--mist);
  stroke: var(--main) }
.scan { display: flex; flex-wrap: wrap; gap: 1.5rem 2rem; align-items: center; margin-top: 2.5rem }
.scan svg { background: #fff; border-radius: 16px; width: 232px; height: 232px; flex: none }
.scan div { flex: 1 1 16rem }
.code { font-size: 2rem; letter-spacing: .15em; color: var(--ink); font-weight: 600 }
"""


@dataclass(frozen=True)
class Door:
    """One way in that a page offers. ``role`` is a role's word."""

    role: str
    url: str


@dataclass(frozen=True)
class Entrance:
    """The demo's ways in: a door for each role, and the planned walk's own, to scan or to type."""

    doors: Sequence[Door]
    walk_title: str
    walk_url: str
    walk_code: str


def page(title: str, body: str, language: str) -> str:
    """A whole page. ``title`` is plain text, ``body`` is HTML."""
    return (
        f'<!doctype html><html lang="{language}" dir="{direction(language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_colours()}{_STYLE}</style></head><body><main>{body}</main></body></html>"
    )


def enter(entrance: Entrance, language: str) -> str:
    """The demo's front door in ``language``: four roles to enter as, and a QR of the walk to join."""
    others = " ".join(_link(other) for other in LANGUAGES if other != language)
    cards = "".join(_card(door, language) for door in entrance.doors)
    body = (
        f"<nav>{others}</nav>"
        f"<h1>{_said('server.enter.title', language)}</h1>"
        f'<p class="lead">{_said("server.enter.lead", language)}</p>'
        f"<ul>{cards}</ul>{_scan(entrance, language)}"
    )
    return page(text("server.enter.title", language), body, language)


def refused(code: str, language: str) -> str:
    """Why somebody did not come in, what to do next, and the way back to the app."""
    title = text(f"refusal.{code}", language)
    said = f'<p class="lead">{_said(f"refusal.{code}.next", language)}</p>'
    back = f'<p><a href="/">{_said("server.back", language)}</a></p>'
    return page(title, f"<h1>{escape(title)}</h1>{said}{back}", language)


def not_built(language: str) -> str:
    """What stands at ``/`` while the browser app has not been built."""
    title = text("server.not_built.title", language)
    lead = f'<p class="lead">{_said("server.not_built.next", language)}</p>'
    return page(title, f"<h1>{escape(title)}</h1>{lead}", language)


def _link(other: Language) -> str:
    return f'<a href="/enter?language={other}" lang="{other}">{_said("server.language", other)}</a>'


def _card(door: Door, language: str) -> str:
    name, does = _said(f"server.role.{door.role}", language), _said(f"server.role.{door.role}.does", language)
    return f'<li><a href="{escape(door.url)}">{_pictogram(door.role)}<div><h2>{name}</h2><p>{does}</p></div></a></li>'


@cache
def _pictogram(role: str) -> str:
    """Our own drawing for the role; the word beside it says the same, so that it needs no text."""
    drawn = (folder() / "pictograms" / f"{_PICTOGRAMS[role]}.svg").read_text("utf-8").strip()
    return drawn.replace("<svg ", '<svg aria-hidden="true" ', 1).replace('stroke="#000000"', "")


@cache
def _colours() -> str:
    """The documents' own colours, by day and by night."""
    day, night = ("".join(f"--{name}:{colours[name]};" for name in _TOKENS) for colours in (LIGHT, DARK))
    return f":root{{color-scheme:light dark;{day}}}@media(prefers-color-scheme:dark){{:root{{{night}}}}}"


def _scan(entrance: Entrance, language: str) -> str:
    picture = segno.make(entrance.walk_url, error="m").svg_inline(border=4, title=entrance.walk_url, omitsize=True)
    return (
        f'<section class="scan">{picture}<div><h2>{_said("server.enter.scan", language)}</h2>'
        f"<p>{escape(entrance.walk_title)}</p><p>{_said('server.enter.type', language)}</p>"
        f'<p class="code">{escape(entrance.walk_code)}</p></div></section>'
    )


def _said(key: str, language: str) -> str:
    return escape(text(key, language))
