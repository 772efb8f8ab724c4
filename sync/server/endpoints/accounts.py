"""The organisation's accounts, for who keeps them: who may sign in, and as what."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from sync.server.access import AccountKeeper, Server
from sync.server.description import refusing
from sync.server.endpoints.account import PutOut
from sync.server.endpoints.join import qr_of
from sync.server.inviting import Wanted, invite
from sync.server.inviting import change_role as change_role_of
from sync.server.joining import Opened

router = APIRouter(prefix="/api/v1/accounts", tags=["accounts"])

StaffRole = Literal["leader", "caretaker", "coordinator", "est_partner", "police", "company_admin", "auditor"]


class AccountLine(BaseModel):
    """One account; moments in UTC milliseconds."""

    id: str
    login: str
    name: str
    person_id: str
    role: str
    made_at: int
    closed_at: int | None
    has_second_factor: bool
    signed_in_at: int | None = Field(description="The last time; as long as that sign-in is kept")


class AccountWish(BaseModel):
    """Who is invited. `person_id` names somebody who is written down already."""

    login: str = Field(max_length=200, description="Their e-mail address, or another name that is theirs alone")
    role: StaffRole
    name: str = Field("", max_length=200)
    person_id: str | None = Field(None, max_length=64)
    days: int = Field(7, ge=1, le=30)


class RoleWish(BaseModel):
    """Who they shall be."""

    role: StaffRole


class AccountInvited(BaseModel):
    """The link to hand over: who has it chooses the password. It is shown nowhere again."""

    url: str
    role: str
    ends_at: int
    qr: str = Field(description="The link as an SVG picture")


@router.get("", summary="Who may sign in")
def listed(caller: AccountKeeper, server: Server) -> list[AccountLine]:
    """Every account of the organisation, closed ones too, by login."""
    last = server.accounts.last_sign_ins(caller)
    return [
        AccountLine(
            id=each.id,
            login=each.login,
            name=name,
            person_id=each.person_id,
            role=each.role,
            made_at=each.made_at,
            closed_at=each.closed_at,
            has_second_factor=each.totp is not None,
            signed_in_at=last.get(each.id),
        )
        for each, name in server.accounts.of(caller)
    ]


@router.post("", summary="Invite somebody to an account", status_code=201, responses=refusing("not_found"))
def invited(wish: AccountWish, caller: AccountKeeper, server: Server) -> AccountInvited:
    """Earlier links to the same login are closed. Whether another organisation has the login is not told."""
    return _told(invite(server, caller, Wanted(**wish.model_dump())))


@router.post("/{account_id}/invitations", summary="Let somebody choose a password anew", status_code=201)
def again(account_id: str, caller: AccountKeeper, server: Server) -> AccountInvited:
    """For who has lost their password or their authenticator; what they have stays good until they choose."""
    account = server.accounts.one(caller, account_id)
    return _told(invite(server, caller, Wanted(account.login, account.role)))


@router.put("/{account_id}/role", summary="Change somebody's role", responses=refusing("not_found", "step_not_allowed"))
def change_role(account_id: str, wish: RoleWish, caller: AccountKeeper, server: Server) -> PutOut:
    """They are signed out everywhere, and are of the new role when they sign in again. Never one's own."""
    return PutOut(put_out=change_role_of(server, caller, account_id, wish.role))


@router.delete("/{account_id}", summary="Close an account")
def close(account_id: str, caller: AccountKeeper, server: Server) -> PutOut:
    """Nobody signs in to it any more, and its devices forget what they hold at their next contact."""
    return PutOut(put_out=server.accounts.close(caller, account_id))


def _told(opened: Opened) -> AccountInvited:
    return AccountInvited(url=opened.url, role=opened.role, ends_at=opened.ends_at, qr=qr_of(opened.url))
