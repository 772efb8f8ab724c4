"""A second factor on its way into an authenticator, and the recovery codes that come with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import flet as ft

from fieldwalk.theme import FINISH, XL, Look, M
from fieldwalk.widgets.buttons import lamp_button, text_button
from fieldwalk.widgets.frames import body, card, column_width, foot, screen, stack_of, top_bar
from fieldwalk.widgets.qr import to_scan
from fieldwalk.widgets.words import heading, quiet, text


def authenticator(look: Look, secret: str, address: str, copy: Sequence[ft.Control] = ()) -> list[ft.Control]:
    """The secret as a square to scan, as a link for the phone that shows it, and to read; ``copy`` copies it."""
    grouped = " ".join(secret[begin : begin + 4] for begin in range(0, len(secret), 4))
    # A phone does not scan its own screen.
    there = ft.Url(address, target=ft.UrlTarget.BLANK)
    here = [text_button(look.say("account.open_here"), None, ft.Icons.PHONELINK_LOCK_ROUNDED, url=there)]
    return [
        quiet(look.say("account.second_words")),
        to_scan(address, look.say("account.qr_label"), 220),
        text(look.say("account.key", secret=grouped), align=ft.TextAlign.CENTER),
        ft.Row([*(here if look.narrow else []), *copy], alignment=ft.MainAxisAlignment.CENTER, wrap=True),
    ]


@ft.component
def CopyKey(look: Look, secret: str) -> ft.Control:
    """Puts the secret on the clipboard, and says so."""
    copied, set_copied = ft.use_state(False)
    word = look.say("account.copied" if copied else "account.copy")
    icon = ft.Icons.CHECK_ROUNDED if copied else ft.Icons.CONTENT_COPY_ROUNDED
    return text_button(word, lambda: set_copied(True), icon, action=ft.CopyToClipboard(secret))


def draw_codes(look: Look, codes: Sequence[str], done: Callable[[], None]) -> ft.Control:
    """The codes, large enough to copy by hand."""
    rows = [text(look.own(code), "title", align=ft.TextAlign.CENTER) for code in codes]
    words = stack_of(heading(look.say("account.codes"), "headline", 1), quiet(look.say("account.codes_words"), "body"))
    button = lamp_button(look.say("account.codes_done"), ft.Icons.CHECK_ROUNDED, done, height=FINISH, size=20)
    shown = body(words, card(stack_of(*rows, spacing=M)), spacing=XL)
    return column_width(screen(top_bar("", look), shown, foot(button)), look, 520)
