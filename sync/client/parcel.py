"""One file on its way to the server: whole when it is small, in parts that can be resumed when it is not."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping

from fieldwalk.domain.refusals import Refused
from sync.client.exchange import answered
from sync.client.network import Network, Reply

PART = 128 * 1024
"""Bytes. A cut loses at most one part: for a photo of 2 MB, a sixteenth of what is sent."""
WHOLE = 256 * 1024
"""Bytes of the largest file that goes in one request."""


def path_of(sha256: str) -> str:
    """Where the file lives on the server."""
    return f"/api/v1/files/{sha256}"


class Parcel:
    """The file and how much of it the server holds, as far as its last answer said."""

    def __init__(self, network: Network, headers: Mapping[str, str], sha256: str, content: bytes) -> None:
        self.sha256 = sha256
        self._network, self._headers, self._content = network, headers, content
        self._held: int | None = None

    async def step(self) -> bool:
        """Send the file, or its next part. True when the server says that it has the whole under its hash.

        Nothing else is a receipt: not a proxy's page, not a "yes" without the hash. Raises as a turn does; make
        a new parcel then, and it goes on from what the server holds.
        """
        if len(self._content) <= WHOLE:
            return self._safe(await self._put(self._content, {}), len(self._content) + 1)
        if self._held is None:
            return self._safe(await self._network.send("GET", f"{path_of(self.sha256)}/parts", b"", self._headers), 0)
        begin = self._begin(self._held)
        part = self._content[begin : begin + PART]
        span = f"bytes {begin}-{begin + len(part) - 1}/{len(self._content)}"
        digest = base64.b64encode(hashlib.sha256(part).digest()).decode()
        said = {"Content-Range": span, "Content-Digest": f"sha-256=:{digest}:"}
        return self._safe(await self._put(part, said), begin + 1)

    def _begin(self, held: int) -> int:
        """Where to go on. All is there and yet not safe: the last part once more, and the server joins them anew."""
        return held if held < len(self._content) else (len(self._content) - 1) // PART * PART

    async def _put(self, content: bytes, said: Mapping[str, str]) -> Reply:
        return await self._network.send("PUT", path_of(self.sha256), content, {**self._headers, **said})

    def _safe(self, reply: Reply, least: int) -> bool:
        """Read the receipt. A server that does not come to hold ``least`` bytes would have us send for ever."""
        told = _read(answered(reply).body)
        if told.get("sha256") != self.sha256:
            raise Refused("unreachable", why="no receipt")
        if told.get("safe") is True:
            return True
        held = told.get("held")
        if not isinstance(held, int) or not least <= held <= len(self._content):
            raise Refused("unreachable", why="no progress")
        self._held = held
        return False


def _read(body: bytes) -> Mapping[str, object]:
    try:
        said = json.loads(body)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
