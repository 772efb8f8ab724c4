"""What in a walk's texts may point somebody out, for who answers to go through before it is handed on."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel

from fieldwalk.domain.guarded import pointing
from fieldwalk.domain.records import Issue, Photo, Record, Voice
from sync.server.access import Answerer, Server
from sync.server.joining import walk_to_join
from sync.server.store.holdings import Holdings

router = APIRouter(prefix="/api/v1", tags=["walks"])

_READ: tuple[type[Record], ...] = (Issue, Photo, Voice)


class Pointing(BaseModel):
    """A field that may point somebody out, and by what; the words themselves are not repeated."""

    record: str
    id: str
    field: str
    kinds: list[str]


@router.get("/walks/{walk_id}/personal-data", summary="Texts of a walk that may point somebody out")
def personal_data(walk_id: str, caller: Answerer, server: Server) -> list[Pointing]:
    """Personal numbers, telephone numbers, e-mail addresses, plates, flat and door numbers, as the phone looks for."""
    walk_to_join(server.database, caller, walk_id)
    with server.database.read() as connection:
        holdings = Holdings(connection, caller)
        records = [record for kind in _READ for record in holdings.records(kind, walk_id)]
    return [
        Pointing(record=record.name, id=record.id, field=field, kinds=list(kinds))
        for record in records
        for field, kinds in pointing(record).items()
    ]
