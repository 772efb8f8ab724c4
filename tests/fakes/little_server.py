"""A server of forty lines: keeps every change once, numbers them, hands each phone what it lacks. Can be cut."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from fieldwalk.domain.refusals import Refused
from sync.protocol.changes import Change
from sync.protocol.digest import added, weight
from sync.protocol.messages import LARGEST, PATH, Response, pack_response, unpack_request
from sync.protocol.receipts import Receipt, acknowledge
from sync.squeeze import squeeze, unsqueeze


@dataclass(frozen=True)
class Reply:
    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


class LittleServer:
    """A network and the server behind it. ``lose`` says what happens to the next replies."""

    def __init__(self, now: int = 1_795_000_000_000, page: int = 1000) -> None:
        self.changes: list[Change] = []
        self.files: dict[str, bytes] = {}
        self.turned: dict[str, str] = {}
        self.lies: set[str] = set()
        self.turns = 0
        self.away = False
        self.answers: list[Reply] = []
        self.lose_reply = False
        self._now = now
        self._page = page

    async def send(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Reply:
        if self.away:
            raise Refused("unreachable")
        if self.answers:
            return self.answers.pop(0)
        reply = self._exchange(body) if path == PATH else self._file(method, path.rsplit("/", 1)[-1], body)
        if self.lose_reply:
            self.lose_reply = False
            raise Refused("unreachable")
        return reply

    def _exchange(self, body: bytes) -> Reply:
        self.turns += 1
        request = unpack_request(unsqueeze(body, LARGEST))
        told = acknowledge(request.batch, [self._take(change) for change in request.changes])
        page = self.changes[request.cursor : request.cursor + self._page]
        cursor = min(request.cursor + len(page), len(self.changes))
        news = [change for change in page if not change.stamp.endswith(request.replica)]
        digest = added(0, *(weight(change.sha256()) for change in self.changes))
        more = cursor < len(self.changes)
        response = Response(self._now, cursor, more, news, "first", None if more else digest, told)
        return Reply(200, squeeze(pack_response(response), body))

    def _take(self, change: Change) -> Receipt:
        if change.record in self.turned:
            return Receipt(change.stamp, change.sha256(), self.turned[change.record])
        if change.stamp not in {kept.stamp for kept in self.changes}:
            self.changes.append(change)
        return Receipt(change.stamp, "0" * 64 if change.record in self.lies else change.sha256())

    def _file(self, method: str, sha256: str, body: bytes) -> Reply:
        if method == "PUT":
            if hashlib.sha256(body).hexdigest() != sha256:
                return Reply(422, b'{"code": "hash_mismatch"}')
            self.files[sha256] = body
            return Reply(201, json.dumps({"sha256": sha256, "held": len(body), "safe": True}).encode())
        if sha256 not in self.files:
            return Reply(404, b'{"code": "not_found"}')
        return Reply(200, self.files[sha256])
