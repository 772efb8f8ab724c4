"""The exchange: one request pushes and pulls."""

from __future__ import annotations

import re

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.roles import clearance
from sync.protocol import messages
from sync.protocol.receipts import Acknowledgement, acknowledge
from sync.protocol.table import Tables
from sync.server.access import HandingIn, Server
from sync.server.caller import Caller
from sync.server.catchup import Page, compare, page_after
from sync.server.central import Central
from sync.server.description import refusing, taking
from sync.server.intake import Pushed
from sync.server.store.holdings import Holdings
from sync.squeeze import squeeze, unsqueeze

router = APIRouter(tags=["exchange"])

_REPLICA = re.compile(r"[0-9a-z]{8,24}")
_FURTHEST = 2**62


@router.post(
    messages.PATH,
    summary="Push what the server lacks, pull what the phone lacks",
    response_class=Response,
    responses={
        200: {"description": "A message of the exchange protocol, with no header that no phone reads"},
        **refusing("hash_mismatch", "replica_taken", "protocol_not_spoken", "handed_in_enough"),
    },
    openapi_extra=taking(messages.CONTENT_TYPE),
)
async def exchange(request: Request, caller: HandingIn, server: Server) -> Response:
    """Takes and gives the messages of the exchange protocol, squeezed by zstd or gzip as the phone likes.

    When the answer arrives, everything that its receipts name without a refusal is on the server's disk.
    """
    return Response(await run_in_threadpool(turn, server, caller, await request.body()))


def turn(server: Central, caller: Caller, body: bytes) -> bytes:
    """One whole turn: take what was pushed, then answer with what came after the phone's cursor."""
    said = unsqueeze(body, messages.LARGEST)
    asked = messages.unpack_request(said)
    if not _REPLICA.fullmatch(asked.replica):
        raise Refused("message_not_readable")
    server.devices.seen(caller)
    if caller.only_hands_in:
        _let_in(server, caller, asked, len(said))
    told = _push(server, caller, asked)
    page = _pull(server, caller, asked, body)
    _tell_of_reading(server, caller, asked, page)
    response = _response(server.clock(), page, told)
    if page.packed:
        return squeeze(messages.pack_head(response), body, always=True) + page.packed
    return squeeze(messages.pack_response(response), body)


def _let_in(server: Central, caller: Caller, asked: messages.Request, size: int) -> None:
    """One whose token has ended hands in, and nothing else, and not without end.

    Whom somebody has put out is told just that, also then: their phone forgets what it may not hold, and keeps what it
    has written.
    """
    if not asked.changes:
        raise Refused(caller.refusal)
    if not server.joining.lets_in(caller, len(asked.changes), size):
        raise Refused("right_ended" if caller.is_put_out else "handed_in_enough")


def _push(server: Central, caller: Caller, asked: messages.Request) -> Acknowledgement | None:
    if not asked.changes:
        return None
    now = server.clock()
    sha256 = Tables.of(asked.changes).sha256
    number = min(asked.batch, _FURTHEST)
    pushed = Pushed(asked.replica, number, sha256, asked.now - now, residents=asked.residents)
    return acknowledge(asked.batch, server.take(caller, asked.changes, pushed))


def _pull(server: Central, caller: Caller, asked: messages.Request, like: bytes) -> Page:
    if caller.only_hands_in:
        return Page(Tables(()), asked.cursor, False, asked.epoch)
    if asked.held:
        return compare(server.database, caller, asked.held, asked.replica, asked.epoch, server.clock())
    cursor = min(asked.cursor, _FURTHEST)
    if asked.changes:
        return page_after(server.database, caller, cursor, asked.replica, pushed=True)
    return server.snapshots.page_after(server.database, caller, cursor, asked.replica, like)


def _tell_of_reading(server: Central, caller: Caller, asked: messages.Request, page: Page) -> None:
    """What is classed is not read without a line in the audit log, and the line is there before it is."""
    if not (page.changes or page.packed) or not clearance(caller.role):
        return
    with server.database.read_sources() as connection:
        since = 0 if asked.held else min(asked.cursor, _FURTHEST)
        classed = Holdings(connection, caller).classed_changes(since, page.cursor)
    if classed:
        server.audit.noted(caller, "read", what="exchange", classed=classed, after=since, until=page.cursor)


def _response(now: int, page: Page, told: Acknowledgement | None) -> messages.Response:
    return messages.Response(now, page.cursor, page.more, page.changes, page.epoch, page.digest, told, page.compared)
