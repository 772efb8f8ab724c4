"""Everything of this phone in one file: for the day when it can not be sent."""

from __future__ import annotations

import flet as ft

from fieldwalk.domain.refusals import Refused
from fieldwalk.screens.here import Here, use_here
from fieldwalk.theme import Look, M
from fieldwalk.widgets.buttons import Act, plain_button
from fieldwalk.widgets.frames import card, stack_of
from fieldwalk.widgets.states import refused
from fieldwalk.widgets.words import quiet, text


@ft.component
def Rescue() -> ft.Control:
    """Packs the file and hands it to the phone, which keeps it where downloads lie."""
    here = use_here()
    state, set_state = ft.use_state("")
    picker = ft.use_memo(ft.FilePicker, [])

    async def save() -> None:
        set_state("packing")
        try:
            content = await here.fieldwalk.rescuing.file()
        except Refused as refusal:
            set_state(refusal.code)
            return
        await picker.save_file(file_name=file_name(here), src_bytes=content)
        set_state("saved")

    return draw_rescue(here.look, state, save)


def file_name(here: Here) -> str:
    """What the file is called: the day is in it, so that two of them lie side by side."""
    return f"fieldwalk-raddning-{here.today().isoformat()}.zip"


def draw_rescue(look: Look, state: str, save: Act) -> ft.Control:
    """What it is for, and the button. ``state`` is empty, ``packing``, ``saved`` or a refusal's code."""
    packing = state == "packing"
    word = look.say("more.rescue_packing" if packing else "more.rescue_go")
    rows: list[ft.Control] = [
        text(look.say("more.rescue_words")),
        plain_button(word, None if packing else save, ft.Icons.FOLDER_ZIP_OUTLINED),
    ]
    if state == "saved":
        said = quiet(look.say("more.rescue_saved"))
        rows.append(ft.Semantics(content=said, live_region=True))
    elif state and not packing:
        rows.append(refused(state, look))
    return card(stack_of(*rows, spacing=M))
