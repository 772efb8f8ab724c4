"""The sheet over somebody's account: a new link, another role, closing it. Each says first what it means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import flet as ft

from fieldwalk.domain.roles import STAFF
from fieldwalk.services.accounts import Holder
from fieldwalk.theme import Look, M
from fieldwalk.widgets.buttons import Act, plain_button
from fieldwalk.widgets.fields import choice_row
from fieldwalk.widgets.frames import sheet, stack_of
from fieldwalk.widgets.words import heading, quiet, text

ROLE = "role"
ACTS = ("again", ROLE, "close")
_SIGNS = {
    "again": ft.Icons.LINK_ROUNDED,
    ROLE: ft.Icons.BADGE_OUTLINED,
    "close": ft.Icons.PERSON_OFF_ROUNDED,
}


@dataclass(frozen=True)
class Doing:
    """``ask`` goes on to the question of an act, ``do`` does it (with a role where that is what changes)."""

    ask: Callable[[str], object]
    do: Callable[[str, str], object]
    close: Act


def draw_account_sheet(look: Look, account: Holder, asking: str, doing: Doing) -> ft.Control:
    """What can be done; with ``asking`` the question of that act. A closed account only opens again."""
    name = account.name or account.login
    if not asking:
        acts = ACTS if account.closed_at is None else ACTS[:1]
        rows = [_way_on(look, act, doing) for act in acts]
        words = stack_of(heading(name, "headline", 1), quiet(account.login, "body"))
        return sheet(words, stack_of(*rows, _back(look, doing), spacing=M))
    words = stack_of(
        heading(look.say(f"accounts.{asking}.ask"), "headline", 1),
        text(name, "label"),
        quiet(look.say(f"accounts.{asking}.words"), "body"),
    )
    if asking == ROLE:
        roles = [_role(look, account, role, doing) for role in STAFF]
        return sheet(words, stack_of(*roles, spacing=M), _back(look, doing))
    go_on = plain_button(look.say(f"accounts.{asking}.go"), lambda: doing.do(asking, ""), _SIGNS[asking])
    return sheet(words, stack_of(go_on, _back(look, doing), spacing=M))


def _way_on(look: Look, act: str, doing: Doing) -> ft.Control:
    return plain_button(look.say(f"accounts.{act}"), lambda: doing.ask(act), _SIGNS[act])


def _role(look: Look, account: Holder, role: str, doing: Doing) -> ft.Control:
    act = doing.close if role == account.role else lambda: doing.do(ROLE, role)
    return choice_row(look.say(f"role.{role}"), act, chosen=role == account.role)


def _back(look: Look, doing: Doing) -> ft.Control:
    return plain_button(look.say("go.back"), doing.close, filled=False)
