"""Bodies that are too large are refused before they are read; those that lie about their size, while they are.

And how much somebody may still hand in whose token has ended.
"""

from __future__ import annotations

from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from fieldwalk.domain.refusals import Refused
from sync.server.faults import answer, language_for

SMALL = 64 * 1024
"""Bytes: enough for every body that is not an exchange or a file."""

HANDED_ITEMS, HANDED_BYTES = 20_000, 512 * 1024 * 1024
"""Changes and files (or parts of them), and bytes, that one ended token hands in, all its tries counted: many times
what a phone brings home from a walk. What is beyond stays on the phone, and goes into the rescue file.
"""


class BodyLimit:
    """Refuses a body of more bytes than its path may have: ``limits`` pairs the beginning of a path with a number."""

    def __init__(self, app: ASGIApp, limits: Sequence[tuple[str, int]] = ()) -> None:
        self._app, self._limits = app, limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = next((most for path, most in self._limits if scope["path"].startswith(path)), SMALL)
        if _announced(scope) > most:
            response = answer(Refused("message_too_large", most=most), language_for(Request(scope)))
            await response(scope, receive, send)
            return
        await self._app(scope, _counting(receive, most), send)


def _announced(scope: Scope) -> int:
    length = Headers(scope=scope).get("content-length", "")
    return int(length) if length.isdecimal() else 0


def _counting(receive: Receive, most: int) -> Receive:
    size = 0

    async def counted() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > most:
            raise HTTPException(413)
        return message

    return counted
