"""One's own account: what there is, and the three things that can be done with it."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from fieldwalk import routes
from fieldwalk.domain.accounts import Account
from fieldwalk.screens.attempting import use_asked
from fieldwalk.screens.here import go, use_here, use_receipt
from fieldwalk.screens.leave import Leave
from fieldwalk.screens.under_way import said_bar
from fieldwalk.screens.views import page_view
from fieldwalk.theme import XL, Look, M
from fieldwalk.widgets.buttons import Act
from fieldwalk.widgets.frames import body, card, column_width, row_card, screen, stack_of, top_bar
from fieldwalk.widgets.states import loading, refused
from fieldwalk.widgets.words import lines, quiet, text

PASSWORD, FACTOR, CODES, DEVICES = "password", "second-factor", "codes", "devices"
FEW = 3
"""Recovery codes that are too few to be easy about."""
_SIGNS = {
    PASSWORD: ft.Icons.PASSWORD_ROUNDED,
    FACTOR: ft.Icons.PHONELINK_LOCK_ROUNDED,
    CODES: ft.Icons.LIST_ALT_ROUNDED,
    DEVICES: ft.Icons.DEVICES_ROUNDED,
}


@ft.component
def OwnAccount() -> ft.View:
    """Asked of the server when the page opens."""
    here = use_here()
    asked = use_asked(here.fieldwalk.own_account.told)
    receipt, _ = use_receipt()
    page = ft.context.page

    def lead(step: str) -> Act:
        place = routes.DEVICES if step == DEVICES else routes.own_account(step)
        return lambda: page.navigate(place)

    done = said_bar(receipt, here.look, margin=0)
    return page_view(draw_own_account(here.look, asked.told, asked.trouble, lead, go(routes.MORE), done, Leave()))


def draw_own_account(
    look: Look,
    account: Account | None,
    trouble: str,
    lead: Callable[[str], Act],
    back: Act,
    done: ft.Control | None = None,
    leave: ft.Control | None = None,
) -> ft.Control:
    """Who one is here, then a row a thing; signing out last. ``done`` says what was just done."""
    rows: list[ft.Control] = [done] if done else []
    if trouble == "not_found":
        rows += [card(text(look.say("own_account.none"))), _row(look, None, DEVICES, lead(DEVICES))]
    elif trouble:
        rows.append(refused(trouble, look))
    elif account is None:
        rows.append(loading(look))
    else:
        rows.append(_who(look, account))
        rows.append(stack_of(*(_row(look, account, step, lead(step)) for step in _steps(account)), spacing=M))
        rows += [leave] if leave else []
    head = top_bar(look.say("own_account.title"), look, back=back)
    return column_width(screen(head, body(*rows, spacing=XL)), look)


def _who(look: Look, account: Account) -> ft.Control:
    told = [look.say(f"role.{account.role}")]
    if not account.has_password:
        told.append(look.say("own_account.by_provider"))
    return card(lines(text(account.login, "label"), quiet(look.row(*told)), spacing=4))


def _steps(account: Account) -> list[str]:
    """Without a password nothing can be proved here, so nothing is changed here: the provider keeps all of it."""
    if not account.has_password:
        return [DEVICES]
    return [PASSWORD, FACTOR, *([CODES] if account.has_second_factor else []), DEVICES]


def _row(look: Look, account: Account | None, step: str, act: Act) -> ft.Control:
    is_first = account is not None and step == FACTOR and not account.has_second_factor
    word = "account.second" if is_first else f"own_account.{step}"
    below = [quiet(_left(look, account.recovery_codes_left))] if account and step == CODES else []
    sign = ft.Icon(_SIGNS[step], size=26, color=ft.Colors.ON_SURFACE_VARIANT)
    return row_card(sign, look.say(word), act, *below)


def _left(look: Look, number: int) -> str:
    left = look.count("own_account.left", number)
    return f"{left} {look.say('own_account.few')}" if number < FEW else left
