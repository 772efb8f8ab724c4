"""One turn with the server: push what it lacks, pull what this phone lacks, in one request."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from fieldwalk.domain.refusals import REFUSALS, Refused
from sync.client.journal import Journal
from sync.client.network import Network, Reply
from sync.protocol.messages import CONTENT_TYPE, PATH, Request, Response, pack_request, unpack_response

BATCH = 500
"""Changes in one push: small enough to arrive on a bad link, large enough that a walk takes a few turns."""


@dataclass(frozen=True)
class Turn:
    """What one turn did, and whether another would do more at once."""

    pushed: int
    pulled: int
    refused: int
    more: bool


class Exchange:
    """Levels a journal with the server. ``token`` gives the bearer token, or ``None`` before anybody has joined."""

    def __init__(
        self, journal: Journal, network: Network, token: Callable[[], str | None], now: Callable[[], int]
    ) -> None:
        self._journal = journal
        self._network = network
        self._token = token
        self._now = now

    async def turn(self) -> Turn:
        """Take one turn. Holds after: every receipt and every received change is durable on this phone.

        Safe to cut at any point and to repeat. Raises :class:`Refused`: ``unreachable``, ``sign_in_needed``
        and what the server says; the journal is then as it was, and everything unsent is still in it.
        """
        token = self._token()
        if token is None:
            raise Refused("sign_in_needed")
        changes = self._journal.unsent(BATCH)
        request = Request(self._journal.replica, self._now(), int(self._journal.fact("cursor") or 0), changes)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": CONTENT_TYPE}
        reply = await self._network.send("POST", PATH, pack_request(request), headers)
        response = unpack_response(answered(reply).body)
        return self._take(response, len(changes))

    async def level(self) -> Turn:
        """Take turns until neither side lacks anything that it may have. Raises as :meth:`turn` does."""
        pushed = pulled = refused = 0
        while True:
            turn = await self.turn()
            pushed, pulled, refused = pushed + turn.pushed, pulled + turn.pulled, refused + turn.refused
            if not turn.more:
                return Turn(pushed, pulled, refused, more=False)

    def _take(self, response: Response, sent: int) -> Turn:
        wrong = self._journal.settle(response.receipts)
        facts = {"cursor": str(response.cursor), "epoch": response.epoch, "met_at": str(self._now())}
        self._journal.receive(response.changes, facts)
        refused = sum(1 for receipt in response.receipts if receipt.refused)
        progressed = len(response.receipts) > len(wrong)
        more = response.more or (progressed and bool(self._journal.unsent(1)))
        return Turn(sent - refused - len(wrong), len(response.changes), refused, more)


def answered(reply: Reply) -> Reply:
    """``reply`` when it says yes. Raises the :class:`Refused` that its status stands for otherwise.

    A proxy's error page or a captive portal is ``unreachable``: the server itself has said nothing.
    """
    if 200 <= reply.status < 300:
        return reply
    if reply.status == 401:
        raise Refused("sign_in_needed")
    raise Refused(_code(reply.body), status=reply.status)


def _code(body: bytes) -> str:
    try:
        said = json.loads(body)
    except ValueError:
        return "unreachable"
    code = said.get("code") if isinstance(said, dict) else None
    return code if code in REFUSALS else "unreachable"
