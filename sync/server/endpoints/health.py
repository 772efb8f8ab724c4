"""Whether the server is well: for people, and for what watches over it."""

from __future__ import annotations

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from fieldwalk import __version__
from sync.protocol.messages import PROTOCOL
from sync.server.access import Open, Server
from sync.server.catchup import repairs

router = APIRouter(prefix="/api", tags=["health"])


class Health(BaseModel):
    """``status`` is ``ok`` when the store answers.

    ``repairs`` counts how often a phone and the server held different things with no restored backup to explain it:
    anything but 0 is for whoever keeps the server to look at.
    """

    status: str
    version: str
    protocol: int
    store: str
    repairs: int


@router.get("/health", summary="Is the server well?", dependencies=[Depends(Open("says nothing about anybody"))])
def health(server: Server) -> Health:
    """Asks the store, so that an ``ok`` is one."""
    with server.database.read() as connection:
        found = repairs(connection)
    return Health(status="ok", version=__version__, protocol=PROTOCOL, store=server.database.version, repairs=found)
