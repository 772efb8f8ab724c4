"""A server of forty lines: keeps every change once, numbers them, hands each phone what it lacks. Can be cut."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from fieldwalk.domain.refusals import Refused
from sync.protocol.changes import Change
from sync.protocol.digest import BUCKETS, added, weight
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
        self.parts: dict[str, bytes] = {}
        self.turned: dict[str, str] = {}
        self.lies: set[str] = set()
        self.turns = 0
        self.asked: list[tuple[str, str, int]] = []
        self.away = False
        self.untaken = ""
        self.answers: list[Reply] = []
        self.lose_reply = False
        self._now = now
        self._page = page

    async def send(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Reply:
        self.asked.append((method, path, len(body)))
        if self.away:
            raise Refused("unreachable")
        if self.answers:
            return self.answers.pop(0)
        reply = self._exchange(body) if path == PATH else self._file(method, path, body, headers or {})
        if self.lose_reply:
            self.lose_reply = False
            raise Refused("unreachable")
        return reply

    def _exchange(self, body: bytes) -> Reply:
        self.turns += 1
        request = unpack_request(unsqueeze(body, LARGEST))
        if request.held:
            every = list(range(BUCKETS))
            answer = Response(self._now, len(self.changes), False, self.changes, "first", compared=every)
            return Reply(200, squeeze(pack_response(answer), body))
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

    def _file(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        sha256 = path.split("/")[4]
        if method == "PUT":
            return self._put(sha256, body, headers.get("Content-Range", ""))
        if path.endswith("/parts"):
            return self._receipt(sha256)
        if sha256 not in self.files:
            return Reply(404, b'{"code": "not_found"}')
        return Reply(200, self.files[sha256])

    def _put(self, sha256: str, body: bytes, span: str) -> Reply:
        if self.untaken:
            return Reply(422, json.dumps({"code": self.untaken}).encode())
        begin, whole = (int(span.split(" ")[1].split("-")[0]), int(span.split("/")[1])) if span else (0, len(body))
        self.parts[sha256] = self.parts.get(sha256, b"")[:begin] + body
        if len(self.parts[sha256]) < whole:
            return self._receipt(sha256)
        content = self.parts.pop(sha256)
        if hashlib.sha256(content).hexdigest() != sha256:
            return Reply(422, b'{"code": "hash_mismatch"}')
        self.files[sha256] = content
        return self._receipt(sha256)

    def _receipt(self, sha256: str) -> Reply:
        safe = sha256 in self.files
        held = len(self.files[sha256] if safe else self.parts.get(sha256, b""))
        return Reply(201 if safe else 202, json.dumps({"sha256": sha256, "held": held, "safe": safe}).encode())
