"""A question to the server's API, asked as whoever this phone belongs to."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from fieldwalk.domain.refusals import Refused
from sync.client.exchange import answered
from sync.client.network import Network


class Asking:
    """``token`` gives the bearer token, or ``None`` before anybody has joined."""

    def __init__(self, network: Network, token: Callable[[], str | None]) -> None:
        self._network = network
        self._token = token

    async def ask(self, method: str, path: str, body: Mapping[str, object] | None = None) -> Any:
        """What the server answers, from JSON; ``None`` for a bare yes.

        Raises :class:`Refused`: ``sign_in_needed``, ``unreachable``, its own.
        """
        token = self._token()
        if token is None:
            raise Refused("sign_in_needed")
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        content = json.dumps(body).encode() if body is not None else b""
        reply = answered(await self._network.send(method, path, content, headers))
        if reply.status == 204:
            return None
        try:
            return json.loads(reply.body)
        except ValueError:
            raise Refused("message_not_readable") from None
