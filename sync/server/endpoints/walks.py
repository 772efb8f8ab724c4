"""Walks, for programs that use the API: a list, and one walk with everything in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter

from fieldwalk.domain.records import Action, Issue, Photo, Record, Stop, Voice, Walk
from sync.server.access import AnyMember, Server
from sync.server.store.holdings import Holdings

router = APIRouter(prefix="/api/v1", tags=["walks"])

_PARTS: dict[str, type[Record]] = {"stops": Stop, "issues": Issue, "actions": Action, "photos": Photo, "voices": Voice}


@dataclass(frozen=True)
class WholeWalk(Walk):
    """A walk and everything in it that the caller may see, in the order of their numbers."""

    stops: list[Stop] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    photos: list[Photo] = field(default_factory=list)
    voices: list[Voice] = field(default_factory=list)


@router.get("/walks", summary="The walks that the caller may see, newest first")
def walks(caller: AnyMember, server: Server) -> list[Walk]:
    """Moments are UTC milliseconds; ids sort by the time they were made."""
    with server.database.read() as connection:
        return Holdings(connection, caller).walks()


@router.get("/walks/{walk_id}", summary="A walk with its stops, issues, actions, photos and recordings")
def walk(walk_id: str, caller: AnyMember, server: Server) -> WholeWalk:
    """Places are ``[latitude, longitude, accuracy]`` in WGS 84 degrees and metres."""
    with server.database.read() as connection:
        holdings = Holdings(connection, caller)
        whole = holdings.record(Walk, walk_id)
        inside: dict[str, Any] = {word: _told(holdings.records(kind, walk_id)) for word, kind in _PARTS.items()}
        classed = holdings.classed_points(walk_id)
    if classed:
        server.audit.noted(caller, "read", what="walk", walk=walk_id, classed=classed)
    return WholeWalk(**vars(whole), **inside)


def _told(records: Sequence[Record]) -> list[Any]:
    """In the order of their numbers, where they have any."""
    return sorted(records, key=lambda record: getattr(record, "number", 0) or 0)
