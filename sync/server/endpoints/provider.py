"""Signing in by the installation's identity provider: the browser goes there, and comes back into the app."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import HTMLResponse, RedirectResponse, Response

from fieldwalk.domain.refusals import Refused
from sync.server import pages
from sync.server.access import Open, Server
from sync.server.central import Central
from sync.server.description import refusing
from sync.server.faults import language_for
from sync.server.provided import ON_THE_WAY, Provided

PATH = "/api/v1/provider"

router = APIRouter(prefix=PATH, tags=["sign-in"], dependencies=[Depends(Open("it is the door"))])

_COOKIE = "fieldwalk_provider"
_AWAY = refusing("not_found", "provider_away")
_UNKEPT = {"Cache-Control": "no-store"}


class Offered(BaseModel):
    """Whether one signs in by an identity provider here, and what it is called."""

    is_offered: bool
    name: str = Field(description="For the button; empty where there is none")


async def _body(request: Request) -> bytes:
    return await request.body()


@router.get("", summary="Whether one signs in by an identity provider here")
def offered(server: Server) -> Offered:
    """Set by the installation: `FIELDWALK_OIDC_ISSUER` and what belongs to it."""
    return Offered(is_offered=server.provided is not None, name=server.settings.oidc_name if server.provided else "")


@router.get(
    "/sign-in",
    summary="Go to the identity provider",
    status_code=302,
    response_class=RedirectResponse,
    responses={**_AWAY, 302: {"description": "To the provider"}},
)
def begin(server: Server, code: Annotated[str, Query(max_length=200)] = "") -> Response:
    """For a browser. With the `code` of an invitation to an account that account is opened, with no password."""
    sent = _provided(server).begin(code)
    answer = RedirectResponse(sent.address, 302, _UNKEPT)
    name, secure = _cookie(server)
    answer.set_cookie(name, sent.note, ON_THE_WAY // 1000, path="/", secure=secure, httponly=True, samesite="lax")
    return answer


@router.get("/callback", include_in_schema=False)
def callback(request: Request, server: Server) -> Response:
    """Where the provider sends the browser back to; from here it comes into the app, or to a page that says why not."""
    here = f"{server.settings.public}{PATH}/callback?{request.url.query}"
    name, secure = _cookie(server)
    answer: Response
    try:
        entry = _provided(server).finish(here, request.cookies.get(name, ""))
        answer = RedirectResponse(f"{server.settings.public}/join/{entry}", 302, _UNKEPT)
    except Refused as refused:
        status = refused.refusal.status
        answer = HTMLResponse(pages.refused(refused.code, language_for(request)), status, _UNKEPT)
    answer.delete_cookie(name, path="/", secure=secure, httponly=True, samesite="lax")
    return answer


@router.post("/logged-out", include_in_schema=False)
def logged_out(server: Server, body: Annotated[bytes, Depends(_body)]) -> Response:
    """Where the provider itself says that a session is over (`backchannel_logout_uri`): nothing but its signature opens
    this."""
    told = parse_qs(body.decode("utf-8", "replace")).get("logout_token") or [""]
    _provided(server).ended(told[0])
    return Response(status_code=200, headers=_UNKEPT)


@router.get(
    "/sign-out",
    summary="End the session at the identity provider",
    status_code=302,
    response_class=RedirectResponse,
    responses={**_AWAY, 302: {"description": "To the provider, which sends the browser back to the app"}},
)
def end(server: Server) -> Response:
    """For a browser, after `DELETE /api/v1/devices/this`: somebody else at the same desk then has to sign in anew."""
    return RedirectResponse(_provided(server).provider.end(f"{server.settings.public}/"), 302, _UNKEPT)


def _cookie(server: Central) -> tuple[str, bool]:
    """What the note is called, and whether it travels only encrypted. Then a browser takes it from this host alone."""
    secure = server.settings.public.startswith("https")
    return (f"__Host-{_COOKIE}" if secure else _COOKIE), secure


def _provided(server: Central) -> Provided:
    if server.provided is None:
        raise Refused("not_found")
    return server.provided
