"""Opening an account by its link: a password, an authenticator, and the recovery codes to write down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import flet as ft

from fieldwalk import routes
from fieldwalk.domain.refusals import Refused
from fieldwalk.screens.here import Here, go, use_here, use_loaded, use_receipt
from fieldwalk.screens.holding import use_holding
from fieldwalk.screens.sign_in import TRYING, code_field, password_field, provider_button
from fieldwalk.screens.views import page_view
from fieldwalk.services.signing_in import LEAST, Offer
from fieldwalk.theme import CARD, FINISH, LIGHT, XL, L, Look, M
from fieldwalk.widgets.buttons import lamp_button
from fieldwalk.widgets.fields import asked
from fieldwalk.widgets.frames import body, card, column_width, foot, screen, stack_of, top_bar
from fieldwalk.widgets.qr import qr
from fieldwalk.widgets.states import loading, refused
from fieldwalk.widgets.words import heading, quiet, text


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
        _provider(here, provider, link),
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
) -> ft.Control:
    """Who one becomes, the password, and the authenticator."""
    trying = state == TRYING
    told = [refused(state, look)] if state and not trying else []
    if offer is None:
        groups: list[ft.Control] = told or [loading(look)]
        return column_width(screen(top_bar("", look, back=back), body(*groups, spacing=XL)), look, 520)
    groups = [
        stack_of(heading(look.say("account.title"), "headline", 1), quiet(_becomes(look, offer), "body")),
        asked(
            look.say("account.password"),
            quiet(look.say("account.password_words", least=LEAST)),
            password_field(look, "account.password", form.password, write, accept, new=True),
        ),
        asked(look.say("account.second"), *_second(look, offer, form, write, accept)),
        *told,
    ]
    word = look.say("account.trying" if trying else "account.go")
    button = lamp_button(word, ft.Icons.CHECK_ROUNDED, None if trying else accept, height=FINISH, size=20)
    buttons = foot(stack_of(button, *provider, spacing=M))
    return column_width(screen(top_bar("", look, back=back), body(*groups, spacing=XL), buttons), look, 520)


def draw_codes(look: Look, codes: Sequence[str], done: Callable[[], None]) -> ft.Control:
    """The codes, large enough to copy by hand."""
    rows = [text(code, "title", align=ft.TextAlign.CENTER) for code in codes]
    words = stack_of(heading(look.say("account.codes"), "headline", 1), quiet(look.say("account.codes_words"), "body"))
    button = lamp_button(look.say("account.codes_done"), ft.Icons.CHECK_ROUNDED, done, height=FINISH, size=20)
    shown = body(words, card(stack_of(*rows, spacing=M)), spacing=XL)
    return column_width(screen(top_bar("", look), shown, foot(button)), look, 520)


def _second(
    look: Look, offer: Offer, form: Chosen, write: Callable[..., None], accept: Callable[[], object]
) -> list[ft.Control]:
    square = ft.Container(
        qr(offer.address, look.say("account.qr_label"), 220),
        bgcolor=LIGHT["surface_container_lowest"],
        border_radius=CARD,
        padding=L,
    )
    grouped = " ".join(offer.secret[begin : begin + 4] for begin in range(0, len(offer.secret), 4))
    return [
        quiet(look.say("account.second_words")),
        ft.Row([square], alignment=ft.MainAxisAlignment.CENTER),
        text(look.say("account.key", secret=grouped), align=ft.TextAlign.CENTER),
        code_field(look, "account.digits", form.code, lambda words: write(code=words), accept),
    ]


def _becomes(look: Look, offer: Offer) -> str:
    return " · ".join(filter(None, (offer.login, look.say(f"role.{offer.role}"), offer.organisation_title)))


def _provider(here: Here, name: str | None, link: str) -> list[ft.Control]:
    return [provider_button(here.look, name, link)] if name else []
