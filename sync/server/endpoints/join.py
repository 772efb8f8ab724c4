"""Joining by link, QR or six digits, and inviting to a walk."""

from __future__ import annotations

from typing import Literal

import segno
from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field

from sync.server.access import Inviter, Open, Resident, Revoker, Server
from sync.server.description import refusing
from sync.server.device_kinds import kind_of
from sync.server.entering import Joined
from sync.server.joining import Opened, walk_to_join

router = APIRouter(prefix="/api/v1", tags=["joining"])


class Knock(BaseModel):
    """What somebody shows at the door: six digits, or the last part of a join link."""

    code: str = Field(max_length=200)
    replica: str = Field("", max_length=32)
    as_nobody: bool = Field(False, description="Nobody shall learn who it is; then `replica` is left out")


class Welcome(BaseModel):
    """Who they have become; moments in UTC milliseconds."""

    token: str
    person_id: str
    name: str
    role: str
    organisation: str
    organisation_title: str
    walk_id: str | None
    expires_at: int
    is_nobody: bool = Field(False, description="No view names them as the writer of what they tell")
    known: str = Field("", description="To show at the next sign-in to an account; see there")


class Anonymous(BaseModel):
    """As whom the phone writes from now on: nobody is told."""

    person_id: str


class Wish(BaseModel):
    """What an invitation shall be."""

    role: Literal["walker", "leader"] = "walker"
    days: int = Field(7, ge=1, le=90)


class Invited(BaseModel):
    """A way in, three times: a link, six digits to read aloud, and a QR to hold up."""

    url: str
    code: str
    role: str
    ends_at: int
    qr: str = Field(description="The link as an SVG picture")


class WayIn(BaseModel):
    """A way in that was made; moments in UTC milliseconds. ``is_for_one``: the first phone uses it up."""

    id: str
    role: str
    made_at: int
    ends_at: int
    is_for_one: bool
    uses: int
    revoked_at: int | None


class Closed(BaseModel):
    """How many people were put out who had come in."""

    put_out: int


@router.post(
    "/join",
    summary="Join with a link or six digits",
    responses=refusing("code_not_known", "password_to_choose", "too_many_tries"),
    dependencies=[Depends(Open("it is the door"))],
)
def join(knock: Knock, request: Request, server: Server) -> Welcome:
    """Answers with a token that is shown nowhere else. A wrong and an ended code look the same."""
    shown = (knock.code, address_of(request), knock.replica, kind_of(request))
    return welcome(server.joining.join(*shown, as_nobody=knock.as_nobody))


@router.post("/anonymous", summary="Be nobody from now on")
def be_nobody(caller: Resident, server: Server) -> Anonymous:
    """Whoever walks along is then named nowhere, nor in what they have told so far. Their token stays the same."""
    return Anonymous(person_id=server.joining.forget(caller).person_id)


@router.post("/walks/{walk_id}/invitations", summary="Invite to a walk", status_code=201)
def invite(walk_id: str, wish: Wish, caller: Inviter, server: Server) -> Invited:
    """Opens a way in for walkers, or for somebody who leads."""
    walk_to_join(server.database, caller, walk_id)
    opened = server.joining.invite(caller.organisation, wish.role, walk_id=walk_id, days=wish.days, by=caller)
    return _invited(opened)


@router.get("/walks/{walk_id}/invitations", summary="The ways into a walk, newest first")
def invitations(walk_id: str, caller: Revoker, server: Server) -> list[WayIn]:
    """Their links and digits are shown nowhere again: only when they are made."""
    walk_to_join(server.database, caller, walk_id)
    return [
        WayIn(**{name: getattr(each, name) for name in WayIn.model_fields})
        for each in server.joining.invitations(caller, walk_id)
    ]


@router.delete("/walks/{walk_id}/invitations/{invitation_id}", summary="Close a way into a walk")
def close(walk_id: str, invitation_id: str, caller: Revoker, server: Server, everybody: bool = False) -> Closed:
    """Nobody comes in by it any more. With ``everybody`` those who did are put out at their next contact."""
    walk_to_join(server.database, caller, walk_id)
    return Closed(put_out=server.joining.close(caller, walk_id, invitation_id, tokens=everybody))


def address_of(request: Request) -> str:
    """Where the request comes from, as the server that it reached says."""
    return request.client.host if request.client else ""


def welcome(joined: Joined) -> Welcome:
    """What somebody who came in is told."""
    return Welcome(**vars(joined))


def _invited(opened: Opened) -> Invited:
    return Invited(url=opened.url, code=opened.code, role=opened.role, ends_at=opened.ends_at, qr=qr_of(opened.url))


def qr_of(words: str) -> str:
    """``words`` as a QR, an SVG picture that says them too."""
    return segno.make(words, error="m").svg_inline(border=4, title=words, light="#fff", omitsize=True)
