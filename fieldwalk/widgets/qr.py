"""A QR code, drawn on the phone: no network and no picture file."""

from __future__ import annotations

import io

import flet as ft
import segno


def qr(content: str, label: str, size: int = 240) -> ft.Control:
    """The code of ``content``, black on what lies under it; ``label`` for those who do not see it."""
    buffer = io.BytesIO()
    segno.make(content, error="m").save(buffer, kind="svg", border=0, scale=8, xmldecl=False, svgns=True)
    return ft.Image(src=buffer.getvalue().decode(), width=size, height=size, semantics_label=label)
