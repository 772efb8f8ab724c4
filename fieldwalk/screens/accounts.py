"""Who may sign in, for who keeps the accounts: a list, and on a press what can be done with one of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import flet as ft

from fieldwalk import routes
from fieldwalk.screens.account_keeping import Doing, draw_account_sheet
from fieldwalk.screens.account_way import draw_way
from fieldwalk.screens.attempting import use_asked
from fieldwalk.screens.here import go, use_here, use_receipt
from fieldwalk.screens.under_way import said_bar
from fieldwalk.screens.views import page_view
from fieldwalk.services.accounts import Accounts as Keeping
from fieldwalk.services.accounts import Holder, Way
from fieldwalk.text.moments import day_and_time
from fieldwalk.theme import XL, Look, M
from fieldwalk.widgets.buttons import Act, lamp_button
from fieldwalk.widgets.fields import asked
from fieldwalk.widgets.frames import body, bottom_sheet, column_width, foot, row_card, screen, stack_of, top_bar
from fieldwalk.widgets.states import loading, refused
from fieldwalk.widgets.words import quiet

_NOBODY: Holder | None = None
_NO_WAY: Way | None = None


@ft.component
def Accounts() -> ft.View:
    """Asked of the server when the page opens, and again after each step."""
    here = use_here()
    keeping, look, page = here.fieldwalk.accounts, here.look, ft.context.page
    listed = use_asked(keeping.listed)
    chosen, set_chosen = ft.use_state(_NOBODY)
    asking, set_asking = ft.use_state("")
    way, set_way = ft.use_state(_NO_WAY)
    receipt, give = use_receipt()

    def close() -> None:
        set_chosen(None)
        set_asking("")

    async def do(account: Holder, act: str, role: str = "") -> None:
        async def attempted() -> None:
            made = await keep(keeping, account, act, role)
            set_way(made)
            if made is None:
                give(look.say(f"accounts.{act}.done"))
                await listed.ask()

        close()
        await listed.attempt(attempted)

    def leave_way() -> None:
        set_way(None)

    drawn = None
    if chosen is not None:
        doing = Doing(set_asking, lambda act, role: page.run_task(do, chosen, act, role), close)
        drawn = draw_account_sheet(look, chosen, asking, doing)
    ft.use_dialog(bottom_sheet(drawn, close) if drawn else None)
    if way:
        return page_view(draw_way(look, way, leave_way, ft.CopyToClipboard(way.url)))
    mine = here.fieldwalk.joining.person_id()
    done = said_bar(receipt, look, margin=0)
    invite, back = go(routes.INVITE_ACCOUNT), go(routes.MORE)
    return page_view(draw_accounts(look, listed.told, mine, set_chosen, invite, back, listed.trouble, done))


async def keep(keeping: Keeping, account: Holder, act: str, role: str) -> Way | None:
    """Do ``act`` with the account; the link to hand over when it makes one. May be refused."""
    if act == "again":
        return await keeping.again(account.id)
    await (keeping.change_role(account.id, role) if act == "role" else keeping.close(account.id))
    return None


def draw_accounts(
    look: Look,
    listed: Sequence[Holder] | None,
    mine: str,
    choose: Callable[[Holder], object],
    invite: Act,
    back: Act,
    trouble: str = "",
    done: ft.Control | None = None,
) -> ft.Control:
    """The open accounts, then the closed ones. ``mine`` is the person who looks: theirs leads nowhere."""
    groups: list[ft.Control] = [done] if done else []
    groups += [refused(trouble, look)] if trouble else []
    if listed is None and not trouble:
        groups.append(loading(look))
    for word, is_closed in (("accounts.open", False), ("accounts.closed", True)):
        rows = [_row(look, each, mine, choose) for each in listed or () if (each.closed_at is not None) == is_closed]
        groups += [asked(look.say(word), stack_of(*rows, spacing=M))] if rows else []
    head = top_bar(look.say("accounts.title"), look, back=back)
    button = lamp_button(look.say("accounts.invite"), ft.Icons.PERSON_ADD_ROUNDED, invite)
    return column_width(screen(head, body(*groups, spacing=XL), foot(button)), look)


def _row(look: Look, account: Holder, mine: str, choose: Callable[[Holder], object]) -> ft.Control:
    is_mine = account.person_id == mine
    told = [account.login, look.say(f"role.{account.role}")]
    if account.closed_at is None and not account.has_second_factor:
        told.append(look.say("accounts.no_factor"))
    if account.closed_at is None and account.signed_in_at is None:
        told.append(look.say("accounts.never"))
    if account.signed_in_at is not None:
        told.append(look.say("accounts.seen", when=day_and_time(account.signed_in_at, look.language)))
    if is_mine:
        told.append(look.say("accounts.me"))
    sign = ft.Icon(ft.Icons.PERSON_ROUNDED, size=26, color=ft.Colors.ON_SURFACE_VARIANT)
    act = None if is_mine else lambda: choose(account)
    return row_card(sign, account.name or account.login, act, quiet(look.row(*told)))
