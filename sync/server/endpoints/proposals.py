"""What a photo that waits may have to be covered: proposals, for who looks it through to take or to leave."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel

from fieldwalk.domain.looking import waits
from fieldwalk.domain.records import Photo
from sync.server.access import PhotoApprover, Server
from sync.server.caller import Caller
from sync.server.central import Central
from sync.server.endpoints.files import in_lane
from sync.server.store.held_files import HeldFiles

router = APIRouter(prefix="/api/v1", tags=["files"])


class Proposal(BaseModel):
    """A rectangle from the picture's upper left corner, as parts of its width and height: 0 to 1."""

    left: float
    top: float
    right: float
    bottom: float


@router.get("/photos/{photo_id}/proposals", summary="Ask where a photo that waits may show a face or a number plate")
async def proposals(photo_id: str, caller: PhotoApprover, server: Server) -> list[Proposal]:
    """Looked for when it is asked, and kept nowhere. None where the server does not look, or nobody needs to any more.

    A photo of a classed point leaves a line in the audit log.
    """
    return await in_lane(lambda: _proposed(server, caller, photo_id))


def _proposed(server: Central, caller: Caller, photo_id: str) -> list[Proposal]:
    with server.database.read() as connection:
        holdings = HeldFiles(connection, caller)
        photo = holdings.record(Photo, photo_id)
        is_classed = bool(photo.sha256) and holdings.is_classed_file(photo.sha256 or "")
    content = server.files.content(caller, photo.sha256) if photo.sha256 and waits(photo) else None
    if content is None:
        return []
    if is_classed:
        server.audit.noted(caller, "read", what="photo", sha256=photo.sha256)
    return [Proposal(**found._asdict()) for found in server.finder.find(content)]
