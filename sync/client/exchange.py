"""One turn with the server: push what it lacks, pull what this phone lacks, in one request."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fieldwalk.domain.refusals import REFUSALS, Refused
from sync.client.journal import Journal
from sync.client.network import Network, Reply
from sync.client.outbox import Batch
from sync.protocol.changes import Change
from sync.protocol.digest import BUCKETS
from sync.protocol.messages import CONTENT_TYPE, LARGEST, PATH, Request, Response, pack_request, unpack_response
from sync.protocol.receipts import is_about, receipts_of
from sync.protocol.residents import Resident
from sync.squeeze import squeeze, unsqueeze

MOST, LEAST = 6_000, 25
"""Changes in one push: a walk goes in one turn; on a link that keeps failing, fewer and fewer at a time."""

_TOO_MUCH = frozenset({"message_too_large", "something_broke", "hash_mismatch"})
"""What a smaller batch may get past."""
_TOO_LONG = 10_000
"""Milliseconds after which a request that did not arrive was too large for the link."""

Residents = Callable[[Sequence[Change]], Sequence[Resident]]


@dataclass(frozen=True)
class Turn:
    """What one turn did, and whether another would do more at once. ``level``: both sides hold the same."""

    pushed: int
    pulled: int
    refused: int
    more: bool
    level: bool = True


class Exchange:
    """Levels a journal with the server. ``token`` gives the bearer token, or ``None`` before anybody has joined.

    ``residents`` tells a hub's exchange whom of those who wrote some changes the hub speaks for; a phone for nobody.
    """

    def __init__(
        self,
        journal: Journal,
        network: Network,
        token: Callable[[], str | None],
        now: Callable[[], int],
        residents: Residents = lambda _changes: (),
    ) -> None:
        self._journal = journal
        self._network = network
        self._token = token
        self._now = now
        self._residents = residents
        self._most = MOST

    async def turn(self) -> Turn:
        """Take one turn. Holds after: every receipt and every received change is durable on this phone.

        Safe to cut at any point and to repeat. Raises :class:`Refused`: ``unreachable``, ``sign_in_needed``
        and what the server says; the journal is then as it was, and everything unsent is still in it.
        """
        batch, began = self._journal.batch(self._most), self._now()
        try:
            response = await self._ask(self._request(batch))
        except Refused as refused:
            if refused.code in _TOO_MUCH or self._now() - began > _TOO_LONG:
                self._make_way(batch)
            raise
        return self._take(batch, response)

    async def level(self) -> Turn:
        """Take turns until neither side lacks anything that it may have. Raises as :meth:`turn` does."""
        pushed = pulled = refused = 0
        repaired = False
        while True:
            turn = await self._patient_turn()
            pushed, pulled, refused = pushed + turn.pushed, pulled + turn.pulled, refused + turn.refused
            if turn.more:
                continue
            if turn.level or repaired:
                return Turn(pushed, pulled, refused, False, turn.level)
            repaired = True
            pulled += await self._repair()

    async def _patient_turn(self) -> Turn:
        """A turn; when another installation writes under this one's name, a turn under another name."""
        try:
            return await self.turn()
        except Refused as refused:
            if refused.code != "replica_taken":
                raise
            self._journal.rename()
            return await self.turn()

    async def _repair(self) -> int:
        """Find what only one side holds, by sums, and give each what it lacks. Returns how many changes came."""
        pulled = 0
        for _ in range(BUCKETS):
            held = self._journal.holding.sums()
            response = await self._ask(self._request(None, held))
            pulled += len(response.changes)
            theirs = {change.sha256() for change in response.changes}
            # First: what another phone with this one's name wrote under the same stamp is not what is here.
            self._journal.hand_back(self._journal.holding.in_buckets(response.compared or (), but=theirs))
            self._journal.receive(response.changes, {})
            if not response.more:
                self._journal.receive((), {"cursor": str(response.cursor), "epoch": response.epoch})
                break
        return pulled

    def _request(self, batch: Batch | None, held: list[int] | None = None) -> Request:
        fact, changes = self._journal.fact, batch.changes if batch else []
        number, cursor = batch.number if batch else 0, int(fact("cursor") or 0)
        own = (self._journal.replica, self._now(), cursor, changes, number, fact("epoch") or "", held or ())
        return Request(*own, residents=self._residents(changes))

    async def _ask(self, request: Request) -> Response:
        token = self._token()
        if token is None:
            raise Refused("sign_in_needed")
        headers = {"Authorization": f"Bearer {token}", "Content-Type": CONTENT_TYPE}
        reply = await self._network.send("POST", PATH, squeeze(pack_request(request)), headers)
        return unpack_response(unsqueeze(answered(reply).body, LARGEST))

    def _take(self, batch: Batch | None, response: Response) -> Turn:
        told, journal = response.acknowledged, self._journal
        answered = batch if batch and told and is_about(told, batch.number, batch.changes) else None
        receipts = receipts_of(told, answered.number, answered.changes) if answered and told and told.unusual else []
        journal.receive(response.changes, self._facts(response), receipts, None if receipts else answered)
        waiting = bool(journal.unsent(1))
        level = waiting or response.digest is None or response.digest == journal.holding.total()
        if level and response.digest is not None and not waiting:
            self._keep("epoch", response.epoch)
        if answered:
            self._most = min(MOST, self._most * 2)
        refused = sum(1 for receipt in receipts if receipt.refused)
        pushed = len(answered.changes) - refused if answered else 0
        more = response.more or (answered is not None and waiting)
        return Turn(pushed, len(response.changes), refused, more, level)

    def _facts(self, response: Response) -> dict[str, str]:
        """What is kept with the changes. The epoch stays the one in which both sides were last level."""
        now = self._now()
        facts = {"cursor": str(response.cursor), "met_at": str(now), "skew": str(now - response.now)}
        return facts if self._journal.fact("epoch") else {**facts, "epoch": response.epoch}

    def _keep(self, key: str, value: str) -> None:
        if self._journal.fact(key) != value:
            self._journal.keep_fact(key, value)

    def _make_way(self, batch: Batch | None) -> None:
        """After a failure that a smaller batch may get past, the next one is half as large."""
        if batch and len(batch.changes) > LEAST:
            self._most = max(LEAST, self._journal.thaw() // 2)


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
