"""Walks, for programs that use the API: a list, and one walk with everything in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from fastapi import APIRouter

from fieldwalk.domain.records import Action, Issue, Photo, Record, Stop, Walk
from sync.server.access import AnyMember, Server
from sync.server.store.holdings import Holdings

router = APIRouter(prefix="/api/v1", tags=["walks"])

_PARTS: dict[str, type[Record]] = {"stops": Stop, "issues": Issue, "actions": Action, "photos": Photo}


@router.get("/walks", summary="The walks that the caller may see, newest first")
def walks(caller: AnyMember, server: Server) -> list[dict[str, Any]]:
    """Moments are UTC milliseconds; ids sort by the time they were made."""
    with server.database.read() as connection:
        return [asdict(walk) for walk in Holdings(connection, caller).walks()]


@router.get("/walks/{walk_id}", summary="A walk with its stops, issues, actions and photos")
def walk(walk_id: str, caller: AnyMember, server: Server) -> dict[str, Any]:
    """Places are ``[latitude, longitude, accuracy]`` in WGS 84 degrees and metres."""
    with server.database.read() as connection:
        holdings = Holdings(connection, caller)
        whole = asdict(holdings.record(Walk, walk_id))
        inside = {word: _told(holdings.records(kind, walk_id)) for word, kind in _PARTS.items()}
        classed = holdings.classed_points(walk_id)
    if classed:
        server.audit.noted(caller, "read", what="walk", walk=walk_id, classed=classed)
    return {**whole, **inside}


def _told(records: Sequence[Record]) -> list[dict[str, Any]]:
    """In the order of their numbers, where they have any."""
    return [asdict(record) for record in sorted(records, key=lambda record: getattr(record, "number", 0) or 0)]
