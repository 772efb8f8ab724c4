"""A walk's summary to take home: a ticket first, then the file behind it."""

from __future__ import annotations

from typing import Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field
from starlette.responses import Response

from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.roles import sees
from fieldwalk.text import Language
from sync.server.access import Exporter, Open, Server
from sync.server.caller import Caller
from sync.server.description import bytes_of, refusing
from sync.server.exports import CONTENT_TYPES
from sync.server.joining import walk_to_join
from sync.server.summaries import check_format, export
from sync.server.tickets import Download

router = APIRouter(prefix="/api/v1", tags=["exports"])


class Order(BaseModel):
    """Which file, in which language, and how secret its points may be: a summary is handed on."""

    format: str = Field("pdf", max_length=20)
    language: Language = "sv"
    secrecy: Literal["open", "company", "est", "police"] = "open"


class Ticket(BaseModel):
    """Where the file is, for five minutes."""

    url: str


@router.post(
    "/walks/{walk_id}/exports",
    summary="Order a walk's summary as a file",
    status_code=201,
    responses=refusing("format_not_known"),
)
def order(walk_id: str, wish: Order, caller: Exporter, server: Server) -> Ticket:
    """Answers with a link that a browser may open without a token, for five minutes."""
    check_format(wish.format)
    walk_to_join(server.database, caller, walk_id)
    if not sees(caller.role, wish.secrecy):
        raise Refused("not_allowed")
    who = (caller.organisation, caller.person_id, caller.role)
    download = Download(*who, walk_id, wish.format, wish.language, wish.secrecy)
    server.audit.noted(caller, "exported", walk=walk_id, format=wish.format, secrecy=wish.secrecy)
    return Ticket(url=f"/api/v1/downloads/{server.tickets.write(download)}")


@router.get(
    "/downloads/{ticket}",
    summary="Fetch an ordered file",
    response_class=Response,
    responses={200: {"description": "The file", "content": bytes_of(*CONTENT_TYPES)}},
    dependencies=[Depends(Open("the ticket is signed, and ends"))],
)
def fetch(ticket: str, server: Server) -> Response:
    """The file. A forged and an ended ticket look the same."""
    wanted = server.tickets.read(ticket)
    caller = Caller(wanted.organisation, wanted.person_id, wanted.role)
    rendered = export(server, caller, wanted.walk_id, wanted.format, wanted.language, wanted.secrecy)
    headers = {"Content-Disposition": _attached(rendered.filename), "Cache-Control": "private, no-store"}
    return Response(rendered.content, media_type=rendered.content_type, headers=headers)


def _attached(filename: str) -> str:
    """Saved under its own name, å ä ö included (RFC 6266), with a plain name for what cannot read that."""
    plain = filename.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_").replace("\\", "_")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"
