"""Photos, thumbnails and drawn ground, by the SHA-256 of their content."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse

from sync.server.access import AnyMember, Server

PATH = "/api/v1/files/"

router = APIRouter(prefix="/api/v1", tags=["files"])

_KEPT = {"Cache-Control": "private, max-age=31536000, immutable"}
"""A content's name never means another content."""


@router.put("/files/{sha256}", summary="Keep a file", status_code=204, response_class=Response)
async def put(sha256: str, request: Request, caller: AnyMember, server: Server) -> Response:
    """When the answer arrives, the whole file is on the server's disk and is what its name says."""
    content = await request.body()
    await run_in_threadpool(server.files.put, caller, sha256, content)
    return Response(status_code=204)


@router.get("/files/{sha256}", summary="Read a file", response_class=FileResponse)
@router.head("/files/{sha256}", summary="Ask whether a file is here", response_class=FileResponse)
def get(sha256: str, caller: AnyMember, server: Server) -> FileResponse:
    """The file, if the caller may read it; otherwise as if it were not there."""
    content_type, place = server.files.find(caller, sha256)
    return FileResponse(place, media_type=content_type, headers=_KEPT)
