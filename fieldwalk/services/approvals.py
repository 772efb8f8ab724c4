"""What latecomers told, and phones whose right had ended, and the yes or no of who leads. It waits at the server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from fieldwalk.domain.records import Issue, make
from fieldwalk.domain.refusals import Refused
from fieldwalk.services.asking import Asking


@dataclass(frozen=True)
class Waiting:
    """A place that waits: what was told of it, how many photos it has, when it came (UTC ms). Nobody is named.

    ``others`` counts changes of something else than a place and its photos.
    """

    issue: Issue
    photos: int
    received_at: int
    others: int = 0


class Approvals:
    """The places that wait for a yes: of one walk, or of all where no walk is named."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    async def waiting(self, walk_id: str | None) -> list[Waiting]:
        """Those that wait, oldest first. Raises :class:`Refused` as the server says, or ``unreachable``."""
        said = await self._asking.ask("GET", _path(walk_id))
        try:
            return [_waiting(each) for each in said]
        except (TypeError, KeyError, AttributeError):
            raise Refused("message_not_readable") from None

    async def decide(self, walk_id: str | None, issue_id: str, *, accept: bool) -> None:
        """Take the place with it, or leave it out; it comes to this phone with the next exchange. May be refused."""
        path = f"{_path(walk_id)}/{quote(issue_id, safe='')}"
        await self._asking.ask("POST", path, {"answer": "accept" if accept else "decline"})


def _path(walk_id: str | None) -> str:
    return f"/api/v1/walks/{walk_id}/waiting" if walk_id else "/api/v1/waiting"


def _waiting(said: Any) -> Waiting:
    issue = make(Issue, str(said["id"]), said["values"])
    return Waiting(issue, int(said["photos"]), int(said["received_at"]), int(said.get("others", 0)))
