"""Photos, recordings and drawn ground, by the SHA-256 of their content: whole, or in parts that can be resumed."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from typing import Annotated, TypeVar

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar
from fastapi import APIRouter, Header, Request, Response
from pydantic import BaseModel, Field
from starlette.responses import StreamingResponse

from fieldwalk.domain.records import Photo, Voice
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.roles import clearance
from fieldwalk.domain.voices import CONTAINERS
from sync.server import files
from sync.server.access import AnyMember, HandingIn, Server
from sync.server.caller import Caller
from sync.server.central import Central
from sync.server.description import bytes_of, refusing, taking

PATH = "/api/v1/files/"

router = APIRouter(prefix="/api/v1", tags=["files"])

_KEPT = {"Cache-Control": "private, max-age=31536000, immutable"}
"""A content's name never means another content."""
_NOT_KEPT = {"Cache-Control": "private, no-store"}
"""A photo or recording is kept by the phone itself, which forgets it when it is covered or the right to it ends."""

_SPOKEN = frozenset(CONTAINERS.values())
_SAVED = {"Content-Disposition": "attachment"}
"""What a browser is told of a recording that it is led to: to save it, and never to open it in a page of its own."""

_RANGE = re.compile(r"bytes (\d{1,12})-(\d{1,12})/(\d{1,12})")
_DIGEST = re.compile(r"(?:^|,)\s*sha-256=:([A-Za-z0-9+/=]{44}):")

_AT_ONCE = 8
"""Threads for files: a slow object store must leave the others to the words."""
_LANE: RunVar[CapacityLimiter] = RunVar("files")

ResultT = TypeVar("ResultT")


class Receipt(BaseModel):
    """How much of the file is on the server."""

    sha256: str
    held: int = Field(description="Bytes from the file's beginning; go on from here")
    safe: bool = Field(description="All of it is durable and is what its name says: only now may it be forgotten")


@router.put(
    "/files/{sha256}",
    summary="Keep a file, or a part of it",
    status_code=201,
    responses={
        202: {"model": Receipt, "description": "The part is here; the file is not whole yet"},
        **refusing(
            "hash_mismatch", "photo_unreadable", "photo_too_large", "voice_unreadable", "voice_too_large",
            "voice_names_you", "handed_in_enough",
        ),
    },
    openapi_extra=taking(*files.KINDS.values()),
)
async def put(
    sha256: str,
    request: Request,
    response: Response,
    caller: HandingIn,
    server: Server,
    content_range: Annotated[str, Header(description="`bytes first-last/size` of a part; none for a whole file")] = "",
    content_digest: Annotated[str, Header(description="`sha-256=:base64:` of this body, to find a damaged part")] = "",
) -> Receipt:
    """When the answer arrives, what was sent is durable; when it says `safe`, the file is whole and what its name says.

    Parts may have any size and may be repeated.
    """
    content = await request.body()
    _check_digest(content, content_digest)
    if caller.only_hands_in and not await in_lane(lambda: server.joining.lets_in(caller, 1, len(content))):
        raise Refused("handed_in_enough")
    if content_range:
        begin, size = _range(content_range, content)
        kept = await in_lane(lambda: server.files.put_part(caller, sha256, begin, content, size))
    else:
        kept = await in_lane(lambda: server.files.put(caller, sha256, content))
    response.status_code = 201 if kept.safe else 202
    return _told(kept)


@router.get("/files/{sha256}/parts", summary="Ask how much of a file is here")
async def parts(sha256: str, caller: HandingIn, server: Server) -> Receipt:
    """Where to go on after a cut. A file that nobody of the caller's organisation has sent is held to 0 bytes."""
    return _told(await in_lane(lambda: server.files.receipt(caller, sha256)))


@router.get(
    "/files/{sha256}",
    summary="Read a file",
    response_class=StreamingResponse,
    responses={200: {"description": "The file", "content": bytes_of(*files.KINDS.values())}},
)
async def get(sha256: str, caller: AnyMember, server: Server) -> Response:
    """The file, if the caller may read it; otherwise as if it were not there."""
    found = await in_lane(lambda: _read(server, caller, sha256))
    return StreamingResponse(found.chunks, media_type=found.content_type, headers=_headers(found))


@router.head("/files/{sha256}", summary="Ask whether a file is here", response_class=Response)
async def head(sha256: str, caller: AnyMember, server: Server) -> Response:
    """As reading it, without the content."""
    found = await in_lane(lambda: server.files.find(caller, sha256))
    return Response(media_type=found.content_type, headers=_headers(found))


def _read(server: Central, caller: Caller, sha256: str) -> files.Found:
    """The file; a photo or recording of a classed point leaves a line in the audit log first."""
    found = server.files.find(caller, sha256)
    if clearance(caller.role) and server.files.is_classed(caller, sha256):
        what = Voice.name if found.content_type in _SPOKEN else Photo.name
        server.audit.noted(caller, "read", what=what, sha256=sha256)
    return found


async def in_lane(work: Callable[[], ResultT]) -> ResultT:
    """What ``work`` gives, done beside the words: at most :data:`_AT_ONCE` such at once."""
    try:
        lane = _LANE.get()
    except LookupError:
        lane = CapacityLimiter(_AT_ONCE)
        _LANE.set(lane)
    return await to_thread.run_sync(work, limiter=lane)


def _told(receipt: files.Receipt) -> Receipt:
    return Receipt(**vars(receipt))


def _headers(found: files.Found) -> dict[str, str]:
    kept = _KEPT if found.content_type == files.KINDS["geojson"] else _NOT_KEPT
    return {**kept, "Content-Length": str(found.size), **(_SAVED if found.content_type in _SPOKEN else {})}


def _range(header: str, content: bytes) -> tuple[int, int]:
    """Where a part begins, and the size of the whole (RFC 9110, 14.4 and 14.5)."""
    named = _RANGE.fullmatch(header)
    begin, last, size = map(int, named.groups()) if named else (0, 0, 0)
    if size == 0 or last - begin + 1 != len(content) or last >= size:
        raise Refused("message_not_readable")
    return begin, size


def _check_digest(content: bytes, header: str) -> None:
    """A body that was damaged on its way is refused by itself, and not with all that came before it (RFC 9530)."""
    named = _DIGEST.search(header)
    if named and base64.b64decode(named[1]) != hashlib.sha256(content).digest():
        raise Refused("hash_mismatch")
