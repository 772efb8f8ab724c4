"""Opening an account by its link: a password, an authenticator, and the recovery codes to write down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import flet as ft

from fieldwalk import routes
from fieldwalk.domain.refusals import Refused
from fieldwalk.screens.authenticator import CopyKey, authenticator, draw_codes
from fieldwalk.screens.here import Here, go, use_here, use_loaded, use_receipt
from fieldwalk.screens.holding import use_holding
from fieldwalk.screens.sign_in import TRYING, code_field, password_field, provider_button, trouble_foot
from fieldwalk.screens.views import page_view
from fieldwalk.services.signing_in import LEAST, Offer
from fieldwalk.theme import FINISH, XL, Look, M
from fieldwalk.widgets.buttons import lamp_button
from fieldwalk.widgets.fields import asked
from fieldwalk.widgets.frames import body, column_width, screen, stack_of, top_bar
from fieldwalk.widgets.states import loading, refused
from fieldwalk.widgets.words import heading, quiet


@dataclass(frozen=True)
class Chosen:
    """What is chosen."""

    password: str = ""
    code: str = ""


@ft.component
def OpenAccount() -> ft.View:
    """The page of the link in the address, then the page of the codes: they are shown once."""
    here = use_here()
    link = ft.use_route_params().get("link", "")
    offer, set_offer = ft.use_state(_NONE)
    form = use_holding(Chosen())
    state, set_state = ft.use_state("")
    codes, set_codes = ft.use_state(list[str]())
    _, give = use_receipt()
    page = ft.context.page
    signing_in = here.fieldwalk.signing_in
    provider = use_loaded(signing_in.provider)

    async def look_at() -> None:
        try:
            set_offer(await signing_in.offer(link))
        except Refused as refusal:
            set_state(refusal.code)

    async def accept() -> None:
        set_state(TRYING)
        chosen = form.now()
        try:
            told = await signing_in.accept(link, chosen.password, chosen.code)
        except Refused as refusal:
            set_state(refusal.code)
            return
        set_codes(told)
        here.fieldwalk.exchange.wake()
        await here.fieldwalk.exchange.turn()
        if not told:
            done()

    def done() -> None:
        give(here.look.say("sign_in.done"))
        page.navigate(routes.HOME)

    def write(**words: str) -> None:
        form.change(lambda held: replace(held, **words))

    ft.use_effect(look_at, dependencies=[link])
    if codes:
        return page_view(draw_codes(here.look, codes, done))
    drawn = draw_account(
        here.look, offer, form.shown, write, lambda: page.run_task(accept), go(routes.HOME), state,
        _provider(here, provider, link), [CopyKey(here.look, offer.secret)] if offer else [],
    )  # fmt: skip
    return page_view(drawn)


_NONE: Offer | None = None


def draw_account(
    look: Look,
    offer: Offer | None,
    form: Chosen,
    write: Callable[..., None],
    accept: Callable[[], object],
    back: Callable[[], None],
    state: str,
    provider: Sequence[ft.Control] = (),
    copy: Sequence[ft.Control] = (),
) -> ft.Control:
    """Who one becomes, the password, and the authenticator."""
    trying = state == TRYING
    if offer is None:
        groups: list[ft.Control] = [refused(state, look)] if state and not trying else [loading(look)]
        return column_width(screen(top_bar("", look, back=back), body(*groups, spacing=XL)), look, 520)
    title = "account.anew" if offer.is_known else "account.title"
    groups = [
        stack_of(heading(look.say(title), "headline", 1), quiet(_becomes(look, offer), "body")),
        asked(
            look.say("account.password"),
            quiet(look.say("account.password_words", least=LEAST)),
            password_field(look, "account.password", form.password, write, accept, new=True),
        ),
        asked(
            look.say("account.second"),
            *authenticator(look, offer.secret, offer.address, copy),
            code_field(look, "account.digits", form.code, lambda words: write(code=words), accept),
        ),
    ]
    word = look.say("account.trying" if trying else "account.save" if offer.is_known else "account.go")
    button = lamp_button(word, ft.Icons.CHECK_ROUNDED, None if trying else accept, height=FINISH, size=20)
    buttons = trouble_foot(look, "" if trying else state, stack_of(button, *provider, spacing=M))
    return column_width(screen(top_bar("", look, back=back), body(*groups, spacing=XL), buttons), look, 520)


def _becomes(look: Look, offer: Offer) -> str:
    return look.row(offer.login, look.say(f"role.{offer.role}"), offer.organisation_title)


def _provider(here: Here, name: str | None, link: str) -> list[ft.Control]:
    return [provider_button(here.look, name, link)] if name else []
