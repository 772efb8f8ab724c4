"""What latecomers captured, for who leads to say yes or no to."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel

from sync.server import approvals
from sync.server.access import Approver, Server

router = APIRouter(prefix="/api/v1/walks/{walk_id}/waiting", tags=["joining"])


class Waiting(BaseModel):
    """A point that waits for a yes; nobody is told who captured it. Moments are UTC milliseconds."""

    id: str
    values: dict[str, Any]
    photos: int
    received_at: int


class Decided(BaseModel):
    """How many changes were taken, or set aside for good."""

    changes: int


class Decision(BaseModel):
    """Yes or no."""

    answer: Literal["accept", "decline"]


@router.get("", summary="The points that wait for a yes, oldest first")
def waiting(walk_id: str, caller: Approver, server: Server) -> list[Waiting]:
    """Captured by people who joined when the walk was over, or whose token had ended."""
    return [
        Waiting(id=held.id, values=dict(held.values), photos=held.photos, received_at=held.received_at)
        for held in approvals.waiting(server, caller, walk_id)
    ]


@router.post("/{point_id}", summary="Say yes or no to a point that waits")
def decide(walk_id: str, point_id: str, decision: Decision, caller: Approver, server: Server) -> Decided:
    """A yes makes it a point like any other; after a no it is kept, and nobody is shown it."""
    done = approvals.decide(server, caller, walk_id, point_id, accept=decision.answer == "accept")
    return Decided(changes=done)
