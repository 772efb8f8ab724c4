"""Signing in with an account: a name, a password, and the digits only when they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import flet as ft

from fieldwalk import routes
from fieldwalk.domain.refusals import Refused
from fieldwalk.screens.here import go, use_here, use_loaded, use_receipt
from fieldwalk.screens.holding import use_holding
from fieldwalk.screens.views import page_view
from fieldwalk.services.signing_in import provider_address
from fieldwalk.theme import FINISH, XL, Look, M
from fieldwalk.widgets.buttons import lamp_button, plain_button
from fieldwalk.widgets.fields import asked, writing
from fieldwalk.widgets.frames import body, column_width, foot, screen, stack_of, top_bar
from fieldwalk.widgets.states import refused
from fieldwalk.widgets.words import heading, quiet

TRYING = "trying"
SECOND = "second_factor_needed"


@dataclass(frozen=True)
class Shown:
    """What is written. ``asks_code``: the server has asked for the second factor."""

    login: str = ""
    password: str = ""
    code: str = ""
    asks_code: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether all that is asked for is there."""
        return bool(self.login.strip() and self.password and (self.code.strip() or not self.asks_code))


@ft.component
def SignIn() -> ft.View:
    """The page; a phone that captured something before takes it along."""
    here = use_here()
    form = use_holding(Shown())
    state, set_state = ft.use_state("")
    _, give = use_receipt()
    page = ft.context.page
    signing_in = here.fieldwalk.signing_in
    provider = use_loaded(signing_in.provider)

    async def sign_in() -> None:
        shown = form.now()
        if not shown.is_whole:
            return
        set_state(TRYING)
        try:
            await signing_in.sign_in(shown.login.strip(), shown.password, shown.code)
        except Refused as refusal:
            asks = refusal.code == SECOND
            set_state("" if asks and not shown.asks_code else refusal.code)
            form.change(lambda held: replace(held, asks_code=held.asks_code or asks))
            return
        here.fieldwalk.exchange.wake()
        await here.fieldwalk.exchange.turn()
        give(here.look.say("sign_in.done"))
        page.navigate(routes.HOME)

    def write(**words: str) -> None:
        form.change(lambda held: replace(held, **words))  # type: ignore[arg-type]

    return page_view(
        draw_sign_in(
            here.look, form.shown, write, lambda: page.run_task(sign_in), go(routes.MORE), state, provider or ""
        )
    )


def draw_sign_in(
    look: Look,
    form: Shown,
    write: Callable[..., None],
    sign_in: Callable[[], object],
    back: Callable[[], None],
    state: str,
    provider: str = "",
) -> ft.Control:
    """Two fields, a third when it is asked for, one lit button; the identity provider's below, where there is one."""
    trying = state == TRYING
    groups: list[ft.Control] = [
        stack_of(heading(look.say("sign_in.title"), "headline", 1), quiet(look.say("sign_in.words"), "body")),
        asked(look.say("sign_in.login"), _login(look, form, write)),
        asked(look.say("sign_in.password"), password_field(look, "sign_in.password", form.password, write, sign_in)),
    ]
    if form.asks_code:
        groups.append(
            asked(
                look.say("sign_in.code"),
                quiet(look.say("sign_in.code_words")),
                code_field(look, "sign_in.code", form.code, lambda words: write(code=words), sign_in),
            )
        )
    word = look.say("sign_in.trying" if trying else "sign_in.title")
    button = lamp_button(word, ft.Icons.LOGIN_ROUNDED, None if trying else sign_in, height=FINISH, size=20)
    below = [provider_button(look, provider)] if provider else []
    return column_width(
        screen(
            top_bar("", look, back=back),
            body(*groups, spacing=XL),
            trouble_foot(look, "" if trying else state, stack_of(button, *below, spacing=M)),
        ),
        look,
        520,
    )


def trouble_foot(look: Look, trouble: str, buttons: ft.Control) -> ft.Control:
    """The buttons, with what was refused right over them: nobody has to look for it further up or down."""
    return foot(*([refused(trouble, look)] if trouble else []), buttons)


def password_field(
    look: Look, key: str, value: str, write: Callable[..., None], submit: Callable[[], object], *, new: bool = False
) -> ft.Control:
    """A field for a password, which a manager may fill."""
    kind = ft.AutofillHint.NEW_PASSWORD if new else ft.AutofillHint.PASSWORD
    return writing(
        value, "", lambda words: write(password=words),
        label=look.say(key), secret=True, exact=True, autofill=kind, on_submit=submit,
    )  # fmt: skip


def code_field(
    look: Look, key: str, value: str, write: Callable[[str], None], submit: Callable[[], object]
) -> ft.Control:
    """A field for six digits or, letters too, a recovery code."""
    hint = ft.AutofillHint.ONE_TIME_CODE
    return writing(value, "123 456", write, label=look.say(key), exact=True, autofill=hint, on_submit=submit)


def provider_button(look: Look, name: str, link: str = "") -> ft.Control:
    """Leads the browser to the identity provider, which leads it back into the app."""
    address = ft.Url(provider_address(link), target=ft.UrlTarget.SELF)
    return plain_button(look.say("sign_in.provider", name=name), None, ft.Icons.BADGE_OUTLINED, url=address)


def _login(look: Look, form: Shown, write: Callable[..., None]) -> ft.Control:
    return writing(
        form.login, "", lambda words: write(login=words),
        label=look.say("sign_in.login"), exact=True, autofill=ft.AutofillHint.USERNAME,
    )  # fmt: skip
