"""What a hub and this server have each forgotten, told to one another."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from sync.server import hubs
from sync.server.access import AnyMember, Server

router = APIRouter(prefix="/api/v1", tags=["exchange"])

MOST = 150
"""Of each in one request: a body is no larger than others may be."""

_Kind = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
_Id = Annotated[str, Field(pattern=r"^[0-9a-z][0-9a-z-]{7,63}$")]
_Key = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Named(BaseModel):
    """A record, by its kind and its id."""

    record: _Kind
    id: _Id


class Held(BaseModel):
    """What a hub still knows, and who has become nobody there."""

    records: list[Named] = Field([], max_length=MOST, description="What it was told to forget")
    residents: list[_Key] = Field([], max_length=MOST, description="Whom it vouches for, by its keys")
    persons: list[_Id] = Field([], max_length=MOST, description="Who else it names as a writer")
    nobodies: list[_Key] = Field([], max_length=MOST, description="Who is nobody there, by its keys")


class Forgotten(BaseModel):
    """Those of them of whom nothing is kept here any more."""

    records: list[Named]
    residents: list[str]
    persons: list[str]


@router.post("/hub/forgotten", summary="Ask what was purged, and tell who has become nobody at a hub")
def forgotten(held: Held, caller: AnyMember, server: Server) -> Forgotten:
    """Whom the hub calls nobody is named by nothing here from then on."""
    known = hubs.Forgotten([(each.record, each.id) for each in held.records], held.residents, held.persons)
    gone = hubs.forget_together(server, caller, known, held.nobodies)
    records = [Named(record=record, id=record_id) for record, record_id in gone.records]
    return Forgotten(records=records, residents=list(gone.residents), persons=list(gone.persons))
