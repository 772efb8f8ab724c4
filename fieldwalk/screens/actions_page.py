"""The second tab: the caretaker's list, or the desk."""

from __future__ import annotations

import flet as ft

from fieldwalk.screens.care import Care
from fieldwalk.screens.desk import Desk
from fieldwalk.screens.here import use_here


@ft.component
def Actions() -> ft.Control:
    """What this phone's person works with."""
    shown: ft.Control = Care() if use_here().fieldwalk.joining.role() == "caretaker" else Desk()
    return shown
