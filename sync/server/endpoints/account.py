"""One's own account: what is known of it, its password, its second factor."""

from __future__ import annotations

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from sync.server.access import AnyMember, Server
from sync.server.description import refusing
from sync.server.endpoints.join import address_of, qr_of
from sync.server.endpoints.sign_in import Code, Password
from sync.server.proving import Shown

router = APIRouter(prefix="/api/v1/account", tags=["sign-in"])

_PROVEN = ("not_found", "sign_in_failed", "second_factor_needed", "too_many_tries")


class OwnAccount(BaseModel):
    """The account that the caller signed in to."""

    login: str
    role: str
    has_password: bool
    has_second_factor: bool
    recovery_codes_left: int


class Proof(BaseModel):
    """That it is still the same person who holds the device."""

    password: Password
    code: Code = ""

    def shown(self, request: Request) -> Shown:
        """As it is checked; whose account it is, the token says."""
        return Shown("", self.password, self.code, address_of(request))


class NewPassword(Proof):
    """The password that is, and the one that shall be."""

    new_password: Password
    end_others: bool = Field(False, description="Put out every other device of the account")


class PutOut(BaseModel):
    """How many devices were put out."""

    put_out: int


class SecondFactor(BaseModel):
    """A second factor to put into an authenticator, and then to confirm."""

    ticket: str
    secret: str
    address: str
    qr: str = Field(description="The address as an SVG picture")


class Confirmation(BaseModel):
    """Six digits that the authenticator shows."""

    ticket: str = Field(max_length=2000)
    digits: Code


class RecoveryCodes(BaseModel):
    """Each stands in for the second factor once. They are shown nowhere again."""

    recovery_codes: list[str]


@router.get("", summary="One's own account", responses=refusing("not_found"))
def own(caller: AnyMember, server: Server) -> OwnAccount:
    """As if it were not there for whoever came in without one."""
    return OwnAccount(**vars(server.own_account.told(caller)))


@router.post("/password", summary="Change the password", responses=refusing(*_PROVEN, "password_weak"))
def change_password(wish: NewPassword, request: Request, caller: AnyMember, server: Server) -> PutOut:
    """Asks for the password and the code of now; other devices stay in unless `end_others` puts them out."""
    shown = wish.shown(request)
    ended = server.own_account.change_password(caller, shown, wish.new_password, end_others=wish.end_others)
    return PutOut(put_out=ended)


@router.post("/second-factor", summary="Begin a new second factor", responses=refusing(*_PROVEN))
def begin(proof: Proof, request: Request, caller: AnyMember, server: Server) -> SecondFactor:
    """The one of now stays good until the new one is confirmed."""
    begun = server.own_account.begin_second_factor(caller, proof.shown(request))
    return SecondFactor(**vars(begun), qr=qr_of(begun.address))


@router.post(
    "/second-factor/confirm",
    summary="Confirm the new second factor",
    responses=refusing("not_found", "second_factor_needed"),
)
def confirm(confirmation: Confirmation, caller: AnyMember, server: Server) -> RecoveryCodes:
    """The new one alone is good from now on, and there are new recovery codes."""
    codes = server.own_account.confirm_second_factor(caller, confirmation.ticket, confirmation.digits)
    return RecoveryCodes(recovery_codes=codes)


@router.post("/recovery-codes", summary="Make new recovery codes", responses=refusing(*_PROVEN))
def renew(proof: Proof, request: Request, caller: AnyMember, server: Server) -> RecoveryCodes:
    """The earlier ones open nothing any more."""
    return RecoveryCodes(recovery_codes=server.own_account.renew_recovery_codes(caller, proof.shown(request)))
