"""The incident sheet for the data protection authority, in one request."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from starlette.responses import Response

from fieldwalk.text import Language
from sync.server.access import Auditor, Server
from sync.server.description import bytes_of
from sync.server.exports.paper import CONTENT_TYPES, write_paper
from sync.server.incident_paper import incident_paper
from sync.server.incidents import incident

router = APIRouter(prefix="/api/v1", tags=["audit"])

_Moment = Annotated[int, Query(ge=0, le=2**45, description="UTC milliseconds")]


@router.get(
    "/audit/incident",
    summary="An incident sheet: what was reached, by whom, between two moments",
    response_class=Response,
    responses={200: {"description": "The sheet", "content": bytes_of(*CONTENT_TYPES.values())}},
)
def sheet(
    begin: _Moment,
    end: _Moment,
    caller: Auditor,
    server: Server,
    person: Annotated[str, Query(max_length=64, description="Only what this one of the staff did")] = "",
    format: Literal["pdf", "html"] = "pdf",  # noqa: A002  the word that the API has for it
    language: Language = "sv",
) -> Response:
    """As a tagged PDF or a web page, with room for what no log knows. Making it leaves a line in the log too."""
    found = incident(server, caller, begin, end, person)
    content = write_paper(incident_paper(server, caller, found, language), format, found.made_at)
    headers = {"Cache-Control": "no-store", "Content-Disposition": f'attachment; filename="incident.{format}"'}
    return Response(content, media_type=CONTENT_TYPES[format], headers=headers)
