"""The one exchange: a phone pushes what the server lacks and pulls what it lacks itself, in one turn.

Version 1 is JSON in gzip. Numbers and names here are for ever: phones in pockets speak them.
"""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from fieldwalk.domain.refusals import Refused
from sync.protocol.changes import Change, from_wire

PROTOCOL = 1
PATH = "/api/v1/exchange"
CONTENT_TYPE = "application/vnd.fieldwalk.exchange+json"
MOST_CHANGES = 2_000
LARGEST = 16 * 1024 * 1024
"""Bytes of one message, uncompressed. Larger is refused before it is unpacked."""


@dataclass(frozen=True)
class Receipt:
    """What the server did with one change: kept it durably (``refused`` is None), or refused it and why."""

    stamp: str
    sha256: str
    refused: str | None = None


@dataclass(frozen=True)
class Request:
    """What a phone sends. ``now`` is its clock (UTC ms), ``cursor`` the last sequence it has applied."""

    replica: str
    now: int
    cursor: int
    changes: Sequence[Change] = ()
    unreadable: int = 0
    protocol: int = PROTOCOL


@dataclass(frozen=True)
class Response:
    """What the server answers. ``more`` says that another turn will bring further changes at once."""

    now: int
    cursor: int
    more: bool = False
    receipts: Sequence[Receipt] = field(default_factory=tuple)
    changes: Sequence[Change] = field(default_factory=tuple)
    epoch: str = ""


def pack_request(request: Request) -> bytes:
    """``request`` as it goes over the wire."""
    return _pack(
        {
            "protocol": request.protocol,
            "replica": request.replica,
            "now": request.now,
            "cursor": request.cursor,
            "changes": [change.wire() for change in request.changes],
        }
    )


def unpack_request(body: bytes) -> Request:
    """The request in ``body``. Raises :class:`Refused`; one change of another form never spoils the rest."""
    data = _unpack(body)
    if data.get("protocol") != PROTOCOL:
        raise Refused("protocol_not_spoken", spoken=PROTOCOL)
    match data:
        case {"replica": str(replica), "now": int(now), "cursor": int(cursor), "changes": list(items)}:
            changes, unreadable = _changes(items[: MOST_CHANGES + 1])
        case _:
            raise Refused("message_not_readable")
    if len(items) > MOST_CHANGES:
        raise Refused("message_too_large", most=MOST_CHANGES)
    return Request(replica, now, cursor, changes, unreadable)


def pack_response(response: Response) -> bytes:
    """``response`` as it goes over the wire."""
    return _pack(
        {
            "protocol": PROTOCOL,
            "now": response.now,
            "cursor": response.cursor,
            "more": response.more,
            "epoch": response.epoch,
            "receipts": [[r.stamp, r.sha256, r.refused] for r in response.receipts],
            "changes": [change.wire() for change in response.changes],
        }
    )


def unpack_response(body: bytes) -> Response:
    """The response in ``body``. Raises :class:`Refused` for anything else, such as a captive portal's page."""
    match _unpack(body):
        case {
            "now": int(now),
            "cursor": int(cursor),
            "more": bool(more),
            "receipts": list(r),
            "changes": list(c),
        } as data:
            changes, _ = _changes(c)
            return Response(now, cursor, more, _receipts(r), changes, str(data.get("epoch", "")))
    raise Refused("message_not_readable")


def _changes(items: list[Any]) -> tuple[list[Change], int]:
    changes, unreadable = [], 0
    for item in items:
        try:
            changes.append(from_wire(item))
        except Refused:
            unreadable += 1
    return changes, unreadable


def _receipts(items: list[Any]) -> list[Receipt]:
    try:
        return [Receipt(str(stamp), str(sha256), refused) for stamp, sha256, refused in items]
    except (TypeError, ValueError):
        raise Refused("message_not_readable") from None


def _pack(data: dict[str, Any]) -> bytes:
    return gzip.compress(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(), compresslevel=6, mtime=0)


def _unpack(body: bytes) -> dict[str, Any]:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(body)) as unzipped:
            text = unzipped.read(LARGEST + 1)
        if len(text) > LARGEST:
            raise Refused("message_too_large", most=LARGEST)
        data = json.loads(text)
    except (OSError, EOFError, zlib.error, ValueError, RecursionError):
        raise Refused("message_not_readable") from None
    if not isinstance(data, dict):
        raise Refused("message_not_readable")
    return data
