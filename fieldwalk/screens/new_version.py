"""A newer version of the app: told quietly, taken when the person says so, never in the middle of a walk."""

from __future__ import annotations

import flet as ft

from fieldwalk.screens.here import use_following, use_records
from fieldwalk.theme import M
from fieldwalk.widgets.buttons import plain_button
from fieldwalk.widgets.frames import card, stack_of
from fieldwalk.widgets.words import heading, quiet


@ft.component
def NewVersion() -> ft.Control:
    """Nothing while there is nothing newer."""
    here = use_records("walk")
    updating, look = here.fieldwalk.updating, here.look
    use_following(updating.subscribe)
    if not updating.ready:
        return ft.Container(visible=False)
    walking = here.fieldwalk.walks.under_way() is not None
    words = quiet(look.say("more.newer_later" if walking else "more.newer_words"), "body")
    button = plain_button(look.say("more.newer_go"), updating.apply, ft.Icons.UPDATE_ROUNDED)
    rows = [heading(look.say("more.newer")), words, *([] if walking else [button])]
    return card(stack_of(*rows, spacing=M))
