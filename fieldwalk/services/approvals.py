"""What latecomers told of a walk, and the yes or no of who leads it. It waits at the server, so it needs a network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from fieldwalk.domain.records import Issue, make
from fieldwalk.domain.refusals import Refused
from fieldwalk.services.asking import Asking


@dataclass(frozen=True)
class Waiting:
    """A place that waits: what was told of it, how many photos it has, when it came (UTC ms). Nobody is named."""

    issue: Issue
    photos: int
    received_at: int


class Approvals:
    """The places that wait for a yes."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    async def waiting(self, walk_id: str) -> list[Waiting]:
        """Those of a walk, oldest first. Raises :class:`Refused` as the server says, or ``unreachable``."""
        said = await self._asking.ask("GET", f"/api/v1/walks/{walk_id}/waiting")
        try:
            return [_waiting(each) for each in said]
        except (TypeError, KeyError, AttributeError):
            raise Refused("message_not_readable") from None

    async def decide(self, walk_id: str, issue_id: str, *, accept: bool) -> None:
        """Take the place with it, or leave it out; it comes to this phone with the next exchange. May be refused."""
        path = f"/api/v1/walks/{walk_id}/waiting/{quote(issue_id, safe='')}"
        await self._asking.ask("POST", path, {"answer": "accept" if accept else "decline"})


def _waiting(said: Any) -> Waiting:
    return Waiting(make(Issue, str(said["id"]), said["values"]), int(said["photos"]), int(said["received_at"]))
