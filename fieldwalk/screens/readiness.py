"""What may fail on the way, told before the walk begins. It stands in nobody's way."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from fieldwalk.screens.here import use_here, use_loaded
from fieldwalk.theme import Look
from fieldwalk.widgets.frames import told


@ft.component
def Ready() -> ft.Control:
    """Nothing when all is well, and as long as the phone has not answered."""
    here = use_here()
    return draw_ready(here.look, use_loaded(here.fieldwalk.readiness.concerns) or ())


def draw_ready(look: Look, concerns: Sequence[str]) -> ft.Control:
    """One line for each, with what to do about it."""
    if not concerns:
        return ft.Container(visible=False)
    words = "\n".join(look.say(f"ready.{concern}") for concern in concerns)
    return ft.Semantics(content=told(words), live_region=True)
