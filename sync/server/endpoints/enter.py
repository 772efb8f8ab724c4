"""The demo's front door. A server that is no demo has none."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse

from fieldwalk.domain.refusals import Refused
from fieldwalk.text import LANGUAGES
from sync.server.access import Open
from sync.server.faults import language_for
from sync.server.pages import Entrance
from sync.server.pages import enter as drawn

router = APIRouter(include_in_schema=False)


@router.get("/enter", dependencies=[Depends(Open("the demo lets everybody in"))])
def enter(request: Request, language: str = "") -> HTMLResponse:
    """Four roles to enter as, and the planned walk's QR."""
    entrance: Entrance | None = request.app.state.entrance
    if entrance is None:
        raise Refused("not_found")
    chosen = language if language in LANGUAGES else language_for(request)
    return HTMLResponse(drawn(entrance, chosen), headers={"Cache-Control": "no-store"})
