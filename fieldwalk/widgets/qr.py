"""A QR code, drawn on the phone: no network and no picture file."""

from __future__ import annotations

import flet as ft
import segno

from fieldwalk.theme import CARD, LIGHT, L


def qr(content: str, label: str, size: int = 240) -> ft.Control:
    """The code of ``content``, black on what lies under it; ``label`` for those who do not see it."""
    return ft.Image(src=_svg(content), width=size, height=size, semantics_label=label)


def to_scan(content: str, label: str, size: int, around: int = L) -> ft.Control:
    """The code in the middle of the page, on a ground that is light in the dark look too; ``around`` it is air."""
    ground = ft.Container(
        qr(content, label, size), bgcolor=LIGHT["surface_container_lowest"], border_radius=CARD, padding=around
    )
    return ft.Row([ground], alignment=ft.MainAxisAlignment.CENTER)


def _svg(content: str) -> str:
    """The code as one filled path. Segno's own SVG draws strokes, and Flutter leaves gaps between those."""
    rows = list(segno.make(content, error="m").matrix)
    squares = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    side = len(rows)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><path d="{squares}"/></svg>'
