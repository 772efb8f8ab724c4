"""One step with one's own account: it asks first whether it is still the same person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import flet as ft

from fieldwalk import routes
from fieldwalk.domain.accounts import Begun
from fieldwalk.domain.refusals import Refused
from fieldwalk.screens.authenticator import CopyKey, authenticator, draw_codes
from fieldwalk.screens.here import go, use_here, use_loaded, use_receipt
from fieldwalk.screens.holding import use_holding
from fieldwalk.screens.own_account import FACTOR, PASSWORD
from fieldwalk.screens.sign_in import TRYING, code_field, password_field, trouble_foot
from fieldwalk.screens.views import page_view
from fieldwalk.services.own_account import OwnAccount, Proof
from fieldwalk.services.signing_in import LEAST
from fieldwalk.theme import FINISH, XL, Look
from fieldwalk.widgets.buttons import Act, lamp_button
from fieldwalk.widgets.fields import asked, choice_row
from fieldwalk.widgets.frames import body, column_width, screen, top_bar
from fieldwalk.widgets.words import quiet


@dataclass(frozen=True)
class Form:
    """What is written: the password of now and the digits, then what the step asks for."""

    password: str = ""
    code: str = ""
    new: str = ""
    digits: str = ""
    end_others: bool = True

    @property
    def proof(self) -> Proof:
        """As the server checks it."""
        return Proof(self.password, self.code)


_NOT_BEGUN: Begun | None = None


@ft.component
def AccountStep() -> ft.View:
    """The page of the step in the address; a new second factor is begun, then confirmed; codes are shown once."""
    here = use_here()
    step = ft.use_route_params().get("step", "")
    account, look = here.fieldwalk.own_account, here.look
    known = use_loaded(account.told)
    form = use_holding(Form())
    begun, set_begun = ft.use_state(_NOT_BEGUN)
    codes, set_codes = ft.use_state(list[str]())
    state, set_state = ft.use_state("")
    _, give = use_receipt()
    page = ft.context.page

    async def do() -> None:
        held = form.now()
        set_state(TRYING)
        try:
            came = await go_on(account, step, held, begun)
        except Refused as refusal:
            set_state(refusal.code)
            return
        set_state("")
        if isinstance(came, Begun):
            set_begun(came)
        elif came:
            set_codes(came)
        else:
            done()

    def done() -> None:
        give(look.say(f"own_account.{step}.done"))
        page.navigate(routes.OWN_ACCOUNT)

    def write(**values: object) -> None:
        form.change(lambda held: replace(held, **values))  # type: ignore[arg-type]

    def act() -> None:
        page.run_task(do)

    if codes:
        return page_view(draw_codes(look, codes, done))
    asks_code = known is None or known.has_second_factor
    back = go(routes.OWN_ACCOUNT)
    if begun is not None:
        copy = [CopyKey(look, begun.secret)]
        return page_view(draw_new_factor(look, begun, form.shown, write, act, back, state, copy))
    return page_view(draw_step(look, step, form.shown, write, act, back, state, asks_code=asks_code))


async def go_on(account: OwnAccount, step: str, held: Form, begun: Begun | None) -> Begun | list[str]:
    """Do what the step is for: a second factor that is begun, the codes to show, or nothing more. May be refused."""
    if step == PASSWORD:
        await account.change_password(held.proof, held.new, end_others=held.end_others)
        return []
    if begun is not None:
        return await account.confirm_second_factor(begun.ticket, held.digits)
    if step == FACTOR:
        return await account.begin_second_factor(held.proof)
    return await account.renew_codes(held.proof)


def draw_step(
    look: Look,
    step: str,
    form: Form,
    write: Callable[..., None],
    act: Act,
    back: Act,
    state: str,
    *,
    asks_code: bool,
) -> ft.Control:
    """What the step is for, the proof, and for a new password that password too."""
    groups: list[ft.Control] = [quiet(look.say(f"own_account.{step}.words"), "body")]
    now = password_field(look, "own_account.now", form.password, write, act)
    groups.append(asked(look.say("own_account.now"), now))
    if asks_code:
        digits = code_field(look, "sign_in.code", form.code, lambda words: write(code=words), act)
        groups.append(asked(look.say("sign_in.code"), quiet(look.say("sign_in.code_words")), digits))
    if step == PASSWORD:
        groups += _new_password(look, form, write, act)
    return _page(look, step, groups, state, act, back, f"own_account.{step}.go")


def draw_new_factor(
    look: Look,
    begun: Begun,
    form: Form,
    write: Callable[..., None],
    act: Act,
    back: Act,
    state: str,
    copy: Sequence[ft.Control] = (),
) -> ft.Control:
    """The fresh secret, and the digits that show that it has arrived."""
    shown = [
        *authenticator(look, begun.secret, begun.address, copy),
        code_field(look, "account.digits", form.digits, lambda words: write(digits=words), act),
    ]
    return _page(look, FACTOR, [asked(look.say("account.second"), *shown)], state, act, back, "own_account.confirm")


def _new_password(look: Look, form: Form, write: Callable[..., None], act: Act) -> list[ft.Control]:
    field = password_field(look, "own_account.new", form.new, lambda password: write(new=password), act, new=True)
    return [
        asked(look.say("own_account.new"), quiet(look.say("account.password_words", least=LEAST)), field),
        choice_row(
            look.say("own_account.end_others"), lambda: write(end_others=not form.end_others), chosen=form.end_others
        ),
    ]


def _page(
    look: Look, step: str, groups: Sequence[ft.Control], state: str, act: Act, back: Act, word: str
) -> ft.Control:
    trying = state == TRYING
    button = lamp_button(look.say(word), ft.Icons.CHECK_ROUNDED, None if trying else act, height=FINISH, size=20)
    head = top_bar(look.say(f"own_account.{step}"), look, back=back)
    return column_width(
        screen(head, body(*groups, spacing=XL), trouble_foot(look, "" if trying else state, button)), look, 520
    )
