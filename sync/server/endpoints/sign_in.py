"""Staff sign-in: a password and a second factor become the token that joining gives. The first time by invitation."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field

from sync.server.access import Open, Server
from sync.server.accounts import Choice, login_of
from sync.server.description import refusing
from sync.server.device_kinds import kind_of
from sync.server.endpoints.join import Welcome, address_of, qr_of, welcome
from sync.server.entering import Device
from sync.server.proving import Shown

router = APIRouter(prefix="/api/v1", tags=["sign-in"])

_DOOR = Depends(Open("it is the door"))
Password = Annotated[str, Field(max_length=1000)]
Code = Annotated[str, Field(max_length=40, description="Six digits of the authenticator, or a recovery code")]
Replica = Annotated[str, Field(max_length=32, description="The installation's own name, as in the exchange")]
Link = Annotated[str, Field(max_length=200, description="The last part of the invitation's link")]


class SignIn(BaseModel):
    """What somebody shows who has an account."""

    login: str = Field(max_length=200)
    password: Password
    code: Code = ""
    replica: Replica = ""
    known: str = Field("", max_length=500, description="What the device was given as `known` when it last signed in")


class AccountLink(BaseModel):
    """An invitation to an account."""

    code: Link


class AccountOffer(BaseModel):
    """Who somebody becomes who chooses a password, and the second factor to put into an authenticator first."""

    login: str
    name: str
    role: str
    organisation_title: str
    secret: str = Field(description="The second factor, to type in")
    address: str = Field(description="The same, for an authenticator to read")
    qr: str = Field(description="The same, as an SVG picture")
    is_known: bool = Field(description="There is an account: it gets a new password and a new second factor")
    second_factor: bool = Field(description="Whether a password alone is not enough")


class AccountChoice(BaseModel):
    """What they choose. `code` are six digits that the authenticator shows now."""

    code: Link
    password: Password
    digits: Code = ""
    end_others: bool = Field(False, description="Put out whoever is signed in to the account already")
    replica: Replica = ""


class AccountOpened(BaseModel):
    """Who they have become."""

    welcome: Welcome
    recovery_codes: list[str] = Field(description="Each stands in for the second factor once; shown nowhere again")


@router.post(
    "/sign-in",
    summary="Sign in with a password",
    responses=refusing("sign_in_failed", "second_factor_needed", "too_many_tries"),
    dependencies=[_DOOR],
)
def sign_in(shown: SignIn, request: Request, server: Server) -> Welcome:
    """Answers with a token that is shown nowhere else.

    A login that nobody has, a wrong password and a wrong code look the same. `second_factor_needed` asks for the code.
    """
    proof = Shown(login_of(shown.login), shown.password, shown.code, address_of(request), shown.known)
    return welcome(server.accounts.sign_in(proof, Device(shown.replica, kind_of(request))))


@router.post(
    "/account-invitations",
    summary="Look at an invitation to an account",
    responses=refusing("code_not_known"),
    dependencies=[_DOOR],
)
def offer(link: AccountLink, server: Server) -> AccountOffer:
    """Whoever holds the link may look as often as they like; it is used up by choosing a password."""
    offered = server.accounts.offer(link.code)
    return AccountOffer(**vars(offered), qr=qr_of(offered.address), second_factor=server.settings.wants_second_factor)


@router.post(
    "/account-invitations/accept",
    summary="Choose a password",
    status_code=201,
    responses=refusing("code_not_known", "password_weak", "login_taken", "second_factor_needed"),
    dependencies=[_DOOR],
)
def accept(chosen: AccountChoice, request: Request, server: Server) -> AccountOpened:
    """Opens the account, or gives it a new password and second factor, and signs in."""
    choice = Choice(chosen.password, chosen.digits, chosen.end_others)
    accepted = server.accounts.accept(chosen.code, choice, Device(chosen.replica, kind_of(request)))
    return AccountOpened(welcome=welcome(accepted.joined), recovery_codes=accepted.recovery_codes)
