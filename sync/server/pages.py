"""The few pages that the server draws itself: plain HTML, light and dark, no script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import segno

from fieldwalk.text import text

_STYLE = """
:root { color-scheme: light dark; --ground: #faf9f6; --card: #fff; --ink: #1c2523; --soft: #5a6663; --line: #dfe3e0;
  --accent: #0f6b62; }
@media (prefers-color-scheme: dark) { :root { --ground: #121816; --card: #1b2321; --ink: #eef2f0; --soft: #a9b5b1;
  --line: #2e3936; --accent: #6fd0c3; } }
* { box-sizing: border-box }
body { margin: 0; background: var(--ground); color: var(--ink); font: 18px/1.5 "Source Sans 3", system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 .5rem } h2 { font-size: 1.25rem; margin: 0 }
p { margin: .25rem 0; color: var(--soft) }
.lead { font-size: 1.15rem; max-width: 38rem; margin-bottom: 2rem }
ul { list-style: none; padding: 0; margin: 0; display: grid; gap: 1rem;
  grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)) }
li a { display: block; height: 100%; padding: 1.25rem 1.35rem; border: 1px solid var(--line); border-radius: 16px;
  background: var(--card); color: inherit; text-decoration: none; border-left: 6px solid var(--accent) }
li a:hover { border-color: var(--accent) }
li a:focus-visible, nav a:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px }
.scan { display: flex; flex-wrap: wrap; gap: 1.5rem; align-items: center; margin-top: 2.5rem }
.scan svg { background: #fff; border-radius: 12px; width: 220px; height: 220px; flex: none }
.scan div { flex: 1 1 15rem } .code { font-size: 2rem; letter-spacing: .15em; color: var(--ink); font-weight: 600 }
nav { text-align: right } nav a { color: var(--accent) }
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
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><main>{body}</main></body></html>"
    )


def enter(entrance: Entrance, language: str) -> str:
    """The demo's front door in ``language``: four roles to enter as, and a QR of the walk to join."""
    other = "en" if language == "sv" else "sv"
    cards = "".join(_card(door, language) for door in entrance.doors)
    body = (
        f'<nav><a href="/enter?language={other}" lang="{other}">{_said("server.language", other)}</a></nav>'
        f"<h1>{_said('server.enter.title', language)}</h1>"
        f'<p class="lead">{_said("server.enter.lead", language)}</p>'
        f"<ul>{cards}</ul>{_scan(entrance, language)}"
    )
    return page(text("server.enter.title", language), body, language)


def not_built(language: str) -> str:
    """What stands at ``/`` while the browser app has not been built."""
    title = text("server.not_built.title", language)
    lead = f'<p class="lead">{_said("server.not_built.next", language)}</p>'
    return page(title, f"<h1>{escape(title)}</h1>{lead}", language)


def _card(door: Door, language: str) -> str:
    name, does = _said(f"server.role.{door.role}", language), _said(f"server.role.{door.role}.does", language)
    return f'<li><a href="{escape(door.url)}"><h2>{name}</h2><p>{does}</p></a></li>'


def _scan(entrance: Entrance, language: str) -> str:
    picture = segno.make(entrance.walk_url, error="m").svg_inline(scale=6, border=4, title=entrance.walk_url)
    return (
        f'<section class="scan">{picture}<div><h2>{_said("server.enter.scan", language)}</h2>'
        f'<p>{escape(entrance.walk_title)}</p><p>{_said("server.enter.type", language)}</p>'
        f'<p class="code">{escape(entrance.walk_code)}</p></div></section>'
    )


def _said(key: str, language: str) -> str:
    return escape(text(key, language))
