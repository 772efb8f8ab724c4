"""The exchange: one request pushes and pulls."""

from __future__ import annotations

import re

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from fieldwalk.domain.refusals import Refused
from sync.protocol import messages
from sync.server.access import AnyMember, Server
from sync.server.caller import Caller
from sync.server.catchup import page_after
from sync.server.central import Central

router = APIRouter(tags=["exchange"])

_REPLICA = re.compile(r"[0-9a-z]{8,32}")
_FURTHEST = 2**62


@router.post(messages.PATH, summary="Push what the server lacks, pull what the phone lacks", response_class=Response)
async def exchange(request: Request, caller: AnyMember, server: Server) -> Response:
    """Takes and gives the messages of the exchange protocol, gzip-compressed JSON.

    When the answer arrives, everything that its receipts name without a refusal is on the server's disk.
    """
    answered = await run_in_threadpool(turn, server, caller, await request.body())
    return Response(answered, media_type=messages.CONTENT_TYPE, headers={"Cache-Control": "no-store"})


def turn(server: Central, caller: Caller, body: bytes) -> bytes:
    """One whole turn: take what was pushed, then answer with what came after the phone's cursor."""
    asked = messages.unpack_request(body)
    if not _REPLICA.fullmatch(asked.replica):
        raise Refused("message_not_readable")
    receipts = server.take(caller, asked.changes) if asked.changes else []
    cursor = min(max(int(asked.cursor), 0), _FURTHEST)
    page = page_after(server.database, caller, cursor, asked.replica)
    return messages.pack_response(
        messages.Response(server.clock(), page.cursor, page.more, receipts, page.changes, page.epoch)
    )
