"""The cover's motif: five lamps in a row, and the one that is out is what the walk is about."""

from __future__ import annotations

from collections.abc import Mapping

_LAMPS, _OUT = 5, 3


def motif(palette: Mapping[str, str]) -> str:
    """The motif as an ``<svg>`` of 300 x 150, decoration only, for a band in the palette's ``band``."""
    lamps = "".join(_lamp(30 + index * 60, index != _OUT, palette) for index in range(_LAMPS))
    ground = '<path d="M0 140H300" stroke="#8FB6BF" stroke-width="1.5" fill="none"/>'
    size = 'width="300" height="150" viewBox="0 0 300 150"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" aria-hidden="true" {size}>{ground}{lamps}</svg>'


def _lamp(x: int, lit: bool, palette: Mapping[str, str]) -> str:
    lamp, pole = palette["lamp"], "#CFE1E5"
    light = (
        f'<path d="M{x + 13} 42L{x - 14} 140H{x + 40}Z" fill="{lamp}" opacity=".2"/>'
        f'<path d="M{x + 13} 42L{x + 1} 140H{x + 27}Z" fill="{lamp}" opacity=".18"/>'
    )
    shape = f'<path d="M{x} 140V46a10 10 0 0 1 10-10h4" fill="none" stroke="{pole}" stroke-width="2.4"/>'
    head = f'fill="{lamp}" stroke="{lamp}"' if lit else f'fill="none" stroke="{pole}"'
    return (light if lit else "") + shape + f'<path d="M{x + 6} 42h16l-4-8h-8Z" {head} stroke-width="1.6"/>'
