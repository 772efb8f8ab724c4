"""What latecomers captured, and phones whose right had ended, for who leads to say yes or no to."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel

from sync.server import approvals
from sync.server.access import Approver, Server
from sync.server.caller import Caller
from sync.server.central import Central

router = APIRouter(prefix="/api/v1", tags=["joining"])

_OF_A_WALK = "/walks/{walk_id}/waiting"


class Waiting(BaseModel):
    """A point that waits for a yes; nobody is told who captured it. Moments are UTC milliseconds.

    ``others`` counts changes of something else than a point and its photos, such as an answer.
    """

    id: str
    values: dict[str, Any]
    photos: int
    received_at: int
    walk_id: str | None
    others: int


class Decided(BaseModel):
    """How many changes were taken, or set aside for good."""

    changes: int


class Decision(BaseModel):
    """Yes or no."""

    answer: Literal["accept", "decline"]


@router.get("/waiting", summary="The points of all walks that wait for a yes, oldest first")
def waiting_anywhere(caller: Approver, server: Server) -> list[Waiting]:
    """Captured by people who joined when a walk was over, or sent by phones whose right had ended."""
    return _told(approvals.waiting(server, caller, None))


@router.get(_OF_A_WALK, summary="The points of a walk that wait for a yes, oldest first")
def waiting(walk_id: str, caller: Approver, server: Server) -> list[Waiting]:
    """Captured by people who joined when the walk was over, or sent by phones whose right had ended."""
    return _told(approvals.waiting(server, caller, walk_id))


@router.post("/waiting/{point_id}", summary="Say yes or no to a point of any walk, or of none")
def decide_anywhere(point_id: str, decision: Decision, caller: Approver, server: Server) -> Decided:
    """A yes makes it a point like any other; after a no it is kept, and nobody is shown it."""
    return _decided(server, caller, None, point_id, decision)


@router.post(_OF_A_WALK + "/{point_id}", summary="Say yes or no to a point that waits")
def decide(walk_id: str, point_id: str, decision: Decision, caller: Approver, server: Server) -> Decided:
    """A yes makes it a point like any other; after a no it is kept, and nobody is shown it."""
    return _decided(server, caller, walk_id, point_id, decision)


def _told(waiting: list[approvals.Held]) -> list[Waiting]:
    return [Waiting(**{**vars(held), "values": dict(held.values)}) for held in waiting]


def _decided(server: Central, caller: Caller, walk_id: str | None, point_id: str, decision: Decision) -> Decided:
    done = approvals.decide(server, caller, walk_id, point_id, accept=decision.answer == "accept")
    return Decided(changes=done)
