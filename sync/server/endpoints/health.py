"""Whether the server is well: for people, and for what watches over it."""

from __future__ import annotations

from fastapi import APIRouter, Depends
from pydantic import BaseModel
from sqlalchemy import text

from fieldwalk import __version__
from sync.protocol.messages import PROTOCOL
from sync.server.access import Open, Server

router = APIRouter(prefix="/api", tags=["health"])


class Health(BaseModel):
    """``status`` is ``ok`` when the store answers."""

    status: str
    version: str
    protocol: int
    store: str


@router.get("/health", summary="Is the server well?", dependencies=[Depends(Open("says nothing about anybody"))])
def health(server: Server) -> Health:
    """Asks the store, so that an ``ok`` is one."""
    with server.database.read() as connection:
        connection.execute(text("SELECT 1"))
    return Health(status="ok", version=__version__, protocol=PROTOCOL, store=server.database.version)
