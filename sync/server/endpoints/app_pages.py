"""The browser app at ``/``: its files, and its own page for every address that the app itself understands."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse, Response

from fieldwalk.domain.refusals import Refused
from sync.server import appfiles
from sync.server.access import Open, Server
from sync.server.faults import language_for
from sync.server.pages import not_built

router = APIRouter(include_in_schema=False)

_OURS = ("api/",)


@router.get("/{asked:path}", dependencies=[Depends(Open("the app is the same for everybody"))])
@router.head("/{asked:path}", dependencies=[Depends(Open("the app is the same for everybody"))])
def app_file(asked: str, request: Request, server: Server) -> Response:
    """A file of the app, or the app's page; a plain sentence while the app is not built."""
    if asked.startswith(_OURS):
        raise Refused("not_found")
    found = appfiles.find(server.settings.app, asked)
    if found:
        return appfiles.answer(found, request.headers)
    if not server.settings.app.is_dir():
        return HTMLResponse(not_built(language_for(request)), 503, {"Cache-Control": "no-store"})
    raise Refused("not_found")
